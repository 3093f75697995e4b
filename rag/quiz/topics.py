"""A store -> the topics questions are made of: its cases, and its texts without cases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import PurePath

from chinese import AnalysedText, Withdrawn, find_persons, split_sentences, withdrawn
from index.records import Case, Document, Proposition
from index.store import StoreReader
from rag.checking import Sharing, Stated, stated_of
from rag.citing import CUT
from rag.quiz.excerpts import readable
from rag.quiz.sentence_quality import heading_end, opener, printed

STRETCH = 26  # code points without a stop: of more, the first may be a heading run into its text
LEAST, SHORTEST, OPENING = 6, 14, 36  # code points of a text without a title that stand for one
# 新华社北京9月5日电（记者 甲）, 本报讯, 央视网消息：, （记者 甲）
DATELINE = re.compile(
    r"^[^，。；！？,;!?\n]{0,40}?(?:[0-9]{1,2} ?[日号] ?(?:[电讯]|消息|报道(?=[:：]))"
    r"|(?:[报网社]|网站|新闻|客户端)讯|[）)]讯|[报网社台]消息)"
    r"(?:\s*[(（][^()（）]{0,60}[)）])*[\s:：，,]*"
    r"|^[\u4e00-\u9fff]{2,8}记者 ?[\u4e00-\u9fff]{2,4} ?(?=[0-9]{1,2}月)"
    r"|^[(（][^()（）]{0,40}(?:记者|通讯员)[^()（）]{0,40}[)）]\s*"
)
# A heading, then a dateline with those who wrote the text: it begins after both.
_HEADED = re.compile(
    r"^[^\n]{0,150}?(?:[0-9]{1,2} ?[日号] ?(?:[电讯]|消息)|[报网社台]讯|[报网社台][\u4e00-\u9fff]{2,6}讯)\s*"
    r"(?:[(（][^()（）]{0,80}[)）])+[\s:：，,]*"
    r"|^[^\n，。]{0,80}?(?:网|报|社|台|客户端)[\u4e00-\u9fff]{2,4}讯\s*"
)
_ACCOUNT = re.compile(
    r"^(?:【[^】]*】)?(?:记者[^，。]{0,30}(?:获悉|了解到)，|据[^，。]{0,30}(?:消息|报道)[，：:]|(?:当地时间[^，。]{1,12}|近日|日前)，)*"
)
# Where the page left a gap, a heading or a caption ends.
_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff”》！？）])(?:[ \u3000\xa0\t]{4,}|[ \u3000\xa0\t]{2,}(?=[\u4e00-\u9fff]))"
)
_STOP = re.compile(r"[，,；;：:。！？!?]")
_STAMPED = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]|[0-9]:[0-9]{2}|[|｜_]")  # a page's time and marks
# 8月14日，云川日报: who printed the text, before 记者从….
_OUTLET = re.compile(r"^(?:[0-9年月日]+，)?[\u4e00-\u9fff]{1,6}(?:报|网|社|台|新闻|客户端)$")
_SIGNED = re.compile(r"[\u4e00-\u9fff]{2,3}(?=(?:近[日期来]|日前|今[年天]|随着))")
_WORDED = re.compile(r"[\u4e00-\u9fff]{4}")
HEADLINE = re.compile(
    r"^(?:[（(]?(?:原标题|标题|来源|题)[:：]\s*"
    r"|[\u4e00-\u9fff]{2,8}(?:报|网|社|台|新闻)(?=当地时间|近[日期]|日前|据|[0-9]))+"
)
# Words that the page was printed with, not written for it.
PRINTED = re.compile(
    r"https?:|www\.|责任?编辑?[:：]|责编|编辑[:：|]|来源[:：]|电话[:：]|微信号|扫码|点击|©|版权|供图|图片来源"
    r"|本文|全文如下|投资建议|投资有风险|投资需谨慎|风险提示|仅供参考|免责|^图为|^航拍|^俯瞰|^鸟瞰|^原标题"
    r"|链接|感兴趣的(?:用户|读者|朋友|网友)|[\u4e00-\u9fff]{2,4} ?摄(?![影像取])|[↓▼↑▲【】]|图源|新华社发"
    r"|[一二三四五六]、[^，。]{2,16}[二三四五六七]、"
)


@dataclass(frozen=True)
class Topic:
    """A case or a text without cases, with the sentences of its body."""

    document: Document
    case: Case | None
    sentences: tuple[tuple[int, int], ...]  # offsets into the document; datelines left out
    name: str  # the case's title, else the document's, the text's opening words, the file's
    propositions: tuple[Proposition, ...] = ()  # of the case, in reading order; () for a text without cases
    alone: bool = False  # whether the case is all of its document: a regulation, a notice, one table

    @property
    def unit(self) -> str:
        """The case's unit, "" when none."""
        return self.case.unit if self.case else ""

    @property
    def text(self) -> str:
        """All its sentences."""
        return "\n".join(self.document.text[a:b] for a, b in self.sentences)

    @cached_property
    def analysed(self) -> AnalysedText:
        """The same, analysed once: many candidates are held against it."""
        return AnalysedText(self.text)

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """The propositions, ready to bind a statement to."""
        return stated_of(self.document, self.propositions)

    @property
    def withdrawn(self) -> tuple[Withdrawn, ...]:
        """What the whole text calls wrong in itself."""
        return withdrawn(self.document.text)

    @cached_property
    def sharing(self) -> Sharing:
        """How rare each word is among them."""
        return Sharing(self.stated)

    @property
    def label(self) -> str:
        """What it is told apart by where it is one of several options: its unit, else its name."""
        return self.unit or self.name

    @property
    def named(self) -> bool:
        """Whether a question can say what it asks about; n0012.txt does not."""
        return bool(self.unit) or self.name != self.document.name


