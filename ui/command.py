"""The command line of the page, in Chinese."""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from index.settings import location

UNUSABLE = 2
USAGE = "python app.py [--store 资料库文件夹或地址] [--port 端口，0 到 65535] [--no-browser]"


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def format_help(self) -> str:
        """How the command is used."""
        return f"用法：{USAGE}\n端口默认 7860，被占用时用下一个空闲的；其余设置见 settings.toml。\n"

    def error(self, message: str) -> NoReturn:
        """Say how the command is used; exits with 2."""
        self.exit(UNUSABLE, f"命令写法不对。用法：{USAGE}\n")


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """``store``, ``port`` and ``browser``; exits with 2 for anything else."""
    parser = _Parser(usage=USAGE, allow_abbrev=False)
    parser.add_argument("--store", type=location)
    parser.add_argument("--port", type=int, choices=range(65536), default=7860, metavar="N")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    return parser.parse_args(arguments)
