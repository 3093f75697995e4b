"""Office files are opened in a child process of their own: what breaks there breaks nothing here."""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import Line, ParsedLayout, SheetRows
from index.parse.processes import CPU, MEMORY, OUTPUT, run
from index.parse.unread import opener
from index.parse.worker import ROWS

WALL = 9.0  # seconds for one file
CONVERSION = 60.0  # seconds LibreOffice may take for a file of an old format
# What LibreOffice makes of old formats, and what they are called. It is shown those of WPS under Microsoft's
# suffix: another one sends it to the reader of another program.
_TEXT = (".doc", ".docx", "文档", "Word")
_SHEET = (".xls", ".xlsx", "表格", "Excel")
_SLIDES = (".ppt", ".pptx", "演示文稿", "PowerPoint")
OLD = {".doc": _TEXT, ".wps": _TEXT, ".xls": _SHEET, ".et": _SHEET, ".ppt": _SLIDES, ".dps": _SLIDES}
_GONE = "「{}」打不开：解析时{}，已停止。请用{}打开检查，另存一份或拆成几个较小的文件后再试。"


def read_apart(name: str, data: bytes, recognised: Sequence[dict[str, Any]] = ()) -> ParsedLayout:
    """What a parser makes of a file, within limits of memory, time and output. Raises UnreadableSource.

    ``recognised`` are pages that OCR has read, as their records are written to JSON.
    """
    if Path(name).suffix.lower() in OLD:
        data = _converted(name, data)
    head = json.dumps(recognised).encode() if recognised else b""
    answer = asked(_worker(name, str(len(head))), name, head + data, WALL)
    lines = tuple(map(Line.of, answer["lines"]))
    return ParsedLayout(lines, tuple(answer["notices"]), tuple(answer["margins"]), tuple(answer["scanned"]))


def rows_apart(name: str, data: bytes) -> tuple[tuple[SheetRows, ...], tuple[str, ...]]:
    """The rows of a spreadsheet and what to say of it, within the same limits. Raises UnreadableSource."""
    answer = asked(_worker(name, ROWS), name, data, WALL)
    sheets = (
        SheetRows(title, tuple((number, tuple(cells)) for number, cells in rows))
        for title, rows in answer["sheets"]
    )
    return tuple(sheets), tuple(answer["notices"])


def _worker(name: str, mode: str) -> list[str]:
    return [sys.executable, "-X", "utf8", "-m", "index.parse.worker", name, mode]


def asked(command: list[str], name: str, data: bytes, wall: float) -> dict[str, Any]:
    """What a worker answers about a file called ``name``, which it reads from standard input.

    Raises UnreadableSource for a refusal, and for a worker that ``wall`` seconds or its limits ended.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out:
        given.write(data)
        given.seek(0)
        code = run(command, wall, stdin=given, stdout=out)
        if code is None:
            raise _gone(name, f"超过 {wall:.0f} 秒")
        out.seek(0)
        return _understood(name, code, out.read(OUTPUT + 1))


def _understood(name: str, code: int, said: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise _gone(name, _why(code, len(said))) from error
    if isinstance(answer.get("refused"), str):
        raise UnreadableSource(answer["refused"])
    if "memory" in answer:
        raise _gone(name, _why(-1, 0))
    return answer


def _gone(name: str, why: str) -> UnreadableSource:
    return UnreadableSource(_GONE.format(name, why, opener(name)))


def _why(code: int, written: int) -> str:
    if code == -getattr(signal, "SIGXCPU", 24):
        return f"用了超过 {CPU} 秒的处理器时间"
    if written >= OUTPUT:
        return f"输出超过 {OUTPUT // 1048576} MB"
    return f"出错或占用内存超过 {MEMORY // 1048576} MB"


def _converted(name: str, data: bytes) -> bytes:
    """A file of an old format in its new one, through LibreOffice where it is, within limits of its own."""
    shown, suffix, kind, program = OLD[Path(name).suffix.lower()]
    office = shutil.which("soffice")
    if office is None:
        raise UnreadableSource(
            f"「{name}」是旧版{kind}，不能直接读。请用 WPS 或 {program} 打开，另存为 {suffix} 后再试；"
            "装了 LibreOffice 的机器可以直接放入。"
        )
    with tempfile.TemporaryDirectory(prefix="xhs-") as folder:
        source = Path(folder, f"source{shown}")
        source.write_bytes(data)
        command = [
            sys.executable,
            "-m",
            "index.parse.converter",
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
            "--convert-to",
            suffix.removeprefix("."),
            "--outdir",
            folder,
            str(source),
        ]
        run(command, CONVERSION, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        made = Path(folder, f"source{suffix}")
        if not made.is_file():
            raise UnreadableSource(
                f"「{name}」没能转换成 {suffix}。请用 WPS 或 {program} 打开，另存为 {suffix} 后再试。"
            )
        return made.read_bytes()
