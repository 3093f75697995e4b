"""What every command line here shares: Chinese usage errors, one-line refusals, exit codes, progress."""

import argparse
import os
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from pydantic import ValidationError

from index.errors import IndexFailure

DONE, UNPROCESSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one Chinese line and whose help is Chinese."""

    def __init__(self, *, prog: str, description: str | None = None) -> None:
        super().__init__(prog=prog, description=description, add_help=False)
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to go on; exits with 2."""
        self.exit(UNUSABLE, f"命令写法不对：{_chinese(message)}。用法见 {self.prog} --help\n")

    def format_help(self) -> str:
        """The help text with argparse's own words in Chinese."""
        words = {"usage: ": "用法：", "positional arguments:": "参数：", "options:": "选项："}
        text = super().format_help()
        for english, chinese in words.items():
            text = text.replace(english, chinese)
        return text


def guarded(action: Callable[[], int], *, interrupted: str) -> int:
    """Run ``action``; what a user can cause becomes one line on standard error and an exit code."""
    try:
        return action()
    except IndexFailure as error:
        return refuse(str(error))
    except ValidationError as error:
        return refuse(settings_error(error))
    except tomllib.TOMLDecodeError as error:
        return refuse(f"settings.toml 写法有误：{error}。写法见 settings.example.toml。")
    except KeyboardInterrupt:
        say(interrupted)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone, e.g. `| head`: nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def settings_error(error: ValidationError) -> str:
    """One Chinese line for a setting that is unknown or out of range."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return (
        f"设置有误：{place} = {first['input']!r} 不可用（{first['msg']}）。请改 settings.toml 或 XHS_ 变量。"
    )


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where that is a terminal; call it with (done, total)."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def say(line: str) -> None:
    """One line for the user, on standard error."""
    print(line, file=sys.stderr)


def refuse(line: str) -> int:
    """Say why nothing was done, in one line; returns the exit code for it."""
    say(" ".join(line.split()))
    return UNUSABLE


def _chinese(message: str) -> str:
    """The most common complaints of argparse, in Chinese; others as they are."""
    phrases = {
        "the following arguments are required: ": "缺少 ",
        "unrecognized arguments: ": "不认识的参数 ",
        "expected one argument": "后面缺少一个值",
        "invalid choice: ": "没有这个命令 ",
        "invalid int value: ": "不是整数：",
        "not allowed with argument": "不能同时使用",
        "(choose from ": "（可用的有 ",
        "argument ": "参数 ",
    }
    for english, chinese in phrases.items():
        message = message.replace(english, chinese)
    return message.replace("\n", " ")
