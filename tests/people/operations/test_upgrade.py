"""What 0.2.0 left behind: its database opens with every row kept, its index is refused by name."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, func, insert, inspect, select

from index.errors import StoreMismatch
from index.library.ingest import splitter_stamp
from index.settings import IndexSettings
from index.store import StoreStamp, open_store
from people import Conversations, Learning, open_database
from people.database import MIGRATIONS, Base
from people.operations import backup, places_of, restore
from people.papers import Papers, Terms
from tests.people.operations.installation import BROWSER, rows
from tests.support.storekit import ALPHA, DIMENSION, item

REVISION = "0002"  # of 0.2.0
AT = datetime(2026, 11, 28, 8, 0)
ANSWER = {"status": "grounded", "answer": "34家[1]", "citations": []}
ROWS = {
    "conversations": [{"id": 3, "browser": BROWSER, "title": "联盟", "created": AT, "updated": AT}],
    "turns": [{"id": 5, "conversation_id": 3, "question": "联盟有多少家？", "answer": ANSWER, "created": AT}],
    "trainees": [{"id": 2, "name": "陈晨", "created": AT}, {"id": 4, "name": "林林", "created": AT}],
    "questions": [
        {"id": "甲题", "document_id": "d", "document": "文档", "case": "案例", "kind": "judge",
         "generation": 1, "origin": "made", "content": {"statement": "有34家"},
         "hidden": False, "retired": False},
        {"id": "乙题", "document_id": "d", "document": "文档", "case": "案例", "kind": "judge",
         "generation": 1, "origin": "made", "content": {}, "hidden": True, "retired": True},
    ],
    "papers": [{"id": 1, "title": "卷", "minutes": None, "created": AT, "created_by": "老师"}],
    "paper_questions": [{"paper_id": 1, "position": 0, "question_id": "甲题"}],
    "attempts": [
        {"id": 1, "paper_id": 1, "trainee_id": 2, "started": AT, "deadline": None, "submitted": AT},
        {"id": 2, "paper_id": 1, "trainee_id": 4, "started": AT, "deadline": None, "submitted": None},
    ],
    "drafts": [{"attempt_id": 2, "question_id": "甲题", "response": "对", "score": 1.0, "correct": True,
                "saved": AT}],
    "answers": [
        {"id": 7, "trainee_id": 2, "question_id": "甲题", "response": "对", "score": 1.0, "correct": True,
         "at": AT, "paper_attempt": 1},
        {"id": 8, "trainee_id": 2, "question_id": "乙题", "response": "错", "score": 0.0, "correct": False,
         "at": AT, "paper_attempt": None},
    ],
    "cards": [{"trainee_id": 2, "question_id": "甲题", "card": {"card_id": 0}, "due": AT}],
    "appeals": [{"id": 1, "answer_id": 8, "words": "应当算对", "created": AT, "settled": None, "upheld": None,
                 "note": ""}],
}  # fmt: skip


def old_database(url):
    """A database as 0.2.0 left it, with rows in every table."""
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, REVISION)
        tables = MetaData()
        tables.reflect(connection)
        assert {t.name for t in tables.sorted_tables} == {*ROWS, "alembic_version"}
        for name, values in ROWS.items():
            connection.execute(insert(tables.tables[name]), values)
            if "id" in values[0] and name != "questions" and engine.dialect.name == "postgresql":
                counter = func.pg_get_serial_sequence(name, "id")  # as if it had given these ids itself
                connection.execute(select(func.setval(counter, values[-1]["id"])))
    engine.dispose()


def contents(engine):
    """Every row of the tables that 0.2.0 had, in the columns it had."""
    tables = MetaData()
    with engine.connect() as connection:
        tables.reflect(connection, only=list(ROWS))
        return {
            name: sorted(
                ({column: row[column] for column in values[0]} for row in
                 connection.execute(select(tables.tables[name])).mappings()), key=repr,
            )
            for name, values in ROWS.items()
        }  # fmt: skip


@pytest.fixture
def place(database_url, tmp_path):
    (tmp_path / "deep").mkdir(mode=0o700)
    old_database(database_url)
    return database_url


def test_its_database_opens_with_every_row(place):
    engine = open_database(place)
    assert contents(engine) == {name: sorted(values, key=repr) for name, values in ROWS.items()}
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())  # the newest schema
    engine.dispose()


def test_it_is_used_on_as_it_is(place):
    engine = open_database(place)
    (conversation,) = Conversations(engine).list(BROWSER)
    assert [turn.question for turn in Conversations(engine).turns(BROWSER, conversation.id)] == [
        "联盟有多少家？"
    ]
    learning = Learning(engine)
    assert {trainee.name for trainee in learning.trainees.list()} == {"陈晨", "林林"}
    assert [answer.response for answer in learning.answers.history(2)] == ["错", "对"]
    assert Conversations(engine).append(BROWSER, conversation.id, "再问", ANSWER) == conversation.id
    assert learning.trainees.add("新来的").id > 4
    engine.dispose()


def test_papers_taken_before_keep_their_results_and_those_under_way_go_on(place):
    engine = open_database(place)
    papers = Papers(engine, lambda question_id, words: (0.0, False))
    over, going = papers.results(1)
    assert (over.points, over.full, over.right, over.number, over.version) == (100.0, 100.0, 1, 1, 1)
    assert (going.points, going.submitted) == (None, None)
    assert papers.get(1).terms == Terms()
    attempt = papers.start(1, 4, AT.replace(tzinfo=UTC))
    assert (attempt.id, len(attempt.ticket)) == (2, 43)
    papers.submit(2, 4, AT.replace(tzinfo=UTC))
    assert papers.result(2, 4).right == 1  # as it was graded then
    assert papers.start(1, 2, AT.replace(tzinfo=UTC)).id == 1  # the one attempt was used
    engine.dispose()


def test_opened_twice_it_is_changed_once(place):
    open_database(place).dispose()
    engine = open_database(place)
    assert contents(engine)["turns"] == ROWS["turns"]
    engine.dispose()


def test_it_can_be_carried_over_while_the_old_program_runs(tmp_path):
    database, there = tmp_path / "old.db", tmp_path / "new"
    old_database(f"sqlite:///{database}")
    before = rows(database)
    running = sqlite3.connect(database)
    running.execute("SELECT 1 FROM turns").fetchall()
    backup(places_of(tmp_path / "none", f"sqlite:///{database}"), tmp_path / "b.zip")
    running.close()
    restore(tmp_path / "b.zip", there / "store", f"sqlite:///{there / 'app.db'}")
    assert rows(there / "app.db") == before
    engine = open_database(f"sqlite:///{there / 'app.db'}")
    assert contents(engine)["answers"] == sorted(ROWS["answers"], key=repr)
    engine.dispose()


def old_store(folder, splitter, file_format=None):
    """A store that another splitter made; ``file_format``: with the tables of another version."""
    with open_store(folder, stamp=StoreStamp("fake@1", DIMENSION, splitter), writable=True) as store:
        store.add([item(*ALPHA)])
    if file_format:
        with closing(sqlite3.connect(folder / "store.db")) as connection, connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (file_format,))


def test_an_index_of_its_splitter_is_refused_with_the_command_that_rebuilds_it(tmp_path):
    now = splitter_stamp(IndexSettings())
    old_store(tmp_path / "store", "1/240/1")
    assert now != "1/240/1"
    with pytest.raises(StoreMismatch) as refused:
        open_store(tmp_path / "store", stamp=StoreStamp("fake@1", DIMENSION, now))
    assert f"切分方式：索引是 1/240/1，现在是 {now}" in str(refused.value)
    assert f"请运行：python -m index build --store {tmp_path / 'store'}" in str(refused.value)


def test_an_index_with_its_tables_is_refused_with_what_to_do(tmp_path):
    old_store(tmp_path / "store", "1/240/1", "2.1")
    with pytest.raises(StoreMismatch, match=r"文件格式是 2\.1.*移到别处.*python -m index build"):
        open_store(tmp_path / "store")
    assert (tmp_path / "store" / "store.db").exists()  # refused, not touched
