"""The words in a paragraph of Word as printed: letters, symbols, fields, controls, equations, line breaks."""

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from index.parse.layout import Hidden
from index.parse.numbers import Numbering, W
from index.parse.word.colours import PICTURE, A
from index.parse.word.equations import M, linear
from index.parse.word.fields import CHECKED, UNCHECKED, Fields, form_field
from index.parse.word.grounds import BOX, Grounds
from index.parse.word.styles import Style, attribute, inside, is_on, run_look
from index.parse.word.symbols import in_font, is_symbol_font, symbol

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_VML, _OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_DRAWINGS = "{http://schemas.openxmlformats.org/drawingml/2006/"
# Deletions, the old place of moved words, a syllable's reading above it.
UNSEEN = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{W}tblPr", f"{W}sdtPr")
)
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_TINY = 4  # half-points: letters of 2 points and less are not meant to be read
_LOST = {
    PICTURE: "图",
    f"{_VML}imagedata": "图",
    f"{_DRAWINGS}chart}}chart": "图表",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": "图表",
    f"{_DRAWINGS}diagram}}relIds": "智能图形",
    f"{W}altChunk": "嵌入的文件",
    f"{W}subDoc": "嵌入的文件",
}
_MEASURES = {"图": "幅", "嵌入的文件": "份"}


@dataclass
class Story:
    """A document's words while they are read: what they are read with, and what was left out."""

    grounds: Grounds
    numbering: Numbering
    hidden: Hidden = field(default_factory=Hidden)
    lost: Counter[str] = field(default_factory=Counter)
    titled: bool = False  # a title above the headings pushes them one level down
    tables: int = 0  # so far
    level: int = 0  # of the last heading
    fields: Fields = field(default_factory=Fields)

    def copy(self) -> "Story":
        """The same story, as far as it has been read; the two go on by themselves."""
        return replace(
            self,
            numbering=self.numbering.copy(),
            hidden=self.hidden.copy(),
            lost=self.lost.copy(),
            fields=copy.deepcopy(self.fields),
        )

    def style(self, element: Any, properties: str, name: str) -> Style:
        """The style that an element names, or one that says nothing."""
        return self.grounds.style(element, properties, name)

    def words(self, paragraph: Any) -> str:
        """A paragraph's words with its line breaks; those of text boxes in it come by themselves."""
        words = "".join(_words(paragraph, self))
        self.fields.end_paragraph()
        return words

    def notices(self) -> tuple[str, ...]:
        """What was left out, in Chinese."""
        lost = self.lost + Counter({"公式": self.fields.unread})
        parts = [f"{kind} {count} {_MEASURES.get(kind, '个')}" for kind, count in lost.items()]
        return self.hidden.notices() + ((f"{'、'.join(parts)}没有读入",) if parts else ())


def settle_controls(root: Any, hidden: Hidden) -> None:
    """Put into the tree what its content controls show: check boxes as ☑ and □, no prompts.

    A box that is checked may look crossed out: what it says counts, not how its font draws it.
    """
    for control in root.iter(f"{W}sdt"):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        if properties is None or content is None:
            continue
        box = properties.find(f"{_WORD_2010}checkbox")
        texts = list(content.iter(f"{W}t", f"{W}sym"))
        if box is not None and texts:
            checked = box.find(f"{_WORD_2010}checked")
            on = checked is not None and checked.get(f"{_WORD_2010}val", "1") in ("1", "true", "on")
            words = "" if texts[0].tag == f"{W}sym" else texts[0].text or ""
            drawn = words[:1] if words[:1].isalnum() else ""
            texts[0].tag, texts[0].text = f"{W}t", (CHECKED if on else UNCHECKED) + drawn + words[1:]
        elif is_on(properties.find(f"{W}showingPlcHdr")):
            hidden.drop("未填写的提示", "".join(text.text or "" for text in texts))
            for text in texts:
                text.tag, text.text = f"{W}t", ""


def is_second_copy(element: Any) -> bool:
    """Whether an element only says again, for older programs, what stands beside it."""
    return element.tag == f"{_MC}Fallback" and element.getparent().find(f"{_MC}Choice") is not None


def _words(element: Any, story: Story) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in UNSEEN or tag in (f"{W}p", BOX) or not isinstance(tag, str) or is_second_copy(child):
            continue
        if tag == f"{W}instrText":
            story.fields.instruct(child.text or "")
        elif tag == f"{W}fldChar":
            yield story.fields.mark(child)
        elif tag == f"{W}fldSimple":
            yield from _simple_field(child, story)
        elif tag == f"{W}r":
            yield from _run(child, story)
        elif tag == f"{W}object":
            _note_object(child, story)
        else:
            yield from _content(child, story)


def _content(child: Any, story: Story) -> Iterator[str]:
    """The words of anything that is no run and no field."""
    if child.tag == f"{W}t" or child.tag == f"{A}t":
        yield "" if story.fields.mute else _letters(child, story)
    elif child.tag in _SIGNS:
        yield _SIGNS[child.tag]
    elif child.tag == f"{W}sym":
        yield "" if story.fields.mute else _symbol(child, story)
    elif child.tag == f"{M}oMath":
        words = linear(child)
        story.lost["公式"] += not words.strip()
        yield words + ("\n" if child.getparent().tag == f"{M}oMathPara" else "")
    elif child.tag == f"{_VML}textpath":
        yield child.get("string", "")
    elif child.tag in _LOST:
        story.lost[_LOST[child.tag]] += 1
    else:
        apart = "\n" if child.tag in (f"{A}p", f"{M}oMathPara") else ""
        yield apart
        yield from _words(child, story)
        yield apart


def _run(run: Any, story: Story) -> Iterator[str]:
    reason = _unseen(run, story)
    words = "".join(_words(run, story))
    if reason:
        story.hidden.drop(reason, words)
    else:
        yield words


def _unseen(run: Any, story: Story) -> str:
    """Why a reader does not see a run; "" when it is seen."""
    mark = is_on(inside(run, "rPr", "vanish"))
    if mark is not None:
        return "隐藏文字" if mark else ""
    if story.style(run, "rPr", "rStyle").hidden:
        return "隐藏文字"
    if story.grounds.is_unseen(run):
        return "白色文字"
    size = attribute(run, "rPr", "sz") or ""
    return "极小的文字" if size.isdecimal() and int(size) <= _TINY else ""


def _letters(text: Any, story: Story) -> str:
    """Letters as they look in their font."""
    words = text.text or ""
    run = text.getparent()
    font = run_look(run).font or story.style(run, "rPr", "rStyle").look.font
    if not is_symbol_font(font):
        return words
    looks, unknown = in_font(words, font)
    story.lost["特殊符号"] += unknown
    return looks


def _symbol(element: Any, story: Story) -> str:
    code = element.get(f"{W}char", "")
    known = code and len(code) <= 6 and all(c in "0123456789abcdefABCDEF" for c in code)
    sign = symbol(element.get(f"{W}font", ""), int(code, 16)) if known else ""
    story.lost["特殊符号"] += not sign
    return sign


def _simple_field(element: Any, story: Story) -> Iterator[str]:
    told = form_field(element.find(f"{W}fldData")) or form_field(element.find(f"{W}ffData"))
    yield told or "".join(_words(element, story))


def _note_object(element: Any, story: Story) -> None:
    """Count an object of another program; equations of older versions are some."""
    kinds = [one.get("ProgID", "") for one in element.iter(f"{_OFFICE}OLEObject")]
    equation = any(kind.startswith("Equation") for kind in kinds)
    story.lost["公式" if equation else "嵌入对象"] += 1
