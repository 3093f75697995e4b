"""Chatbot: the way through from a question to a verified answer."""

import threading
import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from chinese import fold
from index.embedding import SupportsEncoding
from index.records import Document, Filter, Hit
from index.store import PassageStore
from rag.answering.compose import MARKERS, MAX_SHAPED, Composition, case_by_case, compose, quoted
from rag.answering.dialogue import Understood, context_of, dangling, goes_on, understand
from rag.answering.evidence import Evidence, rank_evidence, shortlist, worth_reading
from rag.answering.judging import Asking, Judge, Judgement
from rag.answering.kinds import kind_of
from rag.answering.looked_up import holding_name, holding_value
from rag.answering.placed_item import item_at
from rag.answering.question import Question, analyse
from rag.answering.refusing import asked_back, refused
from rag.answering.shapes import Shapes
from rag.answering.small_talk import talked_back
from rag.citing import number, verbatim, with_standing
from rag.reading import SupportsReader, SupportsReading, after
from rag.records import Answer, Sentence
from rag.search import Retriever, holds, merged, told
from rag.settings import Settings
from rag.writing import Engine, Generator

REMOVED = "相关的资料在回答时被移除了，请再问一次"
POOL = 200  # passages found, of which the most promising are read
NEAREST_UNITS = 12  # passages whose units may be meant where a question names none
SURE = 0.7  # probability from which no other reading of a question is tried


class UnusableQuestion(ValueError):
    """A question that cannot be asked; the message tells the user why, in Chinese."""


class DocumentGone(Exception):
    """A document that was found has been removed before it could be cited."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was found for one reading of a question."""

    asking: Asking
    hits: list[Hit]  # those that were read, the nearest first
    ranked: list[Evidence]  # their sentences, the likeliest first


@dataclass(frozen=True, slots=True)
class Reply:
    """What one reading of a question came to."""

    answer: Answer
    hits: list[Hit]
    probability: float  # that it answers, 0..1; 1 where it was counted, picked or looked up


