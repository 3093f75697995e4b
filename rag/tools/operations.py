"""What each tool does: the records of the command line's contract, from arguments."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any

from index.errors import IndexFailure
from index.library import documents_json
from index.records import EVERYTHING, Filter
from index.settings import CASE_READER
from rag.answering import UnusableQuestion
from rag.checking import UnusableDraft
from rag.program import Program
from rag.quiz import UnknownCase, UnknownKind, WorthJudge, draw, kinds_of, make, to_json
from rag.records import Answer, hit_json
from rag.tools.arguments import (
    AskArguments,
    CheckArguments,
    ListArguments,
    QuizArguments,
    Scoped,
    SearchArguments,
)
from rag.tools.dialogues import Dialogues

Json = Any  # what json.dumps takes
Cancelling = Callable[[], bool]
# What a person approved as the answer to a question that can be understood by itself, as far as a filter
# leaves what it cites; None without any.
ApprovedOf = Callable[[str, Filter], Answer | None]
Missed = Callable[[Answer], None]  # hears of each answer that is given, found or not
# What these raise for its user, each with a text in Chinese that says what to do.
REFUSALS = (UnusableQuestion, UnusableDraft, UnknownCase, UnknownKind, IndexFailure)


class Operations:
    """A program as other programs use it. Safe to share between threads.

    All methods take the same: arguments, and whether nobody waits any more. They raise one of REFUSALS, or
    Cancelled.
    """

    def __init__(self, program: Program, approved: ApprovedOf = lambda question, where: None) -> None:
        """``approved`` is asked before the program, of a follow-up as it was understood."""
        self._program = program
        self._approved = approved
        self._dialogues = Dialogues()
        self._without: frozenset[str] = frozenset()
        self._missed: Missed = lambda answer: None

    def without(self, closed: frozenset[str], missed: Missed = lambda answer: None) -> "Operations":
        """The same for somebody to whom these documents are closed: nothing of them is found or told.

        ``missed`` is told of each answer.
        """
        other = copy(self)
        other._without, other._missed = closed, missed
        return other

    @property
    def generation(self) -> int:
        """Of the store that answers."""
        return self._program.chatbot.store.generation

    def answer(self, given: AskArguments, cancelled: Cancelling) -> Answer:
        """The approved answer, else the program's, understood by the questions before it."""
        generation, where = self.generation, self._where(given)
        bot = self._narrowed(given).chatbot
        asked = [turn.question for turn in given.history]
        before = self._dialogues.before(bot.ask, asked, generation, where, cancelled)
        approved = None if before else self._approved(given.question, where)
        answer = approved or bot.ask(given.question, before)
        if before and (instead := self._approved(answer.standalone, where)):
            answer = replace(instead, question=answer.question, ms=answer.ms)
        self._dialogues.keep((generation, where, (*asked, given.question)), answer)
        self._missed(answer)
        return answer

    def ask(self, given: AskArguments, cancelled: Cancelling) -> Json:
        """As ``python -m rag ask --json``."""
        return self.answer(given, cancelled).to_json()

    def search(self, given: SearchArguments, cancelled: Cancelling) -> Json:
        """As ``python -m rag search --json``."""
        return [hit_json(hit) for hit in self._narrowed(given).chatbot.search(given.question, given.k)]

    def check(self, given: CheckArguments, cancelled: Cancelling) -> Json:
        """As ``python -m rag check --json``."""
        return self._narrowed(given).checker.check(given.text, cancelled=cancelled).to_json()

    def quiz(self, given: QuizArguments, cancelled: Cancelling) -> Json:
        """As ``python -m rag quiz --json``."""
        bot = self._program.chatbot
        made = make(
            bot.store,
            bot.reader,
            cases=given.cases or None,
            where=self._where(given),
            kinds=kinds_of(given.kinds),
            seed=given.seed,
            judge=WorthJudge.open(CASE_READER, bot.embedder),
            cancelled=cancelled,
        )
        return [to_json(question) for question in draw(made.questions, given.n, given.seed)]

    def list_documents(self, given: ListArguments, cancelled: Cancelling) -> Json:
        """As ``python -m index list --json``."""
        with self._program.chatbot.store.snapshot() as now:
            return documents_json(now, self._without)

    def _narrowed(self, given: Scoped) -> Program:
        where = self._where(given)
        return self._program if where == EVERYTHING else self._program.narrowed(where)

    def _where(self, given: Scoped) -> Filter:
        where = given.filter()
        return replace(where, without=tuple(sorted(self._without))) if self._without else where
