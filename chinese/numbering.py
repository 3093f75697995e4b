"""Numbering in front of headings (一、 （一） 1. 第一章 案例一) and lines that are no heading at all."""

import re

from chinese.digits import NUMERAL_CHARS
from chinese.language_data import topic

_NUMERAL = r"[" + NUMERAL_CHARS + r"\d０-９]{1,4}"
# Outermost first, as GB/T 9704 orders them: chapter, case, 一、 （一） 1. （1） ①
_STYLES = (
    re.compile(rf"第{_NUMERAL}(?:章|编|篇|部分|单元|板块)(?:[\s　、：:.．]*)"),
    re.compile(rf"第{_NUMERAL}节(?:[\s　、：:.．]*)"),
    re.compile(rf"(?:典型|优秀|创新)?案例(?:之)?{_NUMERAL}[\s　、：:.．]*"),
    re.compile(r"[" + NUMERAL_CHARS + r"]{1,4}[、.．][\s　]*"),
    re.compile(r"[（(][" + NUMERAL_CHARS + r"]{1,4}[)）][\s　、]*"),
    re.compile(r"[\d０-９]{1,3}(?:[、．)）]|\.(?!\d))[\s　]*"),
    re.compile(r"[（(][\d０-９]{1,3}[)）][\s　、]*"),
    re.compile(r"[①-⑳⑴-⒇❶-❿][\s　、]*"),
    # Decimal, as in technical rules: 1　总则, 1.1　适用, 1.1.1.
    re.compile(r"(?:0[1-9][\s　]|[\d０-９]{1,2}(?:　|  ))[\s　]*(?=[\u3400-\u9fff“])"),
    re.compile(r"[\d０-９]{1,2}\.[\d０-９]{1,2}[\s　]+(?=[^\d])"),
    re.compile(r"[\d０-９]{1,2}(?:\.[\d０-９]{1,2}){2,3}[\s　]+(?=[^\d])"),
)
_BULLET = re.compile(r"[●◆■★▲◎○◇□☆△▶►➤•·][\s　]*")

_DATA = topic("bylines")
BYLINE_LEAD = _DATA.characters["lead"]  # what may stand before a line that says who made it
_LEAD = rf"[{re.escape(BYLINE_LEAD)}\s]*"
_BYLINE = re.compile(_LEAD + _DATA.expression("form"))
_LABELLED_UNIT = re.compile(rf"[（(]?{_DATA.expression('unit')}(?P<name>[^）)]+)[）)]?")
_DOCUMENT_NUMBER = re.compile(_DATA.expression("number"))
_EDITED_BY = re.compile(_DATA.expression("edited"))
_ONLY_DAY = re.compile(_DATA.expression("only_day"))
_ENDS_A_STATEMENT = re.compile(r"[。！？!?；;，,、：:…][”’」』）)》\"']*$")


def read_numbering(line: str) -> tuple[int, int]:
    """The style of the numbering in front of ``line`` (1 is the outermost, 0 none) and its length.

    Bullets count into the length but give no style.
    """
    bullet = _BULLET.match(line)
    offset = bullet.end() if bullet else 0
    for rank, style in enumerate(_STYLES, start=1):
        number = style.match(line, offset)
        if number and number.end() < len(line):
            return rank, number.end()
    return 0, offset if offset < len(line) else 0


def is_byline(line: str) -> bool:
    """Whether ``line`` only says who wrote it, when, or where it comes from."""
    return len(line) <= 80 and "。" not in line and _BYLINE.fullmatch(line) is not None


def edited_by(line: str) -> str:
    """The name in a line that says who edited a compilation: 石桥县委县直机关工委 编; or ""."""
    match = _EDITED_BY.match(line.strip()) if len(line) <= 80 else None
    return match["name"] if match else ""


def is_day(line: str) -> bool:
    """Whether ``line`` is the day, or month, of some year and nothing else: 2025年1月9日."""
    return _ONLY_DAY.fullmatch(line) is not None


def is_document_number(line: str) -> bool:
    """Whether ``line`` opens with a document's number: 石直工委发〔2025〕7号."""
    return _DOCUMENT_NUMBER.match(line) is not None


def labelled_unit(line: str) -> str:
    """The name in a line like 报送单位：某局; "" in any other line."""
    match = _LABELLED_UNIT.fullmatch(line) if len(line) <= 80 else None
    return match["name"].strip() if match else ""


def ends_a_statement(line: str) -> bool:
    """Whether ``line`` ends the way running text does: 。！？；，and the like, quotes after it aside."""
    return _ENDS_A_STATEMENT.search(line) is not None
