"""A .pptx file -> lines, slide by slide: the title a heading, the notes under it; hidden slides are told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from index.errors import UnreadableSource
from index.parse.layout import Hidden, Line, ParsedLayout, bounded
from index.parse.package import damaged, open_package, read_member, refuse_entities
from index.parse.pages import joined
from index.parse.slides.placing import Placed, in_order, placed
from index.parse.slides.shapes import (
    FURNITURE,
    MEASURES,
    Story,
    count_pictures,
    is_hidden,
    kind_of,
    says,
    shape_lines,
)
from index.parse.slides.text import A, frame_lines, paragraph_words
from index.parse.word import with_kinds

MAX_SLIDES = 2000
NOTES = "备注"  # what stands over a slide's notes
UNTITLED = "幻灯片{}"  # over a slide without a title: its words do not belong to the one before
MAX_TITLE = 50  # code points of a text box that is taken for a slide's title
_COVER, _SECTION = "title", "secHead"  # kinds of layouts
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"purl.oclc.org/ooxml"


def read_pptx(name: str, data: bytes) -> ParsedLayout:
    """The words, tables and figures of all slides that are shown. Raises UnreadableSource."""
    from pptx import Presentation

    _check(name, data)
    try:
        deck = _Deck(Presentation(BytesIO(data)))
        _refuse_long(name, len(deck.slides))
        lines = with_kinds(bounded(name, deck.lines()))
        return ParsedLayout(lines, deck.notices(), tuple(deck.margins()))
    except UnreadableSource:
        raise
    except MemoryError:
        raise
    except Exception as error:  # python-pptx meets damage with whatever its own code runs into
        raise damaged(name) from error


def _check(name: str, data: bytes) -> None:
    package = open_package(name, data)
    for member in package.namelist():
        if member.endswith((".xml", ".rels")):
            content = read_member(package, name, member) or b""
            refuse_entities(name, content)
            if _STRICT in content:
                raise UnreadableSource(
                    f"「{name}」是“Strict Open XML 演示文稿”。请用 WPS 或 PowerPoint 打开，"
                    "另存为普通的 .pptx 后再试。"
                )


def _refuse_long(name: str, slides: int) -> None:
    if slides > MAX_SLIDES:
        raise UnreadableSource(
            f"「{name}」有 {slides} 张幻灯片，超过上限 {MAX_SLIDES} 张。请拆成几个文件后再试。"
        )


class _Deck:
    """Walks through a presentation."""

    def __init__(self, deck: Any) -> None:
        self.slides = list(deck.slides)
        self._size = float(deck.slide_width or 1), float(deck.slide_height or 1)
        self._story = Story()
        hidden = [slide._element.get("show") in ("0", "false") for slide in self.slides]
        self._unseen = [n for n, unseen in enumerate(hidden, 1) if unseen]
        self._title = ""  # over the slide before; "" as long as none had one
        shown = [slide for n, slide in enumerate(self.slides, 1) if n not in self._unseen]
        self._cover = shown[0] if shown and _is_cover(shown[0]) else None
        self._in_section = False

    def lines(self) -> Iterator[Line]:
        """The lines of the slides that are shown, each slide's under its title."""
        for number, slide in enumerate(self.slides, 1):
            if number not in self._unseen:
                _settle(slide._element)
                yield from self._slide(slide, number)

    def notices(self) -> tuple[str, ...]:
        """What was left out, in Chinese."""
        lost = [f"{kind} {count} {MEASURES.get(kind, '个')}" for kind, count in self._story.lost.items()]
        told = [f"{'、'.join(lost)}没有读入"] if lost else []
        if self._unseen:
            numbers = "、".join(map(str, self._unseen[:10])) + ("等" if len(self._unseen) > 10 else "")
            told.append(f"隐藏的幻灯片 {len(self._unseen)} 张没有读入（第 {numbers} 张）")
        return (*self._story.hidden.notices(), *told)

    def margins(self) -> Iterator[str]:
        """The words of footers, and of layouts and masters in use: no part of the text."""
        parts = {id(part): part for slide in self.slides for part in (slide.slide_layout,)}
        parts |= {id(layout.slide_master): layout.slide_master for layout in list(parts.values())}
        shapes = [shape for part in parts.values() for shape in part.shapes if not shape.is_placeholder]
        shapes += [s for part in parts.values() for s in part.placeholders if kind_of(s) in FURNITURE]
        shapes += [s for slide in self.slides for s in slide.placeholders if kind_of(s) in FURNITURE]
        for each in placed(shapes):
            for one in in_order([each]):
                if one.shape.has_text_frame:
                    yield from one.shape.text_frame.text.splitlines()

    def _slide(self, slide: Any, page: int) -> Iterator[Line]:
        shapes = [one for each in placed(slide.shapes) for one in in_order([each])]
        for one in shapes:
            count_pictures(one.shape, self._story)
        told = list(in_order(self._told(placed(slide.shapes))))
        title = self._title_of(slide, told)
        level = self._level(slide)
        words = "" if title is None else self._story.hidden.cleaned(_title_words(title.shape))
        lines = [
            line
            for each in told
            if title is None or each.shape is not title.shape
            for line in shape_lines(each, slide, shapes, self._story, page, level + 1)
        ]
        lines += self._notes(slide, page, level)
        if words and words != self._title:
            yield Line(words, level, page)
        elif lines and not words and self._title:
            yield Line(UNTITLED.format(page), level, page)
        self._title = words or (UNTITLED if self._title else "")
        yield from lines

    def _told(self, shapes: Sequence[Placed]) -> list[Placed]:
        """Those with words for the text; what is hidden, or stands outside the slide, is noted."""
        found = []
        for each in shapes:
            if each.inside:
                if inside := self._told(each.inside):
                    found.append(replace(each, inside=tuple(inside)))
                continue
            if not says(each.shape):
                continue
            seen = each.within(*self._size) or each.right == each.left  # one that does not say where
            if seen and not is_hidden(each.shape):
                found.append(each)
            elif each.shape.has_text_frame:
                kind = "页面外的文字" if not seen else "隐藏文字"
                self._story.hidden.drop(kind, each.shape.text_frame.text)
        return found

    def _level(self, slide: Any) -> int:
        """How deep a slide's title is: under the cover, and under the section it belongs to."""
        under_cover = int(self._cover is not None)
        if slide is self._cover:
            return 1
        if slide.slide_layout._element.get("type") in (_SECTION, _COVER):
            self._in_section = True
            return 1 + under_cover
        return 1 + under_cover + int(self._in_section)

    def _title_of(self, slide: Any, told: Sequence[Placed]) -> Placed | None:
        """The title's placeholder, else a short text box over all others in letters larger than theirs."""
        for each in told:
            if kind_of(each.shape) in ("TITLE", "CENTER_TITLE", "VERTICAL_TITLE"):
                return each
        boxes = [each for each in told if each.shape.has_text_frame]
        if not boxes or any(shape.is_placeholder and kind_of(shape) == "TITLE" for shape in slide.shapes):
            return None
        first = boxes[0]
        words = first.shape.text_frame.text.strip()
        larger = all(_size(first.shape) > _size(each.shape) for each in boxes[1:])
        one_line = 0 < len(words) <= MAX_TITLE and "\n" not in words and words[-1] not in "。；，："
        return first if larger and one_line and (len(boxes) > 1 or len(told) > 1) else None

    def _notes(self, slide: Any, page: int, level: int) -> Iterator[Line]:
        frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        if frame is None or not frame.text.strip():
            return
        yield Line(NOTES, level + 1, page)
        yield from frame_lines(frame._txBody, [], page, self._story.hidden, lambda properties: False)


def _is_cover(slide: Any) -> bool:
    return slide.slide_layout._element.get("type") == _COVER or any(
        kind_of(shape) == "CENTER_TITLE" for shape in slide.placeholders
    )


def _title_words(shape: Any) -> str:
    """All of a title in one line."""
    words = ""
    for paragraph in shape.text_frame._txBody.iterfind(f"{A}p"):
        for part in paragraph_words(paragraph, Hidden(), lambda properties: False).split("\n"):
            words = joined(words, " ".join(part.split())) if words else " ".join(part.split())
    return words


def _size(shape: Any) -> int:
    """The size of a shape's largest letters, as far as it says one, in the file's units."""
    sizes = [run.font.size for p in shape.text_frame.paragraphs for run in p.runs if run.font.size]
    return max(sizes, default=0)


def _settle(root: Any) -> None:
    """Put into the tree what newer programs draw where a slide has it twice."""
    for twice in list(root.iter(f"{_MC}AlternateContent")):
        choice = twice.find(f"{_MC}Choice")
        parent = twice.getparent()
        if choice is not None and parent is not None:
            for child in list(choice):
                twice.addprevious(child)
            parent.remove(twice)
