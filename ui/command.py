"""The command line of the page, in Chinese."""

import argparse
import sys
import webbrowser
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import NoReturn

from index.settings import location
from rag.settings import root_path
from ui.network import Network
from ui.ports import HOST

UNUSABLE = 2
USAGE = (
    "python app.py [--store 资料库文件夹或地址] [--port 端口，0 到 65535] [--no-browser] [--accounts] "
    "[--host 地址] [--cert 证书 --key 私钥] [--insecure-http] [--trusted-proxy 代理的IP地址] "
    "[--root-path 代理上的路径，如 /qa]"
)
MORE = (
    "端口默认 7860，被占用时用下一个空闲的；其余设置见 settings.toml。\n"
    "默认只有本机能打开，不用登录；加 --accounts 或用 --host 给出其他地址时要登录，\n"
    "账号用 python -m people user 管理。\n"
)


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def format_help(self) -> str:
        """How the command is used."""
        return f"用法：{USAGE}\n{MORE}"

    def error(self, message: str) -> NoReturn:
        """Say how the command is used; exits with 2."""
        self.exit(UNUSABLE, f"命令写法不对。用法：{USAGE}\n")


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """``store``, ``browser`` and ``network``; exits with 2 for anything else."""
    parser = _Parser(usage=USAGE, allow_abbrev=False)
    parser.add_argument("--store", type=location)
    parser.add_argument("--port", type=int, choices=range(65536), default=7860, metavar="N")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    parser.add_argument("--accounts", action="store_true")
    parser.add_argument("--host", default=HOST, type=_address)
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--trusted-proxy", dest="proxies", action="append", default=[], type=_address)
    parser.add_argument("--root-path", dest="root", default="")
    parser.add_argument("--insecure-http", dest="insecure", action="store_true")
    chosen = parser.parse_args(arguments)
    if (chosen.cert is None) != (chosen.key is None):
        parser.error("--cert and --key belong together")
    try:
        root_path(chosen.root)
    except ValueError as error:
        parser.exit(UNUSABLE, f"{error}。\n")
    chosen.network = Network(
        host=chosen.host,
        port=chosen.port,
        certificate=chosen.cert,
        key=chosen.key,
        proxies=tuple(chosen.proxies),
        insecure=chosen.insecure,
        accounts=chosen.accounts,
        root=chosen.root,
    )
    return chosen


def _address(words: str) -> str:
    """An IP address in its usual form. Raises ValueError."""
    return str(ip_address("127.0.0.1" if words == "localhost" else words))


def announce(url: str, *, browser: bool) -> None:
    """Say where the page is, and open it where that is wished."""
    print(f"网页已就绪：{url} （停止：Ctrl+C）", file=sys.stderr, flush=True)
    if browser:
        webbrowser.open(url)  # the socket listens already: the browser waits in line
