"""Restoring over what is there: nothing lost, nothing mixed, not while it is in use, killed anywhere."""

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from index.store import open_store
from people import Conversations, open_database
from people.operations import OperationRefused, backup, places_of, refuse_half_restored, restore
from people.operations.journal import Journal, Move, unfinished, written
from tests.people.operations.installation import ANSWER, BROWSER, state
from tests.support.storekit import GAMMA, STAMP, item

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def made(installation, tmp_path):
    """A backup, after which the installation went on."""
    file = tmp_path / "b.zip"
    backup(places_of(None, None), file)
    before = state(installation)
    engine = open_database(f"sqlite:///{installation / 'app.db'}")
    Conversations(engine).append(BROWSER, None, "后来的问题", ANSWER)
    engine.dispose()
    with open_store(installation / "store", stamp=STAMP, writable=True) as store:
        store.add([item(*GAMMA)])
    return file, before


def test_what_is_there_is_not_replaced_unasked(installation, made):
    file, _ = made
    before = state(installation)
    with pytest.raises(OperationRefused, match=r"已经有内容：.*app\.db.*--force"):
        restore(file)
    assert state(installation) == before


def test_forced_the_old_is_kept_aside_whole(installation, made, tmp_path):
    file, then = made
    later = state(installation)
    done = restore(file, force=True)
    assert state(installation) == then
    assert {path.name.partition(".before-")[0] for path in done.asides} == {"app.db", "store"}
    old = tmp_path / "old"
    old.mkdir()
    for path in done.asides:
        path.rename(old / path.name.partition(".before-")[0])
    (old / "settings.toml").write_bytes((installation / "settings.toml").read_bytes())
    assert state(old) == later
    assert restore(file, old / "other", f"sqlite:///{old / 'o.db'}").asides == ()


def test_restored_twice_in_a_second_nothing_of_either_is_lost(installation, made):
    file, then = made
    first, second = restore(file, force=True), restore(file, force=True)
    assert len({*first.asides, *second.asides}) == 4
    assert all(path.exists() for path in (*first.asides, *second.asides))
    assert state(installation) == then


def test_a_full_text_and_the_vectors_are_those_of_the_backup(installation, made):
    file, _ = made
    restore(file, force=True)
    with open_store(installation / "store") as store:
        assert store.search_text("红色航线", 3) == []
        assert store.generation == 2


@pytest.mark.parametrize("used", ["people", "store"])
def test_while_a_program_has_it_open_it_is_refused(installation, made, used):
    file, _ = made
    before = state(installation)
    program = {
        "people": f"from people import open_database; e = open_database('sqlite:///{installation}/app.db')",
        "store": f"from index.store import open_store; s = open_store({str(installation / 'store')!r})",
    }[used]
    waits = f"{program}\nprint('open', flush=True)\nimport sys; sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", waits], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        with pytest.raises(OperationRefused, match="请先停下程序"):
            restore(file, force=True)
        process.stdin.close()
    assert state(installation) == before
    restore(file, force=True)


def test_a_database_beyond_repair_is_replaced_with_all_that_is_beside_it(installation, made):
    file, then = made
    for name in ("app.db", "app.db-wal", "app.db-shm", "store/store.db"):
        (installation / name).write_bytes(b"\xff" * 9000)
    done = restore(file, force=True)
    assert state(installation) == then
    aside = next(path for path in done.asides if path.name.startswith("app.db"))
    assert aside.read_bytes() == b"\xff" * 9000
    assert aside.with_name(f"{aside.name}-wal").exists()


def test_a_journal_that_cannot_be_read_stops_everything(installation, made):
    file, _ = made
    before, journal = state(installation), places_of(None, None).journal
    journal.write_text("{")
    with pytest.raises(OperationRefused, match="没有做完的恢复"):
        restore(file, force=True)
    assert state(installation) == before


def test_another_backups_unfinished_restore_is_finished_first(installation, made, tmp_path):
    file, then = made
    staged = tmp_path / "office" / "x.restoring"
    staged.write_text("late")
    moves = (Move(str(staged), str(tmp_path / "office" / "x"), str(tmp_path / "office" / "x.before-1")),)
    path = places_of(None, None).journal
    written(path, Journal("0" * 64, moves))
    with pytest.raises(OperationRefused, match="上次恢复备份没有做完"):
        refuse_half_restored(places_of(None, None))
    done = restore(file, force=True)
    assert done.finished
    assert (tmp_path / "office" / "x").read_text() == "late"
    assert unfinished(path) is None
    refuse_half_restored(places_of(None, None))
    assert state(installation) == then


TRACED = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="traces system calls as Linux on x86-64 numbers them",
)


def killed_everywhere(what, folder):
    done = subprocess.run(
        [sys.executable, "-m", "tests.people.operations.kills", what, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@TRACED
@pytest.mark.slow
def test_a_backup_killed_anywhere_is_none_or_whole(tmp_path):
    report = killed_everywhere("backup", tmp_path)
    assert report["wrong"] == []
    assert {"write", "fsync", "rename", "unlink"} <= set(report["steps"])
    assert len(report["steps"]) > 20
    assert 0 < report["whole"] < len(report["steps"])


@TRACED
@pytest.mark.slow
def test_a_restore_killed_anywhere_leaves_the_old_the_new_or_says_so_and_is_finished(tmp_path):
    report = killed_everywhere("restore", tmp_path)
    assert report["wrong"] == []
    assert {"write", "fsync", "rename", "link", "unlink"} <= set(report["steps"])
    assert len(report["steps"]) > 40
    order = report["order"]
    assert order == sorted(order, key=["old", "said so", "new"].index)
    assert set(order) == {"old", "said so", "new"}
