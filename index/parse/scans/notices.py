"""What a user is told of recognised pages, and of those that could not be. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from index.errors import UnreadableSource
from index.parse.layout import ParsedLayout
from index.parse.scans.records import RecognisedPage
from index.records import Block

INSTALL = (
    ".venv/bin/python -m pip install --no-deps --require-hashes"
    " -r requirements-fast.lock -r requirements-ocr.lock"
)
LOW = 0.9  # mean confidence of a page's lines below which it is named


def recognition_notices(pages: Sequence[RecognisedPage], blocks: Iterable[Block]) -> tuple[str, ...]:
    """That pages were recognised, how surely, and how many characters a person should look at."""
    if not pages:
        return ()
    lines = [line.confidence for page in pages for line in page.lines]
    sure = sum(lines) / len(lines) if lines else 0.0
    doubtful = sum(len(scan.doubtful) for block in blocks for scan in block.scans)
    notices = [
        f"{page_ranges([page.number for page in pages])}是扫描件，文字由程序识别，平均把握 {sure:.0%}；"
        + (f"有 {doubtful} 个字没有把握，请对照图片核对" if doubtful else "请对照图片抽查")
    ]
    poor = [page.number for page in pages if _mean(page) < LOW]
    if poor:
        notices.append(f"{page_ranges(poor)}识别得不好，可能有错漏。请用更清楚的扫描件（200 dpi 以上）再试")
    return tuple(notices)


def _mean(page: RecognisedPage) -> float:
    return sum(line.confidence for line in page.lines) / len(page.lines) if page.lines else 0.0


def unread_pages(name: str, reading: ParsedLayout | None) -> ParsedLayout:
    """A file's text with the pages named that nothing here can read.

    Raises UnreadableSource when that is all of it.
    """
    if reading is None or not reading.lines:
        pages = f" {len(reading.scanned)} 页都是扫描件" if reading else "是图片"
        raise UnreadableSource(
            f"「{name}」{pages}，这里没有装文字识别。请在程序所在的文件夹运行 {INSTALL}，"
            "或先用文字识别（OCR）软件转成文字，再放进来。"
        )
    told = f"{page_ranges(reading.scanned)}是扫描件，没有读入；装上文字识别（{INSTALL}）后可以重新入库"
    return replace(reading, notices=(*reading.notices, told))


def page_ranges(numbers: Sequence[int]) -> str:
    """第3页, 第1—3、5页."""
    runs = [list(run) for _, run in groupby(enumerate(sorted(numbers)), lambda each: each[1] - each[0])]
    shown = [f"{run[0][1]}—{run[-1][1]}" if len(run) > 1 else str(run[0][1]) for run in runs]
    return f"第{'、'.join(shown)}页"
