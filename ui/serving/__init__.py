"""The web server under the page: which requests it takes, and what it tells."""

from ui.serving.server import build_server, serve

__all__ = [
    # server
    "build_server",
    "serve",
]
