"""A passage of one case -> 材料题: what stood in its gaps, and whose case it is. Pure."""

from collections.abc import Iterator, Sequence

from rag.quiz.bound.owners import hints_at, tells_unit
from rag.quiz.bound.parties import is_office
from rag.quiz.bound.statements import Statement
from rag.quiz.candidates import Candidate, Shown, gives_away, holds_value, question
from rag.quiz.hints import told_beside
from rag.quiz.naming import sources
from rag.quiz.topics import Topic

GAPS = (3, 5)
RIVALS = 3  # other cases of the document, from which its unit can be told
PASSAGE = (90, 320)  # code points
_MARKS = "①②③④⑤"
_WORTH = ("number", "date", "name", "party")


def passages(
    topic: Topic, statements: Sequence[Statement], facts: Sequence[Sequence[Shown]], units: Sequence[str]
) -> Iterator[Candidate]:
    """The first passage of a case that is long enough and holds three facts of different kinds to fill in.

    ``units`` are those of the document's other cases: with three of them it asks whose case it is, too.
    """
    if topic.alone and not topic.unit:
        return
    for run in _runs(topic, statements):
        start, end = run[0].start, run[-1].end
        text = topic.document.text[start:end]
        own = [f for one, found in zip(statements, facts, strict=True) if one in run for f in found]
        named = sources(topic)[0]
        gaps = [gap for gap in _gaps(text, start, own) if not holds_value(gap[2], named)]
        if len(gaps) >= GAPS[0]:
            yield _asked(topic, (start, end), gaps[: GAPS[1]], units)
            return


def _runs(topic: Topic, statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements that follow one another in a paragraph, as many as a passage holds."""
    text = topic.document.text
    plain = [one for one in statements if one.stem is None]
    for at, first in enumerate(plain):
        run = [first]
        for one in plain[at + 1 :]:
            between = text[run[-1].end : one.start]
            if (
                one.start < run[-1].end
                or between.strip()
                or "\n" in between
                or one.end - first.start > PASSAGE[1]
            ):
                break
            run.append(one)
        if run[-1].end - first.start >= PASSAGE[0]:
            yield run


def _gaps(text: str, start: int, facts: Sequence[Shown]) -> Iterator[tuple[int, int, str]]:
    """Facts that nothing else in the passage tells: offsets into it and the whole fact's words."""
    chosen: list[tuple[int, int]] = []
    for one in facts:
        a, b = one.span[0] + one.fact.start - start, one.span[0] + one.fact.end - start
        full = (one.span[0] + one.fact.full_start - start, one.span[0] + one.fact.full_end - start)
        rest = text[:a] + "\n" + text[b:]
        asked = one.fact.kind in _WORTH and not one.any_time
        clear = asked and not told_beside(text, *full) and not gives_away(one.answer, rest)
        if clear and a >= 0 and all(b < c or d < a for c, d in chosen):
            chosen.append((a, b))
            yield a, b, one.answer


def _asked(
    topic: Topic, span: tuple[int, int], gaps: Sequence[tuple[int, int, str]], units: Sequence[str]
) -> Candidate:
    text, at = topic.document.text[slice(*span)], 0
    shown = ""
    for mark, (a, b, _) in zip(_MARKS, sorted(gaps), strict=False):
        shown += f"{text[at:a]}（{mark}）"
        at = b
    shown += text[at:]
    answers = [words for _, _, words in sorted(gaps)]
    asked = [f"（{n}）材料中{mark}处应填什么？" for n, mark in enumerate(_MARKS[: len(answers)], start=1)]
    spans = [span] * len(answers)
    named = not topic.unit or tells_unit(shown, topic.unit) or hints_at(shown, topic.unit, units)
    sure = is_office(topic.unit) and topic.unit not in units and len(units) >= RIVALS
    about = f"阅读下面摘自{sources(topic)[0]}的材料，回答问题。"
    if sure and not named and topic.case:
        heading = (topic.case.heading_start, topic.case.heading_end)
        if topic.unit in topic.document.text[slice(*heading)]:
            about = "阅读下面的案例材料，回答问题。"
            asked.append(f"（{len(asked) + 1}）材料介绍的是哪个单位？")
            answers.append(topic.unit)
            spans.append(heading)
    stem = f"{about}\n材料：{shown}\n" + "\n".join(asked)
    made = question("passage", topic, stem, spans, points=answers)
    return Candidate(made, text, bound=True)
