"""Pages as a scanner gives them, made for tests."""

import io

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from index.parse.scans import RecognisedLine, RecognisedPage

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
DPI = 200
WIDTH, HEIGHT = 1654, 2339  # A4
MARGIN, SIZE, STEP = 200, 34, 62
RED = (205, 45, 50)


def page(*lines, size=SIZE):
    """A white page with these lines below each other."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT, size)
    for number, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + number * STEP), line, "black", font)
    return picture


def with_title(picture, title):
    """A page with larger words over its lines."""
    pen = ImageDraw.Draw(picture)
    pen.text((MARGIN, MARGIN), title, "black", ImageFont.truetype(FONT, 46))
    return picture


def with_table(picture, rows, top, wide=300):
    """A ruled table on a page, its cells' words inside."""
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, SIZE)
    height, right, foot = 80, MARGIN + wide * len(rows[0]), top + 80 * len(rows)
    for number in range(len(rows) + 1):
        pen.line((MARGIN, top + number * height, right, top + number * height), "black", 3)
    for number in range(len(rows[0]) + 1):
        pen.line((MARGIN + number * wide, top, MARGIN + number * wide, foot), "black", 3)
    for y, row in enumerate(rows):
        for x, words in enumerate(row):
            pen.text((MARGIN + x * wide + 20, top + y * height + 18), words, "black", font)
    return picture


def with_seal(picture, x, y, radius=170):
    """An office's round red seal over what is printed."""
    seal = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(seal)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=RED, width=10)
    pen.text((x - 120, y - 20), "某某委员会", RED, ImageFont.truetype(FONT, 46))
    return Image.fromarray(np.minimum(np.asarray(picture), np.asarray(seal)))


def scanned(picture, slant=0.0, quarters=0, seed=0):
    """A page as it comes out of a scanner: skewed by degrees, turned, grey, noisy, blurred a little."""
    pixels = np.asarray(picture)
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    pixels = cv2.warpAffine(pixels, turn, (width, height), borderValue=(252, 251, 248))
    pixels = cv2.GaussianBlur(pixels, (0, 0), 0.6).astype(np.float32) * 0.94 + 10
    pixels += np.random.default_rng(seed).normal(0, 6, pixels.shape)
    return Image.fromarray(np.rot90(np.clip(pixels, 0, 255).astype(np.uint8), quarters))


def as_file(picture, kind):
    out = io.BytesIO()
    picture.save(out, kind, dpi=(DPI, DPI), quality=80)
    return out.getvalue()


def as_pdf(*pictures):
    """A .pdf of pictures, as scanners write it."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI, quality=80)
    return out.getvalue()


def recognised(*texts, number=1, doubtful="老"):
    """A page as it was recognised: these lines below each other, "" for none, some characters unsure."""
    lines = tuple(_line(n, text, doubtful) for n, text in enumerate(texts) if text)
    return RecognisedPage(number, 595.0, 842.0, 0, 0.0, lines)


def _line(n, text, doubtful):
    return RecognisedLine(
        text,
        (0.1, 0.05 + 0.05 * n, 0.1 + 0.02 * len(text), 0.08 + 0.05 * n),
        tuple((0.1 + 0.02 * m, 0.12 + 0.02 * m) for m in range(len(text))),
        tuple(0.4 if char in doubtful else 0.99 for char in text),
    )
