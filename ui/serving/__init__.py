"""The web server under the page: which requests it takes, and on which port."""

from ui.serving.ports import NoFreePort, free_socket
from ui.serving.server import build_server, serve

__all__ = [
    # ports
    "NoFreePort",
    "free_socket",
    # server
    "build_server",
    "serve",
]
