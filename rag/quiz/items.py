"""判断, 单选 and 填空: a fact of a sentence, told as it is, altered, or left out. Pure."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chinese import bare
from rag.citing import CUT
from rag.quiz.askable_facts import Asked, askable
from rag.quiz.candidates import Candidate, Shown, claim, frame, gives_away, question, tells
from rag.quiz.distractors import others, raised, turned
from rag.quiz.excerpts import excerpt
from rag.quiz.records import BLANK, FALSE, GAP, TRUE
from rag.quiz.sentence_quality import checkable
from rag.quiz.topics import Topic

OPTIONS = 4
Names = Mapping[str, Sequence[str]]  # names of other topics, by the kind of thing they name
Seen = dict[tuple[str, str], list[tuple[str, str]]]  # (document id, topic's name) -> kinds and names
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
    "party": "谁",
}
# What comes again and again may have been on another day as well.
_RECURS = re.compile(r"例行|定期|每[日天周月季年]|逐[日月]")
LEAST = 20  # code points of a statement that names no fact
# A law's title tells what it is about: among others it gives itself away.
_LAW = re.compile(r"(?:法|条例|规定|办法|规范|规则|规程|细则|标准)(?:[（(][^（）()]*[）)])?$")
# So does the title of a play or a book where no noun before it says what it is.
_UNTOLD_WORK = re.compile("作品(?![\u4e00-\u9fff]{2})")
# So does a company: in news, each has a trade of its own.
_COMPANY = re.compile("(?:公司|集团|银行|[分支]行)$")


def blanks(facts: Iterable[Shown]) -> Iterator[Candidate]:
    """填空: every fact left out once."""
    for one in facts:
        gapped = one.filled(BLANK)
        about = frame(one.topic, gapped, one.answer, one.place)
        # ____近日表示：of whom that was said much else could be said.
        opens = one.fact.kind == "body" and gapped.startswith(BLANK)
        if (
            about is None
            or opens
            or one.told
            or _undecided(one)
            or one.any_time
            or gives_away(one.answer, gapped.replace(BLANK, "\n"))
        ):
            continue
        answers = list(dict.fromkeys([one.answer, one.full]))
        yield Candidate(
            question("blank", one.topic, f"{about}：{gapped}", one.spans, answer=answers),
            one.sentence,
            asked=one.fact,
            wording=_wording(one),
        )


def choices(facts: Iterable[Shown], names: Names, chance: random.Random) -> Iterator[Candidate]:
    """单选: every fact among three others; ``names`` are quoted names of other topics."""
    for one in facts:
        wrong = _wrong(one, names, chance, limits=True)
        gapped = one.filled(GAP)
        about = frame(one.topic, gapped, one.answer, one.place)
        if about is None or len(wrong) < OPTIONS - 1:
            continue
        if any(gives_away(option, gapped) for option in [one.answer, *wrong]):
            continue
        options = [one.answer, *wrong]
        chance.shuffle(options)
        stem = f"{about}：{gapped}"
        yield Candidate(
            question("choice", one.topic, stem, one.spans, answer=[one.answer], options=options),
            one.sentence,
            truth=one.claim(one.answer),
            rivals=tuple(one.claim(option) for option in wrong),
            asked=one.fact,
            wording=_wording(one),
        )


def judgements(
    topic: Topic, facts: Sequence[Shown], names: Names, chance: random.Random
) -> Iterator[Candidate]:
    """判断: statements with facts as they are, and with one fact altered."""
    told = {one.words.text: one for one in facts}
    for text, one in told.items():
        if about := frame(topic, text, place=one.place):
            yield _true(topic, about, text, one.spans)
    for one in facts:
        wrong = _wrong(one, names, chance)
        if wrong:
            yield from _false(one, wrong[0])


def plain(topic: Topic, spans: Iterable[tuple[int, int]], facts: Sequence[Shown]) -> Iterator[Candidate]:
    """判断: statements without a fact to ask for as they are, the longest first."""
    text = topic.document.text
    told = {one.words.text for one in facts}
    # Beside the text's name a statement may also begin with 该 or 这.
    cut = [(span, excerpt(text, span, (span[0], span[0] + 1), framed=not topic.unit)) for span in spans]
    found = [
        (span, words)
        for span, words in cut
        if words and len(words.text) >= LEAST and words.text not in told
        if tells(topic, words) and checkable(words.text)
    ]
    for span, words in sorted(found, key=lambda pair: pair[1].start - pair[1].end):
        if about := frame(topic, words.text):
            yield _true(topic, about, words.text, [span])


def reworded(topic: Topic, spans: Iterable[tuple[int, int]]) -> Iterator[Candidate]:
    """判断: 全省 told as 全国, 增长 told as 下降."""
    text = topic.document.text
    seen: set[int] = set()
    for span in spans:
        sentence = text[slice(*span)]
        for found in (raised(sentence, topic.text), turned(sentence, topic.text)):
            if found is None or span[0] + found[0] in seen or _LEADERS.search(sentence):
                continue
            start, end, other = found
            seen.add(span[0] + start)
            words = excerpt(text, span, (span[0] + start, span[0] + end))
            inside = words and words.start <= span[0] + start and span[0] + end <= words.end
            if words and inside and tells(topic, words):
                fact = Asked("name", start, end, start, end, "", False)
                yield from _false(Shown(topic, span, fact, words), other)


def quoted_names(topics: Iterable[Topic], seen: Seen) -> Names:
    """The names of topics that others may be mistaken for; ``seen`` keeps each topic's for the next call."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for topic in topics:
        key = (topic.document.id, topic.name)
        if key not in seen:
            sentences = [topic.document.text[slice(*span)] for span in topic.sentences]
            seen[key] = [
                (fact.kind + fact.measure, sentence[fact.start : fact.end])
                for sentence in sentences
                for fact in askable(sentence)
                if fact.kind in ("name", "body", "person")
            ]
        for kind, name in seen[key]:
            found[kind][name] = None
    return {kind: list(names) for kind, names in found.items()}


