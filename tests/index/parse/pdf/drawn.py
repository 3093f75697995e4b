"""Pages drawn for the tests beside this file: words at places, rules, turned pages."""

from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from index.parse.layout import laid_out
from index.parse.pdf import read_pdf

FONT = "STSong-Light"
WIDTH, HEIGHT = 600, 800


def drawn(*pages):
    """A .pdf; each page is a function that draws on a canvas of 600 by 800 points."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def say(canvas, x, y, words, size=12):
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, words)


def column(canvas, x, top, words, per_line, indent=2):
    """A paragraph of 12-point letters in lines of ``per_line``; gives the y below it."""
    rest, shift = words, indent
    while rest:
        say(canvas, x + 12 * shift, top, rest[: per_line - shift])
        rest, shift, top = rest[per_line - shift :], 0, top - 18
    return top


def grid(canvas, xs, ys):
    """Rules at all these places, from the first to the last of the others."""
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)


def read(data):
    """(kind, words) of each block."""
    found = read_pdf("a.pdf", data)
    text, blocks = laid_out(found.lines)
    return [(block.kind, text[block.start : block.end]) for block in blocks]


def words(data):
    return [text for _, text in read(data)]
