"""题目导入 for the trainer: templates, a file looked at, and what of it is taken into the bank."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from chinese import bare
from index.store import StoreReader
from people.bank import OWN
from rag.citing import Place, cite
from rag.question_files import (
    FORMATS,
    LARGEST,
    FileReading,
    Home,
    ReadQuestion,
    Sources,
    excel_template,
    read_questions,
    word_template,
)
from rag.records import Citation
from ui.checking import WORD
from ui.desk import Act, Refused
from ui.training import import_render as html
from ui.training.question_bank import QuestionBank, stored
from ui.training.views import XLSX, Framed, Handler, View, file_view

WAITING = 50  # files that were looked at and not taken yet, over all trainers
GONE = "这个文件的预览已经过期，题目没有导入。请重新选择文件。"


@dataclass(frozen=True, slots=True)
class _Looked:
    name: str
    reading: FileReading


class ImportDesk:
    """The handlers of 题目导入; nothing is stored before it is confirmed.

    Shared between threads: a lock guards the files that wait, each under a name nobody guesses.
    """

    def __init__(self, bank: QuestionBank, framed: Framed) -> None:
        self._bank = bank
        self._framed = framed
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, _Looked] = OrderedDict()
        self.views: dict[str, Handler] = {
            "import": lambda act: self._framed("bank", html.import_html(FORMATS, LARGEST)),
            "template-word": lambda act: file_view(
                "题目导入模板", "docx", WORD, word_template(datetime.now().astimezone())
            ),
            "template-excel": lambda act: file_view("题目导入模板", "xlsx", XLSX, excel_template()),
            "take": self._take,
        }

    def look(self, name: str, data: bytes, closed: frozenset[str]) -> View:
        """What a file holds, for its trainer to confirm. Raises UnreadableSource."""
        known = frozenset(bare(str(entry.content["stem"])) for entry in self._bank.bank.list())
        with self._bank.store.snapshot() as store:
            reading = read_questions(name, data, _sources(store, closed), Home(OWN, store.generation), known)
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._waiting[token] = _Looked(name, reading)
            while len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
        return self._framed("bank", html.preview_html(name, reading, token))

    def _take(self, act: Act) -> View:
        with self._lock:
            looked = self._waiting.get(act.id)
        if looked is None:
            raise Refused(GONE)
        chosen = _chosen(looked.reading.questions, act.chosen("take"))
        if not chosen:
            raise Refused("一题也没有选。请勾选要导入的题目。")
        new = self._bank.bank.add_new([stored(one.question, "added") for one in chosen])
        with self._lock:
            self._waiting.pop(act.id, None)
        return self._framed("bank", html.taken_html(looked.name, new, len(chosen) - new))


def _chosen(questions: Sequence[ReadQuestion], ticked: Collection[str]) -> list[ReadQuestion]:
    return [one for at, one in enumerate(questions) if str(at) in ticked]


def _sources(store: StoreReader, closed: frozenset[str]) -> Sources:
    """Finds words in the documents that the trainer may read."""
    entries = [entry for entry in store.documents() if entry.id not in closed]

    def find(quote: str) -> Citation | None:
        words = quote.strip().strip('“”"')
        for entry in entries if any(c.isalnum() for c in words) else ():
            document = store.document(entry.id)
            start = document.text.find(words)
            if start >= 0:
                inside = (c for c in store.cases(entry.id) if c.start <= start < c.end)
                return cite(Place(document, next(inside, None), start, start + len(words)), 1)
        return None

    return find
