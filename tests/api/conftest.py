"""A running API over a scripted program."""

import pytest

from tests.api import served_office


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One for all tests of a file that leave nothing behind."""
    with served_office.opened(tmp_path_factory.mktemp("shared") / "store") as opened:
        yield opened


@pytest.fixture
def office(tmp_path):
    with served_office.opened(tmp_path / "store") as opened:
        yield opened
