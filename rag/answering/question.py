"""A question -> what it asks for and what its evidence must hold. Pure."""

import re
from dataclasses import dataclass, field
from typing import Literal

from chinese import NUMERAL_CHARS, STOPWORDS, find_places, fold
from chinese.values import Mention, find_mentions, number_value

Asked = Literal[
    "ordinal", "date", "number", "unit", "list", "reason", "method", "person", "place",
    "honour", "meaning", "name", "yesno", "other",
]  # fmt: skip

_N = "[" + NUMERAL_CHARS.replace("一", "") + "0-9]+"  # 哪一 asks for one
_HONOURS = r"(?:奖|荣誉|称号|表彰|头衔|典型|优秀案例|示范点|示范单位|先进)"
_HOW = (
    r"(?:怎么(?!会|样的)|怎样|如何|咋(?!会)|[靠凭]什么|用什么(?:办法|方法|方式)"
    r"|什么(?:路子|办法|做法|方法|方式|措施|举措))"
)
# First match wins; the order puts the narrower reading first.
_PATTERNS: tuple[tuple[Asked, str], ...] = (
    ("ordinal", r"第(?:几|多少)|哪一?(?:届|批)|几(?:届|批)(?!次)"),
    (
        "date",
        r"哪一?年|哪个?月|哪一?[天日]|(?:什么|啥)(?:时候|时间|日子)|何时|何年|几时|[几何]月|几号|哪个年份|(?<![0-9])几几年",
    ),
    (
        "unit",
        rf"哪(?:一|几|些|{_N})?个?家?(?:单位|机关|案例)|哪(?:{_N}|几)?家(?=[的在是有,。?]|$)|谁家|哪(?:{_N}|几)家",
    ),
    (
        "list",
        rf"哪些|哪几|哪(?:{_N})[^,。?]|(?:都|分别|各)[^,。?]{{0,6}}(?:哪[些几]?|什么|谁|啥)|名单|一项项|一一列|列举|列出|(?:有|包括|包含|含)(?:哪[些几]?|啥)",
    ),
    (
        "number",
        r"多少|多大|多高|多长|多久|多远|多重|百分之几|(?<!星期)(?<!礼拜)(?<!周)几(?!乎|何|经|近)|周几(?=[次天场回个])",
    ),
    (
        "honour",
        rf"(?:什么|哪一?[项个种类]?|啥)[^,。?]{{0,6}}{_HONOURS}|{_HONOURS}[^,。?]{{0,4}}(?:哪一?[项个]|什么)",
    ),
    ("reason", r"为什么|为何|为啥|什么原因|何故|凭啥|原因[是在]|怎么会|咋会|缘何"),
    ("method", _HOW),
    ("person", r"谁|何人|哪位|什么人|哪个人"),
    (
        "place",
        r"哪里|哪儿|何处|何地|什么地方|哪个(?:地方|省|市|区|县|镇|乡|村|街道|社区|城市|国家|地区|省份)|哪一?[省市区县]",
    ),
    (
        "meaning",
        r"什么意思|何意|含义|指的?是?什么|指啥|什么是|是什么[?。]?$|说的是什么|叫做什么|干[嘛吗什]|有什么用|什么用",
    ),
    (
        "name",
        r"叫什么(?:名字|名称)?|什么(?:名字|名称|名)|名称|名字|叫啥|什么|哪一?[^,。?]|啥|何种|何(?=[^,。?必况])",
    ),
    ("yesno", r"吗|是否|有没有|是不是|能否|可否|有无"),
)
_COMPILED = tuple((asked, re.compile(pattern)) for asked, pattern in _PATTERNS)
_QUOTED = re.compile(r"[“‘「『《\"]([^“”‘’「」『』《》\"]{1,30})[”’」』》\"]")
# One word that asks: 几月几号 and 哪年哪月 ask for one date.
_ASKS_ONE = re.compile(
    r"[哪几]一?年[哪几何]?月?(?:[哪几]一?[日号天])?|[几哪]月(?:[几哪]一?[日号天])?|(?:是)?(?:多少|几)(?:个?百?分之|成)"
    r"|多少|多[长大高久远重]|几(?!乎|何|经|近|个月)|哪|谁|什么|啥|怎么|怎样|如何|咋|为何|何时"
)
_PARTICLES = re.compile(r"(?:来着|呀|啊|呢|吧|啦|嘞|哦|哈)+(?=[?？。!！]*$)")
_TOKEN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
_FUNCTION_TAGS = ("x", "u", "r", "p", "c", "y", "d", "f", "e", "o", "q", "w")


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks for. Text and words are folded (chinese.folding)."""

    original: str
    text: str
    asked: Asked
    focus: str  # the noun that is asked about: "注册用户" in 有多少注册用户; may be ""
    count: int | None  # how many answers are asked for: 8 in 哪八个
    several: bool  # the answer may lie in several cases
    quoted: tuple[str, ...]  # names in quotation marks
    tokens: tuple[str, ...]  # ASCII words and numbers: "12345", "1.0"
    facts: tuple[Mention, ...]  # dates, ordinals and numbers that are given, not asked for
    places: tuple[str, ...]
    words: tuple[str, ...] = field(default=())  # content words, in order

    @property
    def asks(self) -> int:
        """How many things are asked for at once: 2 in 派了多少人、组了几支队."""
        return len(_ASKS_ONE.findall(_QUOTED.sub("", self.text)))

    @property
    def short(self) -> bool:
        """Whether one fact is asked for."""
        return self.asked not in ("list", "reason", "method", "meaning", "other") and not self.several


def analyse(question: str) -> Question:
    """Read a question; never raises, whatever it holds."""
    text = _PARTICLES.sub("", fold(question).strip())
    asked, place_of = _asked(text)
    words = content_words(text)
    count = _count(text)
    many = re.search(r"哪(?:些|几)个?家?(?:单位|机关|案例)|哪几家", text)
    return Question(
        original=question,
        text=text,
        asked=asked,
        focus=_focus(text, place_of) if place_of else "",
        count=count,
        several=bool(many) or (asked == "unit" and (count or 0) > 1),
        quoted=tuple(dict.fromkeys(match.strip() for match in _QUOTED.findall(text))),
        tokens=tuple(dict.fromkeys(_TOKEN.findall(text))),
        facts=tuple(m for m in find_mentions(text) if _given(text, m)),
        places=tuple(find_places(text)),
        words=tuple(words),
    )


def content_words(text: str) -> list[str]:
    """Distinct words of folded ``text`` that carry meaning, in order."""
    import rjieba

    found = []
    for word, tag in rjieba.tag(text):
        # The segmenter glues 哪 and 几 to measures: 哪一年, 几届.
        asks = re.match(r"[哪几何啥谁]|什么|多少|怎", word)
        if asks or word in STOPWORDS or tag.startswith(_FUNCTION_TAGS) or not word.strip():
            continue
        if any(c.isalnum() for c in word):
            found.append(word)
    return list(dict.fromkeys(found))


def _asked(text: str) -> tuple[Asked, tuple[int, int] | None]:
    # A name may hold an interrogative (“三个如何”); it asks only when nothing outside a name does.
    masked = _QUOTED.sub(lambda match: "“" + "　" * (len(match.group()) - 2) + "”", text)
    for candidate in (masked, text):
        for asked, pattern in _COMPILED:
            match = pattern.search(candidate)
            if match:
                return asked, match.span()
    return "other", None


def _focus(text: str, span: tuple[int, int]) -> str:
    """The noun phrase right after the interrogative: measures skipped, up to a verb, 的 or a stop."""
    import rjieba

    rest = re.sub(
        rf"^(?:一|{_N})?(?:个|名|位|家|项|种|类|条|件|次|场|所|座|本|部|款|样|只|艘|辆|棵|株|栋|幅)?",
        "",
        text[span[1] :],
    )
    phrase = ""
    for word, tag in rjieba.tag(rest):
        if not tag.startswith(("n", "v", "j", "a", "b", "l", "i")) or word in STOPWORDS:
            break
        if tag == "v" and phrase:
            break
        phrase += word
    counted = re.search(r"([\u4e00-\u9fff]{2,8})(?:共|一共|总共|现在)?[有是为达]?$", text[: span[0]])
    if not phrase and counted and text[slice(*span)] == "多少" and not rest.strip("?？"):
        nouns = content_words(counted.group(1))
        return nouns[-1] if nouns else ""
    if not phrase and re.search(r"叫|名", text[slice(*span)]):
        nouns = content_words(re.sub(r"(?:叫|的)$", "", text[max(0, span[0] - 10) : span[0]]))
        return nouns[-1] if nouns else ""
    if not phrase:
        short = re.match(r"[“‘]?([\u4e00-\u9fff])[”’]?(?=[?，,。]|$)", rest)
        phrase = (
            short.group(1) if short and span[1] < len(text) and short.group(1) not in "的呢吗啊了" else ""
        )
    return phrase


def _count(text: str) -> int | None:
    """2 in 哪两家, 8 in 哪八个; None when no number is asked for."""
    match = re.search(rf"哪({_N})", text)
    value = number_value(match.group(1)) if match else None
    return None if value is None else int(value)


def _given(text: str, mention: Mention) -> bool:
    """Whether a mention states something; 哪八个 and 一 in 一下 do not."""
    if text[max(0, mention.start - 1) : mention.start] in ("哪", "这", "那"):
        return False
    surface = text[mention.start : mention.end]
    return mention.kind != "number" or any(c in "0123456789" for c in surface)
