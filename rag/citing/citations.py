"""Places in a document -> verified citations. Pure; the only maker of Citation."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Case, Document
from index.segment import paragraph_of
from rag.records import Citation, Sentence

JOIN = "："  # between a unit and what is said of it; all other text is a source's own
CUT = "……"  # where a quoted sentence goes on


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: ``document.text[start:end]``, in a case's body or heading, or outside all cases."""

    document: Document
    case: Case | None
    start: int  # code points
    end: int
    part_start: int = 0  # where paragraphs are counted from outside a case

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence of an answer to be, with the places that prove it."""

    text: str
    places: tuple[Place, ...]


def cite(place: Place, n: int) -> Citation:
    """Number a place. Raises ValueError when it lies outside the document or holds no word."""
    if not 0 <= place.start < place.end <= len(place.document.text):
        raise ValueError(f"citation [{place.start}, {place.end}) outside 0..{len(place.document.text)}")
    if not any(c.isalnum() for c in place.quote):
        raise ValueError(f"citation of {place.quote!r} holds no word")
    case = place.case
    in_heading = case is not None and place.start < case.heading_end and place.end > case.heading_start
    start = case.start if case else place.part_start
    paragraph = 0 if in_heading else paragraph_of(place.document.text, start, place.start)
    return Citation(
        n=n,
        document=place.document.name,
        document_id=place.document.id,
        case=case.title if case else None,
        unit=case.unit or None if case else None,
        quote=place.quote,
        start=place.start,
        end=place.end,
        paragraph=paragraph,
    )


def number(drafts: Sequence[Draft]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Turn drafts into numbered sentences; a place cited twice keeps one number.

    A draft whose words are not all in its places is left out: it would claim more than its sources.
    """
    citations: dict[tuple[str, int, int], Citation] = {}
    sentences = []
    for draft in drafts:
        if not draft.places or not covered(draft.text, [place.quote for place in draft.places]):
            continue
        numbers = []
        for place in draft.places:
            key = (place.document.id, place.start, place.end)
            if key not in citations:
                citations[key] = cite(place, len(citations) + 1)
            numbers.append(citations[key].n)
        sentences.append(Sentence(draft.text, tuple(numbers)))
    return tuple(sentences), tuple(citations.values())


def covered(text: str, quotes: Sequence[str]) -> bool:
    """Whether ``text`` is nothing but verbatim pieces of ``quotes``, joined by ： or cut by ……."""
    pieces = [piece for part in text.split(CUT) for piece in _split_join(part, quotes)]
    said = [piece for piece in pieces if piece]
    return bool(said) and all(any(piece in quote for quote in quotes) for piece in said)


def verbatim(citation: Citation, document_text: str) -> bool:
    """Invariant 1: the quote stands in the document at its offsets."""
    return bool(citation.quote) and document_text[citation.start : citation.end] == citation.quote


def _split_join(part: str, quotes: Sequence[str]) -> list[str]:
    """A part that is verbatim stays whole, even with ： in it; otherwise it is split at the first ：."""
    if any(part in quote for quote in quotes):
        return [part]
    head, _, tail = part.partition(JOIN)
    return [head, tail]  # the tail is empty where a cut follows the join
