"""Whether two questions are the same, so that one's approved answer may be shown for the other. Pure.

Two questions are the same when their keys are equal, and a key changes nothing but this, so that another
number, name, year, unit, order or denial always makes another key:

- width, case and radicals are folded (not traditional characters: 乾 and 干 are two people's names);
- blanks and quotation marks go, stops become one comma, and those at the ends go; all of them stay as they
  are between two numerals or Latin letters: 3.5 is not 35;
- at the beginning a word that only announces a question (OPENINGS), at the end one that only makes one
  (ENDINGS), where the segmenter takes it for a word: not in 毛呢;
- words that ask for the same (ASKING): 什么时候 and 何时;
- numerals that are well formed, by their value: 十二家, 12家; 3万, 三万, 30,000. Not 二三十, 三五, 十四五.
"""

import re
import unicodedata
from hashlib import sha256

from chinese import NUMERAL_CHARS, Words
from chinese.radicals import unified
from chinese.values import find_dates, number_value, written

OPENINGS = (
    "请问一下", "请问", "我想请问一下", "我想请问", "想请问一下", "想请问", "我想问一下", "想问一下",
    "我想问问", "想问问", "麻烦问一下", "请教一下", "我想知道", "想知道", "你好,", "您好,",
)  # fmt: skip
ENDINGS = frozenset("呢吗啊呀嘛")
ASKING = (
    ("什么时候", "何时"), ("什么时间", "何时"), ("什么地方", "何处"), ("哪里", "何处"), ("哪儿", "何处"),
    ("为何", "为什么"), ("怎么样", "怎么样"), ("怎样", "如何"), ("怎么", "如何"),
)  # fmt: skip
# Counted from the day of asking: what is true of them today is not next year.
PASSING = frozenset(
    "今天 今日 昨天 昨日 前天 明天 后天 本周 上周 下周 这周 本月 上月 下月 这个月 上个月 下个月 "
    "本季度 上季度 现在 目前 当前 眼下 如今 最近 近期 近来 近日".split()
)
ANCHORED = frozenset(("当年", "同年", "次年", "翌年", "每年"))  # counted from another date of the same text

_JOINING = f"a-z0-9{NUMERAL_CHARS}万亿"
_QUOTES = re.compile("[“”‘’\"'「」『』《》〈〉]+")
_STOPS = re.compile(r"\s*[,.。;:!?][\s,.。;:!?]*")
_BLANKS = re.compile(r"\s+")
_QUOTED = re.compile("[“‘「『《].*?[”’」』》]")
_OPENING = re.compile(rf"(?:{'|'.join(sorted(OPENINGS, key=len, reverse=True))})[\s,:]*")
_INSTEAD = dict(ASKING)
_ASKED = re.compile("|".join(_INSTEAD))
_YEAR = re.compile(rf"(?<![{_JOINING}.])[〇零○一二三四五六七八九]{{4}}(?=年)")
_THOUSANDS = re.compile(rf"(?<![{_JOINING}.,])[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![{_JOINING}.,])")
_LARGE = re.compile(rf"(?<![{_JOINING}.,])[0-9]+(?:\.[0-9]+)?[万亿](?![{_JOINING}])")
_NUMERAL = f"{NUMERAL_CHARS}万亿点"
_CHINESE = re.compile(rf"(?<![0-9.{_NUMERAL}])[{_NUMERAL}]++(?![0-9])")  # whole, or not at all
_SPELLING = str.maketrans("两〇○", "二零零")


def question_key(question: str) -> str:
    """What tells a question from others; "" for one without a letter, a character or a number."""
    text = _without_openings("".join(map(_folded, question)).strip())
    text = _QUOTES.sub(lambda mark: mark.group() if _between(mark) else "", text)
    text = _STOPS.sub(_stop, text)
    text = _BLANKS.sub(lambda blank: " " if _between(blank) else "", text)
    text = _by_value(_without_endings(text))
    text = _ASKED.sub(lambda asked: _INSTEAD[asked.group()], text)
    return text if any(c.isalnum() for c in text) else ""


def digest(key: str) -> str:
    """A key as it is looked up: SHA-256, hexadecimal, since a long text is no index."""
    return sha256(key.encode("utf8", "surrogatepass")).hexdigest()


def passing_time(question: str) -> str:
    """A word of time outside quotation marks that is counted from the day of asking: 去年; "" for none."""
    text = _QUOTED.sub(lambda quoted: "“" * len(quoted.group()), question)
    dates = [question[d.start : d.end] for d in find_dates(text) if d.relative and d.relative not in ANCHORED]
    words = [word for word in Words.of(text).words if word in PASSING]
    return next(iter([*dates, *words]), "")


def _folded(character: str) -> str:
    """Of half width and small, "" where it cannot be seen; ① and ² stay, since 10² is not 102."""
    if unicodedata.category(character) == "Cf":
        return ""
    folded = unicodedata.normalize("NFKC", unified(character)).lower()
    wide = unicodedata.decomposition(character).startswith("<wide>")
    return character if folded != character and not wide and any(c.isdigit() for c in folded) else folded


def _between(mark: re.Match[str]) -> bool:
    """Whether it stands between two numerals or Latin letters, which without it would be one."""
    text, joining = mark.string, re.compile(f"[{_JOINING}]")
    before, after = text[: mark.start()][-1:], text[mark.end() :][:1]
    return bool(joining.match(before) and joining.match(after))


def _stop(mark: re.Match[str]) -> str:
    if _between(mark):
        return _BLANKS.sub(" ", mark.group())
    return "," if mark.start() > 0 and mark.end() < len(mark.string) else ""


def _without_openings(text: str) -> str:
    while (opening := _OPENING.match(text)) and any(c.isalnum() for c in text[opening.end() :]):
        text = text[opening.end() :]
    return text


def _without_endings(text: str) -> str:
    while text[-1:] in ENDINGS and (words := Words.of(text).words)[-1] in ENDINGS and len(words) > 1:
        text = text[:-1].rstrip(",")
    return text


def _by_value(text: str) -> str:
    """Numerals as Arabic ones, where they are written as their value is: 十四五 and 三五 are not."""
    text = _YEAR.sub(lambda year: written(number_value(year.group()) or 0, "arabic"), text)
    text = _THOUSANDS.sub(lambda number: number.group().replace(",", ""), text)
    text = _LARGE.sub(lambda number: written(number_value(number.group()) or 0, "arabic"), text)
    return _CHINESE.sub(lambda numeral: _arabic(numeral.group()), text)


def _arabic(numeral: str) -> str:
    value = number_value(numeral)
    if value is None or value >= 10**16 or _spelled(written(value, "chinese")) != _spelled(numeral):
        return numeral
    return written(value, "arabic")


def _spelled(numeral: str) -> str:
    return numeral.translate(_SPELLING)
