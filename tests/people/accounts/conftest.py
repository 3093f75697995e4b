"""Accounts whose passwords cost next to nothing to hash, over the database of either engine."""

import pytest
from argon2 import PasswordHasher

from people.accounts import Accounts, Passwords, Role, Sessions, SigningIn
from tests.people.accounts.given import PASSWORD


@pytest.fixture(scope="session")
def passwords():
    return Passwords(hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def accounts(engine, passwords):
    return Accounts(engine, passwords)


@pytest.fixture
def signing_in(engine, passwords):
    return SigningIn(engine, passwords)


@pytest.fixture
def sessions(engine):
    return Sessions(engine)


@pytest.fixture
def boss(accounts):
    return accounts.add("主任", [Role.ADMINISTRATOR], PASSWORD)[0]


@pytest.fixture
def wang(accounts, boss):
    return accounts.add("王小明", [Role.USER], PASSWORD)[0]
