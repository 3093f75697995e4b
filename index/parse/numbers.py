"""Word's automatic numbering -> the words it prints: 一、 （一） 1. (a) ①."""

from dataclasses import dataclass, field
from typing import Any

from chinese import NONZERO

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇" + NONZERO
_CHINESE = {"chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"}
_CIRCLED = "".join(chr(ord("①") + n) for n in range(20))
_CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
}
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    form: str  # Word's numFmt
    pattern: str  # Word's lvlText: "%1、"
    start: int


@dataclass
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, dict[int, Level]]  # numId -> levels
    shared: dict[str, str]  # numId -> abstractNumId, whose counters it shares
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def copy(self) -> "Numbering":
        """The same lists, as far as they have counted; the two count on by themselves."""
        counts = {key: list(counted) for key, counted in self._counts.items()}
        return Numbering(self.lists, self.shared, counts)

    def is_bullet(self, number_id: str, level: int) -> bool:
        """Whether a level of a list is set off by bullets."""
        found = self.lists.get(number_id, {}).get(level)
        return found is not None and found.form == "bullet"

    def label(self, number_id: str, level: int) -> str:
        """The next label of a list at a level, from 0; "" for bullets and unknown lists."""
        levels = self.lists.get(number_id)
        if levels is None or level not in levels:
            return ""
        key = self.shared.get(number_id, number_id)
        counts = self._counts.setdefault(
            key, [levels[n].start - 1 if n in levels else 0 for n in range(LEVELS)]
        )
        counts[level] += 1
        for below in range(level + 1, LEVELS):
            counts[below] = levels[below].start - 1 if below in levels else 0
        if levels[level].form in ("bullet", "none"):
            return ""
        words = levels[level].pattern
        for n in range(LEVELS):
            form = levels[n].form if n in levels else "decimal"
            words = words.replace(f"%{n + 1}", numeral(max(1, counts[n]), form))
        return words


def read_numbering(root: Any) -> Numbering:
    """The lists of numbering.xml; none when ``root`` is None."""
    if root is None:
        return Numbering({}, {})
    abstract = {one.get(f"{W}abstractNumId", ""): _levels(one) for one in root.iterfind(f"{W}abstractNum")}
    lists, shared = {}, {}
    for one in root.iterfind(f"{W}num"):
        number_id = one.get(f"{W}numId", "")
        named = one.find(f"{W}abstractNumId")
        shared[number_id] = "" if named is None else named.get(f"{W}val", "")
        lists[number_id] = abstract.get(shared[number_id], {})
        if one.find(f"{W}lvlOverride/{W}startOverride") is not None:
            shared[number_id] = f"own {number_id}"  # counts anew
    return Numbering(lists, shared)


def _levels(abstract: Any) -> dict[int, Level]:
    levels = {}
    for one in abstract.iterfind(f"{W}lvl"):
        place = _number(one.get(f"{W}ilvl"), 0)
        if 0 <= place < LEVELS:
            levels[place] = Level(
                _value(one, "numFmt", "decimal"),
                _value(one, "lvlText", ""),
                _number(_value(one, "start", "1"), 1),
            )
    return levels


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return default if found is None else str(found.get(f"{W}val", default))


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else default


def numeral(number: int, form: str) -> str:
    """A number from 1 in one of Word's formats; digits for formats it does not know."""
    if form in _CHINESE:
        return chinese(number)
    if form in _CYCLES:
        return _CYCLES[form][(number - 1) % len(_CYCLES[form])]
    if form in ("ideographDigital", "taiwaneseDigital"):
        return "".join(_DIGITS[int(d)] for d in str(number))
    if form.endswith(("Roman", "Letter")):
        letters = _roman(number) if form.endswith("Roman") else _letter(number)
        return letters.upper() if form.startswith("upper") else letters
    return f"{number:02}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """1..99 as counted in Chinese, 一 to 九十九; digits beyond."""
    if number >= 100:
        return "".join(_DIGITS[int(d)] for d in str(number))
    tens, ones = divmod(number, 10)
    words = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return words + (_DIGITS[ones] if ones or not tens else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 10 + 1)


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        while number >= value:
            words, number = words + letters, number - value
    return words
