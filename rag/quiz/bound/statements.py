"""A case's propositions -> the statements that can be shown alone, with all they lean on. Pure.

A statement is whole sentences of the text. What a proposition in it leans on either stands in it too, or
the sentence before it is shown along, or it is the stem of a list, shown before the item; what leans on
anything else is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chinese import NUMERAL_CHARS, ends_a_statement, foot_kind, is_day, is_document_number
from index.records import Carried, Proposition
from rag.quiz.excerpts import readable
from rag.quiz.naming import ARTICLE, asks, of_all, place_of
from rag.quiz.sentence_quality import points_back, printed, supposes
from rag.quiz.sentence_subject import subject
from rag.quiz.topics import Topic

Span = tuple[int, int]  # offsets into the document
LONGEST = 130  # code points of a statement with the sentence it leans on
WHOLE = 150  # of one that is shown whole
CUT_AT = 400  # of a sentence whose clauses may be shown alone
STEM = 70  # code points of a list's stem
SHORTEST = 8
_MARK = re.compile(
    r"[*#>\s]*(?:"
    rf"{ARTICLE.pattern}|[（(](?:[{NUMERAL_CHARS}]{{1,3}}|[0-9]{{1,2}})[)）]|[{NUMERAL_CHARS}]{{1,3}}[、.．]"
    r"|[0-9]{1,2}(?:[、)）]|[.．](?=\s|\D|[12][0-9]{3}年))|[①-⑳]|[·●■◆◇▲△▶▷○★☆※✓√—–•]+|-\s|[问答][：:]"
    r")[*\s\u3000]*"
)
_REACH = re.compile(
    r"电话|手机号|邮箱|网址|微信号|公众号|二维码|联系人|联系方式|https?:|www\.|@|邮编|传真|来源[：:]|责任编辑|印数|印发份数"
    r"|[抄报分]送[：:]|附件[0-9]*[：:]|^附件|此页无正文|特此(?:通知|报告|公示|通报|公告|函)|(?:通知|公示|公布|报告|通报|汇报)如下"
)
# What points at another place of the text: 前款, 上述, 符合第二项的.
_ELSEWHERE = re.compile(
    rf"[前本上](?:[两{NUMERAL_CHARS}])?[款项条](?!件|例)|第[{NUMERAL_CHARS}0-9]+[款项](?!目)|上述|前述|以上(?:[各几{NUMERAL_CHARS}]|情[形况])|如下|[下上]列|以下(?!简称)|见附|附件|附表"
)
_DAY = re.compile(
    r"^(?:[12][0-9]{3}年)?[0-9]{1,2}月[0-9]{1,2}日(?:[ \u3000]+|[:：])"
)  # of a chronicle's entry
_TORN = re.compile(r"[0-9][ \u3000]+[0-9]")  # 1 949年: a page's blank inside a number
_LABELLED = re.compile(r"^[\u4e00-\u9fff]{2,6}[：:][^。]*$")  # 主持人：…
_FIRST, _SECOND = re.compile("（一）|[(]一[)]|①|一是"), re.compile("（二）|[(]二[)]|②|二是")
_SENTENCE = re.compile(r"[。；;\n！？]\s*")
_LEANS = ("subject", "predicate", "condition", "exception", "time", "group")


@dataclass(frozen=True, slots=True)
class Statement:
    """Whole sentences of a case that say something by themselves."""

    topic: Topic
    start: int  # offsets into the document; a number or bullet before them is left out
    end: int
    stem: Span | None  # of the list whose item it is
    place: str  # 第七条, “评选步骤”部分; "" where the case's name is enough
    propositions: tuple[Proposition, ...]  # whose cores lie in it

    @property
    def text(self) -> str:
        """Its own words."""
        return self.topic.document.text[self.start : self.end]

    @property
    def lead(self) -> str:
        """The stem's words; "" for none."""
        return stem_words(self.topic, self.stem) if self.stem else ""


def stem_words(topic: Topic, stem: Span) -> str:
    """A stem without its number and the colon at its end."""
    words = topic.document.text[slice(*stem)]
    return words[marked(words) :].rstrip("：:，,。；; \n")


def marked(words: str) -> int:
    """How many code points a number or bullet before a sentence takes, several of them together."""
    end = 0
    while found := _MARK.match(words, end):
        end = found.end()
    return end if end < len(words) else 0


def statements_of(topic: Topic) -> tuple[Statement, ...]:
    """The statements of a case, in order; empty for one whose propositions are not known."""
    return tuple(_statements(topic))


def _statements(topic: Topic) -> Iterator[Statement]:
    text, article = topic.document.text, ""
    for number, (a, b) in enumerate(topic.sentences):
        begin = a + marked(text[a:b])
        if found := ARTICLE.search(text, a, begin):
            article = found[0]
        elif text[max(0, a - 2) : a].endswith("\n") and begin == a:
            article = ""
        inside = [p for p in topic.propositions if a <= p.start < b]
        if not inside or of_all(topic, inside[0].carried) or any(_tabular(p) for p in inside):
            continue
        made = None if _boilerplate(text, (begin, b)) else _stated(topic, number, inside, article)
        if made and _clear(made):
            yield made


