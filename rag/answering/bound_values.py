"""The short answer of a sentence, chosen anew by what each of its values is said of. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from chinese import Wording, fold
from index.records import Proposition
from rag.answering.evidence import Evidence
from rag.answering.question import Question
from rag.answering.short_answer import Bound, Span, find_span
from rag.reading import Reading

VALUES = ("number", "date", "ordinal")


def rebound(
    question: Question,
    evidence: Evidence,
    reading: Reading,
    lead: int,
    propositions: Sequence[Proposition],
    text: str,
) -> Evidence:
    """The evidence with the short answer of a reading, a value by what its own proposition says of it.

    In ``reading`` the sentence comes after ``lead`` code points of headings or of its passage.
    ``propositions`` are those whose cores reach into the sentence, ``text`` is their document's. Words that
    all of them say tell nothing apart, and weigh little. What had no short answer gets none.
    """
    if evidence.span is None:
        return evidence
    said = [fold(_words(proposition, text)) for proposition in propositions]
    wording = Wording(question.text, said or [fold(evidence.text)])
    bound = _bounds(evidence, propositions, [wording.share(words) for words in said])
    places = _narrow(bound) if question.asked in VALUES else {}
    span: Span | None = find_span(question, evidence.text, reading, lead, wording, places)
    return replace(evidence, span=span)


def _bounds(
    evidence: Evidence, propositions: Sequence[Proposition], shares: Sequence[float]
) -> dict[tuple[int, int], Bound]:
    """What is said of each proposition's core and of each value in it, by place in the sentence."""
    bound: dict[tuple[int, int], Bound] = {}
    common = min(shares, default=0.0)
    for proposition, whole_share in zip(propositions, shares, strict=True):
        share = (whole_share - common) / (1 - common) if common < 1 else 0.0
        inside = [value for value in proposition.values if evidence.start <= value.start < evidence.end]
        whole = (proposition.start - evidence.start, proposition.end - evidence.start)
        _keep(bound, whole, Bound(share))
        for value in inside:
            place = (value.start - evidence.start, value.end - evidence.start)
            _keep(bound, place, Bound(share, value.role == "from"))
    return bound


def _keep(bound: dict[tuple[int, int], Bound], place: tuple[int, int], one: Bound) -> None:
    known = bound.get(place)
    if known is None or one.share > known.share or one.former:
        bound[place] = one


def _narrow(bound: dict[tuple[int, int], Bound]) -> dict[tuple[int, int], Bound]:
    """Without the cores that a value of their own stands in: the value says more closely what it is."""
    return {
        place: one
        for place, one in bound.items()
        if not any(place[0] <= a and b <= place[1] and (a, b) != place for a, b in bound)
    }


def _words(proposition: Proposition, text: str) -> str:
    parts = [text[part.start : part.end] for part in proposition.carried if part.role != "path"]
    return "\n".join([*parts, text[proposition.start : proposition.end]])
