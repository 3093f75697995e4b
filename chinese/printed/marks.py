"""Marks of secrecy on the first lines and the margins of a document: 秘密★1年, 内部资料 注意保存. Pure.

The patterns, chinese/data/secrecy.toml, are those of GB/T 9704 and of what offices print besides. Text that
only speaks of secrets bears no mark.
"""

import re
from collections.abc import Sequence

from chinese.folding import fold
from chinese.language_data import topic

MAX_LINE = 120  # code points; a longer line is no mark
MAX_EDGE = 50  # code points of a header, or a first line, at whose edge a mark stands
LONE_LINES = 8  # first lines among which the bare word 秘密 is a mark
EDGE_LINES = 3  # first lines at whose edge a mark may stand
_DATA = topic("secrecy")
_LEVEL = re.compile("|".join(_DATA.words["level"]))
_LINE, _LONE = re.compile(_DATA.expression("line")), re.compile(_DATA.expression("lone"))
_FIELD = re.compile(_DATA.expression("field"))
_TOKEN, _EDGE = re.compile(_DATA.expression("token")), re.compile(_DATA.expression("edge"))
_EXAMPLE = re.compile(_DATA.expression("example"))
_INTERNAL = re.compile(_DATA.expression("internal_line"))
_INTERNAL_EDGE = re.compile(_DATA.expression("internal_edge"))
_SPREAD = re.compile(r"(?<![\u3400-\u9fff])([绝机秘])\s+(?=密(?![\u3400-\u9fff]))")  # 机　密
_AFTER_COLON = re.compile(r"(:)\s+|(?<=密)\s+(?=级\s*:)")
_WIDTHLESS = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF])
_ORNAMENT = "*_#>~`= \t"  # what Markdown and typists put around a line
_SENTENCE = re.compile(r"[。;?!]")


def secrecy_mark(lines: Sequence[str], margins: Sequence[str] = ()) -> str:
    """The mark of 秘密, 机密 or 绝密 as printed, "" where there is none.

    Args:
        lines: the first lines of the document, none empty; its title or file name may be among them.
        margins: the lines of its headers and footers.

    """
    for line in margins:
        if _is_mark(line, 0) or _stands_at_edge(_EDGE, line):
            return _shown(line)
    marked = [n for n, line in enumerate(lines) if _is_mark(line, n) and not _is_example(lines, n)]
    levels = {_levels(lines[n]) for n in marked}
    if not marked or (len(levels) > 1 and marked[0] > 0):
        return ""  # several levels below a title are a list of levels: 绝密30年, 机密20年, 秘密10年
    return _shown(lines[marked[0]])


def internal_mark(lines: Sequence[str], margins: Sequence[str] = ()) -> str:
    """The mark that a document is for use inside an office (内部资料, 工作秘密), "" where there is none.

    The arguments are those of ``secrecy_mark``.
    """
    for line in margins:
        if _internal(line) or _stands_at_edge(_INTERNAL_EDGE, line):
            return _shown(line)
    return next((_shown(line) for n, line in enumerate(lines) if _internal(line, n, lines)), "")


def _is_mark(line: str, place: int) -> bool:
    if len(line) > MAX_LINE:
        return False
    packed = _packed(line)
    if _LINE.search(packed) or (place < LONE_LINES and _LONE.search(packed)):
        return True
    if any(_FIELD.search(word) for word in _AFTER_COLON.sub(r"\1", _joined(line)).split()):
        return True
    return place < EDGE_LINES and _stands_at_edge(_TOKEN, line)


def _internal(line: str, place: int = 0, lines: Sequence[str] = ()) -> bool:
    return len(line) <= MAX_LINE and bool(_INTERNAL.search(_packed(line))) and not _is_example(lines, place)


def _stands_at_edge(pattern: re.Pattern[str], line: str) -> bool:
    """Whether the first or last words of a short line, set off by blanks, are a mark."""
    folded = _joined(line)
    if len(folded) > MAX_EDGE or _SENTENCE.search(folded):
        return False
    words = [word for word in re.split(r"[\s|]+", folded) if word]
    return any(pattern.search(word) for word in (*words[:1], *words[-1:]))


def _is_example(lines: Sequence[str], place: int) -> bool:
    """Whether the line before announces an example."""
    return place > 0 and bool(_EXAMPLE.search(_packed(lines[place - 1])))


def _levels(line: str) -> str:
    found = _LEVEL.findall(_packed(line))
    return found[-1] if found else ""


def _joined(line: str) -> str:
    """Folded, with blanks, but none inside 机　密."""
    return _SPREAD.sub(r"\1", fold(line.translate(_WIDTHLESS).strip(_ORNAMENT)))


def _packed(line: str) -> str:
    return "".join(fold(line.translate(_WIDTHLESS).strip(_ORNAMENT)).split()).strip(_ORNAMENT)


def _shown(line: str) -> str:
    """The line in one piece and short, for a message."""
    words = " ".join(line.strip(_ORNAMENT).split())
    return words if len(words) <= MAX_EDGE else f"{words[:MAX_EDGE]}…"
