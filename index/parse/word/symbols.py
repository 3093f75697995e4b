"""Letters of symbol fonts -> what they look like: in Wingdings 2, R is ☑. Pure.

The places are those of the fonts' own tables, as published by Unicode (L2/12-368, Wingdings and Webdings)
and Microsoft (Symbol).
"""

_TICKED, _EMPTY, _CROSSED = "☑", "□", "☒"


def _run(first: int, signs: str) -> dict[int, str]:
    return {first + n: sign for n, sign in enumerate(signs)}


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_BLACK = "❶❷❸❹❺❻❼❽❾❿"
_WINGDINGS = {
    **_run(0x6C, "●■□□□□◆"),
    0x6D: "○",
    0x73: "◆",
    0x74: "◆",
    0x75: "◆",
    0x76: "❖",
    0x77: "◆",
    0x78: _CROSSED,
    0x80: "⓪",
    **_run(0x81, _CIRCLED),
    0x8B: "⓿",
    **_run(0x8C, _BLACK),
    0x9E: "·",
    0x9F: "•",
    0xA0: "●",
    0xA1: "○",
    0xA2: "○",
    0xA4: "◉",
    0xA7: "▪",
    0xA8: _EMPTY,
    0xAA: "✦",
    0xAB: "★",
    0xD8: "➢",
    **_run(0xDF, "←→↑↓"),
    0xE8: "➔",
    **_run(0xEF, "⇦⇨⇧⇩"),
    0xFB: "✗",
    0xFC: "✓",
    0xFD: _CROSSED,
    0xFE: _TICKED,
    0x28: "☎",
    0x2A: "✉",
    0x46: "☞",
}
_WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: _CROSSED,
    0x52: _TICKED,
    0x53: _CROSSED,
    0x54: _CROSSED,
    0x69: "⓪",
    **_run(0x6A, _CIRCLED),
    0x74: "⓿",
    **_run(0x75, _BLACK),
    **_run(0x95, "••●●"),
    **_run(0x9E, "▪▪■■■"),
    0xA3: _EMPTY,
    0xA4: _EMPTY,
    0xA5: _EMPTY,
}
_WEBDINGS = {0x61: "✓", 0x63: _EMPTY, 0x67: "■", 0x72: "✗"}
_SYMBOL = {
    **_run(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
    **_run(0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
    **{ord(sign): sign for sign in "0123456789()[]{}+=<>|.,:;/%!?_"},
    0x2D: "−",
    0xA3: "≤",
    0xA5: "∞",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xBC: "…",
    0xD6: "√",
    0xD7: "·",
    0xE5: "∑",
}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WEBDINGS, "symbol": _SYMBOL}
_NO_TABLE = frozenset(("wingdings 3", "zapfdingbats", "zapf dingbats", "marlett", "mt extra"))
_PRIVATE = range(0xF000, 0xF100)  # where Word keeps the 256 places of a symbol font


def is_symbol_font(font: str) -> bool:
    """Whether the letters of a font are pictures."""
    return font.strip().lower() in _FONTS or font.strip().lower() in _NO_TABLE


def symbol(font: str, code: int) -> str:
    """What a font shows at a place, in Unicode; "" where that is not known.

    Args:
        font: its name as the document gives it.
        code: the character's code point, of a symbol font with or without Word's 0xF000.

    """
    table = _FONTS.get(font.strip().lower())
    if table is not None and (code in _PRIVATE or code < 0x100):
        return table.get(code & 0xFF, "")
    if code in _PRIVATE or is_symbol_font(font) or not 0x20 <= code < 0x110000 or 0xD800 <= code < 0xE000:
        return ""
    return chr(code)


def in_font(text: str, font: str) -> tuple[str, int]:
    """Letters written in a symbol font as they look, and how many of them are not known.

    Blanks, and what such a font does not have (Chinese characters), stay as they are.
    """
    looks = [
        char if char.isspace() or 0xFF < ord(char) not in _PRIVATE else symbol(font, ord(char))
        for char in text
    ]
    return "".join(looks), looks.count("")
