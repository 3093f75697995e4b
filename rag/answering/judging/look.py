"""Sentences that may answer -> what a second reader and the rules of refusal say of each.

A passage is read with all that stands in it, and so a sentence may seem to answer when its values are said
of something else. The second reader reads a sentence by itself, and the likeliest ones proposition by
proposition, each after its subject, stem, row and column.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from index.records import Document, Proposition
from rag.answering.evidence import Evidence
from rag.answering.question import Question
from rag.answering.refusal_rules import Scope, missing_content, missing_names
from rag.reading import Reading, SupportsReading, proposition_text, sentence_text

SENTENCES = 6  # the best ones, which are read again
CLOSELY = 3  # of them, whose propositions are read
MOST = 24  # propositions of one sentence: a row of a wide table has as many
FIRST = 0.5  # weight of the first reading's score beside a logit of the second in choosing those
NO_SPAN = -20.0  # score where no token of a sentence is read
CLOSE = 0.2  # a logit: how far below the best one the proposition of a short answer may be

Inside = Callable[[Evidence], Sequence[Proposition]]
Documents = Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class Part:
    """One proposition of a sentence, as it was read."""

    relevance: float  # logit that it answers
    start: int  # of its core, code points into the document's text
    end: int


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of one sentence."""

    evidence: Evidence
    scope: Scope
    reading: Reading  # of the sentence after its headings
    lead: int  # code points of headings before it there
    span: float  # score of its best span in that reading
    parts: tuple[Part, ...]  # its propositions; empty where they were not read
    names: tuple[str, ...]  # what the question names and its case lacks, in Chinese
    content: tuple[str, ...]  # what is asked for and the sentence lacks, in Chinese

    @property
    def whole(self) -> float:
        """The logit that the sentence answers, read after its headings."""
        return self.reading.relevance

    @property
    def best(self) -> float:
        """The highest logit that a proposition, or where none was read the sentence, answers."""
        return max((part.relevance for part in self.parts), default=self.whole)


def look_at(
    reader: SupportsReading,
    question: Question,
    read_as: str,
    ranked: Sequence[tuple[Evidence, Scope]],
    documents: Documents,
    inside: Inside,
) -> list[Look]:
    """Look at the first ``SENTENCES`` of ``ranked``; ``read_as`` is the question after those before it."""
    best = ranked[:SENTENCES]
    texts = [
        sentence_text(_document(evidence, documents), evidence.hit.passage.context, evidence.text)
        for evidence, _ in best
    ]
    looks = [
        _look(question, evidence, scope, text, reading)
        for (evidence, scope), text, reading in zip(best, texts, reader.read(read_as, texts), strict=True)
    ]
    places = sorted(range(len(looks)), key=lambda i: -(FIRST * looks[i].evidence.score + looks[i].whole))[
        :CLOSELY
    ]
    for place, seen in zip(
        places, closely(reader, read_as, [looks[i] for i in places], documents, inside), strict=True
    ):
        looks[place] = seen
    return looks


def _look(question: Question, evidence: Evidence, scope: Scope, text: str, reading: Reading) -> Look:
    lead = len(text) - len(evidence.text)
    span = max(reading.best_span(lead, len(text))[0], NO_SPAN)
    names = tuple(missing_names(question, scope))
    content = tuple(missing_content(question, evidence, scope))
    return Look(evidence, scope, reading, lead, span, (), names, content)


def closely(
    reader: SupportsReading, read_as: str, looks: Sequence[Look], documents: Documents, inside: Inside
) -> list[Look]:
    """The looks, each with the first ``MOST`` of its sentence's propositions that are no headings."""
    told = [[one for one in inside(look.evidence) if one.kind != "heading"][:MOST] for look in looks]
    texts = [
        proposition_text(_document(look.evidence, documents), one).text
        for look, some in zip(looks, told, strict=True)
        for one in some
    ]
    readings = reader.read(read_as, texts)  # all in one pass
    ends = list(accumulate(map(len, told)))
    return [
        replace(
            look,
            parts=tuple(_part(*pair) for pair in zip(readings[end - len(some) : end], some, strict=True)),
        )
        for look, some, end in zip(looks, told, ends, strict=True)
    ]


def _part(reading: Reading, proposition: Proposition) -> Part:
    return Part(reading.relevance, proposition.start, proposition.end)


def bound_to(evidence: Evidence, parts: Sequence[Part]) -> Evidence:
    """The evidence, without its short answer when that stands outside the propositions that answer."""
    if evidence.span is None or not parts:
        return evidence
    best = max(part.relevance for part in parts)
    start, end = evidence.start + evidence.span.start, evidence.start + evidence.span.end
    places = [part for part in parts if part.relevance >= best - CLOSE]
    touches = any(part.start < end and start < part.end for part in places)
    return evidence if touches else replace(evidence, span=None)


def _document(evidence: Evidence, documents: Documents) -> Document:
    return documents(evidence.hit.passage.document_id)