def _true(topic: Topic, about: str, text: str, spans: Sequence[tuple[int, int]]) -> Candidate:
    """The statement as the source tells it."""
    made = question("judge", topic, f"{about}：{text}", spans, answer=[TRUE], options=[TRUE, FALSE])
    return Candidate(made, topic.document.text[slice(*spans[0])], truth=claim(text))


def _false(one: Shown, wrong: str) -> Iterator[Candidate]:
    """The statement with ``wrong`` in the place of the fact."""
    altered = one.filled(wrong)
    about = frame(one.topic, altered, one.answer, one.place)
    if about is None or gives_away(one.answer, altered.replace(wrong, "\n", 1)):
        return
    before = one.sentence[one.fact.full_start : one.fact.start]
    after = one.sentence[one.fact.end : one.fact.full_end]
    made = question(
        "judge",
        one.topic,
        f"{about}：{altered}",
        one.spans,
        answer=[FALSE],
        options=[TRUE, FALSE],
        correction=f"{before}{wrong}{after} → {one.full}",
    )
    yield Candidate(made, one.sentence, truth=one.claim(one.answer), rivals=(one.claim(wrong),))


def _wrong(one: Shown, names: Names, chance: random.Random, *, limits: bool = False) -> list[str]:
    """Three other values in the place of the fact; fewer where there are not so many."""
    if _LEADERS.search(one.sentence) or one.told or _undecided(one):
        return []
    if _singular(one):
        return []
    if one.fact.kind not in ("name", "body", "person", "party"):
        return others(one.sentence, one.fact, one.topic.text, chance, OPTIONS - 1, limits=limits)
    topic = bare(f"{one.topic.name}\n{one.topic.text}")
    if one.fact.kind == "party":  # others that the same rules name, elsewhere than here
        topic = bare(one.words.text)
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


def _singular(one: Shown) -> bool:
    """Whether any other name would be seen to be out of place."""
    company = one.fact.kind == "body" and not one.topic.unit and _COMPANY.search(one.answer)
    titled = _LAW.search(one.answer) or _UNTOLD_WORK.match(one.fact.measure)
    return bool(company or (one.fact.kind == "name" and titled))


def _undecided(one: Shown) -> bool:
    """Whether another value might be true as well."""
    return one.fact.kind == "date" and bool(_RECURS.search(one.sentence))


def _wording(one: Shown) -> str:
    return _plain(one.filled(ASKING[one.fact.kind]))


def _plain(text: str) -> str:
    return text.replace(CUT, "")
