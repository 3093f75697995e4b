"""Chinese and Arabic numerals: their values, their vague forms, and how to write a value. Pure.

Full-width digits, 〇, 两, 俩, 廿 and the financial 壹贰叁 are read as well as 万, 亿, 点, 成, 分之 and %.
"""

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from chinese.digits import DIGITS, NONZERO, NUMERAL_CHARS, ZERO
from chinese.language_data import any_of, topic
from chinese.values.intervals import Interval, and_more

Form = Literal["arabic", "comma", "wide", "wan", "chinese", "digits", "percent", "fraction", "tenths"]

_DATA = topic("numerals")
DIGIT = dict.fromkeys(ZERO, 0) | {c: i for i, c in enumerate(NONZERO, 1)} | {"两": 2, "俩": 2, "仨": 3}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
_TENS = {"廿": 20, "卅": 30}
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩", NONZERO + "十百千万亿两")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")

ARABIC, NUMERAL, VAGUE = map(_DATA.expression, ("arabic", "numeral", "vague"))
_FEW = any_of(_DATA.words["few"])
MAX_NUMERAL = 100  # code points; longer is no number that anyone wrote, and Python reads no 5,000 digits
_ROUND = r"[十百千万亿]+"
_SAID = ZERO[0] + NONZERO  # the digit of each value, as it is said


def narrow(text: str) -> str:
    """``text`` with full-width forms made narrow where that keeps every offset: １２％ -> 12%."""
    return "".join(n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def number_value(text: str) -> Fraction | None:
    """The value of a numeral: "2.145万" -> 21450, "三成" and "30%" -> 3/10; None when it is none.

    None also beyond ``MAX_NUMERAL`` code points.
    """
    if len(text) > MAX_NUMERAL:
        return None
    text = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text)).translate(_FINANCIAL)
    share = _share_value(text)
    if share is not None:
        return share
    tokens = re.findall(r"[0-9]+(?:\.[0-9]+)?|.", _pointed(text))
    return _sum(tokens, text) if tokens else None


def number_range(text: str) -> Interval | None:
    """The bounds of a vague numeral (``VAGUE``): "十几", "数百", "上千", "三五十"; None when it is none.

    几十 is 20 or more, 数百 200 or more, below the next power of ten; 上百 is 100 or more.
    """
    if text in ("成百上千", "成千上万"):
        low = Fraction(100 if text == "成百上千" else 1000)
        return Interval(low, low * 100, high_open=True)
    match = re.fullmatch(rf"(好?几|数以?|上)({_ROUND})计?", text)
    if match:
        unit = number_value(match[2]) or Fraction(1)
        low = unit if match[1] == "上" or "以" in match[1] else unit * 2
        return Interval(low, unit * 10, high_open=True)
    if match := re.fullmatch(rf"([{NUMERAL_CHARS}]*十)几([万亿]*)", text):
        scale = number_value("一" + match[2]) or Fraction(1)
        return and_more((number_value(match[1]) or Fraction(0)) * scale, 10 * scale)
    if match := re.fullmatch(rf"([{NUMERAL_CHARS}]*)({_FEW})([十百千]?[万亿]*)", text):
        head, few, tail = match.groups()
        first, second = few[0], few[1]
        low_, high_ = number_value(head + first + tail), number_value(head + second + tail)
        proper = not head or head[-1] in SMALL  # 二〇二三 reads digits out
        if low_ is not None and high_ is not None and low_ < high_ and proper:
            return Interval(low_, high_)
    return None


def written(value: Fraction | int, form: Form) -> str:
    """``value`` (>= 0) in one written form; ValueError when that form cannot say it exactly."""
    value = Fraction(value)
    if value < 0:
        raise ValueError(f"cannot write {value}: only values >= 0")
    return _WRITERS[form](value)


def _sum(tokens: list[str], text: str) -> Fraction | None:
    total, section = Fraction(0), Fraction(0)
    current: Fraction | None = None
    for at, token in enumerate(tokens):
        if token[0].isdecimal():
            current = Fraction(token)
        elif token in DIGIT:
            # 二〇二三: digits read out one by one
            current = Fraction(DIGIT[token]) + (current or 0) * 10
        elif token in _TENS:
            section += _TENS[token]
        elif token in SMALL:
            section += (1 if current is None else current) * SMALL[token]
            current = None
        elif token in LARGE:
            whole = section + (current or 0) if at else Fraction(1)  # 万余
            # 一亿二千万 adds up, 1.2万亿 multiplies
            if whole and total >= LARGE[token]:
                total += whole * LARGE[token]
            else:
                total = (total + whole) * LARGE[token]
            section, current = Fraction(0), None
        else:
            return None
    # 两万五 is 25000; 20005 would be said 两万零五
    short = re.search(rf"([百千万亿])[{NONZERO}]$", text)
    if short and current:
        current *= Fraction((SMALL | LARGE)[short.group(1)], 10)
    return total + section + (current or 0)


