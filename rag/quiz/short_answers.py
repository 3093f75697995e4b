"""简答: what a case did and what came of it, with the points a full answer makes. Pure."""

from collections.abc import Iterator

from rag.quiz.candidates import Candidate, frame, question
from rag.quiz.excerpts import excerpt
from rag.quiz.learning_card import honours, section_of
from rag.quiz.topics import Topic

FEWEST, MOST = 2, 5  # points of one question
MOST_HONOURS = 8  # they are short
LONGEST = 180  # code points of a point; a longer sentence is cut at clauses
# What the trainee is asked, and the same for the reader, who knows a case by its unit.
ASKED = {
    "做法": ("简述{}的主要做法。", "{}有哪些做法？"),
    "成效": ("{}取得了哪些成效？", "{}取得了哪些成效？"),
    "荣誉": ("{}中提到了哪些荣誉？", "{}获得了哪些荣誉？"),
}


def shorts(topic: Topic) -> Iterator[Candidate]:
    """做法, 成效 and 荣誉 of a case, each where the text makes at least two points of it."""
    about = frame(topic)
    if topic.case is None or about is None:
        return
    text = topic.document.text
    for section, (stem, wording) in ASKED.items():
        spans = honours(topic) if section == "荣誉" else _told(topic, section)
        spans = spans[: MOST_HONOURS if section == "荣誉" else MOST]
        if len(spans) >= FEWEST:
            points = [text[a:b] for a, b in spans]
            made = question("short", topic, stem.format(about), spans, points=points)
            yield Candidate(made, "\n".join(points), wording=wording.format(topic.label))


def _told(topic: Topic, section: str) -> list[tuple[int, int]]:
    """The sentences of a section, as far as they can be read alone."""
    text = topic.document.text
    return [
        (cut.start, cut.end) if span[1] - span[0] > LONGEST else span
        for span in topic.sentences
        if section_of(text[slice(*span)]) == section and (cut := excerpt(text, span, (span[0], span[0] + 1)))
    ]
