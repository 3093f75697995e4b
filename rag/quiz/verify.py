"""Every candidate is put to the project's own reader; what it cannot answer is thrown away.

A fact must be the likeliest of its kind in the passage, a statement told as the source does must be
better supported than any told otherwise, and a deed must be found in its own case alone.
"""

import re
from collections.abc import Iterator, Sequence

from chinese import AnalysedText, bare
from rag.checking import align, bind
from rag.quiz.askable_facts import askable
from rag.quiz.candidates import PASSAGE, Candidate, claim
from rag.quiz.matching import elsewhere
from rag.quiz.records import FALSE
from rag.quiz.topics import Topic
from rag.reading import SupportsReader, Weighing

_RELATIVE = re.compile("今年|去年|前年|明年|上年|本年")
_YEAR = re.compile("[0-9]{4}年|[0-9]{4}〕|[〇零一二三四五六七八九]{4}年")
Verdict = tuple[Candidate, str]  # the candidate and why it was thrown; "" when it was kept


def verify(
    candidates: Sequence[Candidate], topic: Topic, rivals: Sequence[Topic], reader: SupportsReader
) -> Iterator[Verdict]:
    """Each candidate of a topic with the reason for throwing it, in order; ``rivals`` are other topics."""
    pairs = [(told, candidate.source) for candidate in candidates for told in _told(candidate)]
    weighed = iter(reader.weigh(pairs))
    for candidate in candidates:
        weights = [next(weighed) for _ in _told(candidate)]
        reason = _reason(candidate, weights, topic, rivals, reader)
        if _corrected(candidate, topic):
            reason = "资料里已更正"
        elif undated(candidate.question.stem):
            reason = "没有写明是哪一年"
        yield candidate, reason


def _told(candidate: Candidate) -> list[str]:
    """What the reader weighs: the truth, then what is told otherwise."""
    truth = claim(candidate.truth) if candidate.attributed else candidate.truth
    return [truth, *candidate.rivals] if truth else []


def _reason(
    candidate: Candidate,
    weights: Sequence[Weighing],
    topic: Topic,
    rivals: Sequence[Topic],
    reader: SupportsReader,
) -> str:
    question = candidate.question
    if candidate.bound:
        return ""
    if (
        candidate.rivals
        and question.answer == (FALSE,)
        and not (candidate.exchanged or _differs(candidate, topic))
    ):
        return "改动后未必为假"
    if candidate.attributed and elsewhere(candidate.truth, rivals):
        return "别的案例也说得通"
    # Beside what is told otherwise it is enough that the reader tells the two apart.
    if weights and not candidate.rivals and weights[0].contradicted > weights[0].supported:
        return "阅读模型不认可原文的说法"
    if any(_support(other) >= _support(weights[0]) for other in weights[1:]):
        return "阅读模型分不出真假"
    return "" if _found(candidate, topic, reader) else "阅读模型没有找到答案"


def undated(stem: str) -> bool:
    """Whether a question says 今年 or 去年 and no year: whoever reads it alone cannot tell which it is."""
    return bool(_RELATIVE.search(stem)) and not _YEAR.search(stem)


def _corrected(candidate: Candidate, topic: Topic) -> bool:
    """Whether what a question rests on is called wrong by its own text, or is what says so."""
    return any(
        cited.start < end and start < cited.end
        for cited in candidate.question.citations
        if cited.document_id == topic.document.id
        for wrong in topic.withdrawn
        for start, end in ((wrong.start, wrong.end), wrong.by)
    )


def _support(weighing: Weighing) -> float:
    return weighing.supported - max(weighing.contradicted, weighing.unverifiable)


def _differs(candidate: Candidate, topic: Topic) -> bool:
    """Whether the altered words are denied by the proposition that they are bound to, or stand nowhere.

    Of a text without propositions: whether facts.py names a difference.
    """
    wrong = candidate.question.correction.split(" → ")[0]
    altered = AnalysedText(candidate.rivals[0])
    if topic.stated:
        return denied(altered, wrong, topic)
    if wrong not in topic.text:
        return True
    return bool(align(altered, AnalysedText(candidate.source), topic.analysed).mismatches)


def denied(altered: AnalysedText, wrong: str, topic: Topic) -> bool:
    """Whether the case's propositions say otherwise of what ``wrong`` is said of in a statement."""
    at = altered.text.find(wrong)
    bound = [
        one
        for one in bind(altered, topic.stated, topic.sharing).facts
        if one.fact.start < at + len(wrong) and at < one.fact.end
    ]
    if bound:
        return all(one.opposer is not None and one.margin > 0 for one in bound)
    return bare(wrong) not in bare(topic.text)


def _found(candidate: Candidate, topic: Topic, reader: SupportsReader) -> bool:
    """Whether the reader finds the fact likelier than every other one of its kind in the passage.

    For a 简答: whether it finds that the case answers the question at all.
    """
    asked = candidate.asked
    if candidate.question.kind == "short":
        return reader.read(candidate.wording, [topic.text])[0].relevance >= 0
    if asked is None:
        return True
    cited = candidate.question.citations[0]
    passage, at = _passage(topic, (cited.start, cited.end))
    reading = reader.read(candidate.wording, [passage])[0]
    own = reading.score(at + asked.start, at + asked.end)
    same = [other for other in askable(passage) if other.kind == asked.kind]
    return all(
        reading.score(other.start, other.end) < own for other in same if other.start != at + asked.start
    )


def _passage(topic: Topic, span: tuple[int, int]) -> tuple[str, int]:
    """The words around a statement that the reader sees, whole sentences, and where it stands in them."""
    text = topic.document.text
    before = [text[a:b] for a, b in topic.sentences if b <= span[0]]
    after = [text[a:b] for a, b in topic.sentences if a >= span[1]]
    lines = [text[slice(*span)]]
    at = 0
    while before and sum(map(len, lines)) + len(before[-1]) <= PASSAGE:
        lines.insert(0, before.pop())
        at += len(lines[0]) + 1
    while after and sum(map(len, lines)) + len(after[0]) <= PASSAGE:
        lines.append(after.pop(0))
    return "\n".join(lines), at
