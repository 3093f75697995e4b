"""The answers before a question, from the questions before it: no dialogue is kept for a program."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from index.records import Filter
from index.turns import Cancelled
from rag.answering import UnusableQuestion
from rag.records import Answer

LOOKED_AT = 4  # questions before this one that can tell what it means
KEPT = 256  # answers given lately

Key = tuple[int, Filter, tuple[str, ...]]  # generation of the store, what it was narrowed to, the questions
Ask = Callable[[str, Sequence[Answer]], Answer]


class Dialogues:
    """Answers given lately, under the dialogue that led to them. Safe to share between threads.

    A program sends its whole dialogue with every question; what was answered is not answered again.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def before(
        self,
        ask: Ask,
        asked: Sequence[str],
        generation: int,
        where: Filter,
        cancelled: Callable[[], bool],
    ) -> list[Answer]:
        """The answers to the last LOOKED_AT of the questions ``asked``, oldest first.

        One that was never usable is left out. Raises Cancelled.
        """
        answers: list[Answer] = []
        for n in range(max(0, len(asked) - LOOKED_AT), len(asked)):
            if cancelled():
                raise Cancelled
            key = generation, where, tuple(asked[: n + 1])
            answer = self._known(key)
            if answer is None:
                try:
                    answer = ask(asked[n], answers)
                except UnusableQuestion:
                    continue
                self.keep(key, answer)
            answers.append(answer)
        return answers

    def keep(self, key: Key, answer: Answer) -> None:
        """Remember an answer; the one that was longest not asked for is forgotten."""
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._kept:
                self._answers.popitem(last=False)

    def _known(self, key: Key) -> Answer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)
