"""How a question names what it is about: the text, its unit, and the article or part of it. Pure."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from chinese import NUMERAL_CHARS, bare, opens_appendix, ornament, question_mark, read_numbering
from index.records import Carried
from rag.quiz.topics import Topic

LONGEST = 26  # code points of a heading that a question names
TOLD = 8  # code points of a title, from which it says what the text is
ABOUT = 12  # code points of what an article is called
ARTICLE = re.compile(rf"第[{NUMERAL_CHARS}0-9]+条(?:之[{NUMERAL_CHARS}])?")
_SHEETS = (".xlsx", ".xls", ".et", ".csv")
_ISSUED = re.compile(r"关于(?:印发|发布|公布|转发)[^《》]{0,6}《(?P<title>[^《》]+)》")
_CRUMBS = re.compile(r"^.*[>＞»]\s*\S*\s+(?=\S{6})|^.*[>＞»]\s*")
_LABEL = re.compile(r"^(?:【[^】]{1,8}】|[\W_]+(?<![“《（(「‘\"'])|之[" + NUMERAL_CHARS + r"]+\s+)")
_ANNEX = re.compile(r"^附[件表录]?[0-9一二三四五六七八九十]*[：:\s\u3000]+")
# 制表日期：2024年7月8日, 【一月】: no part's name.
_NO_PART = re.compile(
    r"\n|[：:]\s*[0-9]|(?:日期|时间|单位|电话|编号)[：:]|^[" + NUMERAL_CHARS + r"0-9年]*月(?:份)?$"
)
_HAN = re.compile("[\u4e00-\u9fff]")
# 督 查 通 报, 工作委员会 会 议 纪 要: letters set apart.
_LETTERED = re.compile("(?:^|(?<= ))[\u4e00-\u9fff](?: [\u4e00-\u9fff]){2,}(?= |$)")
# What stands after a title on its line or on the next: who handed it over, reported or compiled it.
_SIGNED = re.compile(
    r" (?:[\u4e00-\u9fff]{2,6}[：:]|[（(]?(?:本报|记者|通讯员)).*$"
    r"| [^ 《》]{2,40}(?:课题组|编写组|[委局科处办部室组心会] ?编[印制]?)$"
    r"| 中共[^ 《》]{2,40}(?:委员会|[省市县区州]委|工委|党委)$"
)
# On a line of its own under a title: （2024年修订本·内部使用）.
_EDITION = re.compile(r" [（(][^（）()]*[）)]$")
# A column's name before a title, or an account's behind it: “七一”特别推送｜两座灯塔，一份守望.
_COLUMNS = re.compile("[｜|]")
# A text about one unit, of which there are as many as units: its title alone does not tell whose.
_OF_ONE = re.compile("(?:[评打]分表|考核表|清单|工作(?:情况)?的?(?:报告|总结|汇报))》$")
_SPACED = re.compile(r"\s+")


def title_of(name: str) -> str:
    """A title as a question quotes it: one line, without where a page hangs it, ornaments and labels.

    Of a notice that issues something the name of that.
    """
    words = _SPACED.sub(" ", name.replace("*", "")).strip()
    words = _SIGNED.sub("", _LETTERED.sub(lambda found: found[0].replace(" ", ""), words))
    words = _EDITION.sub("", words)
    words = max(_COLUMNS.split(words), key=len).strip() or words
    if issued := _ISSUED.search(words):
        return issued["title"]
    words = _CRUMBS.sub("", words)
    words = words[ornament(words) :].strip()
    words = _LABEL.sub("", words).strip() or words
    return words.replace("《", "〈").replace("》", "〉")


def _title(topic: Topic) -> str:
    """The case's title as a question quotes it; the file's name where it only says where a page hangs."""
    title, file = title_of(topic.name), PurePath(topic.document.name).stem
    if topic.alone and PurePath(topic.document.name).suffix.lower() in _SHEETS and _HAN.search(file):
        return _ANNEX.sub("", file)  # its first table's title is not that of the others
    hung = _CRUMBS.match(topic.name) and len(title) < TOLD
    return file if hung and len(_HAN.findall(file)) >= TOLD // 2 else title


def sources(topic: Topic, place: str = "") -> list[str]:
    """How the case can be named, the most telling first; ``place`` is the part of it, 第七条."""
    if topic.case is None:
        name = f"《{title_of(topic.name)}》" if topic.document.title else f"「{topic.name}」"
        return [f"{name}一文"]
    if asked := asks(topic):
        return [f"《{title_of(topic.document.title)}》对“{asked}”的回答", f"对“{asked}”的回答"]
    title = f"《{_title(topic)}》"
    if not (topic.alone or topic.unit) and topic.document.title:  # a part of a text that tells of one thing
        part = f"《{title_of(topic.document.title)}》“{inner(_title(topic))}”部分"
        return [part, title]
    if news := _untitled(topic):
        return news
    told = bare(topic.unit) in bare(title)
    named = title
    if topic.unit and not told and (not topic.alone or _OF_ONE.search(title)):
        named = f"{title}（{topic.unit}）"
    return list(dict.fromkeys([f"{named}{place}", f"{title}{place}", named, title]))


def _untitled(topic: Topic) -> list[str]:
    """How one of several cases is named whose title is no more than its unit, or its text's first words."""
    case = topic.case
    if case is None or topic.alone:
        return []
    body, name = topic.document.text[case.start : case.end], topic.name
    body, name = body[ornament(body) :], name[ornament(name) :]
    runs_on = body.startswith(name) and body[len(name) : len(name) + 1] not in ("", "\n")
    if not runs_on and (not topic.unit or bare(name) != bare(topic.unit)):
        return []
    whole = f"《{title_of(topic.document.title)}》中" if topic.document.title else ""
    return [f"{whole}介绍{topic.unit}的一段"] if topic.unit else ([f"{whole}的一段"] if whole else [])


def asks(topic: Topic) -> str:
    """The question that the case answers, without its number; "" for any other case."""
    if topic.case is None or topic.alone or not topic.document.title:
        return ""
    mark = question_mark(topic.name)
    return topic.name[mark:].strip().rpartition("\n")[2] if mark >= 0 else ""


def of_all(topic: Topic, carried: Sequence[Carried]) -> bool:
    """Whether a proposition of one of several cases stands in what is appended to them all."""
    case, text = topic.case, topic.document.text
    parts = [c for c in carried if c.role == "path" and case and c.start >= case.start]
    return not topic.alone and any(opens_appendix(text[c.start : c.end].strip()) for c in parts)


def inner(words: str) -> str:
    """Words as they stand inside quotation marks."""
    return words.replace("“", "‘").replace("”", "’")


def place_of(topic: Topic, carried: Sequence[Carried]) -> str:
    """The article or part that a proposition stands in, as a question names it; "" for none of its own."""
    text, case = topic.document.text, topic.case
    if case is None or asks(topic):
        return ""
    parts = [c for c in carried if c.role == "path" and c.start >= case.start]
    for part in reversed(parts):
        words = text[part.start : part.end].strip().strip("*# ")
        if article := ARTICLE.match(words):
            about = words[article.end() :].strip(" \u3000：:*")
            return f"{article[0]}“{about}”" if 2 <= len(about) <= ABOUT and "“" not in about else article[0]
        words = _ANNEX.sub("", words[read_numbering(words)[1] :].strip()).rstrip("：:")
        words = words.strip("【】[]")
        if 2 <= len(words) <= LONGEST and not _NO_PART.search(words):
            return f"“{inner(words)}”部分"
        return ""
    return ""
