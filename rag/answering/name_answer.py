"""Names, honours and lists as short answers: candidates in a sentence, and how well each fits. Pure.

Candidates are the reader's own span, quoted names and enumerated items. The reader tells
sentences apart well and the items of one enumeration badly, so among items the question's own
words decide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chinese import (
    CLOSE,
    OPEN,
    Wording,
    asks_person,
    bare,
    clean,
    enumerations,
    find_persons,
    fold,
    holds,
    is_person,
    items,
    organisation_spans,
    quotations,
    terms,
)
from chinese.values import AWARDED, AWARDING
from rag.answering.question import Question
from rag.reading import Reading

Candidate = tuple[int, int]
_LEAD_IN = re.compile(rf"^.{{0,14}}?(?:{AWARDING}|包括|包含|分别为|分别是|联合|会同|依托|即|是|有|与)")
_TAIL = re.compile(r"等?(?:荣誉称号|荣誉|称号|奖项)?$|等[\u4e00-\u9fff]{0,6}$")
_HONOUR = re.compile(
    r"(?:案例|单位|称号|品牌|示范点|教育点|教学点|奖|机关|项目|典型|集体|个人|组织|模范|标兵|基地|支部|窗口|家庭|城市"
    r"|先进|第一|[一二三]等功|优秀[\u4e00-\u9fff]{2}|示范[\u4e00-\u9fff]|先锋|旗手|党员|工作者)[”」]?$"
)
_RANKS = (
    ("全国", "国家级", "国家", "部级", "中央"),
    ("全省", "省级", "省里", "省直"),
    ("全市", "市级", "市里", "市直"),
    ("县级", "全县", "县里", "区级", "全区", "区里"),
)
_NAMED = re.compile(r"主题|品牌|口号|名|理念|模式|机制|活动|项目|平台|程序|队|联盟|工程|称|叫")
_ORGANISATION = re.compile(r"(?:公司|医院|律所|事务所|法院|学校|大学|银行|机构|部门|单位|企业|组织)$")
_LONG = 14  # code points; names and honours are seldom longer, so more counts against a candidate


@dataclass(frozen=True, slots=True)
class Sought:
    """A sentence and what it is searched with."""

    question: Question
    sentence: str
    reading: Reading
    at: int  # where the sentence starts in the passage that was read
    wording: Wording

    def read(self, start: int, end: int) -> float:
        """The reader's score of a span of the sentence."""
        return self.reading.score(self.at + start, self.at + end)


def best_name(sought: Sought, free: Candidate | None) -> tuple[float, Candidate] | None:
    """The best single name; ``free`` is the reader's own span, cleaned."""
    listed = [item for run in enumerations(sought.sentence) if len(run) > 2 for item in run]
    if free and sum(_within(item, free) for item in listed) > 1:
        free = None  # one thing was asked for, the reader took the whole enumeration
    best: tuple[float, Candidate] | None = None
    cleaned = (clean(sought.sentence, *candidate) for candidate in _typed_candidates(sought, free))
    for candidate in dict.fromkeys(candidate for candidate in cleaned if candidate):
        text = sought.sentence[slice(*candidate)]
        score = sought.read(*candidate)
        score += 4.0 * _rank_fit(sought.question, text)
        if any(item[0] <= candidate[0] and abs(candidate[1] - item[1]) <= 2 for item in listed):
            score = 0.3 * sought.read(*candidate) + 3.0 * sought.wording.overlap(text)
            score += 4.0 * _rank_fit(sought.question, text)
            score += 2.0 * _focused(sought.question, text)
        else:
            score += _fit(sought, candidate)
        if best is None or score > best[0]:
            best = score, candidate
    if best and sought.question.asked == "honour" and not AWARDED.search(sought.sentence):
        return best[0] - 4.0, best[1]  # named, but nobody is said to have been given it
    return best


