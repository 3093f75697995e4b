"""A provider that is sound at the start of each test, and offices that trust it."""

from contextlib import ExitStack

import pytest

from tests.ui.openid.provider import (
    providing,
)
from tests.ui.openid.visits import house, linked


@pytest.fixture(scope="module")
def running():
    with providing() as provider:
        yield provider


@pytest.fixture
def elsewhere(running):
    """The provider, sound again."""
    issuer = running.issuer
    running.__init__()
    running.issuer = issuer
    return running


@pytest.fixture
def opened(tmp_path):
    """Opens an office that nobody shares."""
    with ExitStack() as open_ones:
        yield lambda issuer, **settings: open_ones.enter_context(house(tmp_path, issuer, **settings))


@pytest.fixture(scope="module")
def shared(running, tmp_path_factory):
    with house(tmp_path_factory.mktemp("shared"), running.issuer) as (office, address):
        linked(office, running)
        yield office, address


@pytest.fixture
def office(shared, elsewhere):
    """The office whose account 甲 is linked, for tests that leave it as it is; its address."""
    return shared


@pytest.fixture(scope="module")
def first_office(running, tmp_path_factory):
    with house(tmp_path_factory.mktemp("first"), running.issuer) as kept:
        yield kept


@pytest.fixture
def unasked(first_office, elsewhere):
    """An office that has not heard from the provider yet, for tests in which it hears nothing sound."""
    return first_office
