"""The web page: ``python app.py [--store DIR] [--port N] [--no-browser]``. Wiring only."""

import argparse
import logging
import sys
import tomllib
import webbrowser
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError

from index.command import settings_error
from index.errors import IndexFailure
from people.database import DatabaseUnusable, open_database
from rag.settings import Settings
from ui.ports import NoFreePort, free_socket

DONE, UNUSABLE = 0, 2
USAGE = "python app.py [--store 资料库文件夹] [--port 端口，0 到 65535] [--no-browser]"


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def format_help(self) -> str:
        """How the command is used."""
        return f"用法：{USAGE}\n端口默认 7860，被占用时用下一个空闲的；其余设置见 settings.toml。\n"

    def error(self, message: str) -> NoReturn:
        """Say how the command is used; exits with 2."""
        self.exit(UNUSABLE, f"命令写法不对。用法：{USAGE}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until interrupted; returns 0, or 2 when something it needs is not usable."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")  # to stderr
    chosen = _options(arguments)
    try:
        settings = Settings(store=chosen.store) if chosen.store else Settings()
        run(settings, chosen.port, browser=chosen.browser)
    except (IndexFailure, DatabaseUnusable, NoFreePort) as error:
        return _refuse(str(error))
    except ValidationError as error:
        return _refuse(settings_error(error))
    except tomllib.TOMLDecodeError as error:
        return _refuse(f"settings.toml 写法有误：{error}。写法见 settings.example.toml。")
    except KeyboardInterrupt:
        pass
    return DONE


def run(settings: Settings, port: int, *, browser: bool) -> None:
    """Open everything, then answer on the first free port from ``port`` upwards."""
    from people.conversations import Conversations
    from rag.chatbot import Chatbot
    from rag.check import Checker
    from ui.chat import Chat
    from ui.check import Checks
    from ui.page import TITLE, build_page
    from ui.server import build_server, serve

    listening = free_socket(port)
    # Leaving the pool waits for its task: torch aborts a process that ends under a running model.
    with closing(Chatbot.open(settings)) as chatbot, ThreadPoolExecutor(1) as background:
        chat = Chat(chatbot, Conversations(open_database(settings.database)))
        checks = Checks(Checker.of(chatbot), settings.checking.draft_chars)
        background.submit(chat.examples.questions)  # warms the model while the browser starts
        server = build_server(build_page(chat, checks), TITLE)
        url = "http://{}:{}".format(*listening.getsockname())
        print(f"网页已就绪：{url} （停止：Ctrl+C）", file=sys.stderr, flush=True)
        if browser:
            webbrowser.open(url)  # the socket listens already: the browser waits in line
        try:
            serve(server, listening)
        finally:
            chat.examples.stop()
            checks.close()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(usage=USAGE, allow_abbrev=False)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--port", type=int, choices=range(65536), default=7860, metavar="N")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    return parser.parse_args(arguments)


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
