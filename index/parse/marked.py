"""Whether a file may be stored: marked 秘密, 机密, 绝密 never; 内部 when somebody says so."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from chinese import internal_mark, secrecy_mark
from index.errors import SecretSource
from index.parse.files import INSIDE
from index.parse.layout import Line, ParsedLayout

HEAD = 20  # lines at a document's start where a mark may stand


def text_head(text: str) -> list[str]:
    """The first lines of a plain text that have words."""
    return list(_first(text.splitlines()))


def layout_head(layout: ParsedLayout) -> list[str]:
    """The first lines of a parsed file, of its first page where it has pages.

    Of a row under headers only what stands side by side is taken, as in a form (密级 | 秘密): a column 密级
    tells of other documents.
    """
    return list(_first(words for line in layout.lines if line.page <= 1 for words in _said(line)))


def refuse_secret(name: str, head: list[str], margins: Iterable[str] = ()) -> None:
    """Raise SecretSource for a file that bears a mark of secrecy in its head, margins or name."""
    edges = list(margins)
    named = (secrecy_mark([stem]) for stem in _stems(name))
    if mark := secrecy_mark(head, edges) or next(filter(None, named), ""):
        raise SecretSource(
            f"「{name}」标有“{mark}”，按涉密文件处理，没有读入。"
            "涉密文件不能放进本程序，请按保密规定保管；如果已经解密或标错了，请改正标志后再试。"
        )


def internal_words(name: str, head: list[str], margins: Iterable[str] = ()) -> str:
    """The mark that the file is for use inside an office, as printed; "" for none."""
    edges = list(margins)
    named = (internal_mark([stem]) for stem in _stems(name))
    return internal_mark(head, edges) or next(filter(None, named), "")


def unconfirmed(name: str, mark: str, way: str) -> SecretSource:
    """What to say of a file marked 内部 that nobody confirmed; ``way`` is how to."""
    return SecretSource(f"「{name}」标有“{mark}”，是内部资料，还没有入库。确认可以入库后，{way}。")


def _stems(name: str) -> list[str]:
    """What a file is called without its suffix; of one in a container each name on the way to it."""
    return [Path(step).stem for step in name.split(INSIDE)]


def _said(line: Line) -> Iterator[str]:
    if line.kind != "row":
        yield line.printed
        return
    if not any(cell.headers for cell in line.cells):
        yield line.printed
    yield from _side_by_side([cell.text for cell in line.cells])
    yield from _side_by_side([cell.headers[0] for cell in line.cells if cell.headers])


def _side_by_side(cells: Sequence[str]) -> Iterator[str]:
    """Neighbours as a label and its blank, unless the cells list several levels of secrecy."""
    if sum(bool(secrecy_mark([cell])) for cell in cells if cell.strip()) <= 1:
        yield from (f"{label}：{blank}" for label, blank in pairwise(cells))


def _first(lines: Iterable[str]) -> Iterator[str]:
    count = 0
    for line in lines:
        if line.strip() and count < HEAD:
            count += 1
            yield line.strip()
        elif count >= HEAD:
            return
