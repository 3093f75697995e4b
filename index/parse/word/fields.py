"""Word's fields: their codes are not printed, their results are; boxes and lists of old forms."""

from dataclasses import dataclass, field
from typing import Any

from index.parse.numbers import W
from index.parse.word.equations import field_equation
from index.parse.word.styles import is_on

CHECKED, UNCHECKED = "☑", "□"


@dataclass(slots=True)
class _Field:
    code: str = ""
    shown: bool = False  # whether its result has begun
    filled: bool = False  # whether what it shows was told already

    @property
    def mutes(self) -> bool:
        """Whether what comes now is its code, or stands for what was told already."""
        return self.filled or not self.shown


@dataclass
class Fields:
    """The fields that have begun and not ended, the outermost first, while a document is read."""

    unread: int = 0  # equations that could not be read
    _open: list[_Field] = field(default_factory=list)

    @property
    def mute(self) -> bool:
        """Whether the letters that come are printed nowhere."""
        return any(one.mutes for one in self._open)

    def end_paragraph(self) -> None:
        """Give up fields whose results have not begun: no code is longer, and the rest is not lost."""
        self._open = [one for one in self._open if not one.mutes]

    def instruct(self, words: str) -> None:
        """Take a piece of a field's code."""
        if self._open and not self._open[-1].shown:
            self._open[-1].code += words

    def mark(self, element: Any) -> str:
        """Go past a ``w:fldChar``, the beginning, middle or end of a field; what is printed there."""
        kind = element.get(f"{W}fldCharType")
        outer = self.mute
        if kind == "begin":
            told = form_field(element.find(f"{W}ffData"))
            self._open.append(_Field(filled=bool(told)))
            return "" if outer else told
        if not self._open:
            return ""
        current = self._open[-1] if kind == "separate" else self._open.pop()
        outer = any(one.mutes for one in self._open if one is not current)
        told = "" if current.shown or current.filled else self._equation(current.code, kind == "end")
        current.shown, current.filled = True, current.filled or bool(told)
        return "" if outer else told

    def _equation(self, code: str, ends: bool) -> str:
        name, _, rest = code.strip().partition(" ")
        if name.upper() != "EQ":
            return ""
        words = field_equation(rest)
        self.unread += ends and not words
        return words


def form_field(data: Any) -> str:
    """What an old form's check box or list shows; "" for blanks to type in: their words follow.

    Args:
        data: a ``w:ffData``, or None.

    """
    if data is None:
        return ""
    box, choice = data.find(f"{W}checkBox"), data.find(f"{W}ddList")
    if box is not None:
        checked = is_on(box.find(f"{W}checked"))
        return CHECKED if (is_on(box.find(f"{W}default")) if checked is None else checked) else UNCHECKED
    if choice is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in choice.iterfind(f"{W}listEntry")]
    chosen = choice.find(f"{W}result")
    chosen = choice.find(f"{W}default") if chosen is None else chosen
    place = "0" if chosen is None else chosen.get(f"{W}val", "0")
    return entries[int(place)] if place.isdecimal() and int(place) < len(entries) else ""
