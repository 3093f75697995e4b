"""A stranger's tries lock the stranger out and not the owner; both together stay within NIST's 100."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from people.accounts import SignInRefused
from people.accounts.tries import KNOWN, LONGEST, STALE, STRANGE, TRIES, USUAL, network_of
from tests.people.accounts.given import NOW, OTHER, PASSWORD

DESK, AWAY = "10.1.2.3", "10.9.9.9"


@pytest.fixture
def tried(signing_in, wang):
    """Tries a password from an address; whether it was right, and whether the account was locked there."""

    def at(address, password=OTHER, now=NOW):
        try:
            return signing_in.account("王小明", password, now, address=address).id == wang.id, False
        except SignInRefused as refused:
            return False, refused.locked

    return at


def until_locked(tried, address, now=NOW):
    for _ in range(TRIES):
        tried(address, now=now)
    assert tried(address, PASSWORD, now) == (False, True)


def test_a_stranger_does_not_lock_the_owner_out(tried):
    assert tried(DESK, PASSWORD) == (True, False)
    until_locked(tried, AWAY)
    assert tried(DESK, PASSWORD) == (True, False)
    assert tried(AWAY, PASSWORD) == (False, True)  # and the owner's sign-in lets no stranger go on


def test_not_even_before_the_first_sign_in(tried):
    until_locked(tried, AWAY)
    assert tried(DESK, PASSWORD) == (True, False)


def test_from_everywhere_together_strangers_have_no_more_than_their_half(tried):
    tried(DESK, PASSWORD)
    for n in range(STRANGE):
        assert tried(f"10.7.{n}.1") == (False, False)
    for n in range(STRANGE, STRANGE + 5):  # locked, wherever else they come from, and for good
        assert tried(f"10.7.{n}.1", PASSWORD, NOW + timedelta(days=30)) == (False, True)
    assert tried(DESK, PASSWORD) == (True, False)
    assert tried("10.8.8.8", PASSWORD) == (False, True)


def test_the_owners_addresses_have_the_other_half(engine, tried):
    desks, now = [f"10.1.2.{n}" for n in range(3)], NOW
    for desk in desks:
        assert tried(desk, PASSWORD) == (True, False)
    for _ in range(USUAL):
        now += LONGEST
        for desk in desks:
            tried(desk, now=now)
    assert guesses(engine) == USUAL
    assert tried(desks[0], PASSWORD, now + LONGEST) == (False, True)


def guesses(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT sum(failures) FROM sign_in_tries")).scalar_one()


def test_whatever_is_tried_never_a_hundred_and_one(engine, tried):
    tried(DESK, PASSWORD)
    now = NOW
    for n in range(150):
        now += LONGEST
        tried(DESK, now=now)
        tried(f"10.7.{n}.1", now=now)
    assert guesses(engine) == STRANGE + USUAL == 100


@pytest.mark.parametrize("way", ["reset", "enable"])
def test_an_administrator_sets_all_of_it_back(accounts, tried, wang, way):
    for n in range(STRANGE):
        tried(f"10.7.{n}.1")
    assert tried(AWAY, PASSWORD) == (False, True)
    right = PASSWORD + "三" if way == "reset" else PASSWORD
    if way == "reset":
        accounts.reset(wang.id, right)
    else:
        accounts.enable(wang.id)
    assert accounts.get(wang.id).locked_until is None
    assert tried(AWAY, right) == (True, False)


def test_a_day_later_a_new_desk_is_let_in_after_the_usual_one(tried):
    tried(DESK, PASSWORD)
    for n in range(STRANGE):
        tried(f"10.7.{n}.1")
    later = NOW + STALE + timedelta(minutes=1)
    assert tried(AWAY, PASSWORD, later) == (False, True)
    assert tried(DESK, PASSWORD, later) == (True, False)
    assert tried(AWAY, PASSWORD, later) == (True, False)


def test_an_address_is_the_owners_for_a_while_only(tried):
    tried(DESK, PASSWORD)
    for n in range(STRANGE):
        tried(f"10.7.{n}.1")
    assert tried(DESK, PASSWORD, NOW + KNOWN + timedelta(seconds=1)) == (False, True)


def test_no_more_rows_than_tries(engine, tried):
    tried(DESK, PASSWORD)
    for n in range(3 * STRANGE):
        tried(f"10.7.{n}.1")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT count(*) FROM sign_in_tries")).scalar_one()
    assert rows == STRANGE + 1


@pytest.mark.parametrize(
    ("address", "network"),
    [("10.1.2.3", "10.1.2.3"), ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"), ("::ffff:10.1.2.3", "10.1.2.3"),
     ("2001:db8:1:2:bbbb:cccc:dddd:eeee", "2001:db8:1:2::/64"), ("fe80::1%eth0", "fe80::/64"), ("", ""),
     ("x" * 500, "x" * 64)],
)  # fmt: skip
def test_one_client_is_one_address(address, network):
    assert network_of(address) == network
