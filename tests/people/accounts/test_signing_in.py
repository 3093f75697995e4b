"""Signing in: nothing is told of what was wrong, and guessing is slow."""

from datetime import timedelta

import pytest

from people.accounts import SigningIn, SignInRefused
from people.accounts.signing_in import WRONG
from people.accounts.tries import FIRST, LONGEST, TRIES
from tests.people.accounts.given import NOW, OTHER, PASSWORD, at_once, rows


class Counting:
    """Passwords that are counted when they are looked at, after ``meanwhile`` has happened."""

    def __init__(self, passwords, meanwhile=lambda: None):
        self.passwords, self.meanwhile, self.looked = passwords, meanwhile, []

    def fits(self, kept, password):
        self.looked.append(kept)
        self.meanwhile()
        return self.passwords.fits(kept, password)


def refused(signing_in, name, password, now=NOW):
    with pytest.raises(SignInRefused) as error:
        signing_in.account(name, password, now)
    return str(error.value)


def failures(engine):
    from sqlalchemy import text

    with engine.connect() as connection:
        return connection.execute(text("SELECT coalesce(sum(failures), 0) FROM sign_in_tries")).scalar_one()


def test_the_right_password_signs_in(signing_in, wang):
    assert signing_in.account(" 王小明 ", PASSWORD, NOW) == wang


@pytest.mark.parametrize(
    ("name", "password"),
    [("王小明", OTHER), ("王小明", ""), ("王小明", PASSWORD * 100), ("谁", PASSWORD), ("", ""),
     ("停用的", PASSWORD), ("王小明\x00", PASSWORD), ("\x00", PASSWORD), ("\ud800", PASSWORD),
     ("王小明", "\ud800"), ("' OR 1=1 --", PASSWORD), ("王" * 5000, PASSWORD)],
)  # fmt: skip
def test_whatever_is_wrong_the_words_are_the_same(accounts, signing_in, wang, name, password):
    other = accounts.add("停用的", wang.roles, PASSWORD)[0]
    accounts.disable(other.id)
    assert refused(signing_in, name, password) == WRONG


def test_a_password_is_looked_at_whoever_it_is(engine, accounts, passwords, wang):
    """The time tells nothing: where nobody is, or nobody who may, one hash is computed too."""
    counting = Counting(passwords)
    signing_in = SigningIn(engine, counting)
    accounts.disable(accounts.add("停用的", wang.roles, PASSWORD)[0].id)
    for name in ("王小明", "谁", "停用的"):
        refused(signing_in, name, OTHER)
    assert [kept is None for kept in counting.looked] == [False, True, True]


def test_tries_are_locked_out_each_time_twice_as_long(accounts, signing_in, wang):
    now, locks = NOW, []
    for _ in range(TRIES - 1):
        assert refused(signing_in, "王小明", OTHER, now) == WRONG
    for _ in range(9):
        assert refused(signing_in, "王小明", OTHER, now) == WRONG
        until = accounts.get(wang.id).locked_until
        locks.append(until - now)
        for at in (now, until - timedelta(seconds=1)):
            assert refused(signing_in, "王小明", PASSWORD, at) == WRONG  # not even that it is locked
        assert accounts.get(wang.id).locked_until == until  # trying meanwhile changes nothing
        now = until
    assert locks[:4] == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST]
    assert locks[-2:] == [LONGEST, LONGEST]
    assert signing_in.account("王小明", PASSWORD, now).locked_until is None


def test_only_the_audit_is_told_that_an_account_is_locked(signing_in, wang):
    locked = []
    for _ in range(TRIES + 1):
        with pytest.raises(SignInRefused) as refusal:
            signing_in.account("王小明", OTHER, NOW)
        locked.append(refusal.value.locked)
    assert locked == [False] * (TRIES - 1) + [True, True]


def test_the_right_password_sets_the_count_back(engine, signing_in, wang):
    for _ in range(3):
        for _ in range(TRIES - 1):
            refused(signing_in, "王小明", OTHER)
        assert failures(engine) == TRIES - 1
        signing_in.account("王小明", PASSWORD, NOW)
        assert failures(engine) == 0


def test_one_accounts_lock_is_no_others(signing_in, boss, wang):
    for _ in range(TRIES):
        refused(signing_in, "王小明", OTHER)
    assert signing_in.account("主任", PASSWORD, NOW) == boss


def test_a_try_is_counted_before_the_password_is_looked_at(engine, passwords, wang):
    seen = []
    counting = Counting(passwords, lambda: seen.append(failures(engine)))
    SigningIn(engine, counting).account("王小明", PASSWORD, NOW)
    assert (seen, failures(engine)) == ([1], 0)


def test_many_tries_at_once_give_no_more_guesses(engine, passwords, wang):
    counting = Counting(passwords)
    signing_in = SigningIn(engine, counting)
    results = at_once(*[lambda: signing_in.account("王小明", OTHER, NOW)] * 12)
    assert all(isinstance(result, SignInRefused) for result in results), results
    assert sum(kept is not None for kept in counting.looked) == TRIES  # locked, nobody's is looked at
    assert failures(engine) == TRIES


@pytest.mark.parametrize("change", ["password", "disabled"])
def test_what_changes_while_the_password_is_looked_at_counts(engine, accounts, passwords, wang, change):
    changes = {
        "password": lambda: accounts.reset(wang.id, OTHER),
        "disabled": lambda: accounts.disable(wang.id),
    }
    signing_in = SigningIn(engine, Counting(passwords, changes[change]))
    assert refused(signing_in, "王小明", PASSWORD) == WRONG


def test_where_the_audit_cannot_be_written_nobody_is_signed_in(engine, signing_in, wang):
    def failing(_session, _account):
        raise OSError("no room for the audit")

    with pytest.raises(OSError, match="no room"):
        signing_in.account("王小明", PASSWORD, NOW, failing)
    assert failures(engine) == 1


def test_no_password_is_stored_as_it_is(engine, signing_in, wang):
    signing_in.account("王小明", PASSWORD, NOW)
    refused(signing_in, "王小明", OTHER)
    assert not [row for row in rows(engine) if PASSWORD in row or OTHER in row]
