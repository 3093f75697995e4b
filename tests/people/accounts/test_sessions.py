"""Sessions of browsers: how they end, and that their secret is nowhere."""

from datetime import timedelta

import pytest

from people.accounts import Sessions
from people.accounts.sessions import IDLE, NOTED, WHOLE
from tests.people.accounts.given import NOW, OTHER, at_once, rows

SECOND = timedelta(seconds=1)


def test_a_session_is_its_accounts(sessions, boss, wang):
    secrets = [sessions.begin(who.id, "10.0.0.9", NOW) for who in (boss, wang, wang)]
    assert [sessions.account(secret, NOW) for secret in secrets] == [boss, wang, wang]
    assert len(set(secrets)) == 3
    assert all(len(secret) >= 43 for secret in secrets)  # 256 bits


@pytest.mark.parametrize("secret", ["", "x", "\x00", "%", "x" * 10_000])
def test_what_was_not_given_out_opens_nothing(sessions, wang, secret):
    sessions.begin(wang.id, "", NOW)
    assert sessions.account(secret, NOW) is None
    sessions.end(secret)
    assert sessions.count(wang.id, NOW) == 1


def test_what_is_stored_opens_nothing(engine, sessions, wang):
    sessions.begin(wang.id, "", NOW)
    (row,) = rows(engine, "sessions")
    assert sessions.account(row.split("'")[1], NOW) is None


def test_a_session_without_use_is_over(sessions, wang):
    secret = sessions.begin(wang.id, "", NOW)
    assert sessions.account(secret, NOW + IDLE, used=False) == wang
    assert sessions.account(secret, NOW + IDLE + SECOND) is None
    assert sessions.count(wang.id, NOW + IDLE + SECOND) == 0


def test_use_puts_the_end_off_until_the_whole_time_is_over(sessions, wang):
    secret, now = sessions.begin(wang.id, "", NOW), NOW
    while now + IDLE / 2 <= NOW + WHOLE:
        now += IDLE / 2
        assert sessions.account(secret, now) == wang
    assert sessions.account(secret, NOW + WHOLE + SECOND) is None


def test_what_a_page_does_by_itself_puts_nothing_off(sessions, wang):
    secret = sessions.begin(wang.id, "", NOW)
    for minutes in range(0, 60, 5):
        assert sessions.account(secret, NOW + timedelta(minutes=minutes), used=False) == wang
    assert sessions.account(secret, NOW + IDLE + SECOND) is None


def test_use_is_written_down_once_a_minute(engine, sessions, wang):
    secret = sessions.begin(wang.id, "", NOW)
    before = rows(engine, "sessions")
    assert sessions.account(secret, NOW + NOTED) == wang
    assert rows(engine, "sessions") == before
    assert sessions.account(secret, NOW + NOTED + SECOND) == wang
    assert rows(engine, "sessions") != before


def test_an_office_sets_its_own_times(engine, wang):
    sessions = Sessions(engine, idle=timedelta(minutes=5), whole=timedelta(minutes=8))
    secret = sessions.begin(wang.id, "", NOW)
    assert sessions.account(secret, NOW + timedelta(minutes=5)) == wang
    assert sessions.account(secret, NOW + timedelta(minutes=8, seconds=1)) is None


def test_sessions_that_are_over_are_deleted(engine, sessions, boss, wang):
    sessions.begin(wang.id, "", NOW)
    later = NOW + IDLE + SECOND
    secret = sessions.begin(boss.id, "", later)
    assert len(rows(engine, "sessions")) == 1
    assert sessions.account(secret, later) == boss


def test_signing_out_ends_one_session_and_everywhere_ends_all(sessions, boss, wang):
    first, second, third, others = (sessions.begin(who.id, "", NOW) for who in (wang, wang, wang, boss))
    sessions.end(first)
    assert [bool(sessions.account(secret, NOW)) for secret in (first, second, others)] == [False, True, True]
    assert sessions.end_all(wang.id) == (2, 0)
    assert [bool(sessions.account(secret, NOW)) for secret in (second, third, others)] == [False, False, True]
    assert sessions.end_all(wang.id) == (0, 0)


def test_a_disabled_account_has_no_session(accounts, sessions, boss, wang):
    accounts.disable(wang.id)
    secret = sessions.begin(wang.id, "", NOW)  # begun in the moment it was disabled
    assert sessions.account(secret, NOW) is None


def test_a_change_of_roles_counts_at_once(accounts, sessions, wang):
    secret = sessions.begin(wang.id, "", NOW)
    changed = accounts.give_roles(wang.id, ["资料员"])
    assert sessions.account(secret, NOW).roles == changed.roles != wang.roles


def test_the_secret_is_nowhere_in_the_database(engine, sessions, wang, tmp_path):
    secret = sessions.begin(wang.id, "", NOW)
    assert sessions.account(secret, NOW + timedelta(minutes=2)) == wang
    assert not [row for row in rows(engine) if secret in row]
    for path in tmp_path.rglob("*"):  # SQLite's file and its log
        assert path.is_dir() or secret.encode() not in path.read_bytes()


def test_a_session_that_ends_while_it_is_used_stays_ended(sessions, wang):
    secret, late = sessions.begin(wang.id, "", NOW), NOW + timedelta(minutes=2)
    results = at_once(*[lambda: sessions.account(secret, late)] * 5, lambda: sessions.end(secret))
    assert not [result for result in results if isinstance(result, Exception)]
    assert sessions.account(secret, late) is None


def test_a_new_password_while_signing_in_leaves_no_session_of_the_old_one(accounts, sessions, wang):
    old = sessions.begin(wang.id, "", NOW)
    accounts.set_password(wang.id, OTHER)
    assert sessions.account(old, NOW) is None
    assert sessions.count(wang.id, NOW) == 0
