"""Chatbot: the way through from a question to a verified answer."""

import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date

from chinese import fold
from index.embedding import SupportsEncoding
from index.records import Filter, Hit
from index.store import PassageStore
from rag.answering.dialogue import Understood, context_of, dangling, goes_on, understand
from rag.answering.refusing import asked_back
from rag.answering.replies import Replies, Reply
from rag.answering.small_talk import talked_back
from rag.citing import with_standing
from rag.reading import SupportsReader, SupportsReading
from rag.records import Answer
from rag.search import Retriever, told
from rag.settings import Settings
from rag.writing import Engine, Generator

NEAREST_UNITS = 12  # passages whose units may be meant where a question names none
SURE = 0.7  # probability from which no other reading of a question is tried


class UnusableQuestion(ValueError):
    """A question that cannot be asked; the message tells the user why, in Chinese."""


class Chatbot:
    """Answers questions from a store.

    Shared between threads: it is never changed after it was made, and what it holds is shared likewise.
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
        self.replies = Replies(store, retriever, reader, propositions, settings.reading)

    @property
    def embedder(self) -> SupportsEncoding:
        """What texts are embedded with, shared by all that reads or changes the store."""
        return self.retriever.embedder

    def narrowed(self, where: Filter) -> "Chatbot":
        """The same chatbot over those passages only that ``where`` leaves; it shares the store."""
        bot = copy(self)
        bot.retriever = self.retriever.narrowed(where)
        bot.replies = self.replies.through(bot.retriever)
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
            return self._with_time(replace(beforehand, scope=told(self.retriever.where)), began)
        readings = self.understood(usable, history)
        leans = bool(history) and (goes_on(usable) or readings[0].asked != usable)
        counted = None if leans else self.replies.counted(usable)  # 那二等奖是哪几位 counts nothing by itself
        reply = counted or self._likeliest(usable, readings)
        chosen, hits = reply.answer, reply.hits
        if engine is not None and chosen.status == "grounded" and not chosen.rows:  # a model counts nothing
            writer = Generator(engine, self.store, self.reader, self.settings.checking)
            chosen = writer.generate(chosen.standalone, chosen, hits, progress=progress, cancelled=cancelled)
        try:
            chosen = replace(chosen, citations=with_standing(chosen.citations, self.store, date.today()))
        except KeyError:
            chosen = replace(self.replies.removed(usable), kind=chosen.kind)
        return self._with_time(replace(chosen, scope=told(self.retriever.where)), began)

    def _beforehand(self, usable: str, history: Sequence[Answer]) -> Answer | None:
        """Help for small talk, and whom a first question means that says only 它; None for all others."""
        if said := talked_back(usable):
            return Answer(usable, usable, (), (), refusal=said, kind="help")
        pointing = "" if history else dangling(usable)
        if not pointing:
            return None
        hits = self.replies.kept(self.search(usable, NEAREST_UNITS))
        return asked_back(usable, pointing, hits)

    def understood(self, usable: str, history: Sequence[Answer]) -> list[Understood]:
        """The ways to understand a question after some answers, likeliest first."""
        return understand(usable, context_of(history, self._order))

    def _likeliest(self, usable: str, readings: Sequence[Understood]) -> Reply:
        """The reply to the reading of a question that is answered most surely; all refused, to the first."""
        replies: list[Reply] = []
        for reading in readings:
            reply = self.replies.reply(reading)
            answer = replace(reply.answer, question=usable, standalone=reading.standalone)
            replies.append(replace(reply, answer=answer))
            if answer.status == "grounded" and reply.probability >= SURE:
                break
        for status in ("grounded", "related"):
            if some := [reply for reply in replies if reply.answer.status == status]:
                return max(some, key=lambda reply: reply.probability)
        return replies[0]

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

    @staticmethod
    def _with_time(answer: Answer, began: float) -> Answer:
        return replace(answer, ms=round((time.perf_counter() - began) * 1000))
