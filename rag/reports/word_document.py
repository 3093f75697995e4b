"""An empty Word file as Chinese offices expect it, and text that such a file can hold."""

import re
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

SONG, FANG, HEI = "宋体", "仿宋", "黑体"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Without what XML cannot hold: control characters and lone surrogates."""
    return _NO_XML.sub("\ufffd", text)


def blank_document(title: str, created: datetime) -> WordDocument:
    """An empty A4 document with the margins of official documents and Chinese faces."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    about = document.core_properties
    about.title, about.author, about.comments, about.language = clean(title)[:250], "新活实问答", "", "zh-CN"
    about.created = about.modified = created.astimezone(UTC)  # written as it is, with a Z
    for name, face, size in (("Normal", FANG, 14), ("Title", SONG, 22), ("Heading 1", HEI, 15)):
        _face(document.styles[name], face, size)
    # The template's is Japanese, which sets commas and full stops in the middle of their squares.
    for language in (
        *document.styles.element.iter(qn("w:lang")),
        *document.settings.element.iter(qn("w:themeFontLang")),
    ):
        language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].paragraph_format.line_spacing = 1.5
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    heading = document.styles["Title"]
    heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in heading.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        line.getparent().remove(line)  # python-docx's template draws a blue rule below it
    return document


def number_pages(section: Section) -> None:
    """第 1 页 共 3 页 at the foot of a section, which counts for itself from 1."""
    footer = section.footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("第 ", "PAGE"), (" 页　共 ", "SECTIONPAGES"), (" 页", "")):
        paragraph.add_run(words)
        if field:
            counted = OxmlElement("w:fldSimple", attrs={qn("w:instr"): field})
            counted.append(paragraph.add_run("1")._r)
            paragraph._p.append(counted)
    start = OxmlElement("w:pgNumType", attrs={qn("w:start"): "1"})
    following = section._sectPr.find(qn("w:cols"))
    if following is None:
        section._sectPr.append(start)
    else:
        following.addprevious(start)


def _face(style: ParagraphStyle, face: str, size: int) -> None:
    style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    style.font.name = "Times New Roman"
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):  # a theme's face would win over the ones named here
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), face)
