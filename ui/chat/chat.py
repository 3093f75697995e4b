"""问答: the chat, its earlier conversations and the source panel, wired to Gradio."""

import logging
import time
from collections.abc import Callable, Generator, Iterator
from datetime import date, datetime
from uuid import uuid4

import gradio as gr

from index.records import EVERYTHING, Filter
from index.turns import Cancelled, Full, serving
from people import ConversationGone, Conversations, Turn, UnknownBrowser, known_browser
from people.audit import Action
from rag.answering import UnusableQuestion
from rag.citing import marked
from rag.lines import Lines
from rag.records import Answer
from rag.writing import Engine
from ui.access import Access, caller_of, owner_of
from ui.chat.answerer import Answerer
from ui.chat.examples import Examples
from ui.chat.history import list_html, past_answers, saved_turn_html
from ui.chat.render import examples_html, failed_html, pending_html, turn_html, welcome_html, writing_html
from ui.chat.source import closed_html, source_html
from ui.chat.writing import Writing
from ui.desk import LAST_ROW
from ui.events import page_of, sent, user_of
from ui.feedback import GENERATION, ApprovedFirst, Buttons, Judging, dump_answer
from ui.runs import Runs

log = logging.getLogger(__name__)

EMPTY = "请先输入问题。"
FAILED = "回答时程序出了错，这个问题没有得到回答。请再问一次；如果还是不行，请把程序窗口里的提示告诉管理员。"
NOT_SAVED = "这次回答没能存进历史对话，请现在就复制需要的内容。"
UNKNOWN = "没有这个操作。请刷新页面后再试。"
LOST = "没有找到这个对话，可能已经在别处删除。请从左边重新选择。"
NOT_READY = "网页还没有打开好，这次操作没有做。请稍等片刻再试；如果还是不行，请刷新页面。"
STOPPED = "已停止，这个问题没有回答。"
GONE = "这个对话已在别处删除，这次回答没有保存；请现在就复制需要的内容。"
SENTENCE_SECONDS = 0.12  # between two sentences, so that the eye can follow

Updates = tuple[object, ...]  # one value per output, or KEEP
KEEP = gr.skip()
EXTRACTIVE, MODEL = "摘录原文", "由模型写"  # ways to answer, as the page names them


