"""A list whose items stand on lines of their own -> all of them, where one of its lines answers. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chinese import fold, holds, split_sentences
from index.records import CarriedRole, Proposition, Span

LEAST = 2  # items of a list


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
    own = next((p for p in propositions if span[0] <= p.start < span[1]), None)
    below = [p for p in propositions if p.start >= span[1]]
    opened = _under(text, below, span, "path" if own and own.kind == "heading" else "stem")
    if opened:
        return opened
    stem = _innermost(own, "stem") if own else None
    if stem is None or stem[1] > span[0] or "、" in text[slice(*span)]:
        return None
    asked = sum(holds(fold(text[slice(*stem)]), word) for word in words)
    said = sum(holds(fold(text[slice(*span)]), word) for word in words)
    return _under(text, propositions, stem, "stem") if asked > said else None


def _under(
    text: str, propositions: Sequence[Proposition], stem: Span, role: CarriedRole
) -> Enumeration | None:
    """What leans on words inside ``stem`` before all others."""
    leaning = [(found, p) for p in propositions if (found := _innermost(p, role)) and _inside(found, stem)]
    items = dict.fromkeys(_sentence(text, p) for _, p in leaning)
    return Enumeration(leaning[0][0], tuple(items)) if len(items) >= LEAST else None


def _innermost(proposition: Proposition, role: CarriedRole) -> Span | None:
    """The innermost words of a role that it carries."""
    carried = [(part.start, part.end) for part in proposition.carried if part.role == role]
    return carried[-1] if carried else None


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _sentence(text: str, proposition: Proposition) -> Span:
    """The first sentence of the line that a proposition stands in."""
    start = text.rfind("\n", 0, proposition.start) + 1
    end = text.find("\n", proposition.start)
    line = text[start : len(text) if end < 0 else end]
    first = next(_sentences(line), (0, len(line)))
    return start + first[0], start + first[1]


def _sentences(line: str) -> Iterator[Span]:
    """Its sentences that say something: a number alone, 1., says nothing."""
    begin = 0
    for start, end in split_sentences(line):
        if sum(char.isalpha() for char in line[start:end]) > 1:
            yield begin, end
            begin = end
