"""Numbering in front of headings (一、 （一） 1. 第一章 案例一) and lines that are no heading at all."""

import re

from chinese.digits import DIGITS, NUMERAL_CHARS

_NUMERAL = r"[" + NUMERAL_CHARS + r"\d０-９]{1,4}"
# Outermost first, as GB/T 9704 orders them: chapter, case, 一、 （一） 1. （1） ①
_STYLES = (
    re.compile(rf"第{_NUMERAL}(?:章|编|篇|部分|单元|板块)(?:[\s　、：:.．]*)"),
    re.compile(rf"第{_NUMERAL}节(?:[\s　、：:.．]*)"),
    re.compile(rf"(?:典型|优秀|创新)?案例(?:之)?{_NUMERAL}[\s　、：:.．]*"),
    re.compile(r"[" + NUMERAL_CHARS + r"]{1,4}[、.．][\s　]*"),
    re.compile(r"[（(][" + NUMERAL_CHARS + r"]{1,4}[)）][\s　、]*"),
    re.compile(r"[\d０-９]{1,3}(?:[、．)）]|\.(?!\d))[\s　]*"),
    re.compile(r"[（(][\d０-９]{1,3}[)）][\s　、]*"),
    re.compile(r"[①-⑳⑴-⒇❶-❿][\s　、]*"),
)
_BULLET = re.compile(r"[●◆■★▲◎○◇□☆△▶►➤•·][\s　]*")

_YEAR = r"[\d" + DIGITS + r"]{4}"
_ROLE = r"(?:记者|通讯员|评论员|作者|编辑|责编|责任编辑|校对|审核|摄影|撰文|供稿|整理|文图|图文|来源|出处)"
_PRESS = r"(?:本报|本刊|本网|本台|新华社|人民网|特约|见习|实习|首席|全媒体)"
_UNIT_LABEL = r"(?:报送|申报|推荐|选送|创建|实施|牵头|责任|主办|承办|完成|供稿|作者)?单位[:：][\s　]*"
_BYLINE_FORMS = (
    rf"{_PRESS}*{_ROLE}(?:[\s　:：/／|｜]|$).{{0,50}}",
    r"(?:本报|本刊|本网|本台)[^\s　。，,]{0,4}(?:记者|通讯员|评论员).{0,50}",
    r".{1,12}[/／](?:文|图|摄).{0,30}|(?:文|图|摄影)[/／:：].{1,40}",
    r".{0,30}(?:供稿|供图|摄|摄影|撰稿)[)）\]】]?",
    r"(?:发布|发表|更新|刊发)?(?:时间|日期)[:：].{1,30}",
    rf"{_YEAR}[年\-./]{_NUMERAL}(?:[月\-./]{_NUMERAL}日?|月)?[)）]?(?:[\s　].{{0,50}})?",
    rf"{_UNIT_LABEL}.{{1,40}}",
    r"(?:咨询|联系|服务|举报|监督|投诉)?(?:电话|热线|地址|邮箱|网址|微信|公众号|联系人)[:：].{1,60}",
    r"图(?:为|[" + NUMERAL_CHARS + r"\d]{1,2}[:：]).{0,60}",
    r"第?\s*[A-Za-z]?\d{1,3}\s*版?",
)
_BYLINE = re.compile(rf"[□■◎●▲（(\[【—\s　]*(?:{'|'.join(_BYLINE_FORMS)})")
_LABELLED_UNIT = re.compile(rf"[（(]?{_UNIT_LABEL}(?P<name>[^）)]+)[）)]?")
_ENDS_A_STATEMENT = re.compile(r"[。！？!?；;，,、：:…][”’」』）)》\"']*$")


def read_numbering(line: str) -> tuple[int, int]:
    """The style of the numbering in front of ``line`` (1 is the outermost, 0 none) and its length.

    Bullets count into the length but give no style.
    """
    bullet = _BULLET.match(line)
    offset = bullet.end() if bullet else 0
    for rank, style in enumerate(_STYLES, start=1):
        number = style.match(line, offset)
        if number and number.end() < len(line):
            return rank, number.end()
    return 0, offset if offset < len(line) else 0


def is_byline(line: str) -> bool:
    """Whether ``line`` only says who wrote it, when, or where it comes from."""
    return len(line) <= 80 and "。" not in line and _BYLINE.fullmatch(line) is not None


def labelled_unit(line: str) -> str:
    """The name in a line like 报送单位：某局; "" in any other line."""
    match = _LABELLED_UNIT.fullmatch(line) if len(line) <= 80 else None
    return match["name"].strip() if match else ""


def ends_a_statement(line: str) -> bool:
    """Whether ``line`` ends the way running text does: 。！？；，and the like, quotes after it aside."""
    return _ENDS_A_STATEMENT.search(line) is not None
