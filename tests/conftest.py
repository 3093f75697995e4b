"""What several test files share: the models that ship and a store over docs/, made once a session."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from xdist.scheduler import LoadScopeScheduling

from index.embedding.embedder import Embedder
from index.library.ingest import Ingestion, stamp_for
from index.library.sources import read_folder
from index.settings import CASE_READER, IndexSettings
from index.store.opening import open_store
from rag.program import Program
from rag.reading.reader import CaseReader
from rag.settings import Settings
from tests.support import databases

ROOT = Path(__file__).resolve().parent.parent
BROWSER = "tests/browser/"
# How long an example takes is no property of the code: on a busy machine the default deadline fails it.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis.register_profile("full", **UNTIMED)
hypothesis.register_profile("fast", max_examples=30, **UNTIMED)  # make test: --hypothesis-profile fast
hypothesis.load_profile("full")


class Scheduling(LoadScopeScheduling):
    """Of several workers each runs whole files; one runs all of the browser, which share a page."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return BROWSER if file.startswith(BROWSER) else file


def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log)


def pytest_collection_modifyitems(items):
    """The longest is begun with, so that no worker waits for it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))


@pytest.fixture(scope="session")
def shipped_embedder():
    return Embedder(IndexSettings())


@pytest.fixture(scope="session")
def exact_reader():
    """The reader that ships, in float32 on any machine."""
    return CaseReader(CASE_READER, precision="float32")


@pytest.fixture(scope="session")
def ingest(shipped_embedder):
    """Adds sources to the store in a folder, making it when it is not there."""

    def into(folder, sources):
        settings = IndexSettings()
        with open_store(folder, stamp=stamp_for(shipped_embedder, settings), writable=True) as store:
            return Ingestion(store, shipped_embedder, settings, lambda done, total: None).run(sources)

    return into


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory, ingest):
    """A store over docs/; copy the folder before writing to it."""
    folder = tmp_path_factory.mktemp("shipped") / "store"
    ingest(folder, read_folder(ROOT / "docs"))
    return folder


@pytest.fixture(scope="session")
def program(shipped_store):
    with Program.open(Settings(store=shipped_store)) as opened:
        yield opened


@pytest.fixture(scope="session")
def chatbot(program):
    return program.chatbot


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A PostgreSQL server's URL without a database; skipped by name where it is not installed."""
    with databases.server(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request, tmp_path):
    """A fresh database of either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deep' / 'app.db'}"
    return databases.new_database(request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A self-made certificate for 127.0.0.1 and its key; another key beside them."""
    folder = tmp_path_factory.mktemp("tls")
    for name in ("one", "two"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
    return folder
