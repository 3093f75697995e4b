"""Who runs a command: what the audit says of the command line, where nobody is signed in."""

import argparse
import getpass

from sqlalchemy import Engine

from people.accounts import Within
from people.audit import Event, Trail


def operator() -> str:
    """The name of the system's user who runs the program, marked so that it is not taken for an account's."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in some containers
        name = "未知"
    return f"命令行：{name}"


def add_database(parser: argparse.ArgumentParser) -> None:
    """The option --database behind a command, which may stand before it too."""
    said = "数据库地址（默认见 settings.toml）"
    parser.add_argument("--database", metavar="URL", default=argparse.SUPPRESS, help=said)


def noted(engine: Engine, event: Event) -> Within:
    """What writes an event's row in the transaction of the change it is about."""
    trail = Trail(engine)
    return lambda session: trail.recorded(session, event)