def list_topics(store: StoreReader, document_ids: Sequence[str] | None = None) -> list[Topic]:
    """Every case with a body, and every text without titled cases; of these documents, or of all."""
    wanted = None if document_ids is None else frozenset(document_ids)
    found: list[Topic] = []
    for entry in store.documents():
        if wanted is not None and entry.id not in wanted:
            continue
        document, cases = store.document(entry.id), store.cases(entry.id)
        if cases and any(case.title for case in cases):
            said = store.propositions_of(document.id, 0, len(document.text))
            alone = len(cases) == 1
            found += [_of_case(document, case, said, alone) for case in cases if case.start < case.end]
        else:
            found.append(text_topic(document))
    return [topic for topic in found if topic.sentences]


def _of_case(document: Document, case: Case, said: Sequence[Proposition], alone: bool) -> Topic:
    own = tuple(one for one in said if one.case_order == case.order and one.kind != "heading")
    return Topic(document, case, _sentences(document, case.start, case.end), case.title, own, alone)


def text_topic(document: Document) -> Topic:
    """A text without cases, called by its title or its opening words."""
    start = document.text.find(document.title) + len(document.title) if document.title else 0
    sentences = _sentences(document, max(0, start), len(document.text))
    return Topic(document, None, sentences, document.title or _opening(document) or _file(document))


def _file(document: Document) -> str:
    """The file's name, without its ending where it says something; numbers and letters name nothing."""
    stem = PurePath(document.name).stem
    return stem if _WORDED.search(stem) else document.name


def _sentences(document: Document, start: int, end: int) -> tuple[tuple[int, int], ...]:
    found = []
    for a, b in split_sentences(document.text[start:end]):
        words = document.text[start + a : start + b]
        gaps = list(_GAP.finditer(words))
        gap = gaps[-1].end() if gaps else 0
        dateline = DATELINE.match(words[gap:]) or (_HEADED.match(words[gap:]) if a == 0 else None)
        begin = start + a + gap + (dateline.end() if dateline else 0)
        if begin < start + b and not PRINTED.search(document.text[begin : start + b]):
            found.append((begin, start + b))
    return tuple(found)


def _opening(document: Document) -> str:
    """The first words of a text, or a heading that stands before them, cut at a stop where there is one.

    "" where a byline, a picture's credit, a time of printing or half a quotation stands among them, or
    words that tell only after others.
    """
    words = document.text[: 8 * OPENING].lstrip()
    headed, dateline = _HEADED.match(words), DATELINE.match(words)
    words = words[(headed or dateline).end() :] if headed or dateline else words  # type: ignore[union-attr]
    words = HEADLINE.sub("", words).split("\n")[0]
    words = _ACCOUNT.sub("", words[: heading_end(words) or None])
    words = _cut(words[opener(words) + _byline(words) :].strip())
    shown = words.removesuffix(CUT)
    marked = any(rule.search(shown) for rule in (PRINTED, _STAMPED, _OUTLET))
    poor = marked or printed(shown) or not readable(shown)
    run_in = len(_STOP.split(shown)[0]) > STRETCH
    return "" if poor or run_in or len(shown) < LEAST else words


def _byline(words: str) -> int:
    """How long a writer's name is that stands before 近日; 0 when none does."""
    found = _SIGNED.match(words)
    return (
        len(found[0]) if found and [(0, len(found[0]))] == find_persons(words[: len(found[0])] + "，") else 0
    )


def _cut(words: str) -> str:
    """At most OPENING code points, up to a stop outside brackets where there is one; no second sentence."""
    flat = re.sub(r"[（(][^（）()]*[)）]", lambda m: "－" * len(m.group()), words)
    end = flat.find("。", SHORTEST)
    if max(end, 0) <= OPENING and (end >= 0 or len(words) <= OPENING):
        return (words[:end] if end >= 0 else words).rstrip("。！？!?")
    stops = [m.start() for m in _STOP.finditer(flat, SHORTEST, OPENING + 1)]
    return (words[: stops[-1]] if stops else _cut_at_word(words)).strip() + CUT


def _cut_at_word(words: str) -> str:
    """At most OPENING code points, whole words."""
    import rjieba

    ends = accumulate(map(len, rjieba.cut(words[: 2 * OPENING])))
    return words[: max((end for end in ends if end <= OPENING), default=OPENING)]
