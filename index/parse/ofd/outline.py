"""The headings that an OFD document names: by bookmarks, and by tags on its text objects."""

import re
from typing import Any

from index.parse.ofd.container import Container

MAX_TITLES = 20_000  # of one document
MAX_DEPTH = 9  # levels of headings
_HEADS = re.compile(r"标题|title|heading|^h[1-6]$", re.IGNORECASE)  # names of tags
_DIGITS = "123456", "一二三四五六"


class Titles:
    """The headings of a document by page: their words without blanks, and how deep each is, from 1."""

    def __init__(self, container: Container, document: Any, base: str) -> None:
        """``document`` is the root element of the member ``base``."""
        self._by_page: dict[str, dict[str, int]] = {}
        self._tagged: dict[str, list[tuple[list[str], int]]] = {}  # page -> ids of objects, depth
        self._count = 0
        self._read_bookmarks(document)
        for place, tags in container.linked(document, "CustomTags", base):
            for tag in tags.iterfind("{*}CustomTag"):
                for _, root in container.linked(tag, "FileLoc", place):
                    self._read_tags(root)

    def rank(self, page: str, words: str) -> int:
        """How deep a heading of these words on the page of this id is; 0 for what is none."""
        return self._by_page.get(page, {}).get(_squeezed(words), 0)

    def read_page(self, page: str, root: Any) -> None:
        """Take the words of what is tagged from a page's root element."""
        groups = self._tagged.pop(page, [])
        wanted = {name for names, _ in groups for name in names}
        objects = root.iter("{*}TextObject") if wanted else ()
        words = {e.get("ID", ""): text_of(e) for e in objects if e.get("ID", "") in wanted}
        for names, depth in groups:
            self._add(page, "".join(words.get(name, "") for name in names), depth)

    def _add(self, page: str, words: str, depth: int) -> None:
        if words.strip():
            self._by_page.setdefault(page, {}).setdefault(_squeezed(words), min(depth, MAX_DEPTH))

    def _read_bookmarks(self, document: Any) -> None:
        waiting = [(child, 1) for child in document.iterfind("{*}Outlines/{*}OutlineElem")][::-1]
        while waiting and self._count < MAX_TITLES:
            element, depth = waiting.pop()
            self._count += 1
            place = element.find("{*}Actions/{*}Action/{*}Goto/{*}Dest")
            if place is not None:
                self._add(place.get("PageID", ""), element.get("Title", ""), depth)
            waiting += [(child, depth + 1) for child in element.iterfind("{*}OutlineElem")][::-1]

    def _read_tags(self, root: Any) -> None:
        for element in root.iter():
            name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            references = list(element.iterfind("{*}ObjectRef")) if _HEADS.search(name) else []
            if references and self._count < MAX_TITLES:
                self._count += 1
                names = [(reference.text or "").strip() for reference in references]
                page = references[0].get("PageRef", "")
                self._tagged.setdefault(page, []).append((names, _depth(name)))


def text_of(element: Any) -> str:
    """All that the text objects at or in an element say, in the order of the file."""
    return "".join(code.text or "" for code in element.iter("{*}TextCode"))


def _squeezed(words: str) -> str:
    return "".join(words.split())


def _depth(name: str) -> int:
    """Of a tag named 二级标题, Heading2 or h2; 1 for others."""
    for digits in _DIGITS:
        for depth, digit in enumerate(digits, 1):
            if digit in name:
                return depth
    return 1
