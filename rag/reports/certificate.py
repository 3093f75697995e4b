"""A certificate of a passed course -> a Word file to print."""

from datetime import datetime
from io import BytesIO

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from rag.reports.word_document import blank_document, clean


def certificate_word(name: str, course: str, issued: datetime, score: float | None, serial: str) -> bytes:
    """The certificate as a .docx.

    Args:
        name: whose it is
        course: which was passed
        issued: an aware time; its local day is printed
        score: of the tests, 0..1; None for a course without any
        serial: number by which it can be looked up

    """
    document = blank_document("结业证书", issued)
    heading = document.add_heading("结业证书", 0)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(72), Pt(48)
    day = issued.astimezone()
    tested = "" if score is None else f"，测验成绩 {round(100 * score, 1):g} 分"
    for words, aside in (
        (f"{name} 同志：", False),
        (f"你已学完课程“{course}”的全部内容{tested}，准予结业。特发此证。", True),
    ):
        paragraph = document.add_paragraph(clean(words))
        paragraph.paragraph_format.space_after = Pt(14)
        paragraph.paragraph_format.first_line_indent = Pt(28) if aside else None
    for words in (f"{day.year} 年 {day.month} 月 {day.day} 日", f"证书编号：{serial}"):
        paragraph = document.add_paragraph(clean(words))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.space_before = Pt(14)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()
