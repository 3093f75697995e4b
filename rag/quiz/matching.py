"""归类, and 判断 by unit: which unit, or which case, a deed belongs to. Pure."""

import random
from collections.abc import Iterator, Sequence

from chinese import bare, core, fold, names_unit, terms, within
from rag.quiz.candidates import Candidate, question
from rag.quiz.excerpts import Excerpt, excerpt
from rag.quiz.records import FALSE, TRUE
from rag.quiz.topics import Topic

OPTIONS = 4
LEAST = 24  # code points of a deed: fewer could be anybody's
SHARED = 0.5  # share of a deed's terms in another topic's text from which it could be that one's too


def matches(topic: Topic, topics: Sequence[Topic], chance: random.Random) -> Iterator[Candidate]:
    """归类: every sentence that does not name its unit, with three other units of the same document."""
    rivals = _rivals(topic, topics, chance)
    if len(rivals) < OPTIONS - 1:
        return
    for deed, span in _deeds(topic, rivals):
        options = [other.label for other in [topic, *rivals]]
        chance.shuffle(options)
        who = "哪个单位的做法或成效" if topic.unit else "哪个案例的内容"
        stem = f"下面这段话说的是{who}？{deed.text}"
        made = question("match", topic, stem, [span], answer=[topic.label], options=options)
        yield Candidate(made, topic.document.text[slice(*span)], truth=deed.words, attributed=True)


def attributions(topic: Topic, topics: Sequence[Topic], chance: random.Random) -> Iterator[Candidate]:
    """判断: every such sentence said to be its unit's, or another's."""
    rivals = _rivals(topic, topics, chance)[:1]
    for deed, span in _deeds(topic, rivals) if rivals else ():
        sound = chance.random() < 0.5
        label = topic.label if sound else rivals[0].label
        what = "的做法或成效" if topic.unit else "一案的内容"
        made = question(
            "judge",
            topic,
            f"下面这段话说的是{label}{what}：{deed.text}",
            [span],
            answer=[TRUE if sound else FALSE],
            options=[TRUE, FALSE],
            correction="" if sound else f"{label} → {topic.label}",
        )
        yield Candidate(made, topic.document.text[slice(*span)], truth=deed.words, attributed=True)


def _deeds(topic: Topic, rivals: Sequence[Topic]) -> Iterator[tuple[Excerpt, tuple[int, int]]]:
    """The sentences of a topic that name no unit among the options, as far as a question shows them."""
    text = topic.document.text
    for span in topic.sentences:
        deed = excerpt(text, span, (span[0], min(span[1], span[0] + LEAST)))
        if deed and len(deed.text) >= LEAST and not _names_any(deed.text, [topic, *rivals]):
            yield deed, span


def elsewhere(deed: str, others: Sequence[Topic]) -> bool:
    """Whether another topic holds so much of a deed's wording that it could be its as well."""
    wanted = set(terms(deed))
    return any(len(wanted & set(terms(other.text))) > SHARED * len(wanted) for other in others)


def _rivals(topic: Topic, topics: Sequence[Topic], chance: random.Random) -> list[Topic]:
    """Three other cases, those of the same document first; fewer where there are no more."""
    if topic.case is None:
        return []
    others = [t for t in topics if t.case and bool(t.unit) == bool(topic.unit) and t.label != topic.label]
    chance.shuffle(others)
    others.sort(key=lambda t: t.document.id != topic.document.id)
    chosen: list[Topic] = []
    for other in others:
        labels = [bare(t.label) for t in [topic, *chosen]]
        if not any(within(bare(other.label), one) or within(one, bare(other.label)) for one in labels):
            chosen.append(other)
    return chosen[: OPTIONS - 1]


def _names_any(deed: str, topics: Sequence[Topic]) -> bool:
    """Whether the deed names a unit or case among the options, in full or short."""
    folded = fold(deed)
    for topic in topics:
        if topic.unit and (names_unit(folded, topic.unit) or core(fold(topic.unit)) in folded):
            return True
        if not topic.unit and bare(topic.name) in bare(deed):
            return True
    return False
