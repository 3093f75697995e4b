"""Judgements, missed questions and approved answers, the same on SQLite and on PostgreSQL."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event, inspect

from people.conversations import UnknownBrowser
from people.database import open_database
from people.entries import NotAccepted, NotFound
from people.feedback import REASON_CHARS, Approved, Feedback, Judged, Misses
from people.trainees import Trainees

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "2022年甲局有多少家企业？"


def answered(text="34家。[1]", span="34家", **more):
    return {"status": "grounded", "answer": text, "span": span, "citations": [], **more}


def judged(asked=QUESTION, given=None, kind="answer", generation=7):
    return Judged(kind, asked, given or answered(), generation)


def approvable(document="d1", text="甲局有34家企业。", **more):
    return {
        "sentences": [{"text": text, "cites": [1], "group": ""}],
        "citations": [
            {"n": 1, "document_id": document, "quote": "甲局有34家企业", "start": 3, "end": 11},
        ],
        "refusal": "",
        **more,
    }


@pytest.fixture
def feedback(engine):
    return Feedback(engine)


@pytest.fixture
def misses(engine):
    return Misses(engine)


@pytest.fixture
def approved(engine):
    return Approved(engine)


@pytest.fixture
def owner():
    return str(uuid4())


def test_a_judgement_comes_back_as_it_was_given(feedback, owner):
    before = datetime.now(UTC)
    given = feedback.give(owner, judged(), useful=False, reason=" 应为43家 ")
    (kept,) = feedback.open()
    assert (kept.id, kept.owner, kept.account_id) == (given, owner, None)
    assert (kept.kind, kept.asked, kept.judged, kept.generation) == ("answer", QUESTION, answered(), 7)
    assert (kept.useful, kept.reason, kept.settled, kept.note) == (False, "应为43家", None, "")
    assert before <= kept.created <= datetime.now(UTC)
    assert feedback.given_to(owner, [judged()]) == (kept,)
    assert feedback.given_to(str(uuid4()), [judged()]) == (None,)


def test_a_second_judgement_of_the_same_thing_replaces_the_first(feedback, owner):
    first = feedback.give(owner, judged(), useful=True)
    again = feedback.give(
        owner, judged(given=answered(ms=99, nearest=[1]), generation=8), useful=False, reason="错了"
    )
    assert again == first
    (kept,) = feedback.list()
    assert (kept.useful, kept.reason, kept.generation) == (False, "错了", 8)
    feedback.give(owner, judged(given=answered("43家。[1]", "43家")), useful=True)
    feedback.give(str(uuid4()), judged(), useful=True)
    feedback.give(owner, judged("2023年甲局有多少家企业？"), useful=True)
    feedback.give(owner, judged("甲局有34家企业。", {"verdict": "supported"}, "verdict"), useful=True)
    assert len(feedback.list()) == 5


def test_the_worst_is_listed_first_and_settling_takes_it_away(feedback, owner):
    ids = [
        feedback.give(owner, judged(f"问题{n}"), useful=useful)
        for n, useful in enumerate([True, False, True, False])
    ]
    assert [one.id for one in feedback.open()] == [ids[3], ids[1], ids[2], ids[0]]
    assert [one.id for one in feedback.open(limit=1)] == [ids[3]]
    assert feedback.counts() == (2, 2)
    feedback.settle(ids[3], " 资料里写的就是34家 ")
    assert [one.id for one in feedback.open()] == [ids[1], ids[2], ids[0]]
    assert feedback.counts() == (1, 2)
    (settled,) = [one for one in feedback.list(useful=False) if one.settled]
    assert (settled.id, settled.note) == (ids[3], "资料里写的就是34家")
    assert [one.id for one in feedback.list(useful=True)] == [ids[2], ids[0]]
    assert [one.id for one in feedback.judged()] == ids


def test_said_again_alike_stays_settled_said_otherwise_is_open_again(feedback, owner):
    given = feedback.give(owner, judged(), useful=False, reason="错")
    feedback.settle(given, "看过")
    feedback.give(owner, judged(), useful=False, reason="错")
    assert feedback.open() == ()
    feedback.give(owner, judged(), useful=False, reason="还是错")
    (again,) = feedback.open()
    assert (again.settled, again.note) == (None, "")


def test_what_is_outside_the_limits_is_refused_and_nothing_written(feedback, owner):
    for asked, reason, message in (
        (QUESTION, "字" * (REASON_CHARS + 1), "理由写了 501 个字，最多 500"),
        ("问" * 5001, "", "5001"),
        ("空\x00字符", "", "请删去"),
        (QUESTION, "残\ud800缺", "请删去"),
    ):
        with pytest.raises(NotAccepted, match=message):
            feedback.give(owner, judged(asked), useful=True, reason=reason)
    with pytest.raises(NotAccepted, match="分句"):
        feedback.give(owner, judged(given=answered("字" * 500_001)), useful=True)
    with pytest.raises(UnknownBrowser):
        feedback.give("我", judged(), useful=True)
    with pytest.raises(NotFound, match="第 1 号"):
        feedback.settle(1, "")
    assert feedback.list() == ()
    feedback.give(owner, judged(), useful=True, reason="字" * REASON_CHARS)


@pytest.mark.parametrize(("kind", "given"), [("answer", {"verdict": "supported"}), ("verdict", answered())])
def test_an_answer_is_no_verdict(kind, given):
    with pytest.raises(ValueError, match=kind):
        Judged(kind, QUESTION, given, 1)


def test_missed_questions_are_counted_by_what_they_ask(misses, owner):
    other = str(uuid4())
    for asked, by in (
        ("2022年甲局有多少家？", owner),
        ("请问２０２２年甲局有多少家呢", owner),
        ("2022年甲局有多少家", other),
        ("2023年甲局有多少家？", owner),
        ("2023年甲局有多少家？", owner),
        ("甲局在哪里", owner),
    ):
        misses.missed(asked, by, 3)
    misses.missed("甲局在哪儿？", owner, 4)
    told = misses.misses()
    assert [(m.question, m.times, m.askers, m.generation) for m in told] == [
        ("2022年甲局有多少家", 3, 2, 3),
        ("甲局在哪儿？", 2, 1, 4),
        ("2023年甲局有多少家？", 2, 1, 3),
    ]
    assert all(m.first <= m.last and m.first.tzinfo is UTC for m in told)
    assert [m.times for m in misses.misses(limit=1)] == [3]
    assert misses.dismiss("请问甲局在何处") is True
    assert misses.dismiss("请问甲局在何处") is False
    assert len(misses.misses()) == 2
    with pytest.raises(NotAccepted, match="没有可读的字"):
        misses.missed("？？", owner, 3)
    with pytest.raises(UnknownBrowser):
        misses.missed("甲局在哪里", "", 3)


def test_a_question_with_an_approved_answer_is_missed_no_more(misses, approved, owner):
    misses.missed(QUESTION, owner, 3)
    given = approved.approve(QUESTION, approvable(), "王芳")
    assert misses.misses() == ()
    approved.retire([])
    assert [m.question for m in misses.misses()] == [QUESTION]
    approved.retire(["d1"])
    assert misses.misses() == ()
    approved.withdraw(given)
    assert [m.question for m in misses.misses()] == [QUESTION]


def test_an_approved_answer_is_found_for_the_same_question_only(approved):
    given = approved.approve(QUESTION, approvable(), " 王芳 ")
    found = approved.find("请问 ２０２２年 甲局有多少家企业呢")
    assert (found.id, found.question, found.answer) == (given, QUESTION, approvable())
    assert (found.approved_by, found.documents, found.in_force) == ("王芳", ("d1",), True)
    for other in (
        "2023年甲局有多少家企业？",
        "2022年乙局有多少家企业？",
        "2022年甲局没有多少家企业？",
        "2022年甲局有多少户企业？",
        "甲局有多少家企业？",
        "",
        "？",
    ):
        assert approved.find(other) is None


def test_the_mark_names_who_and_the_day_in_the_readers_zone(approved):
    approved.approve(QUESTION, approvable(), "王芳")
    found = approved.find(QUESTION)
    east = timezone(timedelta(hours=8))
    day = found.approved.astimezone(east)
    assert found.mark(east) == f"已核定（王芳，{day.year}年{day.month}月{day.day}日）"
    assert found.mark().startswith("已核定（王芳，")


def test_it_is_not_shown_to_whom_a_source_is_closed(approved):
    both = approvable(
        sentences=[{"text": "甲", "cites": [1, 2]}],
        citations=[
            {"n": 1, "document_id": "d1", "quote": "甲", "start": 0, "end": 1},
            {"n": 2, "document_id": "d2", "quote": "甲", "start": 0, "end": 1},
        ],
    )
    approved.approve(QUESTION, both, "王芳")
    assert approved.find(QUESTION, ["d1", "d2", "d3"]).documents == ("d1", "d2")
    assert approved.find(QUESTION, ["d1", "d3"]) is None
    assert approved.find(QUESTION, []) is None


def test_it_is_retired_with_its_source_and_taken_back_with_it(approved):
    one = approved.approve(QUESTION, approvable("d1"), "王芳")
    two = approved.approve("2023年甲局有多少家企业", approvable("d2"), "王芳")
    assert [gone.id for gone in approved.retire(["d2", "d1-new"])] == [one]
    assert approved.retire(["d2", "d1-new"]) == ()
    assert approved.find(QUESTION) is None
    assert approved.get(one).retired is not None
    assert [each.id for each in approved.list(in_force=True)] == [two]
    assert [each.id for each in approved.list(in_force=False)] == [one]
    assert approved.retire(["d1", "d2"]) == ()
    assert approved.find(QUESTION).id == one


def test_approving_again_replaces_and_withdrawing_ends_it(approved):
    old = approved.approve(QUESTION, approvable(text="旧"), "王芳")
    new = approved.approve("请问2022年甲局有多少家企业", approvable(text="新"), "李明")
    assert new != old
    assert (approved.find(QUESTION).id, approved.find(QUESTION).approved_by) == (new, "李明")
    with pytest.raises(NotFound, match="新的代替"):
        approved.withdraw(old)  # a stale page does not take the new one away
    approved.withdraw(new)
    first = approved.get(new).withdrawn
    approved.withdraw(new)
    assert approved.get(new).withdrawn == first
    assert approved.find(QUESTION) is None
    assert approved.approve(QUESTION, approvable(), "王芳") > new
    assert approved.find(QUESTION) is not None


@pytest.mark.parametrize(
    ("question", "answer", "by", "message"),
    [
        ("？", approvable(), "王芳", "没有可读的字"),
        ("去年甲局有多少家", approvable(), "王芳", "“去年”.*具体的年月"),
        (QUESTION, approvable(), "", "核定人"),
        (QUESTION, approvable(), "字" * 41, "核定人"),
        (QUESTION, approvable(sentences=[]), "王芳", "每句话标上出处"),
        (QUESTION, approvable(sentences=[{"text": "甲", "cites": []}]), "王芳", "“甲”这句话没有出处"),
        (QUESTION, approvable(sentences=[{"text": "甲", "cites": [2]}]), "王芳", "“甲”这句话没有出处"),
        (QUESTION, approvable(citations=[{"n": 1, "quote": "甲"}]), "王芳", "没有出处"),
        (QUESTION, approvable(refusal="资料中没有找到"), "王芳", "不是一个有出处的回答"),
        (QUESTION, {"status": "grounded", "answer": "甲"}, "王芳", "不是一个有出处的回答"),
    ],
)
def test_what_cannot_stand_is_not_approved(approved, question, answer, by, message):
    with pytest.raises(NotAccepted, match=message):
        approved.approve(question, answer, by)
    assert approved.list() == ()


def test_approved_at_once_one_stays(approved):
    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(lambda n: approved.approve(QUESTION, approvable(), f"核定人{n}"), range(6)))
    (kept,) = approved.list()
    assert kept.id == max(ids)


WRITER = """
import sys
from people.database import open_database
from people.feedback import Feedback, Judged, Misses
engine = open_database(sys.argv[1])
for n in range(15):
    Misses(engine).missed("甲局在哪里", sys.argv[2], 1)
    given = {"status": "grounded", "answer": f"{n % 3}"}
    Feedback(engine).give(sys.argv[2], Judged("answer", "问", given, 1), useful=n % 2 == 0)
