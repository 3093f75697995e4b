"""The facts of a case's statements that are worth asking for, each bound to its proposition. Pure."""

import re
from collections.abc import Iterator, Sequence

from chinese import enumerations, fold
from rag.quiz.askable_facts import Asked, askable, is_proper
from rag.quiz.bound.parties import parties
from rag.quiz.bound.statements import WHOLE, Statement
from rag.quiz.candidates import Shown, is_name, is_own, tells
from rag.quiz.excerpts import Excerpt, excerpt
from rag.quiz.topics import Topic

# 比2021年提高, 截至2023年底: when something is compared or counted, not when it was.
_REFERENCE = re.compile(r"(?:比|较|同比|截[至止]|截止到?|以来|上年|自)$")
_OWN_NAME = re.compile(r"^(?:[省市县区州]|工委|机关(?:党委|纪委|工会|事务)|街道)")

_DEED = re.compile(r"[领承主协督交代举开创]办$|领导")  # 县领导领办
ENUMERATED = 4  # items of an enumeration of which one may be left out


def facts_in(statements: Sequence[Statement]) -> Iterator[list[Shown]]:
    """The facts of each statement, in order; one that two of them hold is asked of the shorter."""
    seen: set[int] = set()
    for one in statements:
        found = [shown for shown in _shown(one) if one.start + shown.fact.full_start not in seen]
        seen |= {one.start + shown.fact.full_start for shown in found}
        yield found


def _shown(one: Statement) -> Iterator[Shown]:
    text = one.topic.document.text
    sentence = one.text
    bodies = list(parties(sentence))
    bodies += _missing(sentence)
    others = [fact for fact in askable(sentence) if not any(_overlap(fact, body) for body in bodies)]
    whole = excerpt_of(one) if len(sentence) <= WHOLE else None
    for fact in sorted([*others, *bodies], key=lambda fact: fact.start):
        name = sentence[fact.start : fact.end]
        if fact.kind == "body" and is_own(fold(name), fold(one.topic.unit)):
            continue  # the question names the unit
        if fact.kind == "number" and is_name(text, sentence[fact.full_start : fact.full_end]):
            continue
        if fact.kind == "body" and (not (_OWN_NAME.match(name) or is_proper(name)) or _DEED.search(name)):
            continue  # 临时党支部: anybody's
        if fact.kind == "date" and (_REFERENCE.search(sentence[: fact.full_start]) or _month(name)):
            continue
        if fact.kind == "date" and _told_by_title(one.topic, name):
            continue
        words = whole or _cut(one, fact)
        if words and _said(one, fact):
            yield Shown(one.topic, (one.start, one.end), fact, words, one.place, one.stem)


def excerpt_of(one: Statement) -> Excerpt:
    """The statement as a question shows it: whole, after the stem of its list."""
    end = one.start + len(one.text.rstrip("；;，, "))
    text = one.topic.document.text[one.start : end]
    return Excerpt("", text, one.start, end, False, False, one.lead)


def _cut(one: Statement, fact: Asked) -> Excerpt | None:
    """The clauses of a long sentence around a fact, where they still tell of whom."""
    at = (one.start + fact.full_start, one.start + fact.full_end)
    words = excerpt(one.topic.document.text, (one.start, one.end), at)
    inside = words and words.start <= at[0] and at[1] <= words.end
    own = not one.topic.alone and one.topic.unit
    if (
        words is None
        or not inside
        or one.stem
        or not tells(one.topic, words)
        or (words.cut_before and not own)
    ):
        return None
    return words


def _missing(sentence: str) -> Iterator[Asked]:
    """One item of an enumeration that tells all there is: 一分享 of the 六个一."""
    for run in enumerations(sentence):
        a, b = run[len(run) // 2]
        name = sentence[a:b]
        closed = not re.match("等|[和与及]", sentence[run[-1][1] :])
        plain = re.fullmatch(r"[\u4e00-\u9fff]{3,12}", name) and sentence.count(name) == 1
        if (
            len(run) >= ENUMERATED
            and closed
            and plain
            and len({len(sentence[c:d]) for c, d in run[1:-1]}) == 1
        ):
            yield Asked("name", a, b, a, b, "", False)


def _month(name: str) -> bool:
    """Whether a date is a month of no year, or a day: too little to ask for by itself."""
    return not re.search("年|月.*日", name)


def _told_by_title(topic: Topic, name: str) -> bool:
    """Whether a bare year is that of the text's name, or the one before it."""
    bare_year = re.fullmatch("([12][0-9]{3})年?", name)
    years = re.findall("(?<![0-9])[12][0-9]{3}(?![0-9])", f"{topic.name} {topic.document.title}")
    return bare_year is not None and any(int(year) - int(bare_year[1]) in (0, 1) for year in years)


def _overlap(one: Asked, other: Asked) -> bool:
    return one.start < other.end and other.start < one.end


def _said(one: Statement, fact: Asked) -> bool:
    """Whether one proposition's core holds the whole fact."""
    start, end = one.start + fact.full_start, one.start + fact.full_end
    return any(p.start <= start and end <= p.end for p in one.propositions)
