"""Conversations: per browser, across processes and restarts."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from people.conversations import (
    TITLE_CHARS,
    ConversationGone,
    Conversations,
    UnknownBrowser,
    title_of,
)
from people.database import DatabaseUnusable, open_database

ROOT = Path(__file__).resolve().parents[2]
ANSWER = {"sentences": [{"text": "34家。", "cites": [1]}], "无": None}

KNOWN = "bb037c9e-0755-4de2-800f-7e1d33bdc971"  # written as browsers do


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'deep' / 'app.db'}"


@pytest.fixture
def conversations(engine):
    return Conversations(engine)


@pytest.fixture
def browser():
    return str(uuid4())


def test_turns_come_back_as_they_were(conversations, browser):
    before = datetime.now(UTC)
    first = conversations.append(browser, None, "有多少家？", ANSWER)
    assert conversations.append(browser, first, "'; DROP TABLE turns; --", {}) == first
    turns = conversations.turns(browser, first)
    assert [(t.question, t.answer) for t in turns] == [
        ("有多少家？", ANSWER),
        ("'; DROP TABLE turns; --", {}),
    ]
    assert before <= turns[0].created <= turns[1].created <= datetime.now(UTC)


def test_list_is_newest_use_first_and_named_by_the_first_question(conversations, browser):
    old = conversations.append(browser, None, "第一个", {})
    new = conversations.append(browser, None, "第二个", {})
    assert [(c.id, c.title) for c in conversations.list(browser)] == [(new, "第二个"), (old, "第一个")]
    conversations.append(browser, old, "再问", {})
    assert [(c.id, c.title) for c in conversations.list(browser)] == [(old, "第一个"), (new, "第二个")]


def test_browsers_do_not_see_each_other(conversations, browser):
    other = str(uuid4())
    mine = conversations.append(browser, None, "我的", {})
    conversations.append(other, None, "别人的", {})
    assert conversations.turns(other, mine) == ()
    assert conversations.delete(other, mine) is False
    with pytest.raises(ConversationGone, match=str(mine)):
        conversations.append(other, mine, "插话", {})
    assert conversations.delete_all(other) == 1
    assert [t.question for t in conversations.turns(browser, mine)] == ["我的"]


def test_deleting_leaves_no_turns_and_no_reuse(conversations, engine, browser):
    first = conversations.append(browser, None, "甲", {})
    assert conversations.delete(browser, first) is True
    assert conversations.delete(browser, first) is False
    with pytest.raises(ConversationGone):
        conversations.append(browser, first, "乙", {})
    assert conversations.append(browser, None, "丙", {}) > first
    conversations.append(browser, None, "丁", {})
    assert conversations.delete_all(browser) == 2
    assert conversations.list(browser) == ()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM turns")).scalar() == 0


def test_deleted_words_are_gone_from_the_file(url, browser, tmp_path):
    engine = open_database(url)
    conversations = Conversations(engine)
    conversations.append(browser, None, "保密内容ABCDEFG" * 50, {})
    conversations.delete_all(browser)
    engine.dispose()  # the last connection folds the log into the database
    kept = b"".join(p.read_bytes() for p in (tmp_path / "deep").iterdir())
    assert "保密内容ABCDEFG".encode() not in kept


@pytest.mark.parametrize(
    "wrong", ["", "abc", "' OR 1=1 --", None, 7, KNOWN.upper(), KNOWN.replace("-", ""), f"{{{KNOWN}}}"]
)
def test_only_plain_uuids_are_browsers(conversations, wrong):
    for call in (
        lambda: conversations.list(wrong),
        lambda: conversations.turns(wrong, 1),
        lambda: conversations.append(wrong, None, "问", {}),
        lambda: conversations.delete(wrong, 1),
        lambda: conversations.delete_all(wrong),
    ):
        with pytest.raises(UnknownBrowser):
            call()


def test_reopening_keeps_everything(url, browser):
    engine = open_database(url)
    first = Conversations(engine).append(browser, None, "留下", ANSWER)
    engine.dispose()
    again = open_database(url)
    assert Conversations(again).turns(browser, first)[0].answer == ANSWER
    with again.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0011"
    again.dispose()


def test_the_migrations_make_the_tables_the_code_declares(engine):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    import people.audit.tables
    import people.courses.tables
    import people.drafts.tables
    import people.feedback.tables  # noqa: F401 declare all tables: of learning and accounts too
    from people.database import Base

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_threads_write_at_once(conversations, browser):
    first = conversations.append(browser, None, "开始", {})
    gate = threading.Barrier(8)

    def write(n):
        gate.wait()
        for i in range(5):
            conversations.append(browser, first, f"{n}-{i}", {"n": n, "i": i})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    asked = [t.question for t in conversations.turns(browser, first)]
    assert sorted(asked[1:]) == sorted(f"{n}-{i}" for n in range(8) for i in range(5))


WRITER = """
import sys
from people.conversations import Conversations
from people.database import open_database
engine = open_database(sys.argv[1])
for i in range(20):
    Conversations(engine).append(sys.argv[2], None, f"{sys.argv[3]}-{i}", {})
engine.dispose()
"""


def test_processes_create_and_write_at_once(database_url, browser):
    command = [sys.executable, "-c", WRITER, database_url, browser]
    started = [
        subprocess.Popen([*command, name], cwd=ROOT, stderr=subprocess.PIPE, text=True) for name in "abc"
    ]
    for process in started:
        _, complaints = process.communicate(timeout=120)
        assert (process.returncode, complaints) == (0, "")
    engine = open_database(database_url)
    titles = {c.title for c in Conversations(engine).list(browser)}
    engine.dispose()
    assert titles == {f"{name}-{i}" for name in "abc" for i in range(20)}


def test_a_damaged_file_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "app.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(DatabaseUnusable, match="无法打开"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == b"not a database" * 100


def test_titles_are_one_short_line():
    assert title_of("  第一行\n第二行  ") == "第一行 第二行"
    assert title_of("字" * TITLE_CHARS) == "字" * TITLE_CHARS
    assert title_of("字" * (TITLE_CHARS + 1)) == "字" * (TITLE_CHARS - 1) + "…"