engine.dispose()
"""


def test_processes_that_write_at_once_lose_no_count_and_double_nothing(engine, database_url, owner):
    command = [sys.executable, "-c", WRITER, database_url, owner]
    started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in started:
        _, complaints = process.communicate(timeout=120)
        assert (process.returncode, complaints) == (0, "")
    assert [m.times for m in Misses(engine).misses()] == [45]
    assert len(Feedback(engine).list()) == 3


KILLED = """
import os, sys
from sqlalchemy import event, inspect
from people.database import open_database
from people.feedback import Approved
engine = open_database(sys.argv[1])
@event.listens_for(engine, "after_cursor_execute")
def stop(connection, cursor, statement, *_):
    if statement.startswith(sys.argv[2]):
        os.kill(os.getpid(), 9)
answer = {"sentences": [{"text": "新", "cites": [1]}], "refusal": "",
          "citations": [{"n": 1, "document_id": "d", "quote": "新"}]}
Approved(engine).approve("2022年甲局有多少家企业？", answer, "李明")
"""


@pytest.mark.parametrize("step", ["DELETE", "INSERT"])
def test_killed_while_approving_the_earlier_answer_stands(engine, database_url, approved, step):
    old = approved.approve(QUESTION, approvable(text="旧"), "王芳")
    killed = subprocess.run([sys.executable, "-c", KILLED, database_url, step], cwd=ROOT, timeout=60)
    assert killed.returncode == -9
    assert [one.id for one in approved.list()] == [old]
    assert approved.approve(QUESTION, approvable(), "王芳") > old  # nothing is left locked


def test_finding_is_one_look_in_an_index(engine, approved):
    approved.approve(QUESTION, approvable(), "王芳")
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert approved.find(QUESTION) is not None
    assert approved.find("别的问题") is None
    assert sum(statement.startswith("SELECT") for statement in asked) == 2


def test_a_database_from_before_gets_the_tables_and_keeps_what_it_had(tmp_path, owner):
    from alembic import command
    from alembic.config import Config

    from people.database import MIGRATIONS

    url = f"sqlite:///{tmp_path / 'app.db'}"
    engine = open_database(url)
    Trainees(engine).add("王小明")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
        assert "feedback" not in inspect(connection).get_table_names()
    engine.dispose()
    again = open_database(url)
    Feedback(again).give(owner, judged(), useful=True)
    assert [t.name for t in Trainees(again).list()] == ["王小明"]
    again.dispose()
