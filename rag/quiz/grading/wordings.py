"""The wordings in which a point is made in full: as it stands, without asides, by its heading alone. Pure."""

import re

LABEL = 14  # code points of a heading at most
SHORTEST = 2  # code points of a wording
_STEP = (
    r"(?:第[一二三四五六七八九十]+[步件个项条点章招环]?[，,、：:]?|[一二三四五六七八九十]是|"
    r"[（(][一二三四五六七八九十0-9]{1,2}[)）]|[0-9]{1,2}[.．、])"
)
_HEADED = re.compile(rf"^{_STEP}\s*([^。：:；;，,]{{2,{LABEL}}})[。：:]\s*(?=.)")
_STEPPED = re.compile(rf"^{_STEP}\s*")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]")
_HOW = re.compile("怎么|怎样|如何|各是|分别|具体|什么内容")


def wordings(point: str, asked: str) -> tuple[str, ...]:
    """The point first, then shorter ways to make it, each once.

    Where a question asks which steps there are, and not how each is done, a heading is enough: 抓“头雁”.
    """
    plain = _ASIDE.sub("", _STEPPED.sub("", point))
    headed = _HEADED.match(point)
    label = headed.group(1) if headed and not _HOW.search(asked) else ""
    return tuple(dict.fromkeys([point, *(words for words in (plain, label) if len(words) >= SHORTEST)]))
