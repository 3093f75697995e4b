"""Documents with their wanted cases -> the tag of each line (index/segment/tagged/network.py, TAGS)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.parse import parse_file
from index.records import Block, Document
from index.segment.tagged.network import FIRST, HEADING, INSIDE, OUTSIDE

ABOVE = 6  # lines above a body among which its heading stands
UNIT_MORE = 8  # code points that a line may have beside the unit it names
_BLANKS = re.compile(r"[\s　*#|；]+")  # and what index.parse prints between the cells of a row
_CONTENTS = re.compile(r"[…·.．]{3,}|\d$")  # an entry with its page
_BOOKLET = re.compile("问答|FAQ|faq|指南|booklet")  # cut by rules, a case for each question
Wanted = Mapping[str, Any]  # a line of structure.jsonl


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document, what it should become, and each line's tag."""

    hand: str  # the folder
    document: Document
    blocks: tuple[Block, ...]
    wanted: Wanted
    tags: tuple[int, ...]


def marked_documents(folder: Path) -> Iterator[MarkedDocument]:
    """The documents of a folder but booklets of questions. Raises ValueError where a mark does not fit."""
    for line in (folder / "structure.jsonl").read_text("utf8").splitlines():
        wanted = json.loads(line)
        if _BOOKLET.search(wanted["kind"]):
            continue
        parsed = parse_file(folder / "docs" / wanted["doc"])
        tags = _tags(parsed.document.text, parsed.blocks, wanted["cases"])
        if not tags:
            raise ValueError(f"{folder.name}/{wanted['doc']}: the beginnings and ends do not fit its text")
        yield MarkedDocument(folder.name, parsed.document, parsed.blocks, wanted, tags)


def _tags(text: str, blocks: Sequence[Block], cases: Sequence[Wanted]) -> tuple[int, ...]:
    """The tag of each line; empty where a case's beginning or end is not found."""
    lines = [bare(text[b.start : b.end]) for b in blocks]
    tags = [OUTSIDE] * len(lines)
    ended = 0
    for (first, last), case in zip(_bodies(lines, cases), cases, strict=False):
        tags[first : last + 1] = [FIRST, *[INSIDE] * (last - first)]
        heading = _heading(lines[max(ended, first - ABOVE) : first], case, first)
        tags[heading:first] = [HEADING] * (first - heading)
        ended = last + 1
    return tuple(tags) if tags.count(FIRST) == len(cases) else ()


def _bodies(lines: Sequence[str], cases: Sequence[Wanted]) -> Iterator[tuple[int, int]]:
    """The first and last line of each body, as far as they are found in order."""
    owner = [n for n, line in enumerate(lines) for _ in line]
    whole, at = "".join(lines), 0
    for number, case in enumerate(cases):
        first, last = bare(case["first"] or ""), bare(case["last"] or "")
        start = whole.find(first, at) if first else -1
        if start < 0:
            start = whole.find(re.sub(r"^[^：]{0,20}：", "", first), at)  # printed with its column's name
        following = bare(cases[number + 1]["first"] or "") if number + 1 < len(cases) else ""
        stop = whole.find(following, start + 1) if following else -1
        end = whole.rfind(last, start, stop + len(last) if stop >= 0 else len(whole))
        if start < 0 or not last or end < 0 or owner[end + len(last) - 1] < owner[start]:
            return
        yield owner[start], owner[end + len(last) - 1]
        at = max(start + 1, end + len(last) - 2)


def _heading(above: Sequence[str], case: Wanted, first: int) -> int:
    """The line from which a heading stands over line ``first``; ``first`` without one.

    From the nearest that holds the title up, as long as each holds more of it or names the unit: a
    table of contents further above is none.
    """
    title, unit = bare(case["title"] or ""), bare(case["unit"] or "")
    told = [
        (len(line) > 1 and (line in title or (len(title) > 3 and title in line)))
        or (bool(unit) and unit in line and len(line) <= len(unit) + UNIT_MORE)
        for line in above
    ]
    nearest = next((n for n in range(len(above) - 1, -1, -1) if told[n]), len(above))
    while nearest and told[nearest - 1] and not _CONTENTS.search(above[nearest - 1]):
        nearest -= 1
    return first - len(above) + nearest


def bare(words: str) -> str:
    """Words without blanks and marks of a layout, as marks are compared."""
    return _BLANKS.sub("", words)
