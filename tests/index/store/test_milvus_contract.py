"""The Milvus store against the contract that every store keeps, with its records in either database."""

from uuid import uuid4

import pytest

from index.settings import IndexSettings
from index.store.opening import open_store
from tests.support.milvus_servers import lite
from tests.support.store_contract import *  # noqa: F403


class Milvus:
    """Opens the store of one test."""

    reworded = True

    def __init__(self, address, records):
        self.address = address
        self.settings = IndexSettings(records=records)

    def open(self, *, stamp=None, writable=False):
        return open_store(self.address, stamp=stamp, writable=writable, settings=self.settings)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with lite(tmp_path_factory.mktemp("milvus")) as running:
        yield running


@pytest.fixture
def engine(server, database_url):
    return Milvus(server.address(f"t{uuid4().hex[:8]}"), database_url)
