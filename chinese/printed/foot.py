"""What the words of a line below a text make of it: who made the page, copies, contacts, notes. Pure.

The patterns, chinese/data/foot.toml, are those of GB/T 9704, of newspapers and of pages for phones.
"""

import re
from typing import Literal

from chinese.language_data import topic
from chinese.numbering import BYLINE_LEAD, is_byline
from chinese.organisations import is_office

FootKind = Literal[
    "closing", "author", "contact", "editing", "maker", "note", "caption", "byline", "rule", ""
]
_DATA = topic("foot")
_KINDS: tuple[tuple[FootKind, re.Pattern[str]], ...] = (
    ("closing", re.compile(_DATA.expression("closing"))),
    ("author", re.compile(_DATA.expression("author"))),
    ("contact", re.compile(_DATA.expression("contact"))),
    ("editing", re.compile(_DATA.expression("editing"))),
    ("maker", re.compile(_DATA.expression("maker"))),
)
_CONTRIBUTOR = re.compile(topic("bylines").expression("contributor"))
MAX_CONTRIBUTOR = 60  # code points
_CAPTION = re.compile(_DATA.expression("caption"))
_NOTE = re.compile(_DATA.expression("note"))


def foot_kind(line: str) -> FootKind:
    """What a line is when it stands below a text, whatever it would be elsewhere; "" for nothing of the kind.

    closing  says that the text is over: END, 抄送：, 下一篇：
    author   the text's own author, who goes with it
    contact, editing, maker  how to reach the publisher, who edited, who made the page
    caption  under a picture
    byline   any other line that says who, when or where from
    note     in brackets, or 备注：
    rule     marks and dashes
    """
    if not any(char.isalnum() for char in line):
        return "rule"
    bare = line.lstrip(BYLINE_LEAD)
    for kind, pattern in _KINDS:
        if pattern.search(line) or pattern.search(bare):
            return kind
    if _CAPTION.search(line):
        return "caption"
    if is_byline(line):
        return "byline"
    return "note" if _NOTE.search(line) else ""


def contributor(line: str) -> str:
    """The office that a bracketed line under a piece names as having sent it: （县司法局　翟又新）; or ""."""
    match = _CONTRIBUTOR.match(line) if len(line) <= MAX_CONTRIBUTOR else None
    return match["name"] if match and is_office(match["name"]) else ""


def closes_a_text(line: str) -> bool:
    """Whether ``line`` stands below the last line of a text and says nothing of it: END, 抄送：."""
    return foot_kind(line) == "closing"
