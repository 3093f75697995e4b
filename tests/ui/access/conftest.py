"""One office for all tests that change nothing of others', and one that is at work."""

import pytest

from tests.ui.access.offices import Browser, live, opened


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("office")) as house:
        yield house


@pytest.fixture
def fresh(tmp_path):
    with opened(tmp_path) as house:
        yield house


@pytest.fixture(scope="module")
def working(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.chat.chat.SENTENCE_SECONDS", 0)
        with live(tmp_path_factory.mktemp("working")) as house:
            yield house


@pytest.fixture
def browser(working):
    """Opens the page as an account."""
    opened = []

    def of(name):
        opened.append(Browser(working, name))
        return opened[-1]

    yield of
    for each in opened:
        each.client.close()
