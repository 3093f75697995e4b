"""Footnotes in a Word file: the part that python-docx reads past but cannot write."""

from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

TEXT, REFERENCE = "footnote text", "footnote reference"  # Word's own names: it shows them in Chinese
# The rules above the notes; Word calls a file without them damaged.
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:pPr><w:spacing w:after="0" w:line="240"'
    f' w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
# What the schema has come before w:footnotePr in the settings ends here.
_AFTER = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang")


class Footnotes:
    """The footnotes of one document, numbered from 1 in the order in which they are added."""

    def __init__(self, document: Document, *, size: float = 9) -> None:
        """Give ``document``, which has none yet, footnotes of ``size`` points."""
        self._document = document
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        self._count = 0
        package = document.part.package
        name = PackURI("/word/footnotes.xml")
        part = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, self._root, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._declare()
        self._text, self._reference = self._add_styles(size)

    def add(self, paragraph: Paragraph) -> tuple[int, Paragraph]:
        """End ``paragraph`` with a reference: the note's number and its empty paragraph to write in."""
        self._count += 1
        self._mark(paragraph, OxmlElement("w:footnoteReference", {qn("w:id"): str(self._count)}))
        note = OxmlElement("w:footnote", {qn("w:id"): str(self._count)})
        self._root.append(note)
        element = cast(CT_P, OxmlElement("w:p"))
        note.append(element)
        written = Paragraph(element, self._document)  # of which it asks the styles
        element.style = self._text
        self._mark(written, OxmlElement("w:footnoteRef"))
        written.add_run(" ")
        return self._count, written

    def _mark(self, paragraph: Paragraph, mark: BaseOxmlElement) -> None:
        run = paragraph.add_run()._r
        run.style = self._reference  # by id: looking a style up by name takes longer than all the rest
        run.append(mark)

    def _declare(self) -> None:
        settings = self._document.settings.element
        declared = OxmlElement("w:footnotePr")
        for n in ("-1", "0"):
            declared.append(OxmlElement("w:footnote", {qn("w:id"): n}))
        later = next((e for e in settings if e.tag in {qn(name) for name in _AFTER}), None)
        if later is None:
            settings.append(declared)
        else:
            later.addprevious(declared)

    def _add_styles(self, size: float) -> tuple[str, str]:
        """The ids of the two styles."""
        styles = self._document.styles
        text = styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = styles["Normal"]
        text.font.size = Pt(size)
        text.paragraph_format.first_line_indent = Pt(0)
        text.paragraph_format.line_spacing = 1.0
        text.paragraph_format.space_after = Pt(2)
        reference = styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER, builtin=True)
        reference.font.superscript = True
        return text.style_id, reference.style_id