def _pointed(text: str) -> str:
    """三点五万 -> 3.5万."""
    match = re.search(rf"([{NUMERAL_CHARS}万亿]+)点([{DIGITS}]+)", text)
    whole = number_value(match[1]) if match else None
    if not match or whole is None:
        return text
    return (
        text[: match.start()] + f"{whole}." + "".join(str(DIGIT[c]) for c in match[2]) + text[match.end() :]
    )


def _share_value(text: str) -> Fraction | None:
    """Shares and doublings: 5%, 3‰, 百分之五, 三分之二, 三成五, 一半, 翻两番."""
    if text in ("半", "一半", "半数"):
        return Fraction(1, 2)
    if match := re.fullmatch(r"翻(?:(.)番|番|倍|一倍)", text):
        times = DIGIT.get(match[1] or "一")
        return Fraction(2**times) if times else None
    if match := re.fullmatch(r"(.+)分之(.+)", text):
        parts, of = number_value(match[2]), number_value(match[1])
        return parts / of if parts is not None and of else None
    if match := re.fullmatch(rf"([1-9{NONZERO}两])成([{NONZERO}半])?", text):
        hundredths = 5 if match[2] == "半" else DIGIT.get(match[2] or "", 0)
        return (number_value(match[1]) or Fraction(0)) / 10 + Fraction(hundredths, 100)
    if text[-1:] in ("%", "‰"):
        number = number_value(text[:-1])
        return None if number is None else number / (100 if text[-1] == "%" else 1000)
    return None


def _decimal(value: Fraction) -> str:
    """All digits of a finite decimal."""
    scale = 0
    while (value * 10**scale).denominator != 1:
        scale += 1
        if scale > 30:
            raise ValueError(f"cannot write {value} as a decimal: it does not end")
    digits = str(int(value * 10**scale)).rjust(scale + 1, "0")
    return digits[: len(digits) - scale] + (f".{digits[len(digits) - scale :]}" if scale else "")


def _chinese(value: Fraction) -> str:
    """Chinese words, below 10**16: 两万一千四百五十, 三点五."""
    if value >= 10**16:
        raise ValueError(f"cannot write {value} in words: it must be under 10**16")
    whole, _, rest = _decimal(value).partition(".")
    said, gap, number = "", False, int(whole)
    for unit, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, unit)
        if section:
            said += ("零" if said and (gap or section < 1000) else "") + _section(section)
            # 两万亿零三亿 is one number with two 亿: 亿 is said once, at its end
            said += name if name != "万亿" or not number // 10**8 else "万"
        gap = not section
    if said.startswith("一十"):
        said = said[1:]
    if re.match(r"二(?=[千万亿])", said):
        said = "两" + said[1:]
    return (said or "零") + ("点" + "".join(_SAID[int(c)] for c in rest) if rest else "")


def _section(number: int) -> str:
    """1..9999 in words."""
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            said += ("零" if gap else "") + _SAID[digit] + name
        gap = bool(said) and not digit
    return said


def _comma(value: Fraction) -> str:
    whole, point, rest = _decimal(value).partition(".")
    return f"{int(whole):,}{point}{rest}"


def _in_large(value: Fraction) -> str:
    unit = "亿" if value >= LARGE["亿"] else "万"
    return _decimal(value / LARGE[unit]) + unit


def _read_out(value: Fraction) -> str:
    if value.denominator != 1:
        raise ValueError(f"cannot read out {value}: not a whole number")
    return "".join("〇" if c == "0" else _SAID[int(c)] for c in str(value))


def _tenths(value: Fraction) -> str:
    """三成, 三成五."""
    tenths, rest = divmod(value * 100, 10)
    if value * 100 != int(value * 100) or not 1 <= tenths <= 9:
        raise ValueError(f"cannot write {value} in tenths: it must be 10%..99% without decimals")
    return _SAID[int(tenths)] + "成" + (_SAID[int(rest)] if rest else "")


_WRITERS: dict[Form, Callable[[Fraction], str]] = {
    "arabic": _decimal,
    "comma": _comma,
    "wide": lambda value: _decimal(value).translate(_WIDE),
    "wan": _in_large,
    "chinese": _chinese,
    "digits": _read_out,
    "percent": lambda value: _decimal(value * 100) + "%",
    "fraction": lambda value: "百分之百" if value == 1 else "百分之" + _chinese(value * 100),
    "tenths": _tenths,
}
