"""What the program keeps is its owner's alone, also where an earlier version left it open."""

import os
import stat
from pathlib import Path

import pytest

from index import permissions
from index.library.ingest import stamp_for
from index.permissions import make_private_folder
from index.settings import IndexSettings
from index.store.milvus.database import Records
from index.store.opening import open_store
from index.store.originals import FOLDER, keep
from people.database import open_database
from tests.support.storekit import FakeEmbedder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


@pytest.fixture(autouse=True)
def usual_umask():
    """What most systems have: everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def assert_closed(folder):
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), (path, oct(mode))


def opened_up(folder):
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def store(folder, *, writable=True):
    settings = IndexSettings()
    return open_store(folder, stamp=stamp_for(FakeEmbedder(), settings), writable=writable)


def test_a_store_is_its_owners_alone_while_it_is_open_and_after(tmp_path):
    source = tmp_path / "甲.md"
    source.write_text("原文")
    folder = tmp_path / "var" / "store"
    with store(folder):
        keep(source, folder / FOLDER)
        assert {"store.db-wal", "writer.lock"} <= {path.name for path in folder.iterdir()}
        assert_closed(tmp_path / "var")
    assert_closed(tmp_path / "var")
    assert oct(stat.S_IMODE(source.stat().st_mode)) == "0o644"


@pytest.mark.parametrize("writable", [True, False])
def test_a_store_that_was_left_open_is_closed_when_it_is_opened(tmp_path, writable):
    source = tmp_path / "甲.md"
    source.write_text("原文")
    folder = tmp_path / "store"
    with store(folder):
        keep(source, folder / FOLDER)
    opened_up(folder)
    store(folder, writable=writable).close()
    assert_closed(folder)


def test_the_database_of_people_is_closed_and_so_is_what_is_beside_it(tmp_path):
    file = tmp_path / "deep" / "app.db"
    engine = open_database(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        assert_closed(file.parent)
        for path in file.parent.iterdir():
            path.chmod(0o644)
        other = open_database(f"sqlite:///{file}")
        assert_closed(file.parent)
        other.dispose()
    engine.dispose()


def test_a_folder_that_was_there_before_is_left_as_it_is(tmp_path):
    tmp_path.chmod(0o755)
    open_database(f"sqlite:///{tmp_path / 'app.db'}").dispose()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "app.db").stat().st_mode) == 0o600


def test_the_records_beside_milvus_are_closed_with_their_lock(tmp_path):
    file = tmp_path / "deep" / "records.db"
    records = Records(f"sqlite:///{file}", "cases")
    records.make_tables()
    release = records.lock()
    assert {"records.db", "records.db.cases.lock"} <= {path.name for path in file.parent.iterdir()}
    assert_closed(file.parent)
    release()
    records.close()
    file.chmod(0o644)
    Records(f"sqlite:///{file}", "cases").close()
    assert_closed(file.parent)


def test_var_is_closed_by_whatever_is_made_in_it_first(tmp_path, monkeypatch):
    var = tmp_path / "var"
    monkeypatch.setattr(permissions, "VAR", var)
    var.mkdir(mode=0o755)
    var.chmod(0o755)
    make_private_folder(var / "openvino")
    assert_closed(var)


def test_what_cannot_be_closed_is_said(tmp_path, monkeypatch, caplog):
    def refused(self, mode):
        raise PermissionError(1, "Operation not permitted")

    file = tmp_path / "app.db"
    file.write_bytes(b"")
    file.chmod(0o644)
    monkeypatch.setattr(Path, "chmod", refused)
    permissions.close_database(file)
    assert f"{file} 的权限是 644" in caplog.text
