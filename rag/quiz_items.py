"""判断, 单选 and 填空: a fact of a sentence, told as it is, altered, or left out. Pure."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rag.cite import CUT
from rag.fold import bare
from rag.quiz_alter import others, raised
from rag.quiz_candidates import Candidate, Shown, frame, gives_away, question, shown
from rag.quiz_excerpts import excerpt
from rag.quiz_facts import Asked, askable
from rag.quiz_records import BLANK, FALSE, TRUE
from rag.quiz_topics import Topic

GAP = "（　　）"
OPTIONS = 4
Names = Mapping[str, Sequence[str]]  # quoted names of other topics, by the kind of thing they name
NEAR = 6  # code points by which a quoted name may be longer or shorter than the one it stands for
# What leaders said and did is told as it is, never altered.
_LEADERS = re.compile(r"总书记|习近平|党中央|主席")
ASKING = {
    "number": "多少",
    "ordinal": "几",
    "date": "什么时候",
    "name": "什么",
    "body": "哪个单位",
    "person": "谁",
}
LEAST = 24  # code points of a statement that names no fact
PLAIN = 4  # statements without a fact to ask for, of one topic


def blanks(topic: Topic) -> Iterator[Candidate]:
    """填空: every fact left out once."""
    for one in shown(topic):
        about = frame(topic, one.answer)
        gapped = one.filled(BLANK)
        if about is None or gives_away(one.answer, gapped.replace(BLANK, "\n")):
            continue
        answers = list(dict.fromkeys([one.answer, one.full]))
        yield Candidate(
            question("blank", topic, f"{about}：{gapped}", [one.span], answer=answers),
            one.sentence,
            asked=one.fact,
            wording=_wording(one),
        )


def choices(topic: Topic, names: Names, chance: random.Random) -> Iterator[Candidate]:
    """单选: every fact among three others; ``names`` are quoted names of other topics."""
    for one in shown(topic):
        wrong = _wrong(one, names, chance)
        about = frame(topic, one.answer)
        gapped = one.filled(GAP)
        if about is None or len(wrong) < OPTIONS - 1:
            continue
        if any(gives_away(option, gapped) for option in [one.answer, *wrong]):
            continue
        options = [one.answer, *wrong]
        chance.shuffle(options)
        yield Candidate(
            question("choice", topic, f"{about}：{gapped}", [one.span], answer=[one.answer], options=options),
            one.sentence,
            truth=_plain(one.filled(one.answer)),
            rivals=tuple(_plain(one.filled(option)) for option in wrong),
            asked=one.fact,
            wording=_wording(one),
        )


def judgements(topic: Topic, names: Names, chance: random.Random) -> Iterator[Candidate]:
    """判断: sentences as they are, and with one fact altered."""
    told = {one.words.text: one for one in shown(topic)}
    for text, one in told.items():
        if about := frame(topic):
            yield Candidate(
                question(
                    "judge", topic, f"{about}：{text}", [one.span], answer=[TRUE], options=[TRUE, FALSE]
                ),
                one.sentence,
                truth=_plain(text),
            )
    for one in shown(topic):
        wrong = _wrong(one, names, chance)
        if wrong:
            yield from _false(one, wrong[0])
    yield from _ranked(topic)
    yield from _plainly(topic, frozenset(told))


def quoted_names(topics: Iterable[Topic]) -> Names:
    """The quoted names of topics that others may be mistaken for."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for topic in topics:
        for span in topic.sentences:
            sentence = topic.document.text[slice(*span)]
            for fact in askable(sentence):
                if fact.kind in ("name", "body", "person"):
                    found[fact.kind + fact.measure][sentence[fact.start : fact.end]] = None
    return {kind: list(names) for kind, names in found.items()}


def _false(one: Shown, wrong: str) -> Iterator[Candidate]:
    """The statement with ``wrong`` in the place of the fact."""
    about, altered = frame(one.topic, one.answer), one.filled(wrong)
    if about is None or gives_away(one.answer, altered.replace(wrong, "\n", 1)):
        return
    before = one.sentence[one.fact.full_start : one.fact.start]
    after = one.sentence[one.fact.end : one.fact.full_end]
    made = question(
        "judge",
        one.topic,
        f"{about}：{altered}",
        [one.span],
        answer=[FALSE],
        options=[TRUE, FALSE],
        correction=f"{before}{wrong}{after} → {one.full}",
    )
    yield Candidate(made, one.sentence, truth=_plain(one.words.text), rivals=(_plain(altered),))


def _plainly(topic: Topic, told: frozenset[str]) -> Iterator[Candidate]:
    """Sentences without a fact to ask for, as they are: a few, the longest first."""
    text = topic.document.text
    # A text with few facts: what stands beside the text's name may also begin with 该 or 这.
    framed = len(told) < PLAIN
    cut = [(span, excerpt(text, span, (span[0], span[0] + 1), framed=framed)) for span in topic.sentences]
    found = [
        (span, words) for span, words in cut if words and len(words.text) >= LEAST and words.text not in told
    ]
    about = frame(topic)
    for span, words in sorted(found, key=lambda pair: pair[1].start - pair[1].end)[:PLAIN] if about else ():
        made = question(
            "judge", topic, f"{about}：{words.text}", [span], answer=[TRUE], options=[TRUE, FALSE]
        )
        yield Candidate(made, text[slice(*span)], truth=_plain(words.text))


def _ranked(topic: Topic) -> Iterator[Candidate]:
    """全省 told as 全国."""
    text = topic.document.text
    for span in topic.sentences:
        sentence = text[slice(*span)]
        if _LEADERS.search(sentence) or (found := raised(sentence)) is None:
            continue
        start, end, higher = found
        words = excerpt(text, span, (span[0] + start, span[0] + end))
        if (
            words
            and words.start <= span[0] + start
            and span[0] + end <= words.end
            and higher not in topic.text
        ):
            fact = Asked("name", start, end, start, end, "", False)
            one = Shown(topic, span, fact, words)
            yield from _false(one, higher)


def _wrong(one: Shown, names: Names, chance: random.Random) -> list[str]:
    """Three other values in the place of the fact; fewer where there are not so many."""
    if _LEADERS.search(one.sentence):
        return []
    if one.fact.kind not in ("name", "body", "person"):
        return others(one.sentence, one.fact, one.topic.text, chance, OPTIONS - 1)
    topic = bare(f"{one.topic.name}\n{one.topic.text}")
    fits = [
        name
        for name in names.get(one.fact.kind + one.fact.measure, ())
        if abs(len(name) - len(one.answer)) <= NEAR
        and max(len(name), len(one.answer)) <= 2 * min(len(name), len(one.answer))
        and bare(name) not in topic
    ]
    chance.shuffle(fits)
    chosen: list[str] = []
    for name in sorted(fits, key=lambda name: abs(len(name) - len(one.answer))):
        if not any(bare(name) in bare(other) or bare(other) in bare(name) for other in chosen):
            chosen.append(name)
    return chosen[: OPTIONS - 1]


def _wording(one: Shown) -> str:
    return _plain(one.filled(ASKING[one.fact.kind]))


def _plain(text: str) -> str:
    return text.replace(CUT, "")
