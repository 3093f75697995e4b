"""A recognised page beside its picture, as a person looks over it; and the corrections."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from index.errors import IndexFailure, SecretSource
from index.library import Library, Preview, Scanned, field
from index.parse.scans import DOUBTFUL, RecognisedLine, RecognisedPage
from index.records import Case
from index.store import PassageStore
from ui.desk import Act, Refused
from ui.library.shelf import Shelf
from ui.pieces import box_style

LONGEST = 500  # code points of a corrected line
CLEAR, FAIR = 0.97, 0.9  # mean confidence of a page that was recognised clearly, or fairly
ROW = 1 / 80  # of the page's height: lines whose tops differ by less stand beside each other
NOT_THERE = "没有找到要改的这一页或这一行。请重新上传后再看。"
CHANGED = "这一行刚才在别处改过。下面是现在的文字，请再看一遍。"

Words = tuple[tuple[str, bool], ...]  # stretches of a line, and whether they are doubtful


@dataclass(frozen=True, slots=True)
class LineView:
    """One line to look at."""

    number: int  # 0-based, as it is corrected by
    text: str
    words: Words
    box: Mapping[str, str]  # where it is on the picture, in percent: left, top, width, height
    doubtful: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """The page of one file that is looked at."""

    file: int  # place on the shelf
    page: int
    pages: tuple[tuple[int, int], ...]  # (number, doubtful characters) of all that were recognised
    source: str  # address of the picture
    sure: str  # how well it was recognised, in Chinese
    lines: tuple[LineView, ...]
    here: int = -1  # number of the line that was worked on; -1 for none


@dataclass(frozen=True, slots=True)
class At:
    """What an act on a recognised page is about."""

    file: int
    page: int = 0
    line: int = -1


def page_view(file: int, pages: Mapping[int, RecognisedPage], wanted: int, token: str, here: int) -> PageView:
    """The wanted page, else the first with doubtful characters. ``pages`` are some."""
    counts = tuple((number, _count(page)) for number, page in sorted(pages.items()))
    first = next((number for number, count in counts if count), counts[0][0])
    page = pages[wanted if wanted in pages else first]
    return PageView(
        file,
        page.number,
        counts,
        f"scans/waiting/{token}/{page.number}",
        sureness(page),
        tuple(_line(number, page.lines[number]) for number in _in_order(page)),
        here,
    )


def sureness(page: RecognisedPage) -> str:
    """How well a page was recognised, in plain words."""
    if not page.lines:
        return "这一页没有认出文字"
    mean = sum(line.confidence for line in page.lines) / len(page.lines)
    count = _count(page)
    well = "认得清楚" if mean >= CLEAR else "大体认得清楚" if mean >= FAIR else "认得不好，请逐行对照图片"
    return f"{well}（平均把握 {mean:.0%}）" + (f"，有 {count} 个字没有把握，已标出" if count else "")


def scan_corrected(library: Library, store: PassageStore, shelf: Shelf, act: Act) -> tuple[Shelf, At]:
    """The shelf after what was filled in for a line, or recognised of a page, was put in its place.

    Raises Refused for a line that is not there or was changed meanwhile, and IndexFailure for words that
    cannot be: nothing is changed then. A file whose words say now that it is secret can no longer be stored.
    """
    at = place_of(act.id)
    before = _preview(shelf, at.file)
    page = library.scanned.pages(before.digest).get(at.page)
    if page is None:
        raise Refused(NOT_THERE)
    _put(library.scanned, before.digest, page, at, act)
    try:
        after = library.preview(before.path, store, shelf.files[at.file].name)
        if before.source.by_hand is not None:
            after = library.corrected(after, carried(before, after))
    except IndexFailure as error:
        library.scanned.put(before.digest, page)  # else no upload of this file could be read again
        if isinstance(error, SecretSource):
            return shelf.refused(at.file, str(error)), at
        raise
    return shelf.changed(at.file, after), at


def _put(scanned: Scanned, digest: str, page: RecognisedPage, at: At, act: Act) -> None:
    """Change one page. Raises as ``scan_corrected``."""
    if act.do == "scan-restore":
        scanned.restore(digest, at.page)
        return
    if not 0 <= at.line < len(page.lines):
        raise Refused(NOT_THERE)
    if page.lines[at.line].text != act.text(f"scan-was-{at.file}", 5000):
        raise Refused(CHANGED)
    text = field("这一行", act.text(f"scan-text-{at.file}"), LONGEST)
    if text != page.lines[at.line].text:
        scanned.correct(digest, at.page, at.line, text)


def place_of(row: str) -> At:
    """What ``file:page:line`` names, the last of which may be missing. Raises Refused."""
    parts = row.split(":")
    if not 2 <= len(parts) <= 3 or not all(part.isdecimal() and len(part) < 6 for part in parts):
        raise Refused(NOT_THERE)
    return At(*map(int, parts))


def wanted_pages(act: Act, shelf: Shelf) -> dict[int, int]:
    """Which page of each file the form has open; 0 for none."""
    said = {number: act.text(f"scan-{number}", 10) for number in range(len(shelf.files))}
    return {number: int(words) if words.isdecimal() else 0 for number, words in said.items()}


def opened_pages(
    shelf: Shelf, scanned: Scanned, wanted: Mapping[int, int], at: At, token: Mapping[int, str]
) -> dict[int, PageView]:
    """The page of each scan on the shelf that is looked at; ``token`` names the pictures of a file."""
    views = {}
    for number in shelf.ready:
        pages = scanned.pages(shelf.preview(number).digest)
        if pages and number in token:
            here = at.line if number == at.file else -1
            page = at.page if number == at.file else wanted.get(number, 0)
            views[number] = page_view(number, pages, page, token[number], here)
    return views


def carried(before: Preview, after: Preview) -> list[Case]:
    """The cases that a person made, at their places in the text as it is after one correction."""
    old, new = before.source.document.text, after.source.document.text
    most = min(len(old), len(new))
    same = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - same) if old[-1 - n] != new[-1 - n]), most - same)

    def moved(at: int) -> int:
        if at <= same:
            return at
        return at + len(new) - len(old) if at >= len(old) - tail else min(at, len(new) - tail)

    return [
        replace(
            case,
            heading_start=moved(case.heading_start),
            heading_end=moved(case.heading_end),
            start=moved(case.start),
            end=moved(case.end),
        )
        for case in before.source.by_hand or ()
    ]


def _preview(shelf: Shelf, file: int) -> Preview:
    if file not in shelf.ready:
        raise Refused(NOT_THERE)
    return shelf.preview(file)


def _line(number: int, line: RecognisedLine) -> LineView:
    read = zip(line.text, line.confidences, strict=True)
    marked = [(char, sure < DOUBTFUL and not char.isspace()) for char, sure in read]
    words = tuple(
        ("".join(char for char, _ in same), doubt)
        for doubt, same in groupby(marked, key=lambda each: each[1])
    )
    return LineView(number, line.text, words, box_style(line.box), any(doubt for _, doubt in words))


def _count(page: RecognisedPage) -> int:
    """How many characters of a page a person should look at."""
    return sum(
        len(words) for n, line in enumerate(page.lines) for words, doubt in _line(n, line).words if doubt
    )


def _in_order(page: RecognisedPage) -> list[int]:
    """The numbers of a page's lines from top to foot, those beside each other from the left."""
    return sorted(
        range(len(page.lines)), key=lambda n: (round(page.lines[n].box[1] / ROW), page.lines[n].box[0])
    )
