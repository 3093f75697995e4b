"""kill -9 between any two steps of signing in and of changing accounts: what is there is whole."""

import subprocess
import sys
from pathlib import Path

import pytest

from people.accounts import Keys, Role, SignInRefused
from people.audit import Trail
from tests.people.accounts.given import NOW, OTHER, PASSWORD, rows

ROOT = Path(__file__).resolve().parents[3]
# The process stops for good at the step it is told, inside the transaction or between two of them.
STOPS = """
import sys, time
from argon2 import PasswordHasher
from people.accounts import Accounts, Keys, Passwords, Role, Sessions, SigningIn
from people.audit import Action, Event, Trail
from people.database import open_database
url, what, step = sys.argv[1:]
engine = open_database(url)
passwords = Passwords(hasher=PasswordHasher(1, 8, 1))
accounts = Accounts(engine, passwords)
def stop():
    print("inside", flush=True)
    time.sleep(600)
def within(session, account=None):
    if step == "before the audit":
        stop()
    Trail(engine).recorded(session, Event.of(None, Action.ACCOUNT, "某事"))
    session.flush()
    stop()
class Stopping(Passwords):
    def fits(self, kept, password):
        stop()
if step == "before the password":
    SigningIn(engine, Stopping(hasher=PasswordHasher(1, 8, 1))).account("王小明", "翡翠灯塔秋千骆驼")
wang = accounts.named("王小明")
{
    "sign in": lambda: SigningIn(engine, passwords).account("王小明", "翡翠灯塔秋千骆驼", within=within),
    "add": lambda: accounts.add("李芳", [Role.USER, Role.TRAINER], "石榴树下听雨三更", within),
    "roles": lambda: accounts.give_roles(wang.id, [Role.TRAINER, Role.LIBRARIAN], within),
    "disable": lambda: accounts.disable(wang.id, within),
    "password": lambda: accounts.set_password(wang.id, "石榴树下听雨三更", within=within),
    "key": lambda: Keys(engine).add("报表", wang, [Role.USER], 90, within),
}[what]()
"""


def killed(url, what, step):
    command = [sys.executable, "-c", STOPS, url, what, step]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            assert process.stdout.readline() == "inside\n"
        finally:
            process.kill()


@pytest.mark.parametrize(
    "step", [pytest.param("before the audit", marks=pytest.mark.slow), "before the commit"]
)
@pytest.mark.parametrize("what", ["add", "roles", "disable", "password", "key"])
def test_a_change_that_was_killed_is_not_there_at_all(
    engine, database_url, accounts, signing_in, sessions, boss, wang, what, step
):
    secret, key = sessions.begin(wang.id, "", NOW), Keys(engine).add("大屏", wang, [Role.USER], 90)
    before = rows(engine)
    killed(database_url, what, step)
    assert rows(engine) == before
    assert sessions.account(secret, NOW) == wang
    assert Keys(engine).caller(key, "").account.id == wang.id
    assert accounts.disable(wang.id).disabled  # and nothing is left locked
    assert Trail(engine).verify().fault is None


@pytest.mark.parametrize("step", ["before the password", "before the audit", "before the commit"])
def test_a_sign_in_that_was_killed_is_a_try_and_no_session(
    engine, database_url, signing_in, sessions, boss, wang, step
):
    killed(database_url, "sign in", step)
    assert "failures=1" in next(row for row in labelled(engine) if "王小明" in row)
    assert sessions.count(wang.id) == 0
    assert rows(engine, "audit") == []
    assert signing_in.account("王小明", PASSWORD) == wang


def test_killed_again_and_again_gives_no_more_guesses(engine, database_url, signing_in, boss, wang):
    for _ in range(2):
        killed(database_url, "sign in", "before the password")
    for _ in range(3):
        with pytest.raises(SignInRefused, match="没有登录"):
            signing_in.account("王小明", OTHER)
    with pytest.raises(SignInRefused):
        signing_in.account("王小明", PASSWORD)


def labelled(engine):
    """The rows of accounts with the names of their columns."""
    from sqlalchemy import text

    with engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM accounts")).mappings()
        return [" ".join(f"{name}={value}" for name, value in row.items()) for row in found]
