"""有用 and 有误 under answers and verdicts; what is judged is what the server kept, not what a page sends."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import gradio as gr

from people import Conversations, LearningError, Turn, UnknownBrowser, known_browser
from people.audit import Action
from people.feedback import Feedback, Judged, Judgement
from rag.records import Check
from ui.access import Auditor, caller_of, owner_of
from ui.events import sent
from ui.feedback.render import told_html
from ui.feedback.saved_answers import load_answer

log = logging.getLogger(__name__)

GENERATION = "generation"  # beside a kept answer's fields: of the store that gave it
THANKS = {"useful": "已记下：有用。", "wrong": "已记下：有误。资料员会看到。"}
NOT_READY = "网页还没有打开好，评价没有记下。请稍等片刻再试；如果还是不行，请刷新页面。"
GONE = "没有找到要评价的内容，可能已经在别处删除。请刷新页面后再试。"
UNKNOWN = "没有这个操作。请刷新页面后再试。"
FAILED = "程序出了错，评价没有记下。请再试一次；如果还是不行，请把程序窗口里的提示告诉管理员。"


@dataclass(frozen=True, slots=True)
class Buttons:
    """The two buttons under an answer or a verdict."""

    number: int  # the turn's place in its conversation, or the sentence's in its draft; from 0
    useful: bool | None = None  # which one is pressed; None: none yet
    reason: str = ""

    @classmethod
    def of(cls, number: int, given: Judgement | None) -> "Buttons":
        """As they stand after a judgement."""
        return cls(number, given.useful, given.reason) if given else cls(number)


class Judging:
    """The handlers of the buttons. Safe to share between threads: nothing is held."""

    def __init__(
        self,
        feedback: Feedback,
        conversations: Conversations,
        generation: Callable[[], int],
        auditor: Auditor | None = None,
    ) -> None:
        """``generation`` is the store's now."""
        self._auditor = auditor
        self._feedback = feedback
        self._conversations = conversations
        self._generation = generation

    def of_turns(self, owner: str, turns: Sequence[Turn]) -> list[Buttons | None]:
        """The buttons under each turn of a conversation; None for one that is not judged."""
        judged = [self._answer(turn) for turn in turns]
        given = iter(self._feedback.given_to(owner, [one for one in judged if one]))
        return [Buttons.of(at, next(given)) if one else None for at, one in enumerate(judged)]

    def of_sentence(self, owner: str, check: Check, number: int) -> Buttons | None:
        """The buttons under a checked sentence; None for one that was not checked."""
        judged = self._verdict(check, number)
        try:
            return Buttons.of(number, self._feedback.given_to(owner, [judged])[0]) if judged else None
        except UnknownBrowser:
            return Buttons(number)

    def answer(
        self,
        browser: str,
        conversation: int | None,
        event: gr.EventData,
        request: gr.Request | None = None,
    ) -> str:
        """A button under an answer of the open conversation was pressed: what to say of it, as HTML."""
        owner, at = owner_of(request, browser), sent(event, "number", -1)

        def kept() -> Judged | None:
            turns = self._conversations.turns(owner, conversation) if conversation is not None else ()
            return self._answer(turns[at]) if 0 <= at < len(turns) else None

        return self._given(owner, kept, event, request)

    def verdict(
        self, check: Check | None, browser: str, event: gr.EventData, request: gr.Request | None = None
    ) -> str:
        """A button under a sentence of the page's check was pressed: what to say of it, as HTML."""
        number = sent(event, "number", -1)
        owner = owner_of(request, browser)
        return self._given(owner, lambda: self._verdict(check, number) if check else None, event, request)

    def _given(
        self,
        owner: str,
        kept: Callable[[], Judged | None],
        event: gr.EventData,
        request: gr.Request | None,
    ) -> str:
        said, reason, caller = sent(event, "judge", ""), sent(event, "reason", ""), caller_of(request)
        useful = said == "useful"
        try:
            known_browser(owner)  # told first, whatever conversation is open
            if said not in THANKS:
                return told_html(UNKNOWN)
            judged = kept()
            if judged is None:
                return told_html(GONE)
            self._feedback.give(
                owner,
                judged,
                useful=useful,
                reason="" if useful else reason,
                account_id=caller.account.id if caller else None,
            )
        except UnknownBrowser:
            return told_html(NOT_READY)
        except LearningError as error:
            return told_html(str(error))
        except Exception:
            log.exception("a judgement could not be kept")
            return told_html(FAILED)
        if self._auditor:
            self._auditor.did(caller, Action.FEEDBACK, judged.kind, useful=useful)
        return told_html(THANKS[said], said)

    def _answer(self, turn: Turn) -> Judged | None:
        """What a turn holds, to be judged; None for help, and for what cannot be read any more."""
        try:
            answer = load_answer(turn.answer)
        except ValueError:
            return None
        if answer.status == "help":
            return None
        kept = turn.answer.get(GENERATION)
        generation = kept if isinstance(kept, int) else self._generation()
        return Judged("answer", turn.question, answer.to_json(), generation)

    def _verdict(self, check: Check, number: int) -> Judged | None:
        if not 0 <= number < len(check.sentences) or not check.sentences[number].checkable:
            return None
        sentence = check.sentences[number]
        return Judged("verdict", sentence.text, sentence.to_json(), self._generation())
