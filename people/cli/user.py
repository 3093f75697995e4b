"""``python -m people user``: accounts at the command line."""

import argparse
from typing import Any

from sqlalchemy import Engine

from index.cli import DONE, Parser


def register(commands: Any) -> None:
    """Add the group's commands."""
    added = commands.add_parser("user", help="账号", description="账号")
    added.add_argument("--database", metavar="URL", help="数据库地址（默认见 settings.toml）")
    added.set_defaults(run=_run)


def _run(engine: Engine, chosen: argparse.Namespace) -> int:
    return DONE


_ = Parser
