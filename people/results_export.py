"""Results and mastery as CSV and Excel files. Pure."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from people.attempts import Result
from people.mastery import Mastery

Cell = str | int | float
RESULTS = ("试卷", "学员", "开始时间", "交卷时间", "用时（分钟）", "得分", "答对", "总题数")
MASTERY = ("学员", "案例", "做过", "答对", "掌握率")
# What a spreadsheet would run; some take the full-width signs too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST = 48  # characters of a column


def result_rows(paper: str, results: Iterable[Result]) -> list[tuple[Cell, ...]]:
    """One row an attempt, times in local time; the score in points of 100, "" while it goes on."""
    return [
        (
            paper,
            result.trainee,
            f"{result.started.astimezone():%Y-%m-%d %H:%M}",
            f"{result.submitted.astimezone():%Y-%m-%d %H:%M}" if result.submitted else "",
            "" if result.seconds is None else round(result.seconds / 60, 1),
            "" if result.score is None else round(100 * result.score, 1),
            "" if result.right is None else result.right,
            result.total,
        )
        for result in results
    ]


def mastery_rows(rows: Iterable[Mastery]) -> list[tuple[str, str, int, int, float]]:
    """One row a trainee and case; the share of right answers among questions done, 0..1."""
    return [(r.trainee, r.case, r.answered, r.right, round(r.right / r.answered, 3)) for r in rows]


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte-order mark: without one Excel takes it for GBK."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet, the headings bold and kept in sight."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("openpyxl made a workbook without a sheet")
    sheet.append(list(headings))
    for row in rows:
        sheet.append([inert(_printable(cell)) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        width = max(sum(2 if ord(c) > 255 else 1 for c in str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, width + 2)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def inert(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula, made a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _printable(cell: Cell) -> Cell:
    """Without the control characters that a workbook cannot hold."""
    return "".join(c for c in cell if c.isprintable() or c in "\n\t") if isinstance(cell, str) else cell
