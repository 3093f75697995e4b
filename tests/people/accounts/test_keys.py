"""Keys of programs: known by their hash, no stronger than their account, over when they are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from people.accounts import Keys, Role
from people.accounts.keys import DAYS
from people.entries import NotAccepted, NotFound
from tests.people.accounts.given import OTHER, PASSWORD, rows


@pytest.fixture
def keys(engine):
    return Keys(engine)


def test_a_key_is_its_accounts_with_its_own_roles(accounts, keys):
    account = accounts.add("统计室", [Role.TRAINER, Role.LIBRARIAN], PASSWORD)[0]
    caller = keys.caller(keys.add(" 报表 ", account, [Role.USER, Role.TRAINER], 90), "10.0.0.9")
    assert (caller.account, caller.key, caller.address) == (account, "报表", "10.0.0.9")
    assert caller.roles == {Role.USER, Role.TRAINER}
    assert [caller.may(role) for role in Role] == [True, True, False, False]


def test_the_secret_is_given_once_and_kept_as_a_hash(engine, keys, wang, tmp_path):
    secret = keys.add("报表", wang, [Role.USER], 90)
    keys.caller(secret, "")
    assert not [row for row in rows(engine) if secret in row or secret[4:] in row]
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or secret[4:].encode() not in path.read_bytes()
    assert secret not in repr(keys.list())
    assert keys.add("报表", wang, [Role.USER], 90) != secret


@pytest.mark.parametrize("secret", ["", "xhs_", "xhs_" + "x" * 43, "\x00", "Bearer", "字"])
def test_what_was_not_given_out_opens_nothing(keys, wang, secret):
    keys.add("报表", wang, [Role.USER], None)
    assert keys.caller(secret, "") is None


def test_what_is_stored_opens_nothing(engine, keys, wang):
    keys.add("报表", wang, [Role.USER], None)
    (row,) = rows(engine, "api_keys")
    for part in row.split("'"):
        assert keys.caller(part, "") is None


@pytest.mark.parametrize("roles", [[Role.ADMINISTRATOR], [Role.TRAINER], [Role.USER, Role.LIBRARIAN], []])
def test_a_key_has_no_more_roles_than_its_account(engine, keys, wang, roles):
    with pytest.raises(NotAccepted, match="密钥不能有"):
        keys.add("报表", wang, roles, 90)
    assert rows(engine, "api_keys") == []


def test_a_role_that_is_taken_from_the_account_is_taken_from_its_keys(accounts, keys, boss):
    account = accounts.add("统计室", [Role.ADMINISTRATOR], PASSWORD)[0]
    secret = keys.add("报表", account, list(Role), None)
    assert keys.caller(secret, "").roles == set(Role)
    accounts.give_roles(account.id, [Role.LIBRARIAN])
    assert keys.caller(secret, "").roles == {Role.USER, Role.LIBRARIAN}


def test_a_key_is_over_after_its_days(keys, wang):
    secret = keys.add("报表", wang, [Role.USER], 1)
    (key,) = keys.list()
    assert key.expires - key.created == timedelta(days=1)
    assert keys.caller(secret, "", key.expires - timedelta(seconds=1)).account.id == wang.id
    assert keys.caller(secret, "", key.expires) is None
    assert not key.holds(key.expires)


def test_a_key_without_an_end_holds(keys, wang):
    secret = keys.add("报表", wang, [Role.USER], None)
    assert keys.caller(secret, "", datetime(2099, 1, 1, tzinfo=UTC)).account.id == wang.id


@pytest.mark.parametrize("days", [0, -1, DAYS + 1])
def test_days_outside_their_limits_are_refused(engine, keys, wang, days):
    with pytest.raises(NotAccepted, match=f"有效天数填的是 {days}，请填 1 到 {DAYS}"):
        keys.add("报表", wang, [Role.USER], days)
    assert rows(engine, "api_keys") == []


@pytest.mark.parametrize("name", ["", "名" * 41, "报\n表", "报\x00"])
def test_names_outside_their_limits_are_refused(keys, wang, name):
    with pytest.raises(NotAccepted, match="密钥名称"):
        keys.add(name, wang, [Role.USER], 90)


def test_a_revoked_key_opens_nothing_and_the_others_do(keys, wang):
    first, second = (keys.add(name, wang, [Role.USER], 90) for name in ("报表", "大屏"))
    keys.revoke(keys.list()[0].id)
    assert keys.caller(first, "") is None
    assert keys.caller(second, "").key == "大屏"
    when = keys.list()[0].revoked
    keys.revoke(keys.list()[0].id)
    assert keys.list()[0].revoked == when  # when it was first revoked stays known
    with pytest.raises(NotFound, match="没有编号为 77 的密钥"):
        keys.revoke(77)


@pytest.mark.parametrize("way", ["disabled", "reset", "signed out everywhere"])
def test_a_key_ends_with_what_its_account_was(accounts, keys, sessions, boss, wang, way):
    """Whoever had the account may have had its keys: they stay revoked, and it is given new ones."""
    secret, others = (keys.add(name, of, [Role.USER], None) for name, of in (("报表", wang), ("大屏", boss)))
    if way == "disabled":
        accounts.disable(wang.id)
        assert keys.caller(secret, "") is None
        accounts.enable(wang.id)
    elif way == "reset":
        accounts.reset(wang.id, OTHER)
    else:
        sessions.begin(wang.id, "")
        assert sessions.end_all(wang.id) == (1, 1)
        assert sessions.end_all(wang.id) == (0, 0)
    assert keys.caller(secret, "") is None
    assert keys.caller(others, "").account.id == boss.id
    assert keys.caller(keys.add("新报表", wang, [Role.USER], 90), "").key == "新报表"


def test_a_password_that_its_owner_changes_leaves_the_keys(accounts, keys, wang):
    secret = keys.add("报表", wang, [Role.USER], None)
    accounts.set_password(wang.id, OTHER)
    assert keys.caller(secret, "").account.id == wang.id


def test_keys_that_are_over_are_not_counted_as_revoked(keys, sessions, wang):
    keys.add("报表", wang, [Role.USER], 1)
    with keys._engine.begin() as connection:
        connection.execute(text("UPDATE api_keys SET expires = '2026-01-01 00:00:00'"))
    assert sessions.end_all(wang.id) == (0, 0)


def test_the_last_use_is_known_to_the_minute(keys, wang):
    secret = keys.add("报表", wang, [Role.USER], None)
    assert keys.list()[0].used is None
    first = datetime.now(UTC)
    keys.caller(secret, "", first)
    keys.caller(secret, "", first + timedelta(seconds=59))
    assert keys.list()[0].used == first
    keys.caller(secret, "", first + timedelta(seconds=61))
    assert keys.list()[0].used == first + timedelta(seconds=61)
