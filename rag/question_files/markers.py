"""How people number questions, letter options and name fields. Pure.

Each pattern stands with what it takes; what it must not take is in the tests.
"""

import re
from dataclasses import dataclass

LETTERS = "ABCDEFGH"
_NARROW = str.maketrans("ＡＢＣＤＥＦＧＨ０１２３４５６７８９", "ABCDEFGH0123456789")
# 一、单选题（每题2分，共20分）: a part of the paper, whose questions are of one kind.
_PART = re.compile(
    r"(?:第?[一二三四五六七八九十]+(?:部分|大题)?[、.．:：\s]|[（(][一二三四五六七八九十]+[）)])?\s*"
    r"(?P<kind>[^\s（(：:。]{1,6}?题)\s*(?:[（(：:].*)?"
)
_EACH = re.compile(r"每[小]?题\s*(\d+(?:\.\d+)?)\s*分")
# 第3题：, （3）, (3), 3., 3．, 3、, 3): but not 3.5万 and not 3次.
_NUMBERS = {
    "word": re.compile(r"第\s*(\d{1,3})\s*题\s*[：:.．、]?\s*"),
    "bracket": re.compile(r"[（(]\s*(\d{1,3})\s*[）)]\s*[.．、]?\s*"),
    "point": re.compile(r"(\d{1,3})\s*(?:[、．]|[.](?!\d))\s*"),
    "half": re.compile(r"(\d{1,3})\s*[）)]\s*"),
}
# A. A、 A： A) （A）, one after the other in one line too.
_OPTION = re.compile(r"(?<![A-Za-z0-9])(?:[（(]\s*([A-H])\s*[）)]|([A-H])\s*[.．、：:)）])\s*")
_NAMES = {
    "answer": "正确答案|参考答案|标准答案|答案",
    "explanation": "答案解析|试题解析|解析|解释",
    "points": "分值|分数",
    "kind": "题型|题目类型|类型",
    "quote": "原文依据|依据原文|出处|原文|依据|来源",
    "case": "案例名称|案例|分类",
}
_INSIDE = ("answer", "explanation", "points")  # fields that may follow on the same line
_FIELD = re.compile(
    "|".join(
        rf"(?P<{name}>(?:^|(?<=[\s　；;。]))"
        rf"(?:[【\[]\s*(?:{words})\s*[】\]]\s*[：:]?|(?:{words})\s*[：:])\s*)"
        for name, words in _NAMES.items()
    )
)
# （2分）, (2.5 分)
_POINTS = re.compile(r"[（(]\s*(?:本题)?\s*(\d+(?:\.\d+)?)\s*分\s*[）)]")
# 【单选】, （多选题）, [判断题]: at the very beginning.
_TAG = re.compile(r"[【\[（(]\s*([^】\]）)\s]{2,6}?)\s*[】\]）)]\s*")
# （ B ）, （√）: an answer that stands in its question.
_GIVEN = re.compile(r"[（(]\s*([A-H](?:[、，,\s]*[A-H])*|[√×✓✗对错]|正确|错误)\s*[）)]")
KINDS = {
    "判断": "判断",
    "是非": "判断",
    "单选": "单选",
    "单项选择": "单选",
    "选择": "",
    "多选": "多选",
    "多项选择": "多选",
    "不定项选择": "多选",
    "不定项": "多选",
    "填空": "填空",
    "简答": "简答",
    "问答": "简答",
    "论述": "简答",
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number."""

    style: str
    number: int
    rest: str


def narrow(line: str) -> str:
    """Full-width letters and digits made narrow; all else as it was."""
    return line.translate(_NARROW).strip(" \t\u3000")


def kind_named(words: str) -> str | None:
    """The kind that a name means, "" where it leaves open which; None for no kind at all."""
    return KINDS.get(words.strip().removesuffix("题"))


def part(line: str) -> tuple[str, str] | None:
    """The kind and the points of each question that a part's heading tells; None for any other line."""
    found = _PART.fullmatch(line)
    kind = kind_named(found["kind"]) if found else None
    if found is None or kind is None:
        return None
    each = _EACH.search(line)
    return kind, each[1] if each else ""


def numbered(line: str) -> Numbered | None:
    """The number at the beginning of a line."""
    for style, pattern in _NUMBERS.items():
        if found := pattern.match(line):
            return Numbered(style, int(found[1]), line[found.end() :])
    return None


def options(line: str, first: str = "A") -> list[tuple[str, str]]:
    """The options of a line that begins with the letter ``first``, in order; [] where it does not."""
    found: list[re.Match[str]] = []
    for match in _OPTION.finditer(line):
        wanted = LETTERS.index(first) + len(found)
        if wanted < len(LETTERS) and (match[1] or match[2]) == LETTERS[wanted]:
            found.append(match)
    if not found or found[0].start() > 0:
        return []
    ends = [match.start() for match in found[1:]] + [len(line)]
    return [
        (match[1] or match[2], line[match.end() : end].strip(" \t\u3000；;"))
        for match, end in zip(found, ends, strict=True)
    ]


def fields(line: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first field of a line, and its fields with their words."""
    found = [m for m in _FIELD.finditer(line) if m.start() == 0 or m.lastgroup in _INSIDE]
    if not found:
        return line, []
    ends = [match.start() for match in found[1:]] + [len(line)]
    named = [
        (str(match.lastgroup), line[match.end() : end].strip(" \t\u3000"))
        for match, end in zip(found, ends, strict=True)
    ]
    return line[: found[0].start()].strip(), named


def without_points(stem: str) -> tuple[str, str]:
    """A stem without the points that it names, and these."""
    found = _POINTS.search(stem)
    return (stem[: found.start()] + stem[found.end() :]).strip() if found else stem, found[1] if found else ""


def without_tag(stem: str) -> tuple[str, str]:
    """A stem without the kind that it begins with, and this."""
    found = _TAG.match(stem)
    kind = kind_named(found[1]) if found else None
    return (stem[found.end() :], kind) if found and kind else (stem, "")


def without_answer(stem: str) -> tuple[str, str]:
    """A stem whose one answer in brackets is taken out of them, and this answer."""
    found = _GIVEN.findall(stem)
    return (_GIVEN.sub("（　　）", stem), found[0]) if len(found) == 1 else (stem, "")
