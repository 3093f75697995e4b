"""What the program notes while it runs: lines for who started it, and JSON lines in a file that is rotated.

What a user asked is a user's own: it is written only where the settings say so.
"""

import json
import logging
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from index.errors import IndexFailure
from index.permissions import make_private_folder, owner_only
from rag.settings import ServingSettings

ROOMS = (
    "chinese",
    "index",
    "rag",
    "people",
    "api",
    "ui",
)  # whose ordinary events are worth a line in the file
HIDDEN = "（问题未记录）"


class LogUnusable(IndexFailure):
    """The file of the settings cannot be written; says what to do."""


def configure_logging(settings: ServingSettings) -> None:
    """Send warnings to standard error and, where ``log`` names a file, ordinary events too to that file.

    For the one process that serves: another must not rotate the same file. Does nothing where handlers are
    set already. Raises LogUnusable.
    """
    root = logging.getLogger()
    if root.handlers:
        return
    for handler in handlers(settings):
        root.addHandler(handler)
    if settings.log:
        for room in ROOMS:
            logging.getLogger(room).setLevel(logging.INFO)


def handlers(settings: ServingSettings) -> list[logging.Handler]:
    """Standard error, then the file if there is to be one. Raises LogUnusable."""
    lines = logging.StreamHandler()
    lines.setLevel(logging.WARNING)
    lines.setFormatter(PlainLines(questions=settings.log_questions))
    if not settings.log:
        return [lines]
    path = Path(settings.log).absolute()
    try:
        make_private_folder(path.parent)
        file = PrivateRotatingFile(path, settings.log_bytes, settings.log_files)
    except OSError as error:
        raise LogUnusable(
            f"日志文件 {path} 不能写（{error.strerror}）。"
            "请在 settings.toml 的 [serving] 里改 log，或改它的权限。"
        ) from error
    file.setFormatter(JsonLines(questions=settings.log_questions))
    return [lines, file]


class PrivateRotatingFile(RotatingFileHandler):
    """A log that its owner alone can read: ``path``, then ``path.1`` and so on, the oldest last."""

    def __init__(self, path: Path, size: int, files: int) -> None:
        super().__init__(path, maxBytes=size, backupCount=files, encoding="utf8", errors="backslashreplace")

    def _open(self) -> TextIOWrapper:
        binary = open(self.baseFilename, "ab", opener=owner_only)  # noqa: SIM115  # closed with the handler
        return TextIOWrapper(binary, encoding=self.encoding, errors=self.errors)


class _Discreet(logging.Formatter):
    """Takes what ``extra={"question": …}`` names out of message and traceback, unless it is wanted."""

    def __init__(self, template: str, *, questions: bool) -> None:
        super().__init__(template)
        self._questions = questions

    def discreet(self, record: logging.LogRecord, text: str) -> str:
        """``text`` without what was asked."""
        question = getattr(record, "question", "")
        if self._questions or not question:
            return text
        for said in (question, repr(question)[1:-1], ascii(question)[1:-1]):
            text = text.replace(said, HIDDEN)
        return text


class PlainLines(_Discreet):
    """For people: level, logger, message, and the traceback below."""

    def __init__(self, *, questions: bool) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s", questions=questions)

    def format(self, record: logging.LogRecord) -> str:
        """The record as it is printed."""
        return self.discreet(record, super().format(record))


class JsonLines(_Discreet):
    """One JSON object a line: time (UTC), level, logger, message; exception and question, if any."""

    def __init__(self, *, questions: bool) -> None:
        super().__init__("%(message)s", questions=questions)

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.discreet(record, record.getMessage()),
        }
        if record.exc_info:
            fields["exception"] = self.discreet(record, self.formatException(record.exc_info))
        if self._questions and hasattr(record, "question"):
            fields["question"] = str(record.question)
        return json.dumps(fields, ensure_ascii=False)
