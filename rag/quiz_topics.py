"""A store -> the topics questions are made of: its cases, and its texts without cases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Case, Document
from index.sentences import split_sentences
from index.store import Reading

OPENING = 36  # code points of a text without a title that stand for one
# 新华社北京9月5日电（记者 甲）, 本报讯, 央视网消息：, （记者 甲）
DATELINE = re.compile(
    r"^[^，。；！？,;!?\n]{0,40}?(?:[0-9]{1,2} ?[日号] ?[电讯]|[报网社]讯|[）)]讯|[报网社台]消息)"
    r"(?:\s*[(（][^()（）]{0,60}[)）])*[\s:：，,]*"
    r"|^[\u4e00-\u9fff]{2,8}记者 ?[\u4e00-\u9fff]{2,4} ?(?=[0-9]{1,2}月)"
    r"|^[(（][^()（）]{0,40}(?:记者|通讯员)[^()（）]{0,40}[)）]\s*"
)
HEADLINE = re.compile(r"^(?:原标题|标题|来源)[:：]\s*")
# Words that the page was printed with, not written for it.
PRINTED = re.compile(
    r"https?:|www\.|责任?编辑?[:：]|责编|编辑[:：|]|来源[:：]|电话[:：]|微信号|扫码|点击|©|版权|↓|▼|供图|图片来源"
    r"|[\u4e00-\u9fff]{2,4} ?摄(?![影像取])|^图为|^原标题|↑|【|】|▲|图源|新华社发"
    r"|[一二三四五六]、[^，。]{2,16}[二三四五六七]、"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A case or a text without cases, with the sentences of its body."""

    document: Document
    case: Case | None
    sentences: tuple[tuple[int, int], ...]  # offsets into the document; datelines left out
    name: str  # the case's title, else the document's, else the text's opening words

    @property
    def unit(self) -> str:
        """The case's unit, "" when none."""
        return self.case.unit if self.case else ""

    @property
    def text(self) -> str:
        """All its sentences."""
        return "\n".join(self.document.text[a:b] for a, b in self.sentences)

    @property
    def label(self) -> str:
        """What it is told apart by where it is one of several options: its unit, else its name."""
        return self.unit or self.name


def topics(store: Reading, document_ids: Sequence[str] | None = None) -> list[Topic]:
    """Every case with a body, and every text without cases; of these documents, or of all."""
    wanted = None if document_ids is None else frozenset(document_ids)
    found: list[Topic] = []
    for entry in store.documents():
        if wanted is not None and entry.id not in wanted:
            continue
        document, cases = store.document(entry.id), store.cases(entry.id)
        if cases:
            found += [_of_case(document, case) for case in cases if case.start < case.end]
        else:
            found.append(_of_text(document))
    return [topic for topic in found if topic.sentences]


def _of_case(document: Document, case: Case) -> Topic:
    return Topic(document, case, _sentences(document, case.start, case.end), case.title)


def _of_text(document: Document) -> Topic:
    start = document.text.find(document.title) + len(document.title) if document.title else 0
    sentences = _sentences(document, max(0, start), len(document.text))
    return Topic(document, None, sentences, document.title or _opening(document))


def _sentences(document: Document, start: int, end: int) -> tuple[tuple[int, int], ...]:
    found = []
    for a, b in split_sentences(document.text[start:end]):
        words = document.text[start + a : start + b]
        dateline = DATELINE.match(words)
        begin = start + a + (dateline.end() if dateline else 0)
        if begin < start + b and not PRINTED.search(words):
            found.append((begin, start + b))
    return tuple(found)


def _opening(document: Document) -> str:
    """The first words of a text, cut at a stop where there is one."""
    words = HEADLINE.sub("", DATELINE.sub("", document.text[: 4 * OPENING].lstrip())).split("\n")[0]
    words = words[: split_sentences(words)[0][1]] if words else document.name
    if len(words) <= OPENING:
        return words.rstrip("。！？!?")
    stops = [m.start() for m in re.finditer(r"[，,；;：:]", words[: OPENING + 1]) if m.start() >= 8]
    return words[: stops[-1] if stops else OPENING] + "……"
