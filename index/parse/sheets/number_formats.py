"""A spreadsheet's number and its format -> the words that the sheet shows (ECMA-376 part 1, 18.8.30)."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

GENERAL_DIGITS = 11  # significant digits that a cell shows of a number without a format
_EPOCH = datetime(1899, 12, 30)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<digits>[0#?][0#?,.]*(?:[eE][+-]0+)?|\.[0#?]+)|(?P<percent>%)|(?P<text>@)"
    r"|(?P<date>AM/PM|A/P|上午/下午|[ymdhs]+(?:\.0+)?|[YMDHS]+|[eg]+|a{3,4})|(?P<plain>.)",
    re.DOTALL,
)
_ELAPSED = re.compile(r"[hH]+|[mM]+|[sS]+")
_WEEKDAYS = "一二三四五六日"
_HALVES = ("am/pm", "a/p", "上午/下午")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")


def shown(value: object, number_format: str) -> str:
    """A cell's value as its sheet shows it; a format that is not understood leaves the plain value.

    ``value`` is what openpyxl gives: None, bool, str, int, float, date, time or timedelta.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value, _section(number_format, 1))
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _section(number_format: str, sign: float) -> str:
    """The part of a format that serves numbers of this sign: 正数;负数;零."""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    if sign < 0 and len(parts) > 1:
        return parts[1]
    return parts[2] if sign == 0 and len(parts) > 2 else parts[0]


def _number(value: float, number_format: str) -> str:
    section = _section(number_format, value)
    own_sign = section != _section(number_format, 1) and value < 0  # such a part writes its own minus
    tokens = list(_TOKEN.finditer(section))
    if any(t["date"] or (t["bracket"] and _ELAPSED.fullmatch(t["bracket"])) for t in tokens):
        return _moment(_EPOCH + timedelta(days=value), section) if 0 <= value < 2_958_466 else _plain(value)
    percent = any(t["percent"] for t in tokens)
    amount = Decimal(repr(value)) * (100 if percent else 1)
    slots = [t["digits"] for t in tokens if t["digits"]]
    if len(slots) != 1 or "e" in slots[0].lower():  # fractions and powers of ten: seldom, left plain
        general = any(t["general"] or t["text"] for t in tokens)
        plain = _plain(value if value == amount else float(amount))
        if slots or not general:
            return (not slots and _literal(tokens)) or plain + ("%" if percent else "")
        return "".join(plain if t["general"] or t["text"] else _words(t) for t in tokens).strip()
    figures = _figures(abs(amount) if own_sign else amount, slots[0])
    return "".join(figures if token["digits"] else _words(token) for token in tokens).strip()


def _literal(tokens: list[re.Match[str]]) -> str:
    return "".join(map(_words, tokens)).strip()


def _words(token: re.Match[str]) -> str:
    """What a token that is no digit prints."""
    if token["bracket"] is not None:
        currency = _CURRENCY.fullmatch(token["bracket"])
        return currency[1] if currency else ""
    if token["blank"] is not None or token["fill"] is not None:
        return ""
    return token["quoted"] or token["escaped"] or token["percent"] or token["plain"] or ""


def _figures(amount: Decimal, slot: str) -> str:
    """``amount`` in a slot like #,##0.00; a comma at its end divides by a thousand."""
    whole, _, places = slot.partition(".")
    thousands = len(whole) - len(whole.rstrip(",")) if not places else len(places) - len(places.rstrip(","))
    amount /= Decimal(1000) ** thousands
    whole, places = whole.rstrip(","), places.rstrip(",")
    amount = amount.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    sign, text = ("-" if amount < 0 else ""), f"{abs(amount):f}"
    left, _, right = text.partition(".")
    left = left.zfill(whole.count("0")) if whole.count("0") else left.lstrip("0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    needed = len(places.rstrip("#?"))
    right = right[:needed] + right[needed:].rstrip("0")
    return sign + left + (f".{right}" if right else "")


def _plain(value: float) -> str:
    """A number without a format: whole ones with all their digits, others rounded as a cell does."""
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return str(int(value))
    return f"{Decimal(f'{value:.{GENERAL_DIGITS}g}'):f}"


def _moment(value: "datetime | date | time | timedelta", section: str) -> str:
    """A date or a time of day; without a date format in ``section`` in ISO form."""
    tokens = list(_TOKEN.finditer(section))
    if isinstance(value, timedelta):
        return _elapsed(value, tokens)
    if any(t["bracket"] and _ELAPSED.fullmatch(t["bracket"]) for t in tokens):
        moment = datetime.combine(date(1899, 12, 30), value) if isinstance(value, time) else value
        if isinstance(moment, datetime):
            return _elapsed(moment - _EPOCH, tokens)
    if not any(t["date"] for t in tokens):
        return _iso(value)
    return "".join(_dated(value, tokens, at) for at in range(len(tokens))).strip()


def _iso(value: "datetime | date | time") -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value.isoformat("minutes")


def _elapsed(value: timedelta, tokens: list[re.Match[str]]) -> str:
    """Hours may pass 24: 36:30."""
    seconds = round(value.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    with_seconds = any((t["date"] or "").lower().startswith("s") for t in tokens)
    words = f"{hours}:{rest // 60:02d}" + (f":{rest % 60:02d}" if with_seconds else "")
    return f"-{words}" if seconds < 0 else words


def _dated(value: "datetime | date | time", tokens: list[re.Match[str]], at: int) -> str:
    """What one token of a date format prints; m beside h or s are minutes."""
    code = (tokens[at]["date"] or "").lower()
    if not code:
        return _words(tokens[at])
    day = value if isinstance(value, date) else date(1900, 1, 1)
    clock = value.time() if isinstance(value, datetime) else value if isinstance(value, time) else time()
    if code[0] in "yemda" and not (code[0] == "m" and _is_minute(tokens, at)) and code not in _HALVES:
        return _day(day, code)
    half = any((t["date"] or "").lower() in _HALVES for t in tokens)
    return _clock(clock, code, half=half)


def _day(day: date, code: str) -> str:
    """A year, month, day or weekday, as ``code`` has it."""
    weekday = _WEEKDAYS[day.weekday()]
    forms = {
        "y": f"{day.year % 100:02d}" if code == "yy" else str(day.year),
        "e": str(day.year),
        "m": f"{day.month:0{min(len(code), 2)}d}" if len(code) < 3 else f"{day.month}月",
        "d": f"{day.day:0{len(code)}d}" if len(code) < 3 else f"星期{weekday}",
        "a": f"星期{weekday}" if len(code) == 4 else weekday,
    }
    return forms[code[0]]


def _clock(clock: time, code: str, *, half: bool) -> str:
    """Hours, minutes, seconds or the half of the day; ``half`` counts hours to 12."""
    width = len(code.partition(".")[0])
    forms = {
        "h": f"{(clock.hour % 12 or 12) if half else clock.hour:0{width}d}",
        "m": f"{clock.minute:0{width}d}",
        "s": f"{clock.second:0{width}d}",
    }
    return forms.get(code[0], "上午" if clock.hour < 12 else "下午")


def _is_minute(tokens: list[re.Match[str]], at: int) -> bool:
    before = [t["date"] for t in tokens[:at] if t["date"]]
    after = [t["date"] for t in tokens[at + 1 :] if t["date"]]
    return bool((before and before[-1][0] in "hH") or (after and after[0][0] in "sS"))
