"""Office files made for tests: sound ones, and the bad ones an upload may bring."""

import io
import struct
import zipfile
import zlib

from docx import Document
from openpyxl import Workbook
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*lines):
    """A .docx of (style, text) lines; style 0 is body text, 1..9 a heading."""
    document = Document()
    for level, text in lines:
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
    return saved(document)


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def raw_docx(body, **members):
    """A minimal .docx of this body XML, with further members (``styles``, ``numbering``)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in members.items():
            package.writestr(f"word/{name}.xml", f"<w:{name} {W}>{content}</w:{name}>")
    return out.getvalue()


def paragraph(text, properties="", run=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def xlsx(**sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def pdf(*pages, size=12, width=420):
    """A .pdf of pages of (x, y, size, text) strings; y from the page's foot, in points."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, 600))
    for page in pages:
        for x, y, points, text, *mode in page:
            words = canvas.beginText(x, y)
            words.setFont(FONT, points)
            if mode:
                words.setTextRenderMode(mode[0])
            words.textOut(text)
            canvas.drawText(words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def wrapped(text, per_line, top, points=12, left=50, indent=2):
    """The strings of one paragraph, wrapped after ``per_line`` letters, its first line indented."""
    lines, first = [], per_line - indent
    lines.append((left + indent * points, top, points, text[:first]))
    rest = text[first:]
    while rest:
        top -= points * 1.5
        lines.append((left, top, points, rest[:per_line]))
        rest = rest[per_line:]
    return lines


def hand_made_pdf(objects):
    """A .pdf of these object bodies, bytes each, the first being the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def looped_pdf():
    """A page tree that is its own child."""
    return hand_made_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ]
    )


def swelling_pdf(gigabytes=2):
    """A page whose content inflates to gigabytes: deflate upon deflate."""
    packer = zlib.compressobj(9)
    chunk = b"BT /F1 12 Tf (x) Tj ET\n" * 45_000
    once = b"".join(packer.compress(chunk) for _ in range(gigabytes * 1000)) + packer.flush()
    return _one_page(b"/FlateDecode", once)


def scanned_pdf():
    """A page that is one picture."""
    picture = zlib.compress(bytes(100 * 100))
    head = b"<< /Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray"
    image = head + b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n" % len(picture)
    drawn = b"q 400 0 0 500 0 0 cm /I Do Q"
    return hand_made_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 600] /Contents 4 0 R"
            b" /Resources << /XObject << /I 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream",
            image + picture + b"\nendstream",
        ]
    )


def _one_page(filters, stream):
    return hand_made_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 600] /Contents 4 0 R /Resources << /Font <<"
            b" /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            b"<< /Filter %s /Length %d >>\nstream\n" % (filters, len(stream)) + stream + b"\nendstream",
        ]
    )


def bomb(inner="word/document.xml", megabytes=300):
    """A zip member of nothing but zeros."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
        package.open(inner, "w", force_zip64=True) as member,
    ):
        for _ in range(megabytes):
            member.write(bytes(1 << 20))
    return out.getvalue()


def many_entries(count=10_000):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(count):
            package.writestr(f"word/{number}.xml", "x")
    return out.getvalue()


def outside():
    out = io.BytesIO(docx((0, "正文。")))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("../../etc/passwd", "x")
    return out.getvalue()


def lying_sizes(inner="word/document.xml"):
    """A member that inflates to far more than the directory says."""
    data = bytearray(bomb(inner, megabytes=50))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 1000)
    return bytes(data)


def with_entities(kind):
    declared = {
        "xxe": '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "laughs": "<!DOCTYPE w:document [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + "]>",
    }[kind]
    last = "&a;" if kind == "xxe" else "&a11;"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        body = f"<w:document {W}><w:body><w:p><w:r><w:t>{last}</w:t></w:r></w:p></w:body></w:document>"
        package.writestr("word/document.xml", declared + body)
    return out.getvalue()


def nested_tables(depth):
    cell = "<w:tbl><w:tr><w:tc>"
    return raw_docx(cell * depth + paragraph("芯") + "</w:tc></w:tr></w:tbl>" * depth)


def ole(encrypted, stream="WordDocument"):
    """The head of an OLE container, with or without the stream of an encrypted package."""
    inside = ("EncryptedPackage" if encrypted else stream).encode("utf-16-le")
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + inside + bytes(2000)
