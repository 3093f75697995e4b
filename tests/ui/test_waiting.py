"""Questions and drafts that wait in line: what is said meanwhile, who goes first, how one gives up."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import SimpleNamespace
from uuid import uuid4

import gradio as gr
import pytest

from index.turns import caller
from people.conversations import Conversations
from people.database import open_database
from rag.lines import DRAFTS, QUESTIONS, Lines
from tests.browser.fake_page import FakeChatbot
from tests.support.checks import DRAFT, LIMIT, FakeChecker
from tests.ui.uploads import transfers
from ui.chat.chat import MODEL, STOPPED, Chat
from ui.chat.examples import Examples
from ui.checking import Checks
from ui.checking.check import STOPPED as CHECK_STOPPED

QUESTION = "有多少家成员单位？"
NOTE, BOX, LIVE = 0, 1, 4
CHECK_NOTE, CHECK_LIVE, CHECK = 0, 1, 4


class Noting(FakeChatbot):
    """Notes in which class and for whom it was asked."""

    def __init__(self):
        super().__init__()
        self.callers = []

    def ask(self, *given, **named):
        self.callers.append(caller())
        return super().ask(*given, **named)


class NotingChecker(FakeChecker):
    def __init__(self):
        super().__init__()
        self.callers = []

    def check(self, text, **named):
        self.callers.append(caller())
        return super().check(text, **named)


@pytest.fixture
def lines():
    return Lines.open()


@pytest.fixture
def chat(tmp_path, monkeypatch, lines):
    monkeypatch.setattr("ui.chat.chat.SENTENCE_SECONDS", 0)
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    chat = Chat(Noting(), Conversations(engine), SimpleNamespace(name="试验模型"), lines)
    yield chat
    chat.close()
    engine.dispose()


@pytest.fixture
def checks(tmp_path, lines):
    checks = Checks(NotingChecker(), LIMIT, transfers(tmp_path / "files"), lines)
    yield checks
    checks.close()


def page(name="页甲"):
    return gr.Request(session_hash=name)


def ask(chat, request, way="摘录原文"):
    return chat.ask(QUESTION, str(uuid4()), None, way, request=request)


def at_work(line, number):
    """That many of other users' requests are in."""
    stack = ExitStack()
    for n in range(number):
        assert stack.enter_context(line.join(f"别人{n}")).wait()
    return stack


def test_a_question_says_how_many_are_ahead_and_is_answered_when_they_left(chat, lines):
    others = at_work(lines.questions, QUESTIONS.running)
    updates = ask(chat, page())
    assert "正在检索资料…" in next(updates)[LIVE]
    waiting = next(updates)[LIVE]
    assert "前面还有 2 个问题，请稍候。" in waiting
    assert "data-stop" in waiting
    assert chat.chatbot.callers == []
    others.close()
    assert "34" in list(updates)[-1][LIVE]
    (asking,) = chat.chatbot.callers
    assert (asking.user, asking.kind) == ("页甲", "interactive")
    assert lines.questions.join("下一个").wait()


def test_a_question_that_is_stopped_in_the_line_is_never_asked(chat, lines):
    with at_work(lines.questions, QUESTIONS.running):
        updates = ask(chat, page())
        next(updates), next(updates)
        chat.stop(page())
        last = list(updates)[-1]  # ends while the line is still held
        assert (last[NOTE], last[BOX], last[LIVE]) == (STOPPED, QUESTION, "")
    assert chat.chatbot.callers == []
    assert len(lines.questions._line._waiting) == 0


def test_a_page_that_is_left_gives_its_place_up(chat, lines):
    with at_work(lines.questions, QUESTIONS.running):
        updates = ask(chat, page())
        next(updates), next(updates)
        updates.close()
        assert len(lines.questions._line._waiting) == 0


def test_a_full_line_is_said_and_the_question_stays_in_the_box(chat, lines):
    with at_work(lines.questions, QUESTIONS.running), ExitStack() as waiting:
        for n in range(QUESTIONS.waiting):
            waiting.enter_context(lines.questions.join(f"后来{n}"))
        last = list(ask(chat, page()))[-1]
    assert "现在用的人太多：已有 60 个问题在排队" in last[NOTE]
    assert (last[BOX], last[LIVE]) == (QUESTION, "")


def test_what_a_model_writes_does_not_wait_for_what_is_quoted(chat, lines):
    with at_work(lines.questions, QUESTIONS.running):
        assert list(ask(chat, page(), MODEL))
    (asking,) = chat.chatbot.callers
    assert (asking.user, asking.kind) == ("页甲", "interactive")


def test_a_long_draft_waits_for_long_drafts_and_a_sentence_does_not(checks, lines):
    with at_work(lines.drafts, DRAFTS.running):
        long = checks.run(DRAFT * 3, page())
        next(long)
        assert "前面还有 8 份稿件，请稍候。" in next(long)[CHECK_LIVE]
        assert list(checks.run("该做法获评全省机关党建创新案例一等奖。", page("页乙")))[-1][CHECK] is not None
        (short,) = checks._checker.callers
        assert (short.user, short.kind) == ("页乙", "interactive")
    assert list(long)[-1][CHECK] is not None
    assert (checks._checker.callers[1].user, checks._checker.callers[1].kind) == ("页甲", "bulk")


def test_a_draft_that_is_cancelled_in_the_line_is_never_checked(checks, lines):
    with at_work(lines.drafts, DRAFTS.running):
        updates = checks.run(DRAFT * 3, page())
        next(updates), next(updates)
        checks.stop(page())
        assert CHECK_STOPPED in list(updates)[-1][CHECK_NOTE]
    assert checks._checker.callers == []


def test_as_many_checks_run_at_once_as_the_lines_let_in(checks):
    drafts = [checks.run("慢。" * 6, page(f"页{n}")) for n in range(DRAFTS.running + 1)]
    with ThreadPoolExecutor(len(drafts)) as pool:
        ends = list(pool.map(list, drafts))
    assert all(updates[-1][CHECK] is not None for updates in ends)
    waited = [any("前面还有 8 份稿件" in str(update) for update in updates) for updates in ends]
    assert waited.count(True) == 1


def test_examples_are_asked_as_bulk_work_and_given_up_at_the_end():
    asked, store = [], Noting().store
    examples = Examples(store, lambda question: asked.append(caller()) or SimpleNamespace(status="grounded"))
    thread = threading.Thread(target=examples.questions)
    thread.start()
    thread.join(5)
    assert {(one.user, one.kind) for one in asked} == {("例题", "bulk")}
    examples.close()
    assert asked[0].cancelled()
