"""Documents laid out on A4 pages, in millimetres from the head: what the makers of .ofd files draw."""

from dataclasses import dataclass, field

from tests.support.files.six_documents import Head, Table

PT = 25.4 / 72  # millimetres
LEFT, RIGHT, TOP, FOOT = 20.0, 190.0, 40.0, 255.0
BODY = 12 * PT
SIZES = {1: 22 * PT, 2: 16 * PT, 3: 14 * PT}
ROW = 9.0  # millimetres of a table's row


@dataclass
class Text:
    x: float
    y: float  # of the line it stands on
    size: float
    words: str
    name: str = ""  # of the heading it is, for bookmarks
    level: int = 0


@dataclass
class Page:
    texts: list = field(default_factory=list)
    rules: list = field(default_factory=list)  # (x, y, u, v)


def lay_out(blocks):
    """The pages of a document."""
    pages, y = [Page()], TOP
    for block in blocks:
        if isinstance(block, Table):
            if y + ROW * len(block.rows) > FOOT:
                pages, y = [*pages, Page()], TOP
            y = _table(pages[-1], block, y + 2) + 8
            continue
        size = SIZES[block.level] if isinstance(block, Head) else BODY
        indent = 0.0 if isinstance(block, Head) else 2 * size
        for number, line in enumerate(_wrapped(block.text, size, indent)):
            if y > FOOT:
                pages, y = [*pages, Page()], TOP
            level = getattr(block, "level", 0)
            shift = 0 if number else indent
            pages[-1].texts.append(Text(LEFT + shift, y, size, line, block.text if level else "", level))
            y += 1.6 * size
        y += 0.5 * size
    return pages


def advances(words, size):
    """How far each letter is wide: digits and Latin letters half of a Chinese character."""
    return [size / 2 if letter.isascii() else size for letter in words]


def places(words, x, size):
    """Where each letter begins."""
    return [x + sum(advances(words[:n], size)) for n in range(len(words))]


def _wrapped(words, size, indent):
    lines, room = [""], RIGHT - LEFT - indent
    for letter, wide in zip(words, advances(words, size), strict=True):
        if wide > room:
            lines, room = [*lines, ""], RIGHT - LEFT
        lines[-1] += letter
        room -= wide
    return lines


def _table(page, table, top):
    """Draw a table; the y of its foot."""
    width = (RIGHT - LEFT) / len(table.rows[0])
    for r, c, words, tall, wide in table.cells():
        x, y = LEFT + c * width, top + r * ROW
        u, v = x + wide * width, y + tall * ROW
        page.rules += [(x, y, u, y), (x, v, u, v), (x, y, x, v), (u, y, u, v)]
        base = (y + v) / 2 + 0.35 * BODY
        page.texts.append(Text(x + 2, base, BODY, words))
    return top + ROW * len(table.rows)
