"""Another value in the place of a fact: plausible, of the same form, and surely not the source's. Pure."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from chinese.values import (
    Quantity,
    date_relation,
    fact_relation,
    facts,
    find_dates,
    find_ranks,
    number_value,
    written,
)
from rag.quiz.askable_facts import Asked
from rag.quiz.hints import told_beside

TRIES = 60
ROUGH = 0.3  # a value told as about or over is altered by at least this share
APART = 0.08  # any other value above 12, too: nobody should have to remember the last digit
CAPS = {"小时": 24, "天": 365, "月": 12, "岁": 100, "%": 100}  # what such amounts seldom exceed
# Raised by one: who is first in the province need not be first in the country.
_HIGHER = dict(
    pair.split(">")
    for pair in "全市>全省 全区>全市 全县>全市 全省>全国 市级>省级 区级>市级 县级>市级 省级>国家级".split()
)
# 入选全省…, 市级示范点: a rank of an honour. Of one that says where something is the place beside it tells.
_CHOSEN = re.compile(
    r"(?:入选|入围|获评?|荣获|荣膺|评为|列为|被[^，。]{0,4}|授予|确定为|认定为|命名为|当选|选为)[^，。；]{0,8}$"
)
_HONOUR = re.compile(
    r"^[^，。；、]{0,10}(?:先进|优秀|示范|试点|文明|模范|标兵|十佳|最佳|最美|[一二三]等奖|奖|称号|荣誉|表彰|典型|标杆)"
)
_UP = "增长 上涨 增加 提高 提升 上升 上调 净流入 净买入".split()
_DOWN = "下降 下跌 减少 降低 下降 下降 下调 净流出 净卖出".split()
_TURNED = dict(zip(_DOWN, _UP, strict=True)) | dict(zip(_UP, _DOWN, strict=True))
_HALF = re.compile("(?<=[日天])(上午|下午)(?![0-9])")
_TURNING = re.compile(rf"({'|'.join(_TURNED)})了?(?:超|约|近|逾)?(?=[0-9])(?![0-9.]+倍)")
_DIRECTED = re.compile("[涨跌升降增减入出]")
# 从6亿增长到7亿: the amounts themselves tell the direction.
_COMPARED = re.compile(r"[增升提降减跌涨][^，。]{0,2}[至到]|相比|去年同期|上年同期|[从由][^，。]{0,12}[0-9]")
_SUPERLATIVE = re.compile(r"^.{0,6}(?:首|最|唯一|第一|率先|前列|领先)")


def others(
    sentence: str, asked: Asked, topic: str, chance: random.Random, most: int, *, limits: bool = False
) -> list[str]:
    """At most ``most`` other values for the blanked words of a number, ordinal or date, all different.

    None is said anywhere in ``topic`` of the same measure, and each contradicts the sentence; with
    ``limits`` another limit of the same kind does too: 不少于4天 is asked for by its number.
    """
    words = sentence[asked.start : asked.end]
    said = frozenset(_values(topic))
    best: list[str] = []
    for values in _dates(words, chance) if asked.kind == "date" else _numbers(words, asked, chance):
        found: list[str] = []
        for value in values:
            known = _alike(value, words, found) or (value in topic and asked.kind == "date")
            odd = sentence.startswith(("余", "多"), asked.end) and _tens(words) and not _tens(value)
            if not (known or odd) and _contradicts(sentence, asked, value, said, limits):
                found.append(value)
            if len(found) == most:
                return found
        best = max(best, found, key=len)
    return best


def _alike(value: str, words: str, found: Sequence[str]) -> bool:
    """Whether a value shares an altered digit with another: 24.12, 24.13 and 24.17 point at 14.14."""
    if value == words or value in found:
        return True
    altered = {
        place for place in enumerate(value) if len(value) == len(words) and words[place[0]] != place[1]
    }
    return any(altered & set(enumerate(other)) for other in found)


def _tens(numeral: str) -> bool:
    """Whether 余 may follow it: 20余次, not 7余次."""
    return not numeral.isdigit() or numeral.endswith("0")


def put(sentence: str, asked: Asked, value: str) -> str:
    """The sentence with ``value`` in the place of the blanked words."""
    return sentence[: asked.start] + value + sentence[asked.end :]


def raised(sentence: str, topic: str = "") -> tuple[int, int, str] | None:
    """The first rank that can be told one level too high: its offsets and the higher one; None when none.

    None of ``topic`` is of the higher one.
    """
    quoted = [m.span() for m in re.finditer(r"“[^”]*”|《[^》]*》", sentence)]
    for rank in find_ranks(sentence):
        higher = _HIGHER.get(sentence[rank.start : rank.end])
        inside = any(a < rank.end and rank.start < b for a, b in quoted)
        listed = (
            sentence[rank.end : rank.end + 1] in tuple("、各和")
            or sentence[rank.start - 1 : rank.start] == "、"
        )
        ranked = _CHOSEN.search(sentence[: rank.start]) or _HONOUR.match(sentence[rank.end :])
        if (
            higher
            and higher not in topic
            and ranked
            and not inside
            and not listed
            and not _SUPERLATIVE.match(sentence[rank.end :])
        ):
            return rank.start, rank.end, higher
    return None


def turned(sentence: str, topic: str = "") -> tuple[int, int, str] | None:
    """The one direction an amount of the sentence has, 增长 of 增长5%, or its half of a day, like ``raised``.

    A half of a day only where ``topic`` has no other; None when there is neither.
    """
    if (half := _HALF.search(sentence)) and len(set(_HALF.findall(topic))) == 1:
        return *half.span(), "下午" if half[0] == "上午" else "上午"
    found = list(_TURNING.finditer(sentence))
    # 降幅扩大 would tell of a 上升 that it is none.
    if len(found) != 1 or len(_DIRECTED.findall(sentence)) != len(_DIRECTED.findall(found[0][1])):
        return None
    (start, end), amount = found[0].span(1), found[0].end()
    known = _COMPARED.search(sentence) or told_beside(sentence, amount, amount + 1)
    return None if known else (start, end, _TURNED[found[0][1]])


def _values(topic: str) -> Iterator[tuple[str, object]]:
    for fact in facts(topic):
        if isinstance(fact, Quantity):
            yield fact.measure, fact.low
            yield "", fact.low


def _contradicts(
    sentence: str, asked: Asked, value: str, said: frozenset[tuple[str, object]], limits: bool
) -> bool:
    """Whether the altered sentence says something else there, and something nowhere said."""
    altered = put(sentence, asked, value)
    shift = len(altered) - len(sentence)
    if asked.kind == "date":
        ours, theirs = (
            find_dates(altered[asked.start : asked.end + shift]),
            find_dates(sentence[asked.start : asked.end]),
        )
        return len(ours) == len(theirs) == 1 and date_relation(ours[0], theirs[0]) == "conflict"
    before = [f for f in facts(sentence) if (f.start, f.end) == (asked.full_start, asked.full_end)]
    after = [f for f in facts(altered) if (f.start, f.end) == (asked.full_start, asked.full_end + shift)]
    if len(before) != 1 or len(after) != 1 or not isinstance(after[0], Quantity):
        return False
    known = (after[0].measure, after[0].low) in said
    if known:
        return False
    limited = limits and isinstance(before[0], Quantity) and _limit(before[0]) == _limit(after[0]) != ""
    return limited or fact_relation(after[0], before[0]) == "conflict"


def _limit(quantity: Quantity) -> str:
    """Whether an amount is a lower or an upper limit; "" for neither."""
    if quantity.high is None:
        return "least"
    return "most" if quantity.low == 0 != quantity.high else ""


def _numbers(numeral: str, asked: Asked, chance: random.Random) -> Iterator[Iterator[str]]:
    """Other numerals of a fitting size, for each way of altering it.

    Within one way the same digits are altered: where every option differed elsewhere, the right one
    would be the one most like all others.
    """
    value = number_value(numeral)
    if value is None or value <= 0:
        return
    digits = re.match(r"[0-9０-９.,，]+", numeral)
    if digits is None:
        made = (_spoken(int(value), chance) for _ in range(TRIES))
        yield (text for text in made if _fits(text, value, asked))
        return
    for places in _places(digits.group(), chance):
        made = (_digits(digits.group(), places, chance) + numeral[digits.end() :] for _ in range(TRIES))
        yield (text for text in made if _fits(text, value, asked))


def _fits(text: str, value: Fraction, asked: Asked) -> bool:
    """Whether another numeral is plausible and far enough to be fair."""
    new, cap = number_value(text), CAPS.get(asked.measure)
    low, high = (0.8, 1.3) if asked.measure == "岁" else (0.4, 2.2)  # nobody takes 老人 for 34
    if new is None or new <= 0 or not low <= new / value <= high:
        return False
    if value > 12 and abs(new / value - 1) < (ROUGH if asked.rough else APART):
        return False
    return not (cap and new > cap >= value) and not (asked.kind == "ordinal" and not 2 <= new <= 30)


def _places(digits: str, chance: random.Random) -> list[tuple[int, ...]]:
    """Every one and every two of the numeral's significant digits, in any order."""
    whole = digits.isdigit() and not digits.endswith("0")
    significant = [i for i, c in enumerate(digits if whole else digits.rstrip("0")) if c.isdigit()] or [0]
    found: list[tuple[int, ...]] = [*combinations(significant, 1), *combinations(significant, 2)]
    chance.shuffle(found)
    return found


