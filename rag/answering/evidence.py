"""Hits + readings -> sentences ranked as evidence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from chinese import Wording, bare, fold, names_unit, split_sentences
from index.records import Hit
from rag.answering.question import Question
from rag.answering.short_answer import Span, find_span
from rag.reading import Reading

# Weights of the ranking: a softmax over each question's sentences, fitted by bench/fit.py on
# tests/quality/news_qa.jsonl (see bench/RESULTS.md).
LEXICAL, CONTEXT, SPAN, RELEVANCE, FUSED = 1.7, 1.7, 0.35, 0.9, 2.2
HOLDS_NAMES = 0.5  # what a hit gains, on the scale of fused scores, that holds every name of the question
OF_A_UNIT = 0.2  # the same for a case of a named unit, or of any unit where a unit is asked for
OF_A_CASE = 0.15  # the same for a case with a unit: case texts before news that mentions the like
CASE = 0.5  # what a sentence of such a case gains
NAMED = 1.5  # what a case gains that the question names by its unit or title
UNIT_CASE = 1.0  # what a case of a named unit gains where a unit is asked for
NO_TYPE = 1.6  # what a sentence loses that holds nothing of the type asked for
FAINT = 0.3  # of the best fused score: of 136 questions on news one had its evidence in a passage below it


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a hit, with what speaks for it."""

    hit: Hit
    reading: Reading
    start: int  # code points into the document's text
    end: int
    text: str
    span_score: float  # the reader's best span in this sentence, whatever its type
    span: Span | None  # the short answer of the type asked for; offsets into text
    score: float

    @property
    def relevance(self) -> float:
        """The reader's logit that the passage answers the question."""
        return self.reading.relevance


def shortlist(question: Question, hits: Sequence[Hit], k: int) -> list[Hit]:
    """The ``k`` hits worth reading: the fused order, raised by the question's names that a hit holds.

    In a large store many passages are about the same thing; the one that names what the question
    names may stand far down.
    """
    if len(hits) <= k:
        return list(hits)
    names = [*question.quoted, *question.tokens, *question.places]
    names += [question.text[fact.start : fact.end] for fact in question.facts]

    def raised(hit: Hit) -> float:
        text = fold(f"{hit.passage.context}\n{hit.passage.text}")
        share = sum(name in text for name in names) / len(names) if names else 0.0
        by_case = question.asked == "unit" and of_a_unit(hit)
        named = OF_A_UNIT * by_case + OF_A_UNIT * names_case(question, hit)
        return hit.score + HOLDS_NAMES * share + named + OF_A_CASE * of_a_unit(hit)

    cases = [hit for hit in hits if of_a_unit(hit)]
    if question.several and len({(hit.passage.document_id, hit.passage.case_order) for hit in cases}) > 1:
        hits = cases  # 哪两个案例 asks among cases
    return sorted(hits, key=lambda hit: (-raised(hit), hit.rank))[:k]


def worth_reading(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those found so much more faintly than the best that reading them is in vain.

    A question about several cases needs them all.
    """
    best = max((hit.score for hit in hits), default=0.0)
    return [hit for hit in hits if question.several or hit.score >= FAINT * best]


def rank_evidence(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading], found: Sequence[Hit] = ()
) -> list[Evidence]:
    """Every distinct sentence of ``hits``, best evidence first; ties by rank and position.

    How rare a word is, is counted among the sentences of ``found``, of which ``hits`` were read.
    """
    parts = [
        (hit, reading, start, end)
        for hit, reading in zip(hits, readings, strict=True)
        for start, end in split_sentences(hit.passage.text)
    ]
    wording = Wording(question.text, _pool(found or hits))
    best: dict[tuple[str, int, int], Evidence] = {}
    for hit, reading, start, end in parts:
        made = _evidence(question, wording, hit, reading, (start, end))
        key = (hit.passage.document_id, made.start, made.end)
        if key not in best or made.score > best[key].score:
            best[key] = made
    return sorted(best.values(), key=_order)


def _pool(hits: Sequence[Hit]) -> list[str]:
    """The distinct sentences of hits, each after its context."""
    texts = (
        f"{hit.passage.context}\n{hit.passage.text[a:b]}"
        for hit in hits
        for a, b in split_sentences(hit.passage.text)
    )
    return list(dict.fromkeys(texts))


def _order(evidence: Evidence) -> tuple[float, int, int]:
    return (-evidence.score, evidence.hit.rank, evidence.start)


def _evidence(
    question: Question, wording: Wording, hit: Hit, reading: Reading, at: tuple[int, int]
) -> Evidence:
    passage = hit.passage
    text = passage.text[at[0] : at[1]]
    in_context = f"{passage.context}\n{text}"
    span_score = reading.best_span(*at)[0]
    span = find_span(question, text, reading, at[0], wording)
    score = (
        LEXICAL * wording.share(text)
        + CONTEXT * wording.share(in_context)
        + SPAN * max(span.score if span else span_score, -20.0)
        - NO_TYPE * (span is None)
        + NAMED * names_case(question, hit)
        + UNIT_CASE * (question.asked == "unit" and of_a_unit(hit))
        + CASE * of_a_unit(hit)
        + RELEVANCE * reading.relevance
        + FUSED * hit.score
    )
    return Evidence(
        hit=hit,
        reading=reading,
        start=passage.start + at[0],
        end=passage.start + at[1],
        text=text,
        span_score=span_score,
        span=span,
        score=score,
    )


def of_a_unit(hit: Hit) -> bool:
    """Whether a hit lies in a case whose unit is known."""
    return hit.case is not None and bool(hit.case.unit)


def names_case(question: Question, hit: Hit) -> bool:
    """Whether a question names the case of a hit by its title or unit."""
    case = hit.case
    if case is None:
        return False
    title = bare(case.title)
    return (len(title) > 3 and title in bare(question.text)) or (
        bool(case.unit) and names_unit(question.text, case.unit)
    )