class Chat:
    """The page's event handlers; holds nothing about any user: what they own comes in as arguments."""

    actions = frozenset({"new", "open", "delete", "clear"})  # what ``choose`` can be asked to do

    def __init__(
        self,
        chatbot: Answerer,
        conversations: Conversations,
        engine: Engine | None = None,
        lines: Lines | None = None,
        access: Access | None = None,
        judging: Judging | None = None,
        first: ApprovedFirst | None = None,
    ) -> None:
        """``lines`` are those of the whole program; its own where none are given.

        ``judging`` are the buttons under answers, ``first`` what was approved, both left out where None.
        """
        self._judging = judging
        self._first = first
        self.chatbot = chatbot
        access = access or Access()
        self.auditor, self.limits, self.work = access.auditor, access.limits, access.work
        self.engine = engine
        self._lines = lines or Lines.open()
        self._runs = Runs()
        self.writing = Writing()
        self.conversations = conversations
        self.examples = Examples(chatbot.store, chatbot.ask, self.limits.limited)

    def close(self) -> None:
        """Stop what runs in the background."""
        self._runs.stop_all()
        self.examples.close()
        self.writing.close()

    def start(self, browser: object, wanted: str | None = "", request: gr.Request | None = None) -> Updates:
        """Page load: know the browser again, reopen a conversation, let questions be sent.

        ``wanted`` is what the address says: a conversation's number, "new", or nothing for the latest.
        Gives (browser, note, what view gives, button).
        """
        try:
            known = known_browser(owner_of(request, browser if isinstance(browser, str) else ""))
        except UnknownBrowser:
            known = str(uuid4())
        earlier = [] if wanted == "new" else self.conversations.list(known)
        latest = earlier[0].id if earlier else None
        chosen = int(wanted) if wanted and wanted.isdecimal() and len(wanted) <= 10 else latest
        opened = self.view(known, chosen if chosen is None or chosen <= LAST_ROW else 0)
        note = LOST if chosen is not None and opened[0] is None else ""
        return known, note, *(self.view(known, latest) if note else opened), gr.update(interactive=True)

    def offer(self) -> str:
        """Page load: the example questions, which may take seconds the first time."""
        return examples_html(self.examples.questions())

    def view(self, browser: str, conversation: int | None) -> Updates:
        """(conversation, transcript, live, side list) for a conversation; None is a new one."""
        turns = self.conversations.turns(browser, conversation) if conversation is not None else ()
        current = conversation if turns else None
        return current, self._transcript(browser, turns), "", self._list(browser, current)

    def ask(
        self,
        question: str,
        browser: str,
        conversation: int | None,
        way: str = EXTRACTIVE,
        where: Filter = EVERYTHING,
        request: gr.Request | None = None,
    ) -> Iterator[Updates]:
        """Answer, as updates of (note, box, conversation, transcript, live, side list)."""
        question, browser = (question or "").strip(), owner_of(request, browser)
        if not question:
            yield EMPTY, KEEP, KEEP, KEEP, KEEP, KEEP
            return
        try:
            known_browser(browser)
        except UnknownBrowser:  # nothing could be kept: the page lost its number, or is none of ours
            yield NOT_READY, KEEP, KEEP, KEEP, KEEP, KEEP
            return
        turns = self.conversations.turns(browser, conversation) if conversation is not None else ()
        current = conversation if turns else None
        yield "", "", current, self._turns(browser, turns), pending_html(question), KEEP
        try:
            answer = yield from self._approved_or_answered(question, turns, way, where, request)
        except (UnusableQuestion, Full) as error:
            yield str(error), question, KEEP, self._transcript(browser, turns), "", KEEP
        except Cancelled:
            yield STOPPED, question, KEEP, self._transcript(browser, turns), "", KEEP
        except Exception:
            log.exception("question failed", extra={"question": question})
            yield "", question, KEEP, KEEP, failed_html(question, FAILED), KEEP
        else:
            if self.auditor:
                self.auditor.asked(request, question, answer)
            if self._first:
                self._first.missed(answer, browser)
            yield from self._show(question, answer, browser, current)

    def _approved_or_answered(
        self, question: str, turns: tuple[Turn, ...], way: str, where: Filter, request: gr.Request | None
    ) -> Generator[Updates, None, Answer]:
        """The approved answer where there is one, at once; a follow-up is looked up as it was understood.

        Raises as ``_answered``.
        """
        where = self.limits.narrowed(where, request)
        if self._first and not turns and (approved := self._first.answer(question, where)):
            return approved
        answer = yield from self._answered(question, turns, way, where, request)
        return self._first.instead(answer, where) if self._first and turns else answer

    def _answered(
        self, question: str, turns: tuple[Turn, ...], way: str, where: Filter, request: gr.Request | None
    ) -> Generator[Updates, None, Answer]:
        """The answer; its place in the line before, and while a model writes, its text so far.

        Raises UnusableQuestion, Full and Cancelled.
        """
        history, page, user = past_answers(turns), page_of(request), user_of(request)
        chatbot = self.chatbot if where == EVERYTHING else self.chatbot.narrowed(where)
        engine = self.engine if way == MODEL else None
        line = self._lines.questions if engine is None else self._lines.written
        with self._runs.begun(page) as stop, line.join(user) as place:
            for words in place.waiting(stop.is_set):
                yield KEEP, KEEP, KEEP, KEEP, pending_html(question, words, stops=True), KEEP
            if engine is None:
                with serving(user, "interactive", stop.is_set):
                    return chatbot.ask(question, history)

            def written(progress: Callable[[str], None], cancelled: Callable[[], bool]) -> Answer:
                with serving(user, "interactive"):  # what was written until it is stopped is still verified
                    return chatbot.ask(
                        question, history, engine=engine, progress=progress, cancelled=cancelled
                    )

            for part in self.writing.run(page, written):
                if isinstance(part, Answer):
                    return part
                yield KEEP, KEEP, KEEP, KEEP, writing_html(question, part), KEEP
        raise RuntimeError("the background run ended without an answer")

    def stop(self, request: gr.Request) -> None:
        """停止 was pressed or the page was closed."""
        self._runs.stop(page_of(request))
        self.writing.stop(page_of(request))

    def _show(
        self, question: str, answer: Answer, browser: str, conversation: int | None
    ) -> Iterator[Updates]:
        # Saved before it is shown: whoever leaves now finds it on coming back.
        current, note = self._save(browser, conversation, question, answer)
        for shown in range(1, len(answer.sentences)):
            yield KEEP, KEEP, KEEP, KEEP, turn_html(question, answer, shown=shown), KEEP
            time.sleep(SENTENCE_SECONDS)
        buttons = None if note else self._last_buttons(browser, current)
        whole = turn_html(question, answer, note=note, buttons=buttons)
        yield KEEP, KEEP, current, KEEP, whole, self._list(browser, current)

    def choose(
        self,
        browser: str,
        conversation: int | None,
        event: gr.EventData,
        request: gr.Request | None = None,
    ) -> Updates:
        """The side list was used: new, open, delete or clear; returns a note and what view returns."""
        browser = owner_of(request, browser)
        action, chosen = sent(event, "action", ""), _whole(event, "id")
        try:
            known_browser(browser)
        except UnknownBrowser:
            return NOT_READY, KEEP, KEEP, KEEP, KEEP
        if action not in self.actions:
            return UNKNOWN, KEEP, KEEP, KEEP, KEEP
        if action == "open":
            opened = self.view(browser, chosen)
            return ("", *opened) if opened[0] else (LOST, *self.view(browser, conversation))
        if action == "delete":
            gone = self.conversations.delete(browser, chosen)
            self._deleted(request, f"第 {chosen} 号对话", int(gone))
            return "" if gone else LOST, *self.view(browser, conversation if conversation != chosen else None)
        if action == "clear":
            self._deleted(request, "全部对话", self.conversations.delete_all(browser))
        return "", *self.view(browser, None)

    def open_source(self, event: gr.EventData, request: gr.Request | None = None) -> str:
        """A citation or a nearest passage was chosen: the source panel's HTML."""
        if sent(event, "document", "") in self.limits.closed(request):
            return closed_html()
        places = [_whole(event, name) for name in ("start", "end", "paragraph")]
        return source_html(self.chatbot.store, sent(event, "document", ""), *places)

    def _deleted(self, request: gr.Request | None, what: str, count: int) -> None:
        if self.auditor and count:
            self.auditor.did(caller_of(request), Action.DELETE_RECORDS, what, count=count)

    def _save(
        self, browser: str, conversation: int | None, question: str, answer: Answer
    ) -> tuple[int | None, str]:
        try:
            kept = dump_answer(answer) | {GENERATION: self.chatbot.store.generation}
            return self.conversations.append(browser, conversation, question, kept), ""
        except ConversationGone:
            return None, GONE
        except Exception:
            log.exception("answer could not be saved", extra={"question": question})
            return conversation, NOT_SAVED

    def _transcript(self, browser: str, turns: tuple[Turn, ...]) -> str:
        return self._turns(browser, turns) if turns else self._welcome()

    def _welcome(self) -> str:
        return welcome_html(empty=not self.chatbot.store.documents())

    def _turns(self, browser: str, turns: tuple[Turn, ...]) -> str:
        judged = self._judging.of_turns(browser, turns) if self._judging else [None] * len(turns)
        return "".join(map(self._turn, turns, judged))

    def _last_buttons(self, browser: str, conversation: int | None) -> Buttons | None:
        """The buttons under the turn that was kept just now."""
        if self._judging is None or conversation is None:
            return None
        judged = self._judging.of_turns(browser, self.conversations.turns(browser, conversation))
        return judged[-1] if judged else None

    def _turn(self, turn: Turn, buttons: Buttons | None) -> str:
        """A turn kept from earlier; its sources may have been replaced, removed or expired since."""
        today = date.today()
        return saved_turn_html(turn, lambda citations: marked(citations, self.chatbot.store, today), buttons)

    def _list(self, browser: str, current: int | None) -> str:
        return list_html(self.conversations.list(browser), current, datetime.now().astimezone())


def _whole(event: gr.EventData, name: str) -> int:
    value = sent(event, name, -1)  # no conversation and no place has it
    return value if value <= LAST_ROW else -1
