"""``python -m rag mcp``: the tools for a program that starts this one."""

import argparse
import signal

from index.cli import DONE
from index.settings import STORE, location
from rag.program import Program
from rag.settings import Settings
from rag.tools import Operations, serve_stdio


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--store", type=location, metavar="DIR", help=STORE)


def run(chosen: argparse.Namespace) -> int:
    """Serve until standard input ends; the exit code."""
    settings = Settings(store=chosen.store) if chosen.store else Settings()
    with Program.open(settings) as program:
        # Else the thread that reads standard input lives on; nothing is written that could break.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        serve_stdio(Operations(program))
    return DONE
