"""Another value in the place of a fact: plausible, of the same form, and surely not the source's. Pure."""

import random
import re
from collections.abc import Callable, Iterator

from rag.dates import dates
from rag.dates import relation as dates_relation
from rag.facts import facts, relation
from rag.numerals import number_value, written
from rag.quantities import Quantity
from rag.quiz_facts import Asked
from rag.ranks import ranks

TRIES = 60
ROUGH = 0.3  # a value told as about or over is altered by at least this share
APART = 0.08  # any other value above 12, too: nobody should have to remember the last digit
CAPS = {"小时": 24, "天": 365, "月": 12, "岁": 100, "%": 100}  # what such amounts seldom exceed
# Raised by one: who is first in the province need not be first in the country.
_HIGHER = dict(
    pair.split(">")
    for pair in "全市>全省 全区>全市 全县>全市 全省>全国 市级>省级 区级>市级 县级>市级 省级>国家级".split()
)
_SUPERLATIVE = re.compile(r"^.{0,6}(?:首|最|唯一|第一|率先|前列|领先)")


def others(sentence: str, asked: Asked, topic: str, chance: random.Random, most: int) -> list[str]:
    """At most ``most`` other values for the blanked words of a number, ordinal or date, all different.

    None is said anywhere in ``topic`` of the same measure, and each contradicts the sentence.
    """
    make = _dates if asked.kind == "date" else _numbers
    said = frozenset(_values(topic))
    found: list[str] = []
    for value in make(sentence[asked.start : asked.end], asked, chance):
        if value in found or (value in topic and asked.kind == "date"):
            continue
        if _contradicts(sentence, asked, value, said):
            found.append(value)
        if len(found) == most:
            break
    return found


def put(sentence: str, asked: Asked, value: str) -> str:
    """The sentence with ``value`` in the place of the blanked words."""
    return sentence[: asked.start] + value + sentence[asked.end :]


def raised(sentence: str) -> tuple[int, int, str] | None:
    """The first rank that can be told one level too high: its offsets and the higher one; None when none."""
    quoted = [m.span() for m in re.finditer(r"“[^”]*”|《[^》]*》", sentence)]
    for rank in ranks(sentence):
        higher = _HIGHER.get(sentence[rank.start : rank.end])
        inside = any(a < rank.end and rank.start < b for a, b in quoted)
        listed = (
            sentence[rank.end : rank.end + 1] in tuple("、各和")
            or sentence[rank.start - 1 : rank.start] == "、"
        )
        if higher and not inside and not listed and not _SUPERLATIVE.match(sentence[rank.end :]):
            return rank.start, rank.end, higher
    return None


def _close(value: str, found: list[str]) -> bool:
    """Whether a number is as good as one already found: nobody should have to tell 703.59 from 703.54."""
    new = number_value(value)
    olds = [number_value(one) for one in found]
    return bool(new and new > 12 and any(old and abs(new / old - 1) < APART for old in olds))


def _values(topic: str) -> Iterator[tuple[str, object]]:
    for fact in facts(topic):
        if isinstance(fact, Quantity):
            yield fact.measure, fact.low
            yield "", fact.low


def _contradicts(sentence: str, asked: Asked, value: str, said: frozenset[tuple[str, object]]) -> bool:
    """Whether the altered sentence says something else there, and something nowhere said."""
    altered = put(sentence, asked, value)
    shift = len(altered) - len(sentence)
    if asked.kind == "date":
        ours, theirs = (
            dates(altered[asked.start : asked.end + shift]),
            dates(sentence[asked.start : asked.end]),
        )
        return len(ours) == len(theirs) == 1 and dates_relation(ours[0], theirs[0]) == "conflict"
    before = [f for f in facts(sentence) if (f.start, f.end) == (asked.full_start, asked.full_end)]
    after = [f for f in facts(altered) if (f.start, f.end) == (asked.full_start, asked.full_end + shift)]
    if len(before) != 1 or len(after) != 1 or not isinstance(after[0], Quantity):
        return False
    known = (after[0].measure, after[0].low) in said
    return not known and relation(after[0], before[0]) == "conflict"


def _numbers(numeral: str, asked: Asked, chance: random.Random) -> Iterator[str]:
    value = number_value(numeral)
    if value is None or value <= 0:
        return
    digits = re.match(r"[0-9０-９.,，]+", numeral)
    cap = CAPS.get(asked.measure)
    for _ in range(TRIES):
        text = (
            _digits(digits.group(), chance) + numeral[digits.end() :]
            if digits
            else _spoken(int(value), chance)
        )
        new = number_value(text)
        if new is None or new <= 0 or not 0.4 <= new / value <= 2.2:
            continue
        if value > 12 and abs(new / value - 1) < (ROUGH if asked.rough else APART):
            continue
        if (cap and new > cap >= value) or (asked.kind == "ordinal" and not 2 <= new <= 30):
            continue
        yield text


def _digits(digits: str, chance: random.Random) -> str:
    """The numeral with one of its significant digits altered, or a small one moved by up to three."""
    if digits.isascii() and digits.isdigit() and int(digits) <= 12:
        return str(max(2, int(digits) + chance.choice([-3, -2, -1, 1, 2, 3])))
    significant = [i for i, c in enumerate(digits.rstrip("0")) if c.isdigit()] or [0]
    if digits.isdigit() and not digits.endswith("0"):
        significant = list(range(len(digits)))
    out = list(digits)
    for at in chance.sample(significant, k=min(len(significant), chance.choice([1, 1, 2]))):
        out[at] = chance.choice("123456789" if at == 0 or at == len(digits) - 1 else "0123456789")
    return "".join(out)


def _spoken(value: int, chance: random.Random) -> str:
    """A numeral in Chinese words moved by up to three, or by a tenth to a half."""
    if value <= 30:
        return written(max(1, value + chance.choice([-3, -2, -1, 1, 2, 3])), "chinese")
    unit = 10 ** (len(str(value).rstrip("0")) and len(str(value)) - len(str(value).rstrip("0")))
    moved = value // unit + chance.choice([-1, 1]) * max(1, round(value / unit * chance.uniform(0.1, 0.5)))
    return written(max(1, moved) * unit, "chinese")


def _dates(words: str, asked: Asked, chance: random.Random) -> Iterator[str]:
    """One part of the date moved: the year by up to three, the month or the day to another."""
    parts = list(re.finditer(r"([0-9]+)([年月日])", words))
    movers: dict[str, Callable[[int], int]] = {
        "年": lambda n: n + chance.choice([-3, -2, -1, -1, 1]),
        "月": lambda n: chance.choice([m for m in range(1, 13) if m != n]),
        "日": lambda n: chance.choice([d for d in range(1, 29) if d != n]),
    }
    for _ in range(TRIES if parts else 0):
        part = chance.choice(parts[: 2 if len(parts) > 1 else 1])
        moved = movers[part[2]](int(part[1]))
        yield words[: part.start(1)] + str(moved) + words[part.end(1) :]
