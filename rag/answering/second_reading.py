"""The sentence to answer from, read again by propositions and whole, each after what it leans on.

A passage is read with all that stands in it, and so a sentence may seem to answer when its values are said
of something else. A proposition read after its subject, stem, row and column is not taken for another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import Document, Proposition
from rag.answering.evidence import Evidence
from rag.answering.question import Question
from rag.reading import SupportsReading, proposition_text, sentence_text

MOST = 40  # propositions of one sentence that are read: a row of a wide table has as many
# How far below the best one the proposition of a short answer may be, a logit; and from which probability
# on a doubt about the sentence is overruled. How both were chosen: bench/RESULTS.md, "Read again".
CLOSE, SURE = 0.2, 0.88
# Kinds of answers that one proposition gives whole; a reason, a list or a way of doing may take many.
IN_ONE = ("number", "date", "ordinal", "person", "name", "honour")


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What reading a sentence again says of the question."""

    relevance: float  # the highest logit that one of its propositions, or the whole of it, answers
    places: tuple[tuple[int, int], ...]  # where the cores of those that answer best stand in the document


def worth_reading_again(question: Question, evidence: Evidence, probability: float) -> bool:
    """Whether a second reading can change what is answered from a sentence with ``probability`` (0..1).

    哪几个单位 asks for many sentences, and one of them need not answer.
    """
    doubtful = question.asked in IN_ONE and probability < SURE
    return not question.several and (doubtful or evidence.span is not None)


def second_reading(
    reader: SupportsReading,
    question: str,
    evidence: Evidence,
    document: Document,
    propositions: Sequence[Proposition],
) -> SecondReading:
    """Read the first ``MOST`` of a sentence's propositions that are no headings, and the sentence."""
    told = [one for one in propositions if one.kind != "heading"][:MOST]
    texts = [proposition_text(document, one).text for one in told]
    whole = sentence_text(document, evidence.hit.passage.context, evidence.text)
    relevances = [reading.relevance for reading in reader.read(question, [*texts, whole])]
    best = max(relevances[:-1], default=0.0)
    near = (one for one, relevance in zip(told, relevances, strict=False) if relevance >= best - CLOSE)
    return SecondReading(max(relevances), tuple((one.start, one.end) for one in near))


def doubted(question: Question, second: SecondReading, probability: float, threshold: float) -> bool:
    """Whether a sentence that answers with ``probability`` (0..1) does not when it is read again."""
    return question.asked in IN_ONE and second.relevance < threshold and probability < SURE


def bound_to(evidence: Evidence, second: SecondReading) -> Evidence:
    """The evidence, without its short answer when that stands outside the propositions that answer."""
    if evidence.span is None or not second.places:
        return evidence
    start, end = evidence.start + evidence.span.start, evidence.start + evidence.span.end
    touches = any(a < end and start < b for a, b in second.places)
    return evidence if touches else replace(evidence, span=None)
