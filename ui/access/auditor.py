"""What the page's users do, written into the audit. Without accounts nothing is written."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import gradio as gr

from people.accounts import Caller
from people.audit import Action, Event, Fact, Outcome, Trail, asked, checked
from rag.records import Answer, Check
from ui.access.visitors import caller_of

log = logging.getLogger(__name__)

CALLED = {  # what the API calls an action
    "ask": Action.ASK,
    "search": Action.SEARCH,
    "check": Action.CHECK,
    "add_document": Action.UPLOAD,
    "remove_document": Action.DELETE_DOCUMENT,
}
NAME = 200  # code points of an object's name that are kept


@dataclass(frozen=True, slots=True)
class Auditor:
    """Writes events of signed-in callers. Safe to share between threads."""

    trail: Trail
    words: bool  # whether a question's text is kept, or only its length
    generation: Callable[[], int]  # of the store, now

    def asked(self, request: gr.Request | None, question: str, answer: Answer) -> None:
        """A question was answered."""
        if caller := caller_of(request):
            status, words = answer.status, self.words
            self._record(
                lambda: Event.of(
                    caller,
                    Action.ASK,
                    detail=asked(question, status=status, generation=self.generation(), text=words),
                )
            )

    def checked(self, request: gr.Request | None, draft: str, check: Check) -> None:
        """A draft was checked."""
        if caller := caller_of(request):
            sentences, words = len(check.sentences), self.words
            self._record(
                lambda: Event.of(
                    caller,
                    Action.CHECK,
                    detail=checked(draft, sentences=sentences, generation=self.generation(), text=words),
                )
            )

    def did(
        self,
        caller: Caller | None,
        action: Action,
        on: str,
        outcome: Outcome = Outcome.DONE,
        **detail: Fact,
    ) -> None:
        """Anything else, to an object of this name."""
        if caller:
            self._record(lambda: Event.of(caller, action, on[:NAME], outcome, detail=detail))

    def called(
        self, caller: Caller | None, action: str, on: str, outcome: str, detail: Mapping[str, Fact]
    ) -> None:
        """A program called the API. Raises what the database raises: it gets no result that is not kept."""
        facts = {name: value for name, value in detail.items() if name != "text" or self.words}
        known = CALLED.get(action)
        named = on[:NAME] if known else f"{action} {on}".strip()[:NAME]
        address = str(facts.pop("address", ""))
        self.trail.record(
            Event.of(caller, known or Action.ACCESS, named, Outcome(outcome), address=address, detail=facts)
        )

    def _record(self, event: Callable[[], Event]) -> None:
        # What was done is done: a full disk is told where the administrator looks, not to the user.
        try:
            self.trail.record(event())
        except Exception:
            log.exception("the audit could not be written")
