"""A file's pages as pictures: those of a PDF rendered, a picture's frames as they are."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import numpy as np

from index.errors import UnreadableSource
from index.parse.scans.engine import Picture

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
DPI = 200  # at which pages are read
A4 = 595.0  # points, the width a picture that tells no size of its own is taken to have
MAX_PIXELS = 60_000_000  # of one page
MAX_PAGES = 300  # that are read of one file
SMALLEST = 40  # pixels of a side


def page_pictures(name: str, data: bytes, wanted: Sequence[int]) -> Iterator[tuple[int, Picture, float]]:
    """(number from 1, picture at ``DPI`` or as it is, points a pixel) of the wanted pages; all when none.

    Raises UnreadableSource for what is no picture, damaged, or too large.
    """
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        yield from _rendered(name, data, wanted)
    else:
        yield from _frames(name, data, wanted)


def _rendered(name: str, data: bytes, wanted: Sequence[int]) -> Iterator[tuple[int, Picture, float]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in wanted or range(1, len(document) + 1):
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = DPI / 72
            if width * height * scale**2 > MAX_PIXELS:
                scale = (MAX_PIXELS / (width * height)) ** 0.5
            picture = np.asarray(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
        except pypdfium2.PdfiumError:
            continue  # one damaged page does not lose the others
        yield number, picture, 1 / scale
        page.close()


def _frames(name: str, data: bytes, wanted: Sequence[int]) -> Iterator[tuple[int, Picture, float]]:
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(BytesIO(data)) as file:
            # Other kinds have films, and telephones put smaller pictures behind a photograph.
            frames = ImageSequence.Iterator(file) if file.format == "TIFF" else [file]
            if file.format == "TIFF" and getattr(file, "n_frames", 1) > MAX_PAGES:
                raise UnreadableSource(f"「{name}」超过上限 {MAX_PAGES} 页。请拆成几个文件后再试。")
            for number, frame in enumerate(frames, 1):
                if wanted and number not in wanted:
                    continue
                if frame.width * frame.height > MAX_PIXELS:
                    raise UnreadableSource(_LARGE.format(name))
                dpi = _dpi(frame)
                upright = ImageOps.exif_transpose(frame)
                yield number, *_sized(np.asarray(_on_paper(upright)), dpi)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableSource(_LARGE.format(name)) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableSource(f"「{name}」打不开，可能已损坏。请用看图软件打开，另存一份后再试。") from error


def _on_paper(frame: Any) -> Any:
    """A picture in RGB, white where light shines through: below that is black more often than not."""
    from PIL import Image

    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return frame.convert("RGB")
    clear = frame.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


_LARGE = "「{}」的图片超过上限 6000 万像素。请缩小或降低扫描分辨率后再试。"


def _dpi(frame: Any) -> float:
    """What the picture says of itself; 0 for nothing to be believed."""
    said = frame.info.get("dpi", (0, 0))[0]
    return float(said) if 100 <= float(said) <= 1200 else 0.0


def _sized(picture: Picture, dpi: float) -> tuple[Picture, float]:
    """A picture no finer than is useful, and the points a pixel of it has."""
    import cv2

    height, width = picture.shape[:2]
    points = 72 / dpi if dpi else A4 / min(width, height)
    shrink = points * DPI / 72  # below 1 for a picture finer than DPI
    if shrink < 0.95:
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        points /= shrink
    return picture, points