def best_list(sought: Sought, free: Candidate | None) -> tuple[float, Candidate] | None:
    """The best enumeration; the reader's own span where no enumeration fits better."""
    options: list[tuple[float, Candidate]] = []
    if free:
        options.append((sought.read(*free) + _fit(sought, free), free))
    for run in enumerations(sought.sentence):
        start, end = run[0][0], run[-1][1]
        lead = _LEAD_IN.match(sought.sentence[slice(*run[0])])
        tail = _TAIL.search(sought.sentence[slice(*run[-1])])
        start += lead.end() if lead and run[0][0] + lead.end() < run[0][1] else 0
        end = run[-1][0] + tail.start() if tail and tail.start() else end
        cleaned = clean(sought.sentence, start, end)
        if not cleaned:
            continue
        score = sought.read(*cleaned) + 2.0
        score += 4.0 * (len(run) == sought.question.count)
        after = fold(sought.sentence[end : end + 12])
        score += 4.0 * bool(sought.question.focus and sought.question.focus[-2:] in after)
        options.append((score, cleaned))
    return max(options, default=None)


def _typed_candidates(sought: Sought, free: Candidate | None) -> Iterator[Candidate]:
    """Candidates of the type asked for: a person's name, an organisation, an honour; else any."""
    sentence, question = sought.sentence, sought.question
    if free and question.asked == "person" and is_person(sentence[slice(*free)]):
        yield free  # 预警员田保山提前敲门: nothing around the name says that it is one
    if asks_person(question.text):
        yield from find_persons(sentence, reporters="记者" in question.text)
    elif question.asked == "unit" or _ORGANISATION.search(question.focus):
        yield from organisation_spans(sentence)
    elif question.asked == "person":
        yield from [*find_persons(sentence), *organisation_spans(sentence)]
    elif question.asked == "honour":
        for candidate in _candidates(sentence, free):
            if _HONOUR.search(sentence[slice(*candidate)]):
                yield candidate
    else:
        yield from _candidates(sentence, free)


def _candidates(sentence: str, free: Candidate | None) -> Iterator[Candidate]:
    if free:
        yield free
    yield from quotations(sentence)
    for start, end in items(sentence):
        piece = sentence[start:end]
        lead, tail = _LEAD_IN.match(piece), _TAIL.search(piece)
        stop = start + tail.start() if tail else end
        begin = start + lead.end() if lead else start
        cleaned = clean(sentence, begin, stop) if begin < stop else None
        if cleaned:
            yield cleaned


def _fit(sought: Sought, candidate: Candidate) -> float:
    """What a candidate's form and neighbours add to the reader's score."""
    question, sentence = sought.question, sought.sentence
    text = sentence[slice(*candidate)]
    known, said = set(terms(question.text)), terms(text)
    if bare(text) in bare(question.text) or (len(said) < 12 and holds(question.text, fold(text))):
        return -8.0  # repeats the question instead of answering it
    bonus = -4.0 * (sum(term in known for term in said) / (len(said) or 1)) * (question.asked != "honour")
    before, after = fold(sentence[: candidate[0]]).rstrip(OPEN), fold(sentence[candidate[1] :]).lstrip(CLOSE)
    bonus += 2.0 * _focused(question, text)
    if question.focus and (before.endswith(question.focus[-2:]) or after.startswith(question.focus[:2])):
        bonus += 4.0  # 期刊《…》, “…”小程序
    if candidate in quotations(sentence) and question.asked == "name" and _NAMED.search(question.text):
        bonus += 2.0 + 2.0 * min(2.0, sought.wording.overlap(f"{before[-6:]} {after[:6]}") * 3)
    if question.asked == "honour":
        bonus += 3.0
    if question.asked != "list":
        bonus -= 0.2 * max(0, len(text) - _LONG)
    return bonus


def _focused(question: Question, text: str) -> bool:
    return bool(question.focus) and fold(text).rstrip(CLOSE).endswith(question.focus[-1])


def _rank_fit(question: Question, text: str) -> int:
    """1 when question and honour name one rank (全国, 省级, 市级, 县级), -1 when only the question does."""
    if question.asked != "honour":
        return 0
    folded = fold(text)
    asked = [rank for rank in _RANKS if any(word in question.text for word in rank)]
    if not asked:
        return 0
    return 1 if any(word in folded for rank in asked for word in rank) else -1


def _within(inner: Candidate, outer: Candidate) -> bool:
    """Whether most of ``inner`` lies in ``outer``."""
    shared = min(inner[1], outer[1]) - max(inner[0], outer[0])
    return shared * 2 > inner[1] - inner[0]
