"""One fact of a Chinese clause put into another form, or altered. Pure but for the list of names."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

NAMES = json.loads(Path(__file__).with_name("news_names.json").read_text(encoding="utf8"))
PERSONS: list[str] = NAMES["persons"]

RANKS = [pair.split(">") for pair in (
    "全国首>全省首 沪上首>全国首 全市首>全省首 全省统一>全国统一 全市>全省 全区>全市 全县>全市 全省>全国 "
    "省级>国家级 市级>省级 区级>市级 中央电视台>省电视台 上海市名中医>全国名中医"
).split()]  # fmt: skip
QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
NUMBER = re.compile(
    r"(?<![\d.])\d+(?:\.\d+)?(?![\d.%])(?=[万亿]?[余多]?[个家名件人次支场项位条起户处吨张台期天])"
)
DATE = re.compile(r"20[12]\d(?=年)|(?<!\d)1?\d(?=月)")
ORDINAL = re.compile(r"第[一二三四五六七八九](?=[届批代年次])|首(?=[家个届条次])")

Change = Callable[[str, str, random.Random], str | None]  # passage, document, chance -> altered passage


def outside_quotes(pattern: re.Pattern[str], words: str) -> list[re.Match[str]]:
    """The matches that no title or quoted name contains."""
    quoted = [m.span() for m in QUOTED.finditer(words)]
    return [m for m in pattern.finditer(words) if not any(a <= m.start() < b for a, b in quoted)]


def put(words: str, match: re.Match[str], value: str) -> str:
    """``words`` with ``value`` in the place of the match."""
    return words[: match.start()] + value + words[match.end() :]


def other_number(words: str, text: str, chance: random.Random) -> str | None:
    """One count altered in one digit, to a number that the document does not hold.

    A count given as about or over is altered by more than a quarter; one given as a mere bound is left.
    """
    numbers = [m for m in outside_quotes(NUMBER, words) if not words[: m.start()].endswith(("超", "超过"))]
    if not numbers:
        return None
    match = chance.choice(numbers)
    digits = match.group()
    rough = words[: match.start()].endswith(("约", "近")) or words[match.end() :].lstrip("万")[:1] in "余多"
    for _ in range(40):
        at = chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
        value = digits[:at] + str(chance.randint(1, 9)) + digits[at + 1 :]
        ratio = float(value) / float(digits)
        far = 0.4 <= ratio <= 2.5 and (abs(ratio - 1) > 0.25 or not rough)
        if words[match.end()] == "天" and float(value) > 365 >= float(digits):
            continue  # a year has no more days
        if far and not re.search(rf"(?<![\d.]){re.escape(value)}(?![\d.])", text):
            return put(words, match, value)
    return None


def other_date(words: str, text: str, chance: random.Random) -> str | None:
    """One year or month altered, to one that the document does not hold; none of a span without end."""
    dates = [
        m for m in outside_quotes(DATE, words) if not re.search("以来|至今", words[m.end() : m.end() + 8])
    ]
    if not dates:
        return None
    match = chance.choice(dates)
    year = len(match.group()) == 4
    values = [int(match.group()) + d for d in (-3, -2, -1, 1)] if year else list(range(1, 13))
    unit = "年" if year else "月"
    values = [v for v in values if not re.search(rf"(?<!\d){v}{unit}", text)]
    return put(words, match, str(chance.choice(values))) if values else None


def other_rank(words: str, text: str, chance: random.Random) -> str | None:
    """One level of government or honour altered, to one that the document does not name."""
    pairs = [(old, new) for old, new in RANKS if old in words and new[:2] not in text]
    return words.replace(*chance.choice(pairs), 1) if pairs else None


def other_ordinal(words: str, text: str, chance: random.Random) -> str | None:
    """第三届 for 第二届, 第二届 for 首届."""
    ordinals = outside_quotes(ORDINAL, words)
    values = [f"第{n}" for n in "二三四五六七八九" if f"第{n}" not in text]
    return put(words, chance.choice(ordinals), chance.choice(values[:3])) if ordinals and values else None


def other_person(words: str, text: str, chance: random.Random) -> str | None:
    """A name from another document."""
    names = [name for name in PERSONS if name in words]
    strange = [name for name in PERSONS if name not in text]
    return words.replace(chance.choice(names), chance.choice(strange)) if names else None


CHANGES: dict[str, tuple[Change, int]] = {
    "number": (other_number, 30),
    "date": (other_date, 10),
    "rank": (other_rank, 10),
    "ordinal": (other_ordinal, 5),
    "person": (other_person, 8),
}


def in_chinese(words: str) -> str:
    """1398个 as 一千三百九十八个, 2.16万 as 21600; dates and quoted names stay."""
    for match in reversed(outside_quotes(NUMBER, words)):
        number, rest = match.group(), words[match.end() :]
        if "." in number and rest.startswith("万"):
            words = words[: match.start()] + f"{round(float(number) * 10_000)}" + rest[1:]
        elif number.isdigit() and 10 < int(number) < 10_000:
            words = put(words, match, numeral(int(number)))
    return words


def numeral(value: int) -> str:
    """``value``, 1 to 9999, in Chinese numerals."""
    spoken, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            spoken += ("零" if zero and spoken else "") + "零一二三四五六七八九"[digit] + name
        zero = not digit
    return spoken.removeprefix("一") if 10 <= value < 20 else spoken