class Chatbot:
    """Answers questions from a store.

    Shared between threads: it is never changed after it was made, and what it holds is shared likewise. The
    lock only lets one thread at a time read, because two at once would slow each other.
    """

    def __init__(
        self,
        store: PassageStore,
        retriever: Retriever,
        reader: SupportsReader,
        propositions: SupportsReading,
        settings: Settings,
    ) -> None:
        """``reader`` reads passages, ``propositions`` one proposition after what it leans on."""
        self.store = store
        self.settings = settings
        self.retriever = retriever
        self.reader = reader
        self.propositions = propositions
        self.judge = Judge(store, propositions, settings.reading, self._document)
        self._shapes = Shapes(store, retriever.embedder)
        self._lock = threading.Lock()

    @property
    def embedder(self) -> SupportsEncoding:
        """What texts are embedded with, shared by all that reads or changes the store."""
        return self.retriever.embedder

    def narrowed(self, where: Filter) -> "Chatbot":
        """The same chatbot over those passages only that ``where`` leaves; it shares the store."""
        bot = copy(self)
        bot.retriever = self.retriever.narrowed(where)
        return bot

    def search(self, question: str, k: int) -> list[Hit]:
        """The ``k`` passages nearest to a question. Raises UnusableQuestion."""
        return self.retriever.search(fold(self._usable(question)), k)

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        engine: Engine | None = None,
        progress: Callable[[str], None] = lambda text: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """Answer with verified citations, or refuse and say why. Raises UnusableQuestion.

        ``history`` are the answers before this one, oldest first: a follow-up question is understood by them.
        ``engine`` writes the answer instead, as far as it is proved: see Generator.generate.
        """
        began = time.perf_counter()
        usable = self._usable(question)
        if beforehand := self._beforehand(usable, history):
            return self._with_time(beforehand, began)
        readings = self.understood(usable, history)
        leans = bool(history) and (goes_on(usable) or readings[0].asked != usable)
        counted = None if leans else self._counted(usable)  # 那二等奖是哪几位 counts nothing by itself
        reply = counted or self._likeliest(usable, readings)
        chosen, hits = reply.answer, reply.hits
        if engine is not None and chosen.status == "grounded" and not chosen.rows:  # a model counts nothing
            writer = Generator(engine, self.store, self.reader, self.settings.checking)
            chosen = writer.generate(chosen.standalone, chosen, hits, progress=progress, cancelled=cancelled)
        try:
            chosen = replace(chosen, citations=with_standing(chosen.citations, self.store, date.today()))
        except KeyError:
            chosen = self._refused(usable, Judgement((), 0.0, (REMOVED,)), ())
        kind = chosen.kind or kind_of(analyse(chosen.standalone))
        return self._with_time(replace(chosen, kind=kind, scope=told(self.retriever.where)), began)

    def _beforehand(self, usable: str, history: Sequence[Answer]) -> Answer | None:
        """Help for small talk, and whom a first question means that says only 它; None for all others."""
        if said := talked_back(usable):
            return Answer(usable, usable, (), (), refusal=said, kind="help")
        pointing = dangling(usable)
        if not pointing or context_of(history, self._order):
            return None
        hits = self._kept(self.search(usable, NEAREST_UNITS))
        back = asked_back(usable, pointing, hits)
        return replace(back, kind=kind_of(analyse(usable))) if back else None

    def understood(self, usable: str, history: Sequence[Answer]) -> list[Understood]:
        """The ways to understand a question after some answers, likeliest first."""
        return understand(usable, context_of(history, self._order))

    def _counted(self, usable: str) -> Reply | None:
        """The count that a question about the collection asks for; None where it asks for none."""
        try:
            counted = self._shapes.counted(analyse(usable), self.retriever.where)
            answer = self._grounded(usable, counted) if counted else None
        except (KeyError, DocumentGone):  # a document was removed while its rows were read
            return None
        return Reply(answer, [], 1.0) if answer else None

    def _likeliest(self, usable: str, readings: Sequence[Understood]) -> Reply:
        """The reply to the reading of a question that is answered most surely; all refused, to the first."""
        replies: list[Reply] = []
        for reading in readings:
            reply = self._read(reading)
            answer = replace(reply.answer, question=usable, standalone=reading.standalone)
            replies.append(replace(reply, answer=answer))
            if answer.status == "grounded" and reply.probability >= SURE:
                break
        for status in ("grounded", "related"):
            if some := [reply for reply in replies if reply.answer.status == status]:
                return max(some, key=lambda reply: reply.probability)
        return replies[0]

    def _grounded(self, usable: str, composed: Composition) -> Answer | None:
        """What was composed, numbered and verified; None where nothing of it is. Raises DocumentGone."""
        sentences, citations = number(composed.drafts)
        # The document may have been removed while the question was being answered.
        if not all(verbatim(c, self._document(c.document_id).text) for c in citations):
            raise DocumentGone
        rows = sentences if composed.note else ()
        shown = _shown(sentences, composed.groups if len(composed.groups) == len(sentences) else ())
        rest = f"这里列出前{len(shown)}条。" if rows and len(shown) < len(rows) else ""
        note = composed.note + rest
        answer = Answer(usable, usable, shown, citations, composed.span, note=note, rows=rows)
        return replace(answer, kind=composed.kind) if answer.status == "grounded" else None

    def sight(self, understood: Understood) -> Sight:
        """What is found for one reading of a question."""
        asked = analyse(understood.asked)
        found = self._found(asked, understood)
        hits = shortlist(asked, found, self.settings.reading.passages)
        read = worth_reading(asked, hits)
        with self._lock:  # two users' forward passes at once would only slow each other
            readings = self.reader.read(asked.text, [hit.passage.text for hit in read])
        ranked = [
            evidence
            for evidence in rank_evidence(asked, read, readings, hits)
            if (evidence.hit.passage.document_id, evidence.start) not in understood.seen
        ]
        read_as = fold(after(understood.before, understood.asked))
        asking = Asking(
            asked, read_as, understood.near, bool(understood.before), understood.within is not None
        )
        return Sight(asking, hits, ranked)

    def _read(self, understood: Understood) -> Reply:
        """Answer one reading of a question."""
        usable = understood.asked
        sight = self.sight(understood)
        asked, hits = sight.asking.question, sight.hits
        try:
            if exact := self._exact(understood, sight):
                return Reply(exact, hits, 1.0)
            with self._lock:
                judgement = self.judge.judge(sight.asking, sight.ranked, self.retriever.where)
            composed = self._composed(asked, judgement, sight.ranked)
            if composed and (shaped := self._grounded(usable, composed)):
                return Reply(shaped, hits, judgement.probability)
            answer = self._answer(usable, asked, judgement, hits)
        except (DocumentGone, KeyError):
            judgement = Judgement((), 0.0, (REMOVED,))
            answer = self._refused(usable, judgement, hits)
        return Reply(answer, hits, judgement.probability)

    def _exact(self, understood: Understood, sight: Sight) -> Answer | None:
        """What is picked, looked up or read off a table without any judgement; None where nothing is."""
        if not sight.hits:
            return None
        picked = self._picked(understood) if understood.place else None
        held = holding_value(sight.asking.question, sight.ranked)
        composed = quoted(held, self._document, "lookup") if held else None
        composed = picked or composed or self._shapes.picked(sight.asking.question, sight.hits)
        return self._grounded(understood.asked, composed) if composed else None

    def _composed(
        self, asked: Question, judgement: Judgement, ranked: Sequence[Evidence]
    ) -> Composition | None:
        """A digest, a list or the cases of a keyword; None where one sentence answers or nothing does."""
        sure = bool(judgement.chosen)
        composed = self._shapes.digest(asked, judgement.chosen or ranked, sure=sure)
        composed = composed or self._shapes.listed(asked, judgement.chosen)
        if composed or sure:
            return composed
        held = holding_name(asked, ranked)
        return case_by_case(held, self._document, "keyword") if held else None

    def _found(self, asked: Question, understood: Understood) -> list[Hit]:
        """The passages to look in: those of one case, or the nearest of all but one."""
        if understood.within is None:
            found = self.retriever.search(asked.text, POOL, asked.quoted)
            if understood.sought:
                found = merged(found, self.retriever.search(fold(understood.sought), POOL, asked.quoted))
            return [hit for hit in found if _case_of(hit) != understood.without]
        document_id, order = understood.within
        with self.store.snapshot() as store:
            passages = [p for p in store.passages_of(document_id) if p.case_order == order]
            if not passages:
                return []
            case = None if order is None else store.case(document_id, order)
            entry = store.entry(document_id)
        if not holds(self.retriever.where, entry, case.unit if case else ""):
            return []
        return [Hit(p, entry.name, case, 1.0, rank) for rank, p in enumerate(passages, start=1)]

    def _picked(self, understood: Understood) -> Composition | None:
        """The item of an enumeration that a follow-up asks for by its place; None where none fits."""
        if understood.within is None:
            return None
        document_id, order = understood.within
        case = next((c for c in self.store.cases(document_id) if c.order == order), None)
        return item_at(self._document(document_id), case, understood.asked, understood.place)

    def _order(self, document_id: str, offset: int) -> int | None:
        """Which case of a document an offset lies in; None outside all."""
        for case in self.store.cases(document_id):
            if case.heading_start <= offset < case.heading_end or case.start <= offset < case.end:
                return case.order
        return None

    def _usable(self, question: str) -> str:
        limit = self.settings.reading.question_chars
        if not any(c.isalnum() for c in question):
            raise UnusableQuestion("问题是空的。请输入想问的内容，例如一个单位的做法、数字或荣誉。")
        if len(question) > limit:
            raise UnusableQuestion(f"问题有 {len(question)} 个字，超过上限 {limit} 个字。请缩短后再问。")
        return question.strip()

    def _answer(self, usable: str, asked: Question, judgement: Judgement, hits: Sequence[Hit]) -> Answer:
        if judgement.chosen:
            answer = self._grounded(usable, compose(asked, judgement.chosen, self._document))
            if answer:
                return answer
        return self._refused(usable, judgement, hits)

    def _refused(self, usable: str, judgement: Judgement, hits: Sequence[Hit]) -> Answer:
        return refused(usable, judgement, self._kept(hits), self._document)

    def _document(self, document_id: str) -> Document:
        """A document with its text. Raises DocumentGone when it was removed after the search."""
        try:
            return self.store.document(document_id)
        except KeyError as error:
            raise DocumentGone from error

    def _kept(self, hits: Sequence[Hit]) -> list[Hit]:
        """Those whose documents are still there."""

        def stored(hit: Hit) -> bool:
            try:
                return bool(self.store.document_name(hit.passage.document_id))
            except KeyError:
                return False

        return [hit for hit in hits if stored(hit)]

    @staticmethod
    def _with_time(answer: Answer, began: float) -> Answer:
        return replace(answer, ms=round((time.perf_counter() - began) * 1000))


def _shown(sentences: Sequence[Sentence], groups: Sequence[str]) -> tuple[Sentence, ...]:
    """The first sentences that fit, each with the group it stands in."""
    used = 0
    shown: list[Sentence] = []
    for place, sentence in enumerate(sentences):
        used += len(sentence.text) + MARKERS * len(sentence.cites)
        if used > MAX_SHAPED and shown:
            break
        shown.append(replace(sentence, group=groups[place] if groups else ""))
    return tuple(shown)


def _case_of(hit: Hit) -> tuple[str, int | None]:
    return hit.passage.document_id, hit.passage.case_order
