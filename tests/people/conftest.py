"""The database that all of these tests write to."""

import pytest

from people.database import open_database


@pytest.fixture
def engine(database_url):
    engine = open_database(database_url)
    yield engine
    engine.dispose()
