"""What a question names or asks for and its evidence lacks, in words a user understands. Pure.

Relevance alone lets near misses through: the right place with the wrong year, city or unit, or
with everything but the attribute asked for. These are the checks that see the difference.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chinese import (
    NUMERAL_CHARS,
    abbreviates,
    asks_person,
    bare,
    core,
    enumerations,
    find_organisations,
    fold,
    holds,
    localities,
    names_unit,
    other_rank,
    quotations,
)
from chinese.values import AWARDED, find_mentions
from rag.answering.enumerated import opens_list
from rag.answering.evidence import Evidence
from rag.answering.question import Question, content_words

_TYPE_NAMES = {"date": "时间", "number": "数量", "ordinal": "届次或批次"}
# Nouns that a list of deeds answers; for any other noun a list names things one by one.
_ABSTRACT = re.compile(
    r"做法|办法|方法|举措|措施|成效|成果|特点|工作|经验|亮点|问题|任务|变化|作用|意义|内容|要求|目标|功能|困难|方面|事|活动|制度|服务|机制"
)
_VAGUE = re.compile(r"多项|多个|多种|一系列|系列|若干|各类|各种|有关|相关|等|一些|的")
# What an address, a telephone number and the like look like.
_ATTRIBUTES = (
    (
        "电话",
        r"电话(?:号码)?是?(?:多少|什么)|(?:哪个|什么|多少)电话|手机号|联系方式",
        r"[0-9]{3,4}-?[0-9]{7,8}|1[0-9]{10}|(?<![0-9.])[0-9]{5}(?![0-9.])",
    ),
    ("地址", r"地址|哪条路|门牌", r"[路街巷道弄][0-9]+号|[路街巷道弄]"),
    ("时刻", r"几点(?!几)|营业时间|开放时间", r"[0-9" + NUMERAL_CHARS + r"][点时:]|小时"),
    ("星期几", r"星期几|周几|礼拜几", r"星期|礼拜|周[一二三四五六日末]"),
    ("网址", r"网址|邮箱", r"http|www|@"),
)
_HONOURS = re.compile(r"荣誉|称号|表彰|奖项|[什哪]\w{0,2}奖")
_ENDING = re.compile(
    r"取消|叫停|停办|停止|停用|暂停|中断|退出|撤销|撤回|解散|关闭|关停|终止|放弃|失败|倒闭|亏损|处分|辞职|落选|推迟"
)
_RELATIVE = re.compile(r"去年|前年|明年|后年|上个月|下个月|昨天|明天|后天")
_ONE_BY_ONE = re.compile(r"名单|一项项|逐[一个项]|列[出举]|哪些|哪几")
_LINE = 60  # code points of a line that is an item of a list
_TOLD = 3  # of the words of a question that has none in common with the case
_GENERIC = frozenset("人 人员 人次 群众 钱 资金 经费 时间 地方 规模 数量 电话 号码 电话号码".split())


@dataclass(frozen=True, slots=True)
class Scope:
    """The text that evidence may lean on, folded."""

    case: str  # heading and body of the evidence's case; the surroundings outside a case
    setting: str  # the document's title and lead: where a place may be named for all cases
    unit: str  # the case's unit, "" when none


def missing_names(question: Question, scope: Scope) -> list[str]:
    """What the question names and the case does not hold; empty when nothing."""
    found = [f"没有提到“{word}”" for word in _unmentioned(question, scope)]
    return found + [f"没有“{name}”的案例" for name in _missing_units(question, scope)]


def missing_content(question: Question, evidence: Evidence, scope: Scope) -> list[str]:
    """What the question asks for and the sentence does not give; empty when nothing."""
    found = [
        *_missing_value(question, evidence),
        *_missing_time(question, evidence, scope),
        *_missing_attribute(question, evidence),
        *_missing_honour(question, evidence),
        *_missing_focus(question, scope),
        *_missing_list(question, evidence, scope),
        *_missing_ending(question, scope),
        *_missing_premise(question, scope),
    ]
    return found or _missing_subject(question, scope)


def _unmentioned(question: Question, scope: Scope) -> list[str]:
    """Names, numbers, years and places that must stand in the case (places: or in its setting)."""
    # “什么+网格化” asks with a name; there is nothing to look up.
    named = [name for name in question.quoted if not re.search(r"什么|哪|几|多少|啥", name)]
    lacking = [name for name in named if not _quoted_in(name, scope.case)]
    # A number with its measure is looked up by value: 2021年 stands there as 二〇二一年 too.
    counts = {question.text[m.start : m.end] for m in find_mentions(question.text)}
    lacking += [
        token
        for token in question.tokens
        if not _number_in(token, scope.case)
        and not any(token in name for name in question.quoted)
        and not any(_number_in(token, surface) for surface in counts)
    ]
    for mention in question.facts:
        surface = question.text[mention.start : mention.end]
        if re.fullmatch(r"第一[个位名家]?", surface) or any(surface in name for name in question.quoted):
            continue  # 第一 means "best" as often as it counts; quoted names are looked up whole
        if not _fact_in(surface, mention.value, scope.case):
            lacking.append(surface)
    lacking += [p for p in question.places if p not in scope.case and p not in scope.setting]
    lacking += [p for p in localities(question.text) if not holds(scope.case + scope.setting, p)]
    lacking += [word for word in _RELATIVE.findall(question.text) if word not in scope.case]
    return list(dict.fromkeys(lacking))


def _quoted_in(name: str, case: str) -> bool:
    """Whether a quoted name stands there, or each part of one that lists several."""
    parts = [part.strip() for part in re.split(r"[、,，·]", name) if part.strip()]
    return holds(case, name) or all(holds(case, part) for part in parts)


def _fact_in(surface: str, value: str, case: str) -> bool:
    if _number_in(surface, case):
        return True
    return any(m.value == value or m.value.startswith(f"{value}-") for m in find_mentions(case))


def _number_in(token: str, case: str) -> bool:
    """Whether a number or word stands there by itself, not inside a longer one."""
    return bool(re.search(rf"(?<![a-z0-9.]){re.escape(token)}(?![a-z0-9])", case))


def _missing_units(question: Question, scope: Scope) -> list[str]:
    lacking = []
    for name in find_organisations(question.text):
        quoted = any(name in inside for inside in question.quoted)
        theirs = bool(scope.unit) and names_unit(name, scope.unit)
        named = abbreviates(core(name), scope.case) and not other_rank(name, scope.case)
        if not quoted and not theirs and not named:
            lacking.append(name)
    return lacking


def _missing_subject(question: Question, scope: Scope) -> list[str]:
    """Not one of the question's words stands in the case or its setting: both are about other things.

    With it the rules alone refuse 80 of 100 questions about other things, without it 34, and no more of 196
    that have an answer.
    """
    where = scope.case + scope.setting
    if question.asked == "honour" or any(holds(where, word) for word in question.words):
        return []
    words = [w for w in question.words if len(w) > 1 and w not in _GENERIC and not _ABSTRACT.search(w)]
    return [f"没有提到{'、'.join(f'“{word}”' for word in words[:_TOLD])}"] if words else []


def _missing_value(question: Question, evidence: Evidence) -> list[str]:
    """A date, number or sum was asked for and the sentence has none, or it echoes the question."""
    span = evidence.span
    if span is None:
        if question.asked in ("person", "name") and asks_person(question.text):
            return ["没有给出所问的人名"]
        return [f"没有给出所问的{_TYPE_NAMES[question.asked]}"] if question.asked in _TYPE_NAMES else []
    text = evidence.text[span.start : span.end]
    new = bare(_VAGUE.sub("", text))
    if question.asked in ("list", "honour", "name", "person", "place") and new in bare(question.text):
        return [f"只提到“{text}”，没有给出具体内容"]
    return []


def _missing_time(question: Question, evidence: Evidence, scope: Scope) -> list[str]:
    """The case speaks of the deed, but elsewhere than the date stands: 开馆至今 gives no year of 开馆."""
    deed = question.focus
    if question.asked != "date" or len(deed) < 2 or deed in fold(evidence.text):
        return []
    return [f"没有给出“{deed}”的时间"] if deed in scope.case else []


def _missing_attribute(question: Question, evidence: Evidence) -> list[str]:
    """An address, a telephone number or the like was asked for; the sentence holds nothing of that form."""
    text = fold(evidence.text)
    return [
        f"没有给出{name}"
        for name, asked, form in _ATTRIBUTES
        if re.search(asked, question.text) and not re.search(form, text)
    ][:1]


def _missing_honour(question: Question, evidence: Evidence) -> list[str]:
    """Honours were asked for, and nothing in the sentence was awarded."""
    asked = question.asked == "honour" or (question.asked == "list" and _HONOURS.search(question.text))
    return ["没有给出荣誉的名称"] if asked and not AWARDED.search(evidence.text) else []


def _missing_ending(question: Question, scope: Scope) -> list[str]:
    """Words of ending, failing or shrinking are never a paraphrase of something that goes on."""
    return [f"没有提到“{word}”" for word in _ENDING.findall(question.text) if word not in scope.case][:1]


def _missing_focus(question: Question, scope: Scope) -> list[str]:
    """The noun that was to be counted stands nowhere in the case."""
    focus = question.focus
    if question.asked != "number" or len(focus) < 2 or focus in _GENERIC:
        return []
    pairs = [focus[i : i + 2] for i in range(len(focus) - 1)]
    return [] if any(holds(scope.case, pair) for pair in pairs) else [f"没有提到“{focus}”"]


def _missing_list(question: Question, evidence: Evidence, scope: Scope) -> list[str]:
    """A list was asked for and the sentence names the kind of thing without the things."""
    text = fold(evidence.text)
    if question.asked != "list" or _opens_lines(text, scope.case):
        return []
    runs = enumerations(text)
    names = [text[a:b] for a, b in quotations(text)]
    if question.count and question.count > 2:
        sizes = {len(run) for run in runs} | {len(names), len(re.split(r"[;；]", text))}
        return [] if question.count in sizes else [f"没有逐一列出这{question.count}项"]
    kind = _kind(question.text)
    if _ABSTRACT.search(kind + question.focus):
        return []
    bare_kind = re.compile(rf"(?:[0-9{NUMERAL_CHARS}]+[\u4e00-\u9fff])?{re.escape(kind)}")
    if kind and any(bare_kind.fullmatch(text[a:b]) for run in runs for a, b in run):
        return [f"只提到“{kind}”，没有具体名称"]
    if not _ONE_BY_ONE.search(question.text):
        return []
    new = {name for name in names if name not in question.text}
    listed = bool(runs) or len(new) > 1
    return _unnamed(question.focus or kind, text, scope) if listed else ["没有逐一列出"]


def _opens_lines(text: str, case: str) -> bool:
    """Whether a stem or a name has short lines of their own right below it: those are what it lists."""
    below = case.partition(text.strip())[2]
    if not opens_list(text) or not below.lstrip(" \u3000").startswith("\n"):
        return False
    lines = [line for line in below.split("\n") if line.strip()][:2]
    return len(lines) == 2 and all(len(line) <= _LINE for line in lines)


def _unnamed(noun: str, text: str, scope: Scope) -> list[str]:
    """The clauses that hold the noun asked for hold no names, or it stands in other sentences only."""
    if len(noun) > 1 and noun not in text and noun in scope.case:
        return [f"没有给出“{noun}”的名称"]
    clauses = [clause for clause in re.split(r"[，,；;。]", text) if noun and noun in clause]
    if clauses and not any("、" in clause or "《" in clause for clause in clauses):
        return [f"只提到“{noun}”，没有具体名称"]
    return []


def _kind(text: str) -> str:
    """The noun whose members are asked for: 高校 in 高校具体是哪几所, 媒体 in 登在哪些媒体上."""
    after = re.search(r"哪(?:些|几[个家所项种类位]?)([\u4e00-\u9fff]{2,6})", text)
    before = re.search(r"([\u4e00-\u9fff]{2,})(?:具体|都|分别|各自)*(?:是|有|为|包括|叫)哪", text)
    for match, last in ((after, False), (before, True)):
        words = content_words(match.group(1)) if match else []
        if words:
            return words[-1] if last else words[0]
    return ""


def _missing_premise(question: Question, scope: Scope) -> list[str]:
    """A why-question takes something for granted; nothing of it stands in the case."""
    match = re.search(r"为什么|为何|为啥|怎么会|咋会|凭啥", question.text)
    if question.asked != "reason" or not match:
        return []
    words = content_words(question.text[match.end() :]) or list(question.words)
    named = [w for w in words if not any(w in name for name in (*question.quoted, scope.unit))]
    first = named[:1]
    return [f"没有提到“{first[0]}”"] if first and not holds(scope.case, first[0]) else []


def true_of_all(lacks: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What every one of some sentences lacks: of what was found, only that may be called missing."""
    return tuple(one for one in lacks[0] if all(one in others for others in lacks)) if lacks else ()


def reasons(lacks: tuple[str, ...]) -> str:
    """One Chinese clause that names everything missing."""
    return "；".join(lacks)
