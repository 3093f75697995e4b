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
    # Decimal, as in technical rules: 1　总则, 1.1　适用, 1.1.1.
    re.compile(r"(?:0[1-9][\s　]|[\d０-９]{1,2}(?:　|  ))[\s　]*(?=[\u3400-\u9fff“])"),
    re.compile(r"[\d０-９]{1,2}\.[\d０-９]{1,2}[\s　]+(?=[^\d])"),
    re.compile(r"[\d０-９]{1,2}(?:\.[\d０-９]{1,2}){2,3}[\s　]+(?=[^\d])"),
)
_BULLET = re.compile(r"[●◆■★▲◎○◇□☆△▶►➤•·][\s　]*")

_YEAR = r"[\d" + DIGITS + r"]{4}"
_DATE = rf"{_YEAR}\s*[年\-./]\s*{_NUMERAL}\s*(?:[月\-./]\s*{_NUMERAL}\s*日?|月)"
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
    r"图(?:为|[" + NUMERAL_CHARS + r"\d]{1,2}[:：｜|\s　]).{0,60}",
    r"第?\s*[A-Za-z]?\d{1,3}\s*版?",
    # The number of an issue or of a document; a day in brackets, or beside an office; an officer's name.
    rf"(?:20\d\d年)?(?:增刊)?第\s*{_NUMERAL}\s*[期号辑](?:\s*[（(]总第?\s*{_NUMERAL}\s*[期号][)）])?"
    r"(?:[\s　|｜·].{0,60})?",
    rf"[\u3400-\u9fff]{{0,14}}[〔\[［（(]\s*{_YEAR}\s*[〕\]］)）]\s*第?{_NUMERAL}号(?:[\s　].{{0,40}})?",
    rf"[（(].{{0,40}}{_DATE}[^）)]{{0,60}}[)）]",
    rf"[^，,。：:]{{2,40}}[\s　·|｜]+{_DATE}[^，,。]{{0,12}}",
    r"(?:版次|版面|期次|总第|刊号|密级|编号|印数|报送?|送|抄送|抄报|发|主送|编辑|审签|责编|核稿|采编|编发|整理)"
    r"[:：].{0,80}",
    r"(?:中共)?[\u3400-\u9fff（）()]{4,40}文件",
    r"[（(]?(?:共印|印发|印数)\s*\d+\s*份[)）]?|.{2,40}\d日印发(?:[\s　].{0,20})?",
    r"(?:复核|审核|审签|校对|监制|统筹|签发|初审|终审)[:：].{0,40}|写下你的留言|阅读原文",
    r"[^，,。：:]{2,40}(?:书记|局长|主任|部长|主席|处长|科长|组长|市长|县长|区长)[\s　]+[\u3400-\u9fff]{2,4}",
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
