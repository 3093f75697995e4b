"""The web server under the page: which requests it takes, and what it tells."""

from ui.serving.browsers import Browsers
from ui.serving.health import VERSION, State, health_router
from ui.serving.logs import LogUnusable, configure_logging
from ui.serving.root_path import cookie_path, rooted
from ui.serving.server import Served, build_server, serve
from ui.serving.transfers import Download, Transfers, Waiting

__all__ = [
    # browsers
    "Browsers",
    # health
    "State",
    "VERSION",
    "health_router",
    # logs
    "LogUnusable",
    "configure_logging",
    # root_path
    "cookie_path",
    "rooted",
    # server
    "Served",
    "build_server",
    "serve",
    # transfers
    "Download",
    "Transfers",
    "Waiting",
]
