"""What the words of a printed line make of it: a question, an answer, an article, a frame. Pure.

The patterns, chinese/data/headings.toml, are general knowledge of how office documents are printed.
"""

import re
import unicodedata
from collections.abc import Sequence

from chinese.language_data import topic
from chinese.numbering import ends_a_statement, is_byline, read_numbering

MAX_QUESTION = 120  # code points
_DATA = topic("headings")
_QUESTION = re.compile(_DATA.expression("question"))
_ANSWER = re.compile(_DATA.expression("answer"))
_FRAME = re.compile(_DATA.expression("frame"))
_APPENDIX = re.compile(_DATA.expression("appendix"))
_ARTICLE = re.compile(_DATA.expression("article"))
_PRESS = re.compile(_DATA.expression("press"))
_CONTENTS = re.compile(_DATA.expression("contents"))
_LABELLED = re.compile(_DATA.expression("labelled"))
_ISSUE = re.compile(_DATA.expression("issue"))
_PERIODICAL = re.compile(_DATA.expression("periodical"))
_COLLECTION = re.compile(_DATA.expression("collection"))
_PART = re.compile(_DATA.expression("part"))
_COLUMN = re.compile(_DATA.expression("column"))
_EDITION = re.compile(_DATA.expression("edition"))
_FIELD = re.compile(_DATA.expression("field"))
_PAPER = re.compile(topic("imprint").expression("paper"))
_LONE = re.compile(_DATA.expression("lone"))
_NAVIGATION = re.compile(_DATA.expression("navigation"))
_CARD = re.compile(_DATA.expression("card"))
_SHORT_NEWS = re.compile(_DATA.expression("short_news"))
_MARKS = "*_#>|｜ \t　"
_ENDS_ASKING = re.compile(r"[？?][”’」』）)]*$")


def ornament(line: str) -> int:
    """How many code points at the start of ``line`` are signs that say nothing: 🌱, ■, **."""
    for at, char in enumerate(line):
        if char not in _MARKS and unicodedata.category(char) not in ("So", "Sk", "Mn", "Cf", "Co", "Me"):
            return at
    return 0


def question_mark(line: str) -> int:
    """How many code points before a question are its mark or number (问：, Q3, 12.); -1 for no question.

    A line is one when it is marked as one, or is numbered or not and ends asking.
    """
    start = ornament(line)
    marked = _QUESTION.match(line[start:])
    if marked and marked.end() < len(line) - start:
        return start + marked.end()
    if len(line) > MAX_QUESTION or not _ENDS_ASKING.search(line.rstrip("* ")):
        return -1
    return start + read_numbering(line[start:])[1]


def is_marked_question(line: str) -> bool:
    """Whether a line says itself that it asks: 问：, Q1."""
    return _QUESTION.match(line[ornament(line) :]) is not None


def answer_mark(line: str) -> int:
    """How many code points before an answer are its mark (答：); 0 for a line that is not so marked."""
    start = ornament(line)
    marked = _ANSWER.match(line[start:])
    return start + marked.end() if marked else 0


def frames_a_collection(heading: str) -> bool:
    """Whether a heading stands before or after the pieces of a collection: 写在前面, 目录, 附表."""
    return _FRAME.match(heading[ornament(heading) :].lstrip("【[（(")) is not None


def opens_appendix(line: str) -> bool:
    """Whether a line of any length says that it is appended: 附：值班电话…."""
    return _APPENDIX.match(line[ornament(line) :]) is not None


def opens_article(line: str) -> bool:
    """Whether a line opens an article of a regulation: 第十二条."""
    return _ARTICLE.match(line) is not None


def opens_signed_report(line: str) -> bool:
    """Whether a line opens a newspaper's piece: 本报讯, or its reporter's name."""
    reporter = "记者" in line or "通讯员" in line
    return _PRESS.match(line) is not None or (reporter and is_byline(line))


def is_contents_line(line: str) -> bool:
    """Whether a line belongs to a table of contents: a heading, leaders, a page."""
    return _CONTENTS.match(line.strip()) is not None


def fills_a_label(line: str) -> bool:
    """Whether a line gives one of what stands at a document's head: 主持：王平, 签发人：王平."""
    return _LABELLED.match(line) is not None


def numbers_an_issue(line: str) -> bool:
    """Whether a short line gives the number of an issue: 第18期."""
    return _ISSUE.search(line) is not None


def names_a_periodical(title: str) -> bool:
    """Whether a title is that of something that comes out again and again: 工作简报."""
    return _PERIODICAL.search(title) is not None


def names_a_collection(title: str) -> bool:
    """Whether a title is that of several pieces: 典型案例选编."""
    return _COLLECTION.search(title) is not None


def labels_a_part(heading: str) -> bool:
    """Whether a heading is one of those that any case may have inside: 背景, 主要做法."""
    return _PART.match(label_words(heading)) is not None


def names_a_column(line: str) -> bool:
    """Whether a line is the name of a column that the next headline stands in: ◇机关时评◇."""
    return _COLUMN.match(line.strip()) is not None


def heads_a_newspaper(lines: Sequence[str]) -> bool:
    """Whether these lines, before a page's first headline, name a newspaper and one of its pages."""
    return any(map(_PAPER.search, lines)) and any(map(_EDITION.search, lines))


def is_newspaper_name(line: str) -> bool:
    """Whether a line is nothing but a newspaper's name: 石桥日报."""
    named = _PAPER.search(line)
    return named is not None and named.span("name") == (0, len(line.rstrip()))


def is_navigation(line: str) -> bool:
    """Whether a line lists the pages of a site: 首页　政务公开　办事服务."""
    return _NAVIGATION.search(line) is not None and not ends_a_statement(line)


def field_label(line: str) -> str:
    """The label of a line that gives one field of a record: 党员人数 of 党员人数：11人, or ""."""
    match = _FIELD.match(line)
    return match["label"] if match and match.end() < len(line) else ""


def is_lone_label(line: str) -> bool:
    """Whether a line only numbers what stands on the next: 案例一, 第二章, 01."""
    return _LONE.match(line.strip()) is not None


def is_card_value(line: str) -> bool:
    """Whether a line is nothing but the large number of a card: 41.3万件, 97.2%."""
    return _CARD.match(line.strip()) is not None


def names_short_news(line: str) -> bool:
    """Whether a line stands over news of a sentence or two each: 简讯一束, 【快讯】."""
    return _SHORT_NEWS.match(label_words(line)) is not None


def label_words(heading: str) -> str:
    """The words of a heading by which it may come again in the next case: without number and brackets."""
    bare = heading[ornament(heading) :]
    bare = bare[read_numbering(bare)[1] :]
    return "".join(char for char in bare if char.isalnum())
