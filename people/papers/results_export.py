"""Results, items and mastery as tables, and tables as CSV and Excel files. Pure."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from people.mastery import Mastery, percent
from people.papers.item_analysis import ItemFigures, hints
from people.papers.records import Result, shown_points, version_name

Cell = str | int | float
RESULTS = (
    "试卷",
    "学员",
    "开始时间",
    "交卷时间",
    "用时（分钟）",
    "得分",
    "答对",
    "总题数",
    "满分",
    "是否及格",
    "第几次",
    "卷别",
    "计入成绩",
)
ITEMS = ("题号", "题型", "题干", "分值", "作答人数", "难度", "区分度", "未答比例", "各选项人数", "提示")
MASTERY = ("学员", "案例", "做过", "答对", "掌握率（%）")
# What a spreadsheet would run; some take the full-width signs too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST = 48  # characters of a column
UNTOLD = "—"


def result_rows(paper: str, results: Iterable[Result]) -> list[tuple[Cell, ...]]:
    """One row an attempt, times in local time, points as they are earned; "" while it goes on."""
    return [
        (
            paper,
            result.trainee,
            f"{result.started.astimezone():%Y-%m-%d %H:%M}",
            f"{result.submitted.astimezone():%Y-%m-%d %H:%M}" if result.submitted else "",
            "" if result.seconds is None else round(result.seconds / 60, 1),
            "" if result.points is None else round(result.points, 2),
            "" if result.right is None else result.right,
            result.total,
            round(result.full, 2),
            "" if result.passed is None else "及格" if result.passed else "不及格",
            result.number,
            f"{version_name(result.version)} 卷",
            "是" if result.counted else "",
        )
        for result in results
    ]


def item_rows(figures: Iterable[ItemFigures], told: Iterable[tuple[str, str]]) -> list[tuple[Cell, ...]]:
    """One row a question of the paper; ``told`` are each one's kind and stem as they are shown.

    Difficulty and the share left blank are shares 0..1, discrimination -1..1; a dash where there is none.
    """
    return [
        (
            number,
            kind,
            stem,
            shown_points(one.item.points),
            one.sheets,
            UNTOLD if one.difficulty is None else f"{one.difficulty:.2f}",
            UNTOLD if one.discrimination is None else f"{one.discrimination:.2f}".replace("-", "−"),
            f"{one.blank:.0%}",
            "；".join(_chosen(one)),
            "；".join(hints(one)),
        )
        for number, (one, (kind, stem)) in enumerate(zip(figures, told, strict=True), start=1)
    ]


def _chosen(figures: ItemFigures) -> list[str]:
    """Each option, how many chose it, and a sign at the right ones."""
    return [
        f"“{option}”{count} 人" + ("（对）" if option in figures.item.right else "")
        for option, count in figures.chosen.items()
    ]


def mastery_rows(rows: Iterable[Mastery]) -> list[tuple[str, str, int, int, float]]:
    """One row a trainee and case; the share of right answers among questions done in percent."""
    return [(r.trainee, r.case, r.answered, r.right, percent(r.right, r.answered)) for r in rows]


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
