"""A case on one card: what was done, what came of it, what it was honoured with; verbatim. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chinese import items
from chinese.values import AWARDED
from rag.quiz.candidates import citation
from rag.quiz.excerpts import excerpt
from rag.quiz.topics import Topic
from rag.records import Citation

SECTIONS = ("做法", "成效", "荣誉")
LINES = 5  # of one section
# Words that tell what came of a deed; the weak ones are said of aims as well.
_RESULT = re.compile(
    r"成效(?:显著|明显)|取得|累计|已达|达到|达[0-9]|成为|扭亏|转亏|满意度|好评|肯定|推广|刊[登载]|报道|初具|赢得|收到"
    r"|受到|至今|截至|惠及|先后[^，。]{0,12}[0-9]|经验交流"
)
_WEAK = re.compile(
    r"实现|提升了|得到[^，。]{0,8}(?:增强|提升|改善|加强)|明显|显著|突破|下降|减少|增长|全覆盖"
)
_DEED = re.compile(
    r"打造|推行|推进|推动|开展|建立|构建|组建|创新|搭建|选拔|培养|实施|联合|探索|依托|通过|坚持|深化|强化|优化|聚焦|围绕|整合|设立|成立"
    r"|制定|出台|健全|完善|落实|组织|举办|提供|抓|建[成好]|用好|运用|引入|发挥|培育|锻造|配备|划分|开设|牵头|协调|走访|服务|采[取用]|丰富|拓展|上线|以"
)
_HONOUR = re.compile(
    r"荣获|获评|获得[^，。]{0,20}(?:奖|称号|荣誉|表彰)|荣膺|入选|入围|被(?:评|列|授|认定|命名)为?|授予|称号|[一二三特]等奖|上榜|斩获|蝉联"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card; its words are the citation's quote."""

    section: str  # 做法, 成效 or 荣誉
    citation: Citation


def card(topic: Topic) -> list[Line]:
    """The lines of a topic's card in the order of the text, at most five a section."""
    lines: list[Line] = []
    text = topic.document.text
    for span in topic.sentences:
        section = section_of(text[slice(*span)])
        if section is None or sum(line.section == section for line in lines) == LINES:
            continue
        words = excerpt(text, span, _cue(text, span, section))
        start, end = (words.start, words.end) if words else span
        lines.append(Line(section, citation(topic, (start, end), len(lines) + 1)))
    return sorted(lines, key=lambda line: (SECTIONS.index(line.section), line.citation.start))


def section_of(sentence: str) -> str | None:
    """做法, 成效 or 荣誉 by the words a sentence uses; None for one that only sets the scene."""
    if _HONOUR.search(sentence):
        return "荣誉"
    if _RESULT.search(sentence):
        return "成效"
    if len(_DEED.findall(sentence)) > 1:
        return "做法"
    return "成效" if _WEAK.search(sentence) else None


def honours(topic: Topic) -> list[tuple[int, int]]:
    """The honours a topic lists, one by one, offsets into the document."""
    found: list[tuple[int, int]] = []
    text = topic.document.text
    for start, end in topic.sentences:
        for clause in re.finditer(r"[^，,；;。]+", text[start:end]):
            verbs = list(AWARDED.finditer(clause.group()))
            if verbs and _HONOUR.search(clause.group()):
                at = start + clause.start() + verbs[0].end()
                found += _listed(text, at, start + clause.end())
    return found


def _listed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of an enumeration, without the 等荣誉 at its end."""
    for a, b in items(text[start:end]):
        kept = re.sub(r"等(?:荣誉称号|荣誉|称号|奖项)?$", "", text[start + a : start + b])
        if 5 <= len(kept) <= 45:
            yield start + a, start + a + len(kept)


def _cue(text: str, span: tuple[int, int], section: str) -> tuple[int, int]:
    first = {"荣誉": _HONOUR, "成效": _RESULT, "做法": _DEED}[section]
    match = first.search(text, *span) or _WEAK.search(text, *span)
    return match.span() if match else (span[0], span[0] + 1)
