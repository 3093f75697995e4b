"""An answer as plain text: what it says, then its sources or what is nearest."""

from collections.abc import Iterator

from index.records import Hit
from rag.citing import cautious
from rag.records import Answer


def plain_answer(answer: Answer) -> str:
    """The answer in lines; ``[n]`` in it is explained below it."""
    return "\n".join(_lines(answer))


def hit_line(hit: Hit) -> str:
    """A passage that was found, on one line."""
    name = hit.case.title if hit.case else hit.document
    return f"{hit.rank}. 《{name}》 {' '.join(hit.passage.text.split())}"


def _lines(answer: Answer) -> Iterator[str]:
    if answer.rows:
        yield answer.note
    yield answer.answer
    if answer.citations:
        yield ""
        for c in answer.citations:
            yield f"[{c.n}] {cautious(c)}：{c.quote}"
    elif answer.nearest:
        yield "\n最接近的内容："
        yield from map(hit_line, answer.nearest)
