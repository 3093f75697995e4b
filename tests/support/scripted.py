"""A scripted language model, and a made-up case as the passages it is given: no server, no weights."""

from rag.records import Answer, Citation, Sentence
from rag.writing.engine import Stopped
from tests.support.readings import case_of

UNIT, TITLE = "云川市税务局", "“星火学堂”夜校进社区"
BODY = (
    "2021年9月，云川市税务局开办“星火学堂”夜校，由32名青年党员轮流授课，课程涵盖办税缴费和智能手机使用。"
    "截至2023年底，夜校已开课186期，累计服务居民1.26万人次。",
    "夜校设在青石街道等5个社区，每周三晚上开课。该做法获评云川市机关党建创新案例一等奖。",
)
OTHER_UNIT, OTHER_TITLE = "云川市水务局", "“碧水先锋”护河队"
OTHER_BODY = (
    "2020年4月，云川市水务局组建“碧水先锋”护河队，78名党员分段巡护梅溪河，共清理垃圾43吨。",
    "护河队处置排污线索27条，梅溪河水质由四类提升到二类。",
)


class Shelf:
    """A store of documents in memory, as far as grounds need one."""

    def __init__(self, *entries):
        self._documents = {document.id: document for document, _ in entries}
        self._cases = [case for _, case in entries]

    def document(self, document_id):
        return self._documents[document_id]

    def cases(self, document_id):
        return [case for case in self._cases if case.document_id == document_id]

    def passages_of(self, document_id):
        return []

    def propositions_of(self, document_id, start=0, end=None):
        """None: what is written is verified by sentences."""
        return []


def two_cases(extra=""):
    """A store of two made-up cases, and a hit for each paragraph: the first unit's, then the other's."""
    first = case_of(UNIT, TITLE, *BODY, *([extra] if extra else []), name="夜校.txt")
    second = case_of(OTHER_UNIT, OTHER_TITLE, *OTHER_BODY, name="护河.txt")
    hits = [first[2](words) for words in (*BODY, *([extra] if extra else []))]
    hits += [second[2](words, rank=2) for words in OTHER_BODY]
    return Shelf(first[:2], second[:2]), hits


def extractive(hits, words, span=None):
    """The extractive answer that quotes ``words`` of one of the hits."""
    hit = next(hit for hit in hits if words in hit.passage.text)
    start = hit.passage.start + hit.passage.text.index(words)
    case = hit.case
    citation = Citation(
        1, hit.document, hit.passage.document_id, case.title, case.unit, words, start, start + len(words), 1
    )
    return Answer("问", "问", (Sentence(words, (1,)),), (citation,), span)


class ScriptedEngine:
    """Writes what it is told to, a few characters at a time, and keeps what it was given."""

    name = "scripted"

    def __init__(self, text, *, context=4096, max_tokens=256, raises=None, size=7):
        self.text, self.context, self.max_tokens = text, context, max_tokens
        self.given = []
        self._raises, self._size = raises, size

    def count(self, text):
        return len(text)

    def stream(self, messages, *, cancelled):
        self.given.append(list(messages))
        for at in range(0, len(self.text), self._size):
            if cancelled():
                raise Stopped
            yield self.text[at : at + self._size]
        if self._raises:
            raise self._raises
