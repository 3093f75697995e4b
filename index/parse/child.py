"""Office files are opened in a child process of their own: what breaks there breaks nothing here."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import Line, ParsedLayout
from index.parse.worker import CPU, MEMORY, OUTPUT

ROOT = Path(__file__).resolve().parent.parent.parent  # here, because settings take long to import
WALL = 9.0  # seconds for one file
CONVERSION = 60.0  # seconds LibreOffice may take for an old .doc
OLD = (".doc", ".wps")
_GONE = "「{}」打不开：解析时{}，已停止。请用 WPS 或 Word 打开检查，另存一份或拆成几个较小的文件后再试。"


def read_apart(name: str, data: bytes) -> ParsedLayout:
    """What a parser makes of a file, within limits of memory, time and output. Raises UnreadableSource."""
    if Path(name).suffix.lower() in OLD:
        data = _converted(name, data)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out:
        given.write(data)
        given.seek(0)
        command = [sys.executable, "-X", "utf8", "-m", "index.parse.worker", name]
        code = run(command, WALL, stdin=given, stdout=out)
        if code is None:
            raise UnreadableSource(_GONE.format(name, f"超过 {WALL:.0f} 秒"))
        out.seek(0)
        return _understood(name, code, out.read(OUTPUT + 1))


def _understood(name: str, code: int, said: bytes) -> ParsedLayout:
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise UnreadableSource(_GONE.format(name, _why(code, len(said)))) from error
    if "refused" in answer:
        raise UnreadableSource(answer["refused"])
    if "memory" in answer:
        raise UnreadableSource(_GONE.format(name, _why(-1, 0)))
    lines = tuple(map(Line.of, answer["lines"]))
    return ParsedLayout(lines, tuple(answer["notices"]), tuple(answer["margins"]))


def _why(code: int, written: int) -> str:
    if code == -getattr(signal, "SIGXCPU", 24):
        return f"用了超过 {CPU} 秒的处理器时间"
    if written >= OUTPUT:
        return f"输出超过 {OUTPUT // 1048576} MB"
    return f"出错或占用内存超过 {MEMORY // 1048576} MB"


def run(command: list[str], wall: float, **streams: Any) -> int | None:
    """Run a command in a process group of its own; its exit code, None when ``wall`` seconds passed."""
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TMPDIR", "LANG")}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **streams,
    )
    try:
        return process.wait(wall)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """The child and all it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _converted(name: str, data: bytes) -> bytes:
    """An old .doc or .wps as .docx, through LibreOffice where it is installed, within limits of its own."""
    office = shutil.which("soffice")
    if office is None:
        raise UnreadableSource(
            f"「{name}」是旧版文档，不能直接读。请用 WPS 或 Word 打开，另存为 .docx 后再试；"
            "装了 LibreOffice 的机器可以直接放入。"
        )
    with tempfile.TemporaryDirectory(prefix="xhs-") as folder:
        source = Path(folder, "source.doc")
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
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        run(command, CONVERSION, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        made = Path(folder, "source.docx")
        if not made.is_file():
            raise UnreadableSource(
                f"「{name}」没能转换成 .docx。请用 WPS 或 Word 打开，另存为 .docx 后再试。"
            )
        return made.read_bytes()
