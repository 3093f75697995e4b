"""Where recognised lines came to stand in a document's text. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.parse.scans.records import RecognisedLine, RecognisedPage
from index.records import Block, ScannedLine

DOUBTFUL = 0.75  # confidence of a character below which a person should look


def with_scans(text: str, blocks: Sequence[Block], pages: Iterable[RecognisedPage]) -> tuple[Block, ...]:
    """The blocks with the recognised lines whose words lie in them.

    Reading order, joined wraps and a table's headers have moved the words; each line is sought in the
    blocks of its page, from where it is likeliest: after the line above. One that is not found, such as
    a page's number, was left out of the text.
    """
    squeezed, offsets = _squeezed(text)
    held: dict[int, list[ScannedLine]] = {}
    for page in pages:
        free = [
            (block.start, block.end, n)
            for n, block in enumerate(blocks)
            if block.page == page.number or _reaches(blocks, n, page)
        ]
        after = 0
        for line in page.lines:
            words = "".join(line.text.split())
            places = (_sought(words, squeezed, offsets, free, least) for least in (after, 0))
            found = next(filter(None, places), None)
            if found is None:
                continue
            start, end, number = found
            after = end
            held.setdefault(number, []).append(_scanned(text, start, end, page, line))
    return tuple(
        replace(block, scans=tuple(sorted(held[n], key=lambda scan: scan.start))) if n in held else block
        for n, block in enumerate(blocks)
    )


def _reaches(blocks: Sequence[Block], n: int, page: RecognisedPage) -> bool:
    """Whether a block that begins on the page before goes on here: the last one of that page."""
    last = n + 1 == len(blocks) or blocks[n + 1].page >= page.number
    return blocks[n].page == page.number - 1 and last


def _squeezed(text: str) -> tuple[str, list[int]]:
    """``text`` without blanks, and where each character of it stood."""
    offsets = [at for at, char in enumerate(text) if not char.isspace()]
    return "".join(text[at] for at in offsets), offsets


def _sought(
    words: str, squeezed: str, offsets: Sequence[int], free: Sequence[tuple[int, int, int]], after: int
) -> tuple[int, int, int] | None:
    """Start and end of ``words`` in the text, and the block they lie in, from ``after`` on."""
    for start, end, number in free:
        at = squeezed.find(words, bisect_left(offsets, max(start, after)), bisect_left(offsets, end))
        if at >= 0 and words:
            return offsets[at], offsets[at + len(words) - 1] + 1, number
    return None


def _scanned(text: str, start: int, end: int, page: RecognisedPage, line: RecognisedLine) -> ScannedLine:
    at, doubtful = start, []
    read = [(c, sure) for c, sure in zip(line.text, line.confidences, strict=True) if not c.isspace()]
    for char, sure in read:
        at = text.index(char, at, end)
        if sure < DOUBTFUL:
            doubtful.append(at)
        at += 1
    return ScannedLine(start, end, page.number, line.box, round(line.confidence, 3), tuple(doubtful))