def _digits(digits: str, places: tuple[int, ...], chance: random.Random) -> str:
    """The numeral with the digits at ``places`` altered, or a small one moved by up to three."""
    if digits.isascii() and digits.isdigit() and int(digits) <= 12:
        return str(max(2, int(digits) + chance.choice([-3, -2, -1, 1, 2, 3])))
    out = list(digits)
    for at in places:
        end = at in (0, len(digits) - 1)
        out[at] = chance.choice(("123456789" if end else "0123456789").replace(digits[at], ""))
    return "".join(out)


def _spoken(value: int, chance: random.Random) -> str:
    """A numeral in Chinese words moved by up to three, or by a tenth to a half."""
    if value <= 30:
        return written(max(1, value + chance.choice([-3, -2, -1, 1, 2, 3])), "chinese")
    unit = 10 ** (len(str(value).rstrip("0")) and len(str(value)) - len(str(value).rstrip("0")))
    moved = value // unit + chance.choice([-1, 1]) * max(1, round(value / unit * chance.uniform(0.1, 0.5)))
    return written(max(1, moved) * unit, "chinese")


def _dates(words: str, chance: random.Random) -> Iterator[Iterator[str]]:
    """The date with its year moved by up to three, or its month or day to another; one part at a time."""
    movers: dict[str, Callable[[int], int]] = {
        "年": lambda n: n + chance.choice([-3, -2, -1, -1, 1]),
        "月": lambda n: chance.choice([m for m in range(1, 13) if m != n]),
        "日": lambda n: chance.choice([d for d in range(1, 29) if d != n]),
    }
    parts = list(re.finditer(r"([0-9]+)([年月日])", words))[:2]
    chance.shuffle(parts)
    for part in parts:
        moved = (movers[part[2]](int(part[1])) for _ in range(TRIES))
        yield (words[: part.start(1)] + str(other) + words[part.end(1) :] for other in moved)