def _stated(topic: Topic, number: int, inside: Sequence[Proposition], article: str) -> Statement | None:
    """The sentence of that number with all it leans on; None where that cannot be shown."""
    text, (a, b) = topic.document.text, topic.sentences[number]
    begin = a + marked(text[a:b])
    listed = begin > a or inside[0].kind == "item"
    leaning = _leaning(inside, (a, b), listed) if listed or ends_a_statement(text[a:b]) else None
    if leaning is None:
        return None
    first, stem = leaning
    place = article or place_of(topic, inside[0].carried)
    stem = whole_stem(text, stem) if stem else None
    own = not topic.alone and bool(topic.unit)
    start = _extended(topic, number, begin, first, bool(place or stem) or own)
    if start is None and own and not _tied(inside, (a, b)):
        start = begin  # of whom it tells the case's unit says
    if start is None or (stem and len(stem_words(topic, stem)) > STEM):
        return None
    said = tuple(p for p in topic.propositions if start <= p.start < b)
    shown_along = stem is not None and start <= stem[0]
    return Statement(topic, start, b, None if shown_along else stem, place, said)


def _tabular(proposition: Proposition) -> bool:
    return proposition.kind == "cell" or any(c.role in ("row", "column") for c in proposition.carried)


def _boilerplate(text: str, span: Span) -> bool:
    """Whether it only says how to reach somebody, what is attached, who signs, or is a heading."""
    words = _DAY.sub("", text[slice(*span)].strip())
    if (
        len(words) < SHORTEST
        or _TORN.search(words)
        or _REACH.search(words)
        or is_day(words)
        or is_document_number(words)
        or "**" in words  # signs of bold print, which no reader of a question sees set
    ):
        return True
    return bool(foot_kind(words)) or printed(words) or bool(_LABELLED.match(words))


def _leaning(inside: Sequence[Proposition], span: Span, listed: bool) -> tuple[int, Span | None] | None:
    """Where the words begin that the sentence leans on, and its list's stem; None where none can be."""
    first, stem = span[1], None
    for one in inside:
        for part in one.carried:
            if span[0] <= part.start < span[1]:
                continue
            if part.role == "speaker" or (part.role in _LEANS and part.start >= span[1]):
                return None
            if part.role == "stem" and listed:
                stem = _outer(stem, part)
            elif part.role in _LEANS:
                first = min(first, part.start)
    if stem is not None and first < stem[1]:
        first = span[1]  # what it leans on stands in the stem
    return first, stem


def _tied(inside: Sequence[Proposition], span: Span) -> bool:
    """Whether it holds only at a time, on a condition or as a part of what is told before it."""
    roles = [c.role for one in inside for c in one.carried if c.start < span[0]]
    return any(role in ("time", "condition", "exception", "group", "stem") for role in roles)


def whole_stem(text: str, stem: Span) -> Span:
    """The stem from where its sentence begins: 有下列情形之一的，予以摘星."""
    before = [m.end() for m in _SENTENCE.finditer(text, max(0, stem[0] - STEM), stem[0])]
    return (max(before, default=stem[0]), stem[1]) if text[stem[0] - 1 : stem[0]] in tuple("，,") else stem


def _outer(stem: Span | None, part: Carried) -> Span:
    """The last of two stems: the nearest above the item."""
    return (part.start, part.end) if stem is None else max(stem, (part.start, part.end))


def _extended(topic: Topic, number: int, begin: int, first: int, named: bool) -> int | None:
    """Where the statement begins so that ``first`` and its subject stand in it; None where that is too far.

    A sentence without a subject that opens a line of a part or list is what the part's name tells of.
    """
    text, end = topic.document.text, topic.sentences[number][1]
    own = not topic.alone and bool(topic.unit or asks(topic))
    named = named or own
    first = min(first, begin) if first < topic.sentences[number][0] else begin
    start = begin
    while start > first or (start == begin and _headless(topic, (begin, end), own)):
        inline = number > 0 and "\n" not in text[topic.sentences[number - 1][1] : topic.sentences[number][0]]
        if not inline:
            return start if start <= first and named and not points_back(text[start:end]) else None
        number -= 1
        a, b = topic.sentences[number]
        if end - a > LONGEST or _boilerplate(text, (a, b)):
            return None
        start = a + marked(text[a:b])
    return start


def _headless(topic: Topic, span: Span, own: bool) -> bool:
    """Whether the words point at some before them, or name nobody and the case is not of one unit's own."""
    words = topic.document.text[slice(*span)]
    return points_back(words) or (not own and subject(words, topic.document.text)[0] == "none")


def _clear(made: Statement) -> bool:
    """Whether a reader who has only the question understands the statement."""
    words = made.text
    if points_back(words) or (_SECOND.search(words) and not _FIRST.search(words)):
        return False
    if made.stem and not readable(made.lead):
        return False
    plain = re.sub(r"“[^”]*”|《[^》]*》", "", words)
    if len(words) > CUT_AT or _ELSEWHERE.search(plain) or supposes(words):
        return False
    return readable(words) and not re.search(r"[？！?!]", words)
