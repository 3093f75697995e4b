"""The page's handlers without a browser: what is saved, said and logged when things go wrong."""

from uuid import uuid4

import gradio as gr
import pytest
from sqlalchemy.exc import OperationalError

from people.conversations import ConversationGone, Conversations
from people.database import open_database
from tests.browser.fake_page import FakeChatbot
from ui.chat.chat import EMPTY, FAILED, GONE, KEEP, LOST, NOT_READY, NOT_SAVED, Chat

QUESTION = "有多少家成员单位？"
NOTE, BOX, CONVERSATION, TRANSCRIPT, LIVE, SIDE = range(6)


@pytest.fixture
def chat(tmp_path, monkeypatch):
    monkeypatch.setattr("ui.chat.chat.SENTENCE_SECONDS", 0)
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    yield Chat(FakeChatbot(), Conversations(engine))
    engine.dispose()


@pytest.fixture
def browser():
    return str(uuid4())


def event(**data):
    return gr.EventData(None, data)


def test_sentences_come_one_by_one_and_the_turn_is_saved_first(chat, browser):
    updates = chat.ask(QUESTION, browser, None)
    first = next(updates)
    assert (first[NOTE], first[BOX]) == ("", "")
    assert "正在检索资料…" in first[LIVE]
    assert chat.conversations.list(browser) == ()
    second = next(updates)
    assert [c.title for c in chat.conversations.list(browser)] == [QUESTION]
    rest = [second, *updates]
    assert [u[LIVE].count('class="sentence"') for u in rest] == [1, 2, 3]
    assert rest[-1][CONVERSATION] == chat.conversations.list(browser)[0].id
    assert QUESTION in rest[-1][SIDE]
    assert all(u[BOX] is KEEP for u in rest)  # what is being typed meanwhile stays


def test_the_next_question_moves_the_last_turn_up(chat, browser):
    conversation = list(chat.ask(QUESTION, browser, None))[-1][CONVERSATION]
    first = next(chat.ask("西湖区？", browser, conversation))
    assert QUESTION in first[TRANSCRIPT]
    assert "西湖区？" in first[LIVE]


@pytest.mark.parametrize("nothing", ["", "  \n ", None])
def test_nothing_asked_changes_nothing(chat, browser, nothing):
    assert list(chat.ask(nothing, browser, None)) == [(EMPTY, KEEP, KEEP, KEEP, KEEP, KEEP)]
    assert chat.chatbot.asked == []


def test_a_failing_chatbot_is_logged_and_said(chat, browser, caplog):
    last = list(chat.ask("请出错", browser, None))[-1]
    assert FAILED in last[LIVE]
    assert last[BOX] == "请出错"
    assert "RuntimeError: scripted failure" in caplog.text
    assert "请出错" not in caplog.text  # what was asked goes only where the settings say
    assert caplog.records[-1].question == "请出错"
    assert chat.conversations.list(browser) == ()


def test_a_conversation_deleted_meanwhile_is_not_brought_back(chat, browser):
    conversation = list(chat.ask(QUESTION, browser, None))[-1][CONVERSATION]
    updates = chat.ask("乙，多少成员单位？", browser, conversation)
    next(updates)
    chat.conversations.delete_all(browser)
    last = list(updates)[-1]
    assert GONE in last[LIVE]
    assert last[CONVERSATION] is None
    assert chat.conversations.list(browser) == ()
    with pytest.raises(ConversationGone):
        chat.conversations.append(browser, conversation, "丙", {})


def test_an_answer_that_cannot_be_saved_is_still_shown(chat, browser, monkeypatch, caplog):
    def full(*_):
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(chat.conversations, "append", full)
    last = list(chat.ask(QUESTION, browser, None))[-1]
    assert NOT_SAVED in last[LIVE]
    assert "34家成员单位。" in last[LIVE].replace("<strong>", "").replace("</strong>", "")
    assert "disk is full" in caplog.text


def test_one_browser_cannot_reach_into_another(chat, browser):
    conversation = list(chat.ask(QUESTION, browser, None))[-1][CONVERSATION]
    stranger = str(uuid4())
    assert QUESTION not in "".join(map(str, chat.view(stranger, conversation)))
    assert QUESTION not in str(chat.choose(stranger, None, event(action="open", id=conversation)))
    chat.choose(stranger, conversation, event(action="delete", id=conversation))
    chat.choose(stranger, conversation, event(action="clear", id=0))
    assert QUESTION not in next(chat.ask("乙？", stranger, conversation))[TRANSCRIPT]
    assert [c.id for c in chat.conversations.list(browser)] == [conversation]
    assert chat.choose("' OR 1=1 --", None, event(action="clear", id=0))[NOTE] == NOT_READY
    assert [c.id for c in chat.conversations.list(browser)] == [conversation]


def test_a_question_without_a_browser_waits(chat):
    """Its answer could not be kept."""
    assert list(chat.ask(QUESTION, "", None)) == [(NOT_READY, KEEP, KEEP, KEEP, KEEP, KEEP)]
    assert chat.chatbot.asked == []


@pytest.mark.parametrize("action", ["open", "delete"])
def test_a_conversation_that_is_gone_is_said_so(chat, browser, action):
    conversation = list(chat.ask(QUESTION, browser, None))[-1][CONVERSATION]
    note, current, transcript, *_ = chat.choose(
        browser, conversation, event(action=action, id=conversation + 1)
    )
    assert (note, current) == (LOST, conversation)
    assert QUESTION in transcript


def test_page_load_knows_a_browser_again_and_replaces_a_wrong_id(chat, browser):
    conversation = list(chat.ask(QUESTION, browser, None))[-1][CONVERSATION]
    known, note, current, transcript, live, side, send = chat.start(browser)
    assert (known, note, current, live) == (browser, "", conversation, "")
    assert QUESTION in transcript
    assert QUESTION in side
    assert send["interactive"]
    for wrong in ("", None, "x", {"a": 1}, 7):
        fresh, _, current, *_ = chat.start(wrong)
        assert fresh not in (wrong, browser)
        assert current is None


def test_page_load_opens_what_the_address_names_and_says_where_it_is_not_theirs(chat, browser):
    first = list(chat.ask(QUESTION, browser, None))[-1][CONVERSATION]
    latest = list(chat.ask("“党建+双拥”是哪个单位的案例？", browser, None))[-1][CONVERSATION]
    assert chat.start(browser)[1:3] == ("", latest)
    assert chat.start(browser, str(first))[1:3] == ("", first)
    assert chat.start(browser, "new")[1:3] == ("", None)
    for wrong in ("77", "9" * 10, "0", "9" * 30):
        note, shown = chat.start(browser, wrong)[1:3]
        assert (note, shown) in ((LOST, latest), ("", latest))
    assert chat.start(browser, "77")[1] == LOST
    other = str(uuid4())
    assert chat.start(other, str(first))[1:3] == (LOST, None)


@pytest.mark.parametrize("wrong", [{}, {"start": "0"}, {"start": None, "end": 5}, {"start": 9, "end": 2}])
def test_sources_with_impossible_places_are_refused(chat, wrong):
    html = chat.open_source(event(document="0123456789abcdef", **wrong))
    assert "没有这个位置" in html


def test_a_source_marks_the_words(chat):
    html = chat.open_source(event(document="0123456789abcdef", start=4, end=9, paragraph=1))
    assert html.count("<mark>") == 1
