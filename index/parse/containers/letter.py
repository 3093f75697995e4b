"""The body of a mail as a document of its own, under its subject."""

from dataclasses import dataclass
from html import escape

from index.parse.containers.parcel import Parcel

BODY = "正文"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's body and what stands over it; "" for what it does not say."""

    subject: str
    sender: str
    date: str
    pieces: tuple[tuple[str, bool], ...]  # words, and whether they are HTML


def put_letter(parcel: Parcel, letter: Letter) -> None:
    """Write the body, as HTML where a part of it is; none without words."""
    parcel.head = letter.subject
    pieces = [(words, html) for words, html in letter.pieces if words.strip()]
    if not pieces:
        return
    over = [f"{label}：{said}" for label, said in (("发件人", letter.sender), ("日期", letter.date)) if said]
    if any(html for _, html in pieces):
        inside = "".join(words if html else _paragraphs(words) for words, html in pieces)
        heads = f"<h1>{escape(letter.subject)}</h1>" + "".join(f"<p>{escape(line)}</p>" for line in over)
        page = f'<html><head><meta charset="utf-8"></head><body>{heads}{inside}</body></html>'
        parcel.put(f"{BODY}.html", b"\xef\xbb\xbf" + page.encode("utf-8", "replace"))
    else:
        sections = [letter.subject, "\n".join(over), *(words for words, _ in pieces)]
        parcel.put(f"{BODY}.txt", "\n\n".join(filter(str.strip, sections)).encode("utf-8", "replace"))


def _paragraphs(words: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in words.splitlines() if line.strip())
