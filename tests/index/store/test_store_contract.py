"""The embedded store against the contract that every store keeps."""

import pytest

from index.settings import IndexSettings
from index.store.opening import open_store
from tests.support.store_contract import *  # noqa: F403


class Embedded:
    """Opens the store of one test."""

    reworded = False  # BM25's scores follow from what is stored, not from what was

    def __init__(self, folder):
        self.folder = folder

    def open(self, *, stamp=None, writable=False):
        return open_store(self.folder, stamp=stamp, writable=writable, settings=IndexSettings())


@pytest.fixture
def engine(tmp_path):
    return Embedded(tmp_path / "store")
