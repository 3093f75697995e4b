"""Word files from XML strings, with every namespace that Word declares, and what becomes of them."""

import io
import zipfile

from index.parse.layout import laid_out
from index.parse.word import read_docx
from tests.support.files.office_files import paragraph

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = {
    "w": MAIN,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())


def document(body, before=""):
    return f"<w:document {DECLARED}>{before}<w:body>{body}</w:body></w:document>"


def part(name, content):
    return f"<w:{name} {DECLARED}>{content}</w:{name}>"


def package(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(body, before="", **parts):
    """A .docx of this body, with further parts: ``styles``, ``numbering``."""
    others = {f"word/{name}.xml": part(name, content) for name, content in parts.items()}
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": document(body, before)} | others)


def read(body, before="", **parts):
    """(lines as laid out, notices)."""
    return read_bytes(word(body, before, **parts))


def read_bytes(data):
    found = read_docx("稿.docx", data)
    return [line for line in laid_out(found.lines)[0].split("\n") if line], found.notices


def blocks(body, before="", **parts):
    """(kind, words, marker, table) of every block."""
    text, found = laid_out(read_docx("稿.docx", word(body, before, **parts)).lines)
    return [(b.kind, text[b.start : b.end], b.marker, b.table) for b in found]


def cell(words, properties="", run=""):
    inner = "".join(paragraph(line, run=run) for line in words.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells, properties=""):
    whole = (one if one.startswith("<") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(whole)}</w:tr>"


def table(*rows, properties=""):
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"
