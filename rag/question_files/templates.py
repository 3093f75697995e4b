"""Files to fill in with questions: Word and Excel, each with examples that are read as they stand."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from rag.reports.word_document import blank_document

LETTERS = "ABCDEF"
HEADINGS = (
    "题型",
    "题干",
    *(f"选项{letter}" for letter in LETTERS),
    "答案",
    "解析",
    "分值",
    "原文依据",
    "案例",
)
WIDTHS = (8, 48, 18, 18, 18, 18, 12, 12, 24, 30, 8, 36, 18)


@dataclass(frozen=True, slots=True)
class Example:
    """A question as the templates show it."""

    kind: str
    stem: str
    answer: str
    points: int
    options: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def row(self) -> tuple[str | int, ...]:
        """In the columns of HEADINGS."""
        options = (*self.options, *[""] * (len(LETTERS) - len(self.options)))
        return (self.kind, self.stem, *options, self.answer, self.explanation, self.points, "", "")


EXAMPLES = (
    Example(
        "单选", "机关党支部党员大会一般多长时间召开一次？", "B", 2, ("每周", "每季度", "每半年", "每年"),
        "示例题，导入前请删去。",
    ),
    Example(
        "多选", "“三会一课”中的“三会”包括哪些？", "ABC", 3,
        ("支部党员大会", "支部委员会会议", "党小组会", "职工代表大会"),
    ),
    Example("判断", "预备党员的预备期为一年。", "正确", 1),
    Example("填空", "党支部委员会一般每____召开一次会议。", "月/个月", 2, (), "几种写法用 / 隔开。"),
    Example(
        "简答", "开好组织生活会要做好哪些准备？", "（1）开展学习；（2）谈心谈话；（3）查摆问题", 6, (),
        "要点用（1）（2）或分号分开。",
    ),
)  # fmt: skip
RULES = (
    "每题以“1.”“1、”或“（1）”开头；选项以 A. B. C. D. 开头，一行一个或写在一行里都可以。",
    "答案写在“答案：”后面：选择题写字母，判断题写正确或错误（√ × 也可以），简答题按（1）（2）分要点。",
    "解析、分值、原文依据可以不写；没有原文依据的题收为自编题，不作引用。",
)


def excel_template() -> bytes:
    """An .xlsx with its headings and an example of each kind."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("openpyxl made a workbook without a sheet")
    sheet.title = "题目"
    sheet.append(HEADINGS)
    for example in EXAMPLES:
        sheet.append(example.row)
    for cell, width in zip(sheet[1], WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    kinds = DataValidation(type="list", formula1='"判断,单选,多选,填空,简答"', allow_blank=True)
    kinds.add("A2:A501")
    sheet.add_data_validation(kinds)
    sheet.freeze_panes = "A2"
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def word_template(created: datetime) -> bytes:
    """A .docx that says how questions are written, and has an example of each kind."""
    document = blank_document("题目导入模板", created)
    document.add_heading("题目导入模板", 0)
    for rule in RULES:
        document.add_paragraph(f"说明：{rule}")
    for at, one in enumerate(EXAMPLES, start=1):
        lines = [f"{at}. 【{one.kind}】{one.stem}（{one.points} 分）"]
        lines += [f"{letter}. {words}" for letter, words in zip(LETTERS, one.options, strict=False)]
        lines += [f"答案：{one.answer}", *([f"解析：{one.explanation}"] if one.explanation else [])]
        for line in lines:
            document.add_paragraph(line)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()
