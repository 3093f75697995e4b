"""简答: what a case did and what came of it, with the points a full answer makes. Pure."""

import re
from collections.abc import Iterator

from rag.quiz.candidates import Candidate, frame, question
from rag.quiz.excerpts import excerpt
from rag.quiz.learning_card import honours, section_of
from rag.quiz.naming import place_of
from rag.quiz.topics import Topic

FEWEST, MOST = 2, 5  # points of one question
MOST_HONOURS = 8  # they are short
SHORTEST = 8  # code points of a part that is one
# After a semicolon, or a comma before the next number: 一是…，二是….
_LISTED = re.compile(
    r"[；;]|[，,](?=(?:[二三四五六七八九]是|第[二三四五六七八九][，,是]|[（(][二三四五六七八九][)）]))"
)
LONGEST = 180  # code points of a point; a longer sentence is cut at clauses
# What the trainee is asked, and the same for the reader, who knows a case by its unit.
ASKED = {
    "做法": ("简述{}的主要做法。", "{}有哪些做法？"),
    "成效": ("{}取得了哪些成效？", "{}取得了哪些成效？"),
    "荣誉": ("{}中提到了哪些荣誉？", "{}获得了哪些荣誉？"),
}
# Of the heading over a sentence: what it tells of by its place, whatever its own words are.
_HEADS = {"做法": re.compile("做法|举措"), "成效": re.compile("成效|成果")}
_SCENE = re.compile("背景|起因|缘起|问题|困难|现状")


def shorts(topic: Topic) -> Iterator[Candidate]:
    """做法, 成效 and 荣誉 of a case, each where the text makes at least two points of it."""
    about = frame(topic)
    if topic.case is None or about is None:
        return
    text = topic.document.text
    for section, (stem, wording) in ASKED.items():
        spans = honours(topic) if section == "荣誉" else _told(topic, section)
        spans = spans[: MOST_HONOURS if section == "荣誉" else MOST]
        if section != "荣誉":
            spans = [part for span in spans for part in parts(text, span)][:MOST]
        if len(spans) >= FEWEST:
            points = [text[a:b] for a, b in spans]
            made = question("short", topic, stem.format(about), spans, points=points)
            yield Candidate(made, "\n".join(points), wording=wording.format(topic.label))


def parts(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """What a sentence lists part by part (一是…；二是…), each a point of its own; else the sentence.

    三个基本 or “六有” that stand in one part are one point, as the text counts them.
    """
    pauses = [match.span() for match in _LISTED.finditer(text, *span)]
    starts, ends = [span[0], *(end for _, end in pauses)], [*(start for start, _ in pauses), span[1]]
    bounds = list(zip(starts, ends, strict=True))
    return bounds if all(b - a >= SHORTEST for a, b in bounds) else [span]


def _told(topic: Topic, section: str) -> list[tuple[int, int]]:
    """The sentences of a section, as far as they can be read alone.

    Those under a heading that names it, where one does; else those whose words do, but for the scene's.
    """
    text = topic.document.text
    over = {span: _heading(topic, span) for span in topic.sentences}
    headed = [span for span in topic.sentences if _HEADS[section].search(over[span])]
    told = headed or [
        span
        for span in topic.sentences
        if section_of(text[slice(*span)]) == section and not _SCENE.search(over[span])
    ]
    return [
        (cut.start, cut.end) if span[1] - span[0] > LONGEST else span
        for span in told
        if (cut := excerpt(text, span, (span[0], span[0] + 1)))
    ]


def _heading(topic: Topic, span: tuple[int, int]) -> str:
    """The part of the case that a sentence stands in, as a question names it; "" for none."""
    inside = (one for one in topic.propositions if span[0] <= one.start < span[1])
    return next((place_of(topic, one.carried) for one in inside), "")
