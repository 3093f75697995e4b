"""What a browser prints beside the words of a page: the numbers of lists, the controls of forms."""

from dataclasses import dataclass
from typing import Any

from index.parse.numbers import numeral

MAX_NUMBER = 1_000_000
ICON = 40  # pixels: a smaller picture is an ornament
CHECKED, UNCHECKED = "☑", "□"
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_STYLES = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
_CHINESE = frozenset(("chineseCounting", "ideographTraditional", "ideographZodiac"))
_SHOWN = frozenset(
    ("text", "number", "date", "month", "time", "datetime-local", "tel", "email", "url", "week")
)
_LOST = {
    "img": "图 {} 幅",
    "video": "视频 {} 段",
    "audio": "音频 {} 段",
    "math": "公式 {} 个",
    "iframe": "内嵌网页 {} 个",
}


@dataclass(slots=True)
class OpenList:
    """A list while its items are read."""

    form: str  # as index.parse.numbers names it; "" where no numbers are printed
    count: int
    step: int = 1

    def next_number(self, value: str | None) -> str:
        """The number printed before the next item, with the blank after it; "" for none."""
        self.count = _integer(value, self.count + self.step)
        if not self.form or not 0 < self.count <= MAX_NUMBER:
            return f"{self.count}. " if self.form else ""
        mark = "、" if self.form in _CHINESE else ". "
        return numeral(self.count, self.form) + mark


def opened_list(node: Any, style: dict[str, str]) -> OpenList:
    """A list at its start tag, <ol>, <ul> or another."""
    attributes = node.attributes
    if node.tag != "ol":
        return OpenList("", 0)
    kind = style.get("list-style-type") or style.get("list-style", "")
    form = _TYPES.get(attributes.get("type") or "", "decimal")
    for word in kind.split():
        form = "" if word == "none" else _STYLES.get(word, form)
    if "reversed" in attributes:
        items = sum(child.tag == "li" for child in node.iter())
        return OpenList(form, _integer(attributes.get("start"), items) + 1, -1)
    return OpenList(form, _integer(attributes.get("start"), 1) - 1)


def _integer(value: str | None, default: int) -> int:
    digits = (value or "").strip()
    bare = digits.removeprefix("-")
    return int(digits) if bare.isascii() and bare.isdecimal() and len(bare) < 8 else default


def control_words(node: Any) -> str:
    """What a control of a form shows: a box, checked or not, what is filled in, what is chosen."""
    attributes = node.attributes
    if node.tag == "select":
        options = node.css("option")
        chosen = [option for option in options if "selected" in option.attributes]
        if not chosen and "multiple" not in attributes:
            chosen = options[:1]
        return "、".join(filter(None, ((option.text() or "").strip() for option in chosen)))
    if node.tag == "textarea":
        return node.text() or ""
    kind = (attributes.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return CHECKED if "checked" in attributes else UNCHECKED
    return (attributes.get("value") or "") if kind in _SHOWN else ""


def lost_kind(node: Any) -> str:
    """The kind of what is not words and is not read: a picture, a film; "" for ornaments and all else."""
    if node.tag not in _LOST:
        return ""
    sizes = (node.attributes.get(side) or "" for side in ("width", "height"))
    small = any(
        size.removesuffix("px").isdecimal() and int(size.removesuffix("px")) <= ICON for size in sizes
    )
    if node.tag == "iframe" and "video" in (node.attributes.get("class") or ""):
        return "video"
    return "" if small and node.tag in ("img", "iframe") else node.tag


def lost_notice(counts: dict[str, int]) -> tuple[str, ...]:
    """One line in Chinese that names what was not read; none when nothing was lost."""
    named = [words.format(counts[kind]) for kind, words in _LOST.items() if counts.get(kind)]
    return (f"{'、'.join(named)}没有读入",) if named else ()
