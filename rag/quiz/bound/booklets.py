"""Questions and answers of a booklet -> 简答: the booklet's own question, its answer point by point. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.quiz.bound.statements import Statement
from rag.quiz.candidates import Candidate, question
from rag.quiz.naming import asks, title_of
from rag.quiz.topics import Topic

MOST = 5  # points of an answer
POINT = (8, 110)  # code points of one


def answers(topic: Topic, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """The question as the booklet puts it, where all of its answer can be shown."""
    asked = asks(topic)
    spans = [(one.start, one.end) for one in statements]
    # All of the answer: 要。候选人…公示5个工作日。 without its first word would be half of one.
    whole = {b for _, b in topic.sentences} == {end for _, end in spans}
    apart = all(a[1] <= b[0] for a, b in pairwise(spans))
    if not (asked and whole and apart and len(spans) <= MOST):
        return
    points = [topic.document.text[a:b].rstrip("。；; ") for a, b in spans]
    if all(POINT[0] <= len(point) <= POINT[1] for point in points):
        stem = f"按照《{title_of(topic.document.title)}》，{asked.rstrip('？?')}？"
        made = question("short", topic, stem, spans, points=points)
        yield Candidate(made, topic.text, bound=True)
