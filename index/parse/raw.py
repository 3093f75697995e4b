"""Files whose text is read for something else than the library: lines of text, rows of sheets."""

from pathlib import Path

from index.errors import UnreadableSource
from index.parse.child import OLD, read_apart, rows_apart
from index.parse.decode import check_size, decode
from index.parse.kinds import check_kind
from index.parse.layout import Line, ParsedLayout, SheetRows

PROSE = (".docx", ".txt", *OLD)
SHEETS = (".xlsx", ".csv")


def raw_lines(name: str, data: bytes) -> ParsedLayout:
    """The lines of a file of PROSE, bounded as the library's files are. Raises UnreadableSource."""
    suffix = _checked(name, data, PROSE)
    if suffix == ".txt":
        return ParsedLayout(tuple(Line(text) for text in decode(data, name).splitlines() if text.strip()))
    check_kind(name, suffix, data)
    return read_apart(name, data)


def raw_rows(name: str, data: bytes) -> tuple[tuple[SheetRows, ...], tuple[str, ...]]:
    """The rows of a file of SHEETS and what to say of it; no formula is run. Raises UnreadableSource."""
    suffix = _checked(name, data, SHEETS)
    check_kind(name, suffix, data)
    return rows_apart(name, data)


def _checked(name: str, data: bytes, suffixes: tuple[str, ...]) -> str:
    suffix = Path(name).suffix.lower()
    check_size(len(data), name)
    if suffix not in suffixes:
        raise UnreadableSource(f"「{name}」不能读，可以用的是 {'、'.join(suffixes)} 文件。请另存后再试。")
    return suffix
