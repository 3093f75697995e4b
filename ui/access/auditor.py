"""What the page's users do, written into the audit. Without accounts nothing is written."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import gradio as gr

from people.accounts import Caller
from people.audit import WORDS, Action, Detail, Event, Fact, Outcome, Repeated, Trail, asked, checked
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
    strangers: Repeated  # what is asked without a key

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
        """A program called the API. Raises what the database raises: it gets no result that is not kept.

        Of what comes without a valid key a row a minute and address is kept.
        """
        facts = {name: value for name, value in detail.items() if self.words or name not in WORDS}
        known = CALLED.get(action)
        named = on[:NAME] if known else f"{action} {on}".strip()[:NAME]
        address = str(facts.pop(Detail.ADDRESS, ""))
        kind, ended = known or Action.ACCESS, Outcome(outcome)
        event = Event.of(caller, kind, named, ended, address=address, detail=facts)
        if caller is None:
            self.strangers.record(event)
        else:
            self.trail.record(event)

    def _record(self, event: Callable[[], Event]) -> None:
        # What was done is done: a full disk is told where the administrator looks, not to the user.
        try:
            self.trail.record(event())
        except Exception:
            log.exception("the audit could not be written")
