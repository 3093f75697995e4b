"""What a reader sees of a page's elements: colours on their grounds, sizes, hidden parts."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from index.parse.web.colours import CLEAR, WHITE, colour, ground, size

MAX_RULES = 2000  # of a page's own style sheets
MAX_SELECTOR = 120  # code points
INK = "#000000"
_WANTED = frozenset(
    "display visibility opacity font-size color background background-color background-image font-weight "
    "white-space list-style list-style-type -webkit-text-fill-color".split()
)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DECLARATION = re.compile(r"([-\w]+)\s*:\s*((?:[^;()]|\([^()]*\))+)")
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_KEPT = frozenset(("pre", "textarea"))
# Hidden as served, until a script of the page shows them: they hold all there is to read.
_REVEALED = frozenset(("js_content", "js_article", "img-content"))

Declaration = tuple[str, str, bool]  # property, value in small letters, !important


@dataclass(frozen=True, slots=True)
class Look:
    """How the letters of an element are printed."""

    colour: str = INK
    ground: str | None = WHITE  # under them; None for a picture, or a colour that is not known
    small: str = ""  # why their size hides them, in Chinese
    visible: bool = True
    bold: bool = False
    kept: bool = False  # line breaks are kept, as in <pre>

    @property
    def unseen(self) -> str:
        """Why they are not seen, in Chinese; "" when they are."""
        if not self.visible:
            return "隐藏文字"
        if self.small or self.ground is None:
            return self.small
        if self.colour == CLEAR:
            return "隐藏文字"
        if self.colour != self.ground:
            return ""
        return "白色文字" if self.colour == WHITE else "与底色相同的文字"


class Styles:
    """The declarations that a page's own sheets, attributes and style attributes make of its elements."""

    def __init__(self, tree: Any) -> None:
        """``tree``: selectolax's LexborHTMLParser. A selector it cannot read styles nothing."""
        self._sheet: dict[int, list[tuple[int, Declaration]]] = defaultdict(list)
        sheets = "\n".join(node.text() or "" for node in tree.css("style"))
        for selector, declarations in _rules(sheets):
            weight = _weight(selector)
            for node in _matched(tree, selector):
                self._sheet[node.mem_id] += ((weight, each) for each in declarations)

    def of(self, node: Any) -> dict[str, str]:
        """Property -> value of an element, the strongest declaration of each."""
        attributes, sheet = node.attributes, self._sheet.get(node.mem_id, ())
        if not attributes and not sheet:
            return {}
        said = list(_attributes(node.tag, attributes))
        said += (each for _, each in sorted(sheet, key=lambda pair: pair[0]))
        said += _declarations(attributes.get("style") or "")
        said.sort(key=lambda each: each[2])
        return {name: value for name, value, _ in said}


def _rules(sheets: str) -> Iterator[tuple[str, list[Declaration]]]:
    plain = _AT_RULE.sub("", _COMMENT.sub("", sheets))
    for count, found in enumerate(_RULE.finditer(plain)):
        if count == MAX_RULES:
            return
        if declarations := _declarations(found[2]):
            for selector in found[1].split(","):
                if len(selector) <= MAX_SELECTOR and ":" not in selector and selector.strip():
                    yield selector.strip(), declarations


def _matched(tree: Any, selector: str) -> list[Any]:
    from selectolax.lexbor import SelectolaxError

    try:
        return list(tree.css(selector))
    except SelectolaxError:
        return []


def _weight(selector: str) -> int:
    """How strong a selector is: its ids, then classes and attributes, then tags."""
    tags = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return 10_000 * selector.count("#") + 100 * len(re.findall(r"[.\[]", selector)) + tags


def _declarations(style: str) -> list[Declaration]:
    found = []
    for name, value in _DECLARATION.findall(style.lower()):
        if name in _WANTED:
            bare, important, _ = value.partition("!important")
            found.append((name, bare.strip(), bool(important)))
    return found


def _attributes(tag: str, attributes: Any) -> Iterator[Declaration]:
    """What attributes older than CSS say."""
    if "hidden" in attributes:
        yield "display", "none", False
    if value := attributes.get("bgcolor"):
        yield "background-color", value.lower(), False
    if attributes.get("background"):
        yield "background-image", "url()", False
    if tag == "font" and (value := attributes.get("color")):
        yield "color", value.lower(), False


def is_gone(node: Any, style: dict[str, str]) -> bool:
    """Whether an element and all in it is not shown."""
    if style.get("display") == "none":
        return True
    opacity = style.get("opacity", "1").rstrip("%")
    return bool(re.fullmatch(r"0*\.?0*", opacity) and opacity) and not _is_revealed(node)


def _is_revealed(node: Any) -> bool:
    return node.tag in ("html", "body") or node.attributes.get("id") in _REVEALED


def entered(look: Look, node: Any, style: dict[str, str]) -> Look:
    """How an element's letters are printed, inside one that prints them as ``look`` says."""
    if not style and node.tag not in _BOLD and node.tag not in _KEPT:
        return look
    visibility = style.get("visibility", "")
    visible = look.visible
    if visibility in ("visible", "hidden", "collapse"):
        visible = visibility == "visible" or _is_revealed(node)
    under = look.ground
    for name in ("background", "background-color", "background-image"):
        if name in style:
            under = ground(style[name], under)
    fill = style.get("-webkit-text-fill-color", style.get("color", ""))
    weight = style.get("font-weight", "")
    spaces = style.get("white-space", "pre" if node.tag in _KEPT else "")
    return replace(
        look,
        colour=colour(fill) if fill and fill not in ("inherit", "currentcolor", "initial") else look.colour,
        ground=under,
        small=size(style["font-size"], look.small) if "font-size" in style else look.small,
        visible=visible,
        bold=_is_bold(weight) if weight else look.bold or node.tag in _BOLD,
        kept=spaces.startswith(("pre", "break-spaces")) if spaces else look.kept,
    )


def _is_bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)
