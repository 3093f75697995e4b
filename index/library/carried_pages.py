"""What was recognised of a scan as a bundle carries it: each page as it is, and as it was at first."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from math import isfinite

from index.errors import IndexFailure
from index.library.metadata import field
from index.parse.scans import KeptPages, RecognisedPage

MAX_PAGE = 100_000
MAX_ENTRIES = 2_000  # two for each page that may be recognised of one file, and more
MAX_ENTRY = 4 << 20  # bytes of one page
MAX_VALUES = 200_000  # in one page
MAX_LINE = 5_000  # code points
MAX_SIDE = 1_000_000.0  # points of a page


def written_pages(kept: KeptPages, digest: str) -> bytes:
    """The pages of a file, a line of JSON each; b"" for none."""
    first: dict[int, RecognisedPage] = {}
    last: dict[int, RecognisedPage] = {}
    for page in kept.entries(digest):
        first.setdefault(page.number, page)
        last[page.number] = page
    corrected = (page for number, page in last.items() if page != first[number])
    entries = (json.dumps(page.as_json(), ensure_ascii=False) for page in chain(first.values(), corrected))
    return "\n".join(entries).encode()


def read_pages(data: bytes) -> Iterator[RecognisedPage]:
    """The pages again, in their order. Raises ValueError, in Chinese, for what cannot be."""
    entries = data.split(b"\n") if data else []
    if len(entries) > MAX_ENTRIES:
        raise ValueError(f"识别的页有 {len(entries)} 条记录，超过上限 {MAX_ENTRIES} 条")
    for entry in entries:
        values = entry.count(b",") + entry.count(b"[") + entry.count(b"{")
        if len(entry) > MAX_ENTRY or values > MAX_VALUES:
            raise ValueError(
                f"识别的一页有 {len(entry) / (1 << 20):.1f} MB、{values} 个值，"
                f"超过上限 {MAX_ENTRY >> 20} MB、{MAX_VALUES} 个"
            )
        try:
            page = RecognisedPage.of(json.loads(entry))
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            raise ValueError("识别的页写法不对") from error
        if not _is_sound(page):
            raise ValueError("识别的页里有不可能的数")
        yield page


def _is_sound(page: RecognisedPage) -> bool:
    """Whether all numbers of a page are within bounds. Raises ValueError for words that are none."""
    if page.number == 0:
        return not page.lines  # the mark that none is missing
    return (
        0 < page.number <= MAX_PAGE
        and 0 < page.width <= MAX_SIDE
        and 0 < page.height <= MAX_SIDE
        and 0 <= page.quarters <= 3
        and isfinite(page.slant)
        and abs(page.slant) <= 90
        and _are_shares(chain.from_iterable((*page.level, *page.upright)))
        and all(_is_line(line.text, len(line.sides), line.confidences) for line in page.lines)
        and all(_are_shares((*line.box, *chain.from_iterable(line.sides))) for line in page.lines)
    )


def _is_line(text: object, sides: int, confidences: tuple[float, ...]) -> bool:
    if not isinstance(text, str):
        return False
    try:
        field("识别的一行", text, MAX_LINE)
    except IndexFailure as error:
        raise ValueError(str(error)) from error
    return len(text) == sides == len(confidences) and all(0 <= sure <= 1 for sure in confidences)


def _are_shares(numbers: Iterable[float]) -> bool:
    """Whether all are shares of a page, or a little beyond its edges."""
    return all(-1 <= number <= 2 for number in numbers)
