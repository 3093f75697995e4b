"""The audit in either database: recorded, searched, tampered with, expired, guarded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from people.accounts.records import Account, Caller
from people.accounts.roles import Role
from people.audit import KEPT_DAYS, Action, AuditDamaged, Event, Outcome, Query, Trail
from people.audit.tables import AuditAnchorRow, AuditRow
from people.database import writing
from people.entries import NotAccepted
from people.tables import TraineeRow
from tests.people.audit.conftest import NOW, event, unguarded

DAY = timedelta(days=1)


@pytest.fixture
def caller():
    account = Account(7, "陈晨", "o" * 36, frozenset({Role.USER}), False, False, NOW, None, None)
    return Caller(account, account.roles, "10.0.0.8")


def test_a_row_comes_back_as_it_was_recorded(trail, caller):
    assert trail.record(Event.of(caller, Action.UPLOAD, "案例.docx", detail={"bytes": 9})) == 1
    assert trail.record(
        Event.of(None, Action.SIGN_IN, outcome=Outcome.REFUSED, account="admin", address="10.0.0.9")
    ) == 2  # fmt: skip
    with_key = replace(caller, key="报表")
    assert trail.record(Event.of(with_key, Action.ASK, "", Outcome.FAILED)) == 3
    third, second, first = trail.search()
    assert (first.when, first.account_id, first.account, first.address) == (
        NOW + timedelta(seconds=1), 7, "陈晨", "10.0.0.8",
    )  # fmt: skip
    assert (first.action, first.object, first.outcome) == ("上传", "案例.docx", "done")
    assert first.facts == {"bytes": 9}
    assert (second.account_id, second.account, second.outcome) == (None, "admin", "refused")
    assert third.facts == {"key": "报表"}
    assert trail.verify().last.digest == third.digest


def test_the_clock_is_that_of_the_world_unless_another_is_given(engine):
    before = datetime.now(UTC)
    trail = Trail(engine)
    trail.record(event())
    assert before <= trail.search()[0].when <= datetime.now(UTC)


def test_a_change_and_its_row_are_there_together_or_neither(engine, trail):
    with Session(writing(engine)) as session, session.begin():
        session.add(TraineeRow(name="甲", created=NOW))
        assert trail.recorded(session, event("甲", Action.ACCOUNT)) == 1
        assert trail.recorded(session, event("甲", Action.ROLES)) == 2
    with Session(writing(engine)) as session:
        session.add(TraineeRow(name="乙", created=NOW))
        trail.recorded(session, event("乙", Action.ACCOUNT))
        session.rollback()
    with Session(engine) as session:
        assert session.scalars(select(TraineeRow.name)).all() == ["甲"]
    assert [e.action for e in trail.search()] == ["角色", "账号"]
    assert trail.record(event()) == 3
    assert trail.verify().count == 3


def test_a_transaction_that_could_collide_is_refused(engine, trail):
    with pytest.raises(RuntimeError, match="writing"), Session(engine) as session, session.begin():
        trail.recorded(session, event())
    assert trail.count() == 0


def test_rows_are_found_by_time_account_action_outcome_and_words(trail, clock):
    trail.record(event("军门社区.docx"))
    trail.record(event("", Action.ASK, question="军门社区 有多少家？100%_"))
    clock.now = NOW + DAY
    trail.record(replace(event("军门 名单.DOCX", Action.EXPORT, Outcome.FAILED), account="王芳"))

    def ids(**wanted):
        query = Query(**wanted)
        found = [e.id for e in trail.search(query)]
        assert trail.count(query) == len(found)
        assert [e.id for e in trail.entries(query)] == found[::-1]
        return found

    assert ids() == [3, 2, 1]
    assert ids(since=NOW + DAY) == [3]
    assert ids(until=NOW + DAY) == [2, 1]
    assert ids(since=NOW + timedelta(seconds=2), until=NOW + timedelta(seconds=3)) == [2]
    assert ids(account="王芳") == [3]
    assert ids(account="王") == []
    assert ids(action=Action.ASK) == [2]
    assert ids(outcome=Outcome.FAILED) == [3]
    assert ids(words="军门") == [3, 2, 1]
    assert ids(words=" docx  军门 ") == [3, 1]
    assert ids(words="100%_") == [2]
    assert ids(words="%") == [2]
    assert ids(words="' OR 1=1 --") == []
    assert ids(words="军门", account="陈晨", action=Action.UPLOAD, outcome=Outcome.DONE) == [1]
    with pytest.raises(ValueError, match="time zone"):
        trail.search(Query(since=NOW.replace(tzinfo=None)))


def test_pages_follow_one_another_whatever_is_recorded_meanwhile(trail):
    for place in range(7):
        trail.record(event(str(place)))
    first = trail.search(limit=3)
    trail.record(event("newer"))
    second = trail.search(before=first[-1].id, limit=3)
    third = trail.search(before=second[-1].id, limit=3)
    assert [e.object for e in (*first, *second, *third)] == ["6", "5", "4", "3", "2", "1", "0"]
    assert trail.search(before=1) == ()


def test_an_export_ends_with_the_row_that_was_last_when_it_began(trail, monkeypatch):
    monkeypatch.setattr("people.audit.trail.CHUNK", 2)
    for place in range(5):
        trail.record(event(str(place)))
    reading = trail.entries()
    read = [next(reading)]
    trail.record(event("later"))
    read += reading
    assert [e.object for e in read] == ["0", "1", "2", "3", "4"]


CHANGES = {
    "at": "2026-11-24T08:00:03.000001+00:00",
    "account_id": 8,
    "account": "王芳",
    "address": "10.0.0.7",
    "action": "提问",
    "object": "案例.docx ",
    "outcome": "failed",
    "detail": "{ }",
    "before": "0" * 64,
    "digest": "0" * 64,
}


@pytest.fixture
def five(trail):
    for _ in range(5):
        trail.record(event())
    assert trail.verify().count == 5
    return trail


def test_every_column_is_tried():
    assert {c.name for c in AuditRow.__table__.columns} == {*CHANGES, "id"}


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_is_found(engine, five, column):
    unguarded(engine, f"UPDATE audit SET {column} = :value WHERE id = 3", value=CHANGES[column])
    found = five.verify()
    assert (found.count, found.fault.row) == (2, 3)


@pytest.mark.parametrize(
    ("statements", "row"),
    [
        (["DELETE FROM audit WHERE id = 3"], 3),
        (["DELETE FROM audit WHERE id <= 2"], 1),
        (["UPDATE audit SET id = 99 WHERE id = 4"], 4),
        (["UPDATE audit SET id = -1 WHERE id = 4"], -1),
        (["UPDATE audit SET id = 99 WHERE id = 2", "UPDATE audit SET id = 2 WHERE id = 3",
          "UPDATE audit SET id = 3 WHERE id = 99"], 2),
        (["UPDATE audit SET account_id = NULL"], 1),
        (["DELETE FROM audit WHERE id <= 2",
          "INSERT INTO audit_anchor SELECT 1, 2, before FROM audit WHERE id = 3"], 3),
    ],
)  # fmt: skip
def test_removal_and_exchange_are_found(engine, five, statements, row):
    unguarded(engine, *statements)
    assert five.verify().fault.row == row


def test_a_tail_cut_off_is_found_by_a_noted_hash_alone(engine, five):
    noted = five.verify().last.digest
    five.record(event())
    assert five.verify(noted.upper()).fault is None
    unguarded(engine, "DELETE FROM audit WHERE id >= 5")
    assert five.verify().fault is None
    assert five.verify(noted).fault.row == 5
    with pytest.raises(NotAccepted, match="64 位"):
        five.verify("123")


@pytest.mark.parametrize("value", ["x'ff'", "CAST(x'ff' AS TEXT)", "9e999"])
def test_bytes_and_numbers_where_sqlite_takes_them_are_a_fault(engine, five, value):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's columns take their own type only")
    unguarded(engine, f"UPDATE audit SET object = {value}, account_id = {value} WHERE id = 4")
    found = five.verify()
    assert (found.count, found.fault.row) == (3, 4)


def test_rows_that_are_too_old_go_and_the_chain_goes_on(engine, trail, clock, caller):
    for _ in range(4):
        trail.record(event("old"))
    clock.now = NOW + KEPT_DAYS * DAY
    noted = trail.search()[0].digest
    trail.record(event("young"))
    clock.now = NOW + timedelta(seconds=3) + KEPT_DAYS * DAY - timedelta(seconds=1)
    assert trail.expire(KEPT_DAYS, caller) == 2  # the third is 180 days old to the second: kept
    assert [e.id for e in trail.entries()] == [3, 4, 5, 6]
    last = trail.search()[0]
    assert (last.action, last.outcome, last.account) == ("审计清理", "done", "陈晨")
    assert (last.facts["days"], last.facts["removed"], last.facts["last"]) == (KEPT_DAYS, 2, 2)
    assert trail.verify().fault is None
    assert trail.verify(noted).count == 4
    clock.now += 400 * DAY
    assert trail.expire(KEPT_DAYS, account="命令行：root") == 4  # all of them, the row of removal too
    (left,) = trail.entries()
    assert (left.id, left.account, left.facts["last"]) == (7, "命令行：root", 6)
    assert trail.verify(left.before).fault is None
    assert trail.verify(noted).fault.row == 8  # gone by age: no longer known
    assert trail.record(event()) == 8
    assert trail.verify().count == 2
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(AuditAnchorRow)) == 1


def test_nothing_old_enough_leaves_no_row(trail, clock):
    assert trail.expire(KEPT_DAYS) == 0
    trail.record(event())
    assert trail.expire(KEPT_DAYS) == 0
    assert trail.count() == 1


def test_a_row_of_a_clock_that_was_behind_waits_for_those_before_it(trail, clock):
    trail.record(event("first"))
    clock.now = NOW - 400 * DAY
    trail.record(event("wrong"))
    clock.now = NOW + DAY
    trail.record(event("third"))
    assert trail.expire(KEPT_DAYS) == 0
    assert trail.verify().count == 3


@pytest.mark.parametrize("days", [-1, 0, KEPT_DAYS - 1, 36_501, 10**12])
def test_fewer_days_than_the_rule_asks_for_are_refused(trail, clock, days):
    trail.record(event())
    clock.now += 1000 * DAY
    with pytest.raises(NotAccepted, match=f"{days} 天，应为 180 到"):
        trail.expire(days)
    assert trail.count() == 1


def test_a_chain_that_does_not_hold_is_not_removed(engine, five, clock):
    clock.now += 1000 * DAY
    unguarded(engine, "UPDATE audit SET object = 'x' WHERE id = 2")
    with pytest.raises(AuditDamaged, match="第 2 条"):
        five.expire(KEPT_DAYS)
    assert five.count() == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET object = 'x' WHERE id = 3",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit",
        "INSERT INTO audit (id, at, account, address, action, object, outcome, detail, before, digest)"
        " VALUES (7, '', '', '', '', '', '', '', '', '')",
        "INSERT INTO audit_anchor VALUES (1, 9, '')",
        "INSERT INTO audit_anchor SELECT 2, id, digest FROM audit WHERE id = 5",
    ],
)
def test_the_database_itself_refuses_to_change_it(engine, five, statement):
    with pytest.raises(DatabaseError, match=r"audit|anchor"), engine.begin() as connection:
        connection.execute(text(statement))
    assert five.verify().count == 5
    assert five.record(event()) == 6


def test_the_database_keeps_the_anchor_and_refuses_what_goes_past_triggers_on_rows(engine, five, clock):
    clock.now += 1000 * DAY
    assert five.expire(KEPT_DAYS) == 5
    past = "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 6"
    statements = [
        "DELETE FROM audit_anchor",
        "UPDATE audit_anchor SET last = 4",
        "UPDATE audit_anchor SET digest = 'x'",
        past if engine.dialect.name == "sqlite" else "TRUNCATE audit",
    ]
    for statement in statements:
        with pytest.raises(DatabaseError, match=r"audit|anchor"), engine.begin() as connection:
            connection.execute(text(statement))
    assert five.verify().count == 1


def test_the_guard_can_be_taken_down_and_put_up(engine, five):
    from alembic import command
    from alembic.config import Config

    from people.database import MIGRATIONS, migrate

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    change = text("UPDATE audit SET object = 'x' WHERE id = 5")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
        connection.execute(change)
        migrate(connection)
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(change)
    assert five.verify().fault.row == 5
