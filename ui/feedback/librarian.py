"""反馈 in 文库: what was judged wrong, what found nothing, what was approved and writing it; for Gradio."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Protocol

import gradio as gr

from index.errors import IndexFailure
from index.records import Hit
from index.store import PassageStore
from index.turns import serving
from people import LearningError
from people.accounts import Role
from people.audit import Action
from people.feedback import Feedback, Judgement
from rag.answering import UnusableQuestion
from rag.reading import SupportsWeighing
from rag.records import Citation
from rag.settings import CheckingSettings
from rag.writing import HandWritten, NotProved, verified
from ui.access import Auditor, Work, caller_of
from ui.desk import Act, Refused
from ui.elements import note_html
from ui.events import clicked, user_of
from ui.feedback import render as html
from ui.feedback.approved_first import ApprovedFirst
from ui.feedback.drafts import (
    REASON,
    Draft,
    as_citations,
    dump_draft,
    load_draft,
    still_there,
    without_short,
)
from ui.feedback.saved_answers import dump_answer

log = logging.getLogger(__name__)

FAILED = "操作时程序出了错，没有完成。请再试一次；如果还是不行，请把程序窗口里的提示告诉管理员。"
UNKNOWN = "没有这个操作。请刷新页面后再试。"
GONE = "要引用的资料刚被移除。请重新查找原文。"
NOT_A_QUESTION = "这是核查的结论，不能写成问题的核定答案；请核对资料后点“处理”。"
NO_MISS = "没有找到这个问题，可能已有人处理。请点“刷新”。"
SETTLED = "已写核定答案。"  # the note on the judgement it was written for
AUDITED = {
    **dict.fromkeys(("settle", "dismiss"), Action.FEEDBACK),
    "withdraw": Action.APPROVED_ANSWER,  # approving tells the new answer's id itself
}
FOUND = 8  # passages offered for one search

WORK = "approving"  # what an answer that is being written is kept under

Updates = tuple[object, object, Draft]  # region, note, what the page holds
KEEP = gr.skip()


class Searching(Protocol):
    """The part of rag.answering.chatbot.Chatbot that writing an approved answer needs."""

    @property
    def store(self) -> PassageStore:
        """What is cited."""

    @property
    def reader(self) -> SupportsWeighing:
        """What proves a sentence."""

    def search(self, question: str, k: int) -> list[Hit]:
        """The ``k`` passages nearest to a question. Raises UnusableQuestion."""


class Librarian:
    """The view's handlers; what is being written comes in as an argument, nothing is held."""

    def __init__(
        self,
        feedback: Feedback,
        first: ApprovedFirst,
        bot: Searching,
        settings: CheckingSettings,
        auditor: Auditor | None = None,
        work: Work | None = None,
    ) -> None:
        self._work = work or Work()
        self._auditor = auditor
        self._feedback = feedback
        self._first = first
        self._bot = bot
        self._settings = settings
        self._views: Mapping[str, Callable[[Draft, Act, gr.Request | None], tuple[str, str, Draft]]] = {
            "lists": lambda draft, act, request: (self._lists(), "", Draft()),
            "close": lambda draft, act, request: (html.closed_html(), "", Draft()),
            "settle": self._settle,
            "dismiss": self._dismiss,
            "withdraw": self._withdraw,
            "write": self._write,
            "find": self._find,
            "approve": self._approve,
        }

    @property
    def actions(self) -> dict[str, Role]:
        """Everything that ``act`` can be asked to do, and who may ask it."""
        return dict.fromkeys(self._views, Role.LIBRARIAN)

    def act(self, draft: Draft | None, event: gr.EventData, request: gr.Request | None = None) -> Updates:
        """A click: (region, note, draft); a refusal leaves what is shown and typed."""
        act, held = clicked(event), draft or Draft()
        if act.do == "write":
            held = self._work.kept(request, WORK, load_draft, held)
        try:
            view = self._views.get(act.do)
            if view is None:
                raise Refused(UNKNOWN)
            shown, note, now = view(held, act, request)
            self._keep(request, now)
            if act.do in AUDITED:
                self._did(request, AUDITED[act.do], act.id, act.do)
        except KeyError:
            return KEEP, note_html(GONE), held
        except (Refused, IndexFailure, LearningError, NotProved, UnusableQuestion) as error:
            return KEEP, note_html(str(error)), held
        except Exception:
            log.exception("%s failed", act.do)
            return KEEP, note_html(FAILED), held
        return shown, note_html(note), now

    def _keep(self, request: gr.Request | None, now: Draft) -> None:
        """What is being written, with the words that its numbers mean."""
        if now.begun:
            self._work.keep(request, WORK, dump_draft(now))
        else:
            self._work.drop(request, WORK)

    def _lists(self) -> str:
        self._first.present()  # what has lost its source is shown so
        wrong = [one for one in self._feedback.open() if not one.useful]
        listed = [one for one in self._first.approved.list() if one.withdrawn is None]
        return html.lists_html(wrong, self._feedback.counts(), self._first.misses.misses(), listed)

    def _settle(self, draft: Draft, act: Act, request: gr.Request | None) -> tuple[str, str, Draft]:
        self._feedback.settle(act.row, act.text("note", REASON))
        return self._lists(), "", draft

    def _dismiss(self, draft: Draft, act: Act, request: gr.Request | None) -> tuple[str, str, Draft]:
        if not self._first.misses.dismiss(self._missed(act.id)):
            raise Refused(NO_MISS)
        return self._lists(), "", draft

    def _withdraw(self, draft: Draft, act: Act, request: gr.Request | None) -> tuple[str, str, Draft]:
        self._first.approved.withdraw(act.row)
        return self._lists(), "", draft

    def _write(self, draft: Draft, act: Act, request: gr.Request | None) -> tuple[str, str, Draft]:
        """The form, for a judgement, a question that found nothing, an earlier approved answer, or any."""
        if draft.begun and draft.begun == act.id:  # a page that was loaded again
            stand = {c.n for c in still_there([asdict(c) for c in draft.offered], self._bot.store)}
            return self._form(
                replace(draft, offered=tuple(c for c in draft.offered if c.n in stand)), request
            )
        kind, _, chosen = act.id.partition(":")
        if kind == "judged":
            begun = self._of_judgement(self._feedback.get(replace(act, id=chosen).row))
        elif kind == "missed":
            begun = Draft(self._missed(chosen))
        elif kind == "approved":
            earlier = self._first.approved.get(replace(act, id=chosen).row)
            offered = still_there(earlier.answer.get("citations"), self._bot.store)
            begun = _begun(Draft(earlier.question, "\n".join(html.numbered(earlier))), offered)
        elif act.id == "new":
            begun = Draft()
        else:
            raise Refused(UNKNOWN)
        begun = replace(begun, begun=act.id, words=begun.question)
        return self._form(self._searched(begun, request) if begun.question else begun, request)

    def _of_judgement(self, judged: Judgement) -> Draft:
        if judged.kind != "answer":
            raise Refused(NOT_A_QUESTION)
        question = str(judged.judged.get("standalone") or judged.asked)
        begun = Draft(question, judgement=judged.id)
        if judged.judged.get("status") not in ("grounded", "related"):
            return begun
        offered = still_there(judged.judged.get("citations"), self._bot.store)
        span = str(judged.judged.get("span") or "")
        return _begun(replace(begun, text=without_short(html.said(judged), span), span=span), offered)

    def _find(self, draft: Draft, act: Act, request: gr.Request | None) -> tuple[str, str, Draft]:
        filled = draft.filled(act)
        if not filled.words.strip():
            raise Refused("还没有写要查找什么。请写几个词，或把问题抄过来。")
        return self._form(self._searched(filled, request), request)

    def _approve(self, draft: Draft, act: Act, request: gr.Request | None) -> tuple[str, str, Draft]:
        filled, caller = draft.filled(act), caller_of(request)
        written = HandWritten(filled.question.strip(), filled.text, filled.citations, filled.short)
        with serving(user_of(request), "interactive"):
            answer = verified(written, self._bot.store, self._bot.reader, self._settings)
        by, account_id = (caller.account.name, caller.account.id) if caller else (filled.by, None)
        approved = self._first.approved.approve(written.question, dump_answer(answer), by, account_id)
        self._did(request, Action.APPROVED_ANSWER, str(approved), act.do)
        if filled.judgement is not None:
            self._feedback.settle(filled.judgement, SETTLED)
        return self._lists(), "", Draft()

    def _did(self, request: gr.Request | None, action: Action, on: str, change: str) -> None:
        if self._auditor:
            self._auditor.did(caller_of(request), action, on, change=change)

    def _searched(self, draft: Draft, request: gr.Request | None) -> Draft:
        with serving(user_of(request), "interactive"):
            hits: Sequence[Hit] = self._bot.search(draft.words, FOUND)
        return draft.with_found(as_citations(hits, self._bot.store))

    def _missed(self, chosen: str) -> str:
        """The question that a click names. Raises Refused."""
        for miss in self._first.misses.misses():
            if html.miss_id(miss.question) == chosen:
                return miss.question
        raise Refused(NO_MISS)

    def _form(self, draft: Draft, request: gr.Request | None) -> tuple[str, str, Draft]:
        return html.draft_html(draft, named=caller_of(request) is not None), "", draft


def _begun(draft: Draft, offered: Sequence[Citation]) -> Draft:
    return replace(draft, offered=tuple(offered), chosen=frozenset(c.n for c in offered))
