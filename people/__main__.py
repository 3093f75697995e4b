"""``python -m people user|…``: accounts, keys, audit, backups; data on standard output, all else on error."""

import logging
import sys
from collections.abc import Sequence

from index.cli import UNUSABLE, Parser, guarded, say
from people.cli import audit, backup, key, regress, user
from people.database import DatabaseUnusable, open_database
from people.entries import LearningError
from people.settings import PeopleRoot

GROUPS = (user, key, audit, backup, regress)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns the exit code: 0 done, 1 a check that failed, 2 wrong use or unusable input, with one line on
    standard error that says what to do.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    parser = Parser(prog="python -m people", description="管理账号、密钥、审计和备份")
    parser.add_argument("--database", metavar="URL", help="数据库地址（默认见 settings.toml）")
    parser.set_defaults(opens_database=True)
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=Parser)
    for group in GROUPS:
        group.register(commands)
    chosen = parser.parse_args(arguments)

    def run() -> int:
        if not chosen.opens_database:  # backup and restore: opening would make or change what they are about
            return int(chosen.run(chosen))
        try:
            root = PeopleRoot()
            chosen.accounts = root.accounts
            engine = open_database(chosen.database or root.database)
            try:
                code: int = chosen.run(engine, chosen)
            finally:
                engine.dispose()
        except (DatabaseUnusable, LearningError) as error:
            say(str(error))
            return UNUSABLE
        return code

    return guarded(run, interrupted="已中断。")


if __name__ == "__main__":
    sys.exit(main())
