"""A made-up document, a draft about it, and a scripted checker: no model, no store."""

import threading
import time
from copy import copy
from dataclasses import replace

from index.records import EVERYTHING, Case, Document
from index.turns import Cancelled
from rag.checking.checker import UnusableDraft
from rag.records import Check, CheckedPart, CheckedSentence, Citation, Difference
from rag.search.filters import told

LIMIT = 3000  # code points the fake checker takes
UNIT, CASE = "云川市税务局", "“星火学堂”夜校进社区"
BODY = (
    "2021年9月，云川市税务局开办“星火学堂”夜校，由32名青年党员轮流授课，课程涵盖办税缴费、智能手机使用等内容。"
    "截至2023年底，夜校已开课186期，累计服务居民1.26万人次。\n"
    "该做法获评云川市机关党建创新案例一等奖。"
)
TEXT = f"云川市机关党建案例选\n\n{UNIT} {CASE}\n\n{BODY}\n"
SOURCE = Document("c" * 16, "云川机关党建案例选.txt", "云川市机关党建案例选", TEXT)
_HEAD, _BODY = TEXT.index(f"{UNIT} {CASE}"), TEXT.index(BODY)
SOURCE_CASE = Case(SOURCE.id, 1, UNIT, CASE, _HEAD, _HEAD + len(f"{UNIT} {CASE}"), _BODY, _BODY + len(BODY))

DRAFT = (
    "关于机关党建工作情况的汇报\n\n"
    "　　2021年9月，云川市税务局开办“星火学堂”夜校，由32名青年党员轮流授课。截至2023年底，夜校已开课168期，"
    "累计服务居民1.26万人次。该做法获评全省机关党建创新案例一等奖。\n"
    "　　学员对夜校的满意率达到98%。让我们再接再厉，把这项工作做得更好。"
)
REASON = "资料里没有提到“满意率”。"
# Words of a sentence -> (quote, differing words of the draft, of the source, their kind).
SCRIPT = {
    "32名青年党员": (BODY[: BODY.index("授课") + 2], None),
    "夜校已开课": (BODY[BODY.index("截至") : BODY.index("\n")], ("168期", "186期", "number")),
    "创新案例一等奖": (BODY[BODY.index("该做法") :], ("全省", "云川市", "rank")),
}


def citation(n, quote):
    start = TEXT.index(quote)
    paragraph = 1 + BODY[: start - _BODY].count("\n")
    return Citation(n, SOURCE.name, SOURCE.id, CASE, UNIT, quote, start, start + len(quote), paragraph)


def checked_sentence(draft, start, end, n):
    """The scripted verdict on ``draft[start:end]``; its citation has the number ``n``."""
    text = draft[start:end]
    words = next((w for w in SCRIPT if w in text), None)
    if words is None:
        checkable = "满意率" in text
        part = CheckedPart(start, end, checkable, "unverifiable", reason=REASON if checkable else "")
        return CheckedSentence(text, start, end, (part,))
    quote, differing = SCRIPT[words]
    cited = citation(n, quote)
    if differing is None or differing[0] not in text:
        return CheckedSentence(text, start, end, (CheckedPart(start, end, True, "supported", (cited,)),))
    claimed, source, kind = differing
    at, place = start + text.index(claimed), cited.start + quote.index(source)
    difference = Difference(
        kind, claimed, source, at, at + len(claimed), n, place, place + len(source)
    )  # fmt: skip
    part = CheckedPart(start, end, True, "contradicted", (cited,), (difference,))
    return CheckedSentence(text, start, end, (part,))


def sentence_ranges(draft):
    start = 0
    for line in draft.splitlines(keepends=True):
        at = start + len(line) - len(line.lstrip())
        for piece in line.strip().replace("。", "。\0").split("\0"):
            if piece:
                yield at, at + len(piece)
                at += len(piece)
        start += len(line)


def scripted_check(draft=DRAFT):
    ranges = list(sentence_ranges(draft))
    return Check(draft, tuple(checked_sentence(draft, a, b, n) for n, (a, b) in enumerate(ranges, 1)), 7)


class FakeChecker:
    """Verdicts by script; 慢 in a draft makes it slow, 出错 makes it fail. Says what it did in ``log``."""

    def __init__(self, say=lambda line: None):
        self.log = []
        self.where = EVERYTHING
        self._say = say
        self.paused = threading.Event()  # set while a slow run waits between two sentences

    def narrowed(self, where):
        checker = copy(self)
        checker.where = where
        return checker

    def check(self, text, *, progress=lambda done, total: None, cancelled=lambda: False):
        if not text.strip():
            raise UnusableDraft("稿件是空的。请粘贴或上传要核查的文字。")
        if len(text) > LIMIT:
            raise UnusableDraft(f"稿件有 {len(text)} 个字，超过上限 {LIMIT} 个字。请分成几份核查。")
        if "出错" in text:
            raise RuntimeError("scripted failure")
        total = len(list(sentence_ranges(text)))
        self._note(f"began {text[:12]}")
        for done in range(1, total + 1):
            if cancelled():
                self._note(f"cancelled {text[:12]}")
                raise Cancelled
            progress(done, total)
            self.paused.set()
            if "慢" in text:
                time.sleep(0.1)
        self._note(f"finished {text[:12]}")
        return replace(scripted_check(text), scope=told(self.where))

    def _note(self, line):
        self.log.append(line)
        self._say(line)
