"""A list whose items stand on lines of their own -> all of them, where one of its lines answers. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chinese import fold, holds
from index.records import CarriedRole, Proposition, Span

LEAST = 2  # items of a list
SHORT = 30  # code points of a name that a list stands under, and of those that stand under a heading
_STOP = re.compile("[。；;，,！!？?]")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A stem and what stands under it; offsets of the document, code points."""

    stem: Span
    items: tuple[Span, ...]  # in the order of the document


def enumeration_at(
    text: str, span: Span, propositions: Sequence[Proposition], words: Sequence[str]
) -> Enumeration | None:
    """The list that the sentence ``span`` of ``text`` opens, or is an item of; None where there is none.

    It is taken for an item only where the stem holds more of the question's ``words`` than the item does.
    """
    said = text[slice(*span)].strip()
    own = next((p for p in propositions if span[0] <= p.start < span[1]), None)
    if opens_list(said):
        below = [p for p in propositions if p.start >= span[1]]
        role: CarriedRole = "path" if own and own.kind == "heading" else "stem"
        if opened := _under(text, below, span, role):
            return opened
    stem = _innermost(own, "stem") if own else None
    if stem is None or stem[1] > span[0] or "、" in said:
        return None
    in_stem = sum(holds(fold(text[slice(*stem)]), word) for word in words)
    in_item = sum(holds(fold(said), word) for word in words)
    return _under(text, propositions, stem, "stem") if in_stem > in_item else None


def opens_list(sentence: str) -> bool:
    """Whether a sentence may stand over a list: it ends in ： or is a short name."""
    said = sentence.strip()
    return said.endswith(("：", ":")) or (len(said) <= SHORT and not _STOP.search(said))


def _under(
    text: str, propositions: Sequence[Proposition], stem: Span, role: CarriedRole
) -> Enumeration | None:
    """What leans on words inside ``stem`` before all others; under a heading only names, no paragraphs."""
    leaning = [(found, p) for p in propositions if (found := _innermost(p, role)) and _inside(found, stem)]
    lines = dict.fromkeys(_line(text, p.start) for _, p in leaning if not _in_table(p))
    items = [line for line in lines if not _inside(stem, line)]
    prose = role == "path" and any(b - a > SHORT or _STOP.search(text[a:b]) for a, b in items)
    return Enumeration(leaning[0][0], tuple(items)) if len(items) >= LEAST and not prose else None


def _in_table(proposition: Proposition) -> bool:
    return any(part.role in ("row", "column") for part in proposition.carried)


def _innermost(proposition: Proposition, role: CarriedRole) -> Span | None:
    """The innermost words of a role that it carries."""
    carried = [(part.start, part.end) for part in proposition.carried if part.role == role]
    return carried[-1] if carried else None


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _line(text: str, at: int) -> Span:
    """The line that an offset stands in."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end
