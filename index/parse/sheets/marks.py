"""What a sheet's XML says beside its values: merged cells, hidden rows and columns, sums not stored."""

import re
from dataclasses import dataclass, field
from typing import Any

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]+)(?::([A-Z]{1,3})([0-9]+))?")
_TOLD = 5  # cells that a notice names
MAX_SPAN = 2000  # rows or columns of one merged cell


@dataclass
class SheetMarks:
    """Rows and columns count from 1, as in the file."""

    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # corner -> rows, columns
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last
    not_stored: list[str] = field(default_factory=list)  # cells with a formula and no value

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell stands in a hidden row or column."""
        return row in self.hidden_rows or any(a <= column <= b for a, b in self.hidden_columns)

    def notices(self, sheet: str) -> list[str]:
        """What of the sheet is left out, in Chinese."""
        told = []
        if self.not_stored:
            cells = "、".join(self.not_stored[:_TOLD]) + (" 等" if len(self.not_stored) > _TOLD else "")
            told.append(
                f"工作表“{sheet}”有 {len(self.not_stored)} 个公式没有存下结果（{cells}），没有读入；"
                "请用 WPS 或 Excel 打开、保存后再放入"
            )
        if self.hidden_rows:
            told.append(f"工作表“{sheet}”隐藏的 {len(self.hidden_rows)} 行没有读入")
        if self.hidden_columns:
            told.append(f"工作表“{sheet}”隐藏的列没有读入")
        return told


def read_marks(sheet: Any) -> SheetMarks:
    """The marks of openpyxl's read-only ``sheet``; its XML is read once, piece by piece."""
    from lxml import etree

    marks = SheetMarks()
    with sheet._get_source() as source:
        for _, element in etree.iterparse(source, resolve_entities=False, no_network=True, huge_tree=False):
            tag = str(element.tag).rpartition("}")[2]
            if tag == "c":
                _note_formula(element, marks)
            elif tag == "row":
                if element.get("hidden") in ("1", "true") and element.get("r", "").isdecimal():
                    marks.hidden_rows.add(int(element.get("r")))
                element.clear()
            elif tag == "col" and element.get("hidden") in ("1", "true"):
                marks.hidden_columns.append((int(element.get("min", 0)), int(element.get("max", 0))))
            elif tag == "mergeCell":
                _note_merge(element.get("ref", ""), marks)
    return marks


def _note_formula(cell: Any, marks: SheetMarks) -> None:
    parts = {str(child.tag).rpartition("}")[2]: child for child in cell}
    value = parts.get("v")
    empty = value is None or not (value.text or "").strip()
    if "f" in parts and empty and cell.get("t") != "str":  # a formula may well give no words
        marks.not_stored.append(cell.get("r", "?"))


def _note_merge(reference: str, marks: SheetMarks) -> None:
    match = _RANGE.fullmatch(reference)
    if not match or not match[3]:
        return
    left, right = _column(match[1]), _column(match[3])
    top, bottom = int(match[2]), int(match[4])
    if 0 <= bottom - top < MAX_SPAN and 0 <= right - left < MAX_SPAN:
        marks.spans[top, left] = (bottom - top + 1, right - left + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
