"""Backups: whole while others write, the same after restoring, refused when anything in them changed."""

import hashlib
import json
import shutil
import stat
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.errors import StoreMissing
from index.library import originals_of, recognised_of
from index.parse.scans import KeptPages, RecognisedLine, RecognisedPage
from index.store import FOLDER, open_store
from people import Conversations, open_database
from people.__main__ import main
from people.operations import DamagedBackup, OperationRefused, backup, opened, places_of, restore
from people.operations.backup import PART
from people.operations.backup_file import MANIFEST, ORIGINALS, PEOPLE, RECOGNISED, STORE
from people.operations.durable import locked
from people.operations.places import ELSEWHERE
from people.operations.restore import _targets
from tests.people.operations.installation import (
    ANSWER,
    BROWSER,
    original_of,
    rows,
    state,
    use_settings,
    write_settings,
)
from tests.support.storekit import STAMP, item

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def made(installation, tmp_path):
    file = tmp_path / "b.zip"
    backup(places_of(None, None), file)
    return file


def test_restored_elsewhere_every_row_and_every_answer_is_the_same(installation, made, tmp_path):
    before, there = state(installation), tmp_path / "there"
    done = restore(made, there / "store", f"sqlite:///{there / 'app.db'}")
    assert set(done.places) == {there / "store", there / "app.db"}
    assert (done.asides, done.finished) == ((), False)
    assert not (there / "settings.toml").exists()  # they are of the other place
    shutil.copy(installation / "settings.toml", there)
    assert state(there) == before
    assert len(before[4]) == 2  # the originals
    assert state(installation) == before


def recognised(folder):
    """Every file of what was recognised, and what it holds."""
    return {path.name: path.read_bytes() for path in recognised_of(folder / "store" / FOLDER).glob("*")}


def test_what_was_recognised_of_scans_comes_back_with_what_was_corrected(installation, tmp_path):
    original = next((installation / "store" / FOLDER).iterdir())
    pages = KeptPages(recognised_of(original.parent))
    line = RecognisedLine("修渠十二条", (0.1, 0.1, 0.5, 0.2), ((0.1, 0.2),) * 5, (0.9,) * 5)
    pages.add(original.stem, RecognisedPage(1, 595.0, 842.0, 0, 0.0, (line,)))
    pages.correct(original.stem, 1, 0, "修渠12条")
    pages.add("f" * 64, RecognisedPage(1, 595.0, 842.0, 0, 0.0, (line,)))  # of a file that nobody stored
    backup(places_of(None, None), tmp_path / "b.zip")
    there = tmp_path / "there"
    restore(tmp_path / "b.zip", there / "store", f"sqlite:///{there / 'app.db'}")
    wanted = {name: data for name, data in recognised(installation).items() if original.stem in name}
    assert recognised(there) == wanted
    assert len(wanted) == 1
    before = recognised(installation)
    restore(tmp_path / "b.zip", force=True)
    assert recognised(installation) == {name: before[name] for name in wanted}


def test_of_a_store_on_a_server_it_goes_beside_the_originals(installation, tmp_path):
    originals = originals_of("milvus+http://127.0.0.1:1/cases")
    members = {ORIGINALS + "a.png": originals, f"{RECOGNISED}{'a' * 64}.1.jsonl": recognised_of(originals)}
    places = replace(places_of(None, None), store=None, originals=originals)
    reader = SimpleNamespace(manifest=SimpleNamespace(members=members))
    assert _targets(reader, places, whole=False) == {
        ORIGINALS: originals,
        RECOGNISED: recognised_of(originals),
    }


def test_only_its_owner_can_read_a_backup_and_what_is_restored(made, tmp_path):
    there = tmp_path / "there"
    restore(made, there / "store", f"sqlite:///{there / 'app.db'}")
    for path in [made, *there.rglob("*"), there]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_backup_says_what_it_is(installation, made):
    with opened(made) as reader:
        manifest = reader.manifest
    assert manifest.schema == rows(installation / "app.db")["alembic_version"][0][0]
    assert manifest.made.endswith("+00:00")
    assert {PEOPLE, STORE, "settings.toml"} < set(manifest.members)
    assert manifest.elsewhere == manifest.missing == ()


def test_a_new_machine_takes_the_places_from_the_settings_in_the_backup(installation, made):
    before = state(installation)
    gone = installation.with_name("gone")
    installation.rename(gone)
    done = restore(made)
    assert state(installation) == before
    assert set(done.places) == {installation / name for name in ("settings.toml", "store", "app.db")}


def test_backed_up_while_others_write_it_is_one_moment_of_each_database(installation, tmp_path):
    engine = open_database(f"sqlite:///{installation / 'app.db'}")
    stop, written = threading.Event(), []

    def write():
        with open_store(installation / "store", stamp=STAMP, writable=True) as store:
            while not stop.is_set():
                number = len(written)
                Conversations(engine).append(BROWSER, None, f"第{number}问", ANSWER)
                made = item(f"{number}.txt", f"标题{number}", f"内容{number}。")
                name = original_of(installation, f"{number}.txt")
                store.add([replace(made, original=name)])
                if number % 3 == 2:  # some go again, the original after its document
                    store.remove(made.document.id)
                    (installation / "store" / FOLDER / name).unlink()
                written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = []
        for number in range(6):
            while len(written) < 5 * (number + 1):
                stop.wait(0.01)
            files.append(tmp_path / f"{number}.zip")
            assert backup(places_of(None, None), files[-1]).missing == ()
    finally:
        stop.set()
        writer.join()
    engine.dispose()
    final = rows(installation / "app.db")
    sizes = []
    for file in files:
        there = tmp_path / file.stem
        restore(file, there / "store", f"sqlite:///{there / 'app.db'}")
        kept = rows(there / "app.db")
        count = len(kept["conversations"])
        # A moment: the first rows of each table, as many turns as conversations.
        assert len(kept["turns"]) == count
        by_id = sorted(final["conversations"], key=lambda row: row[0])
        assert sorted(kept["conversations"], key=lambda row: row[0]) == by_id[:count]
        with open_store(there / "store") as store:
            names = {store.source(entry.id).original for entry in store.documents()}
        assert names <= {path.name for path in (there / "store" / FOLDER).iterdir()}
        sizes.append(count)
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_a_flipped_byte_in_any_member_is_refused(made, tmp_path):
    with zipfile.ZipFile(made) as archive:
        places = {info.filename: (info.header_offset, info.file_size) for info in archive.infolist()}
    assert MANIFEST in places
    assert sum(name.startswith(ORIGINALS) for name in places) == 2
    whole = made.read_bytes()
    for offset, size in places.values():
        header = 30 + int.from_bytes(whole[offset + 26 : offset + 28], "little")
        header += int.from_bytes(whole[offset + 28 : offset + 30], "little")
        changed = bytearray(whole)
        changed[offset + header + size // 2] ^= 0x10
        assert_refused(made, bytes(changed), tmp_path)
    for length in (0, 100, len(whole) // 2, len(whole) - 1):
        assert_refused(made, whole[:length], tmp_path)


def assert_refused(file, content, tmp_path):
    file.write_bytes(content)
    there = tmp_path / "there"
    with pytest.raises(DamagedBackup, match="没有恢复任何内容"):
        restore(file, there / "store", f"sqlite:///{there / 'app.db'}")
    assert not there.exists()


def rewritten(file, change):
    """The backup with other members, its manifest true of them."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(members.pop(MANIFEST))
    entries = {name: (zipfile.ZipInfo(name), data) for name, data in members.items()}
    method = change(entries, manifest) or zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", method) as archive:
        for info, data in entries.values():
            archive.writestr(info, data, method)
        archive.writestr(MANIFEST, json.dumps(manifest))


def told(manifest, name, data):
    manifest["members"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def add(name):
    def change(entries, manifest):
        entries[name] = (zipfile.ZipInfo(name), b"x")
        told(manifest, name, b"x")

    return change


def link(entries, manifest):
    info = entries[PEOPLE][0]
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def bomb(entries, manifest):
    data = bytes(8 << 20)
    entries[PEOPLE] = (zipfile.ZipInfo(PEOPLE), data)
    told(manifest, PEOPLE, data)
    return zipfile.ZIP_DEFLATED


def other_format(entries, manifest):
    manifest["format"] = "xhs-backup-9"


def untold(entries, manifest):
    entries["more"] = (zipfile.ZipInfo("more"), b"x")


def absent(entries, manifest):
    del entries[PEOPLE]


def wrong_size(entries, manifest):
    manifest["members"][PEOPLE]["size"] += 1


@pytest.mark.parametrize(
    "change",
    [add("../evil"), add("/etc/evil"), add("originals/../../evil"), add("originals/.."),
     add("originals/a\\b"), add("recognised/../../evil"), add("recognised/x.1.jsonl"), add("other.db"), link,
     bomb, other_format, untold, absent, wrong_size],
)  # fmt: skip
def test_what_no_backup_would_hold_is_refused(made, tmp_path, change):
    rewritten(made, change)
    assert_refused(made, made.read_bytes(), tmp_path)
    assert not (tmp_path / "evil").exists()


def test_the_rewriting_itself_makes_a_file_that_is_taken(installation, made, tmp_path):
    rewritten(made, lambda entries, manifest: None)
    with opened(made) as reader:
        assert PEOPLE in reader.manifest.members


def test_a_backup_of_a_newer_program_is_refused(made, tmp_path):
    rewritten(made, lambda entries, manifest: manifest.update(schema="9999"))
    with pytest.raises(OperationRefused, match=r"9999.*先升级程序"):
        restore(made, tmp_path / "s", f"sqlite:///{tmp_path / 'a.db'}")
    assert not (tmp_path / "s").exists()


def test_the_commands_say_what_they_did(installation, tmp_path, capsys):
    file = tmp_path / "一.zip"
    assert main(["backup", str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"已备份到 {file}（")
    assert main(["backup", "--verify", str(file)]) == 0
    assert "备份完好" in capsys.readouterr().out
    before = state(installation)
    assert main(["restore", str(file)]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["restore", str(file), "--force"]) == 0
    assert f"已恢复 {installation / 'store'}" in capsys.readouterr().out
    assert state(installation) == before
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    assert main(["backup", "--verify", str(file)]) == 1
    assert main(["backup", "--verify", str(tmp_path / "none.zip")]) == 2
    assert main(["restore", str(file), "--force"]) == 2


def test_no_file_is_ever_overwritten(installation, tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text("mine")
    with pytest.raises(OperationRefused, match="没有覆盖"):
        backup(places_of(None, None), file)
    assert file.read_text() == "mine"


def test_nothing_to_back_up_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(OperationRefused, match="没有可以备份的内容"):
        backup(places_of(tmp_path / "store", f"sqlite:///{tmp_path / 'app.db'}"), tmp_path / "b.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_not_backed_up(installation, tmp_path):
    database = installation / "app.db"
    content = bytearray(database.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    database.write_bytes(content)
    with pytest.raises(OperationRefused, match=r"app\.db"):
        backup(places_of(None, None), tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["office"]


def test_an_original_that_was_gone_before_is_named(installation, tmp_path, capsys):
    gone = next((installation / "store" / FOLDER).iterdir())
    gone.unlink()
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    assert gone.name in capsys.readouterr().err
    there = tmp_path / "there"
    restore(tmp_path / "b.zip", there / "store", f"sqlite:///{there / 'app.db'}")
    assert len(list((there / "store" / FOLDER).iterdir())) == 1


def test_servers_are_named_with_their_own_tools_and_the_rest_is_backed_up(installation, tmp_path, capsys):
    url = "postgresql+psycopg://u:geheim@127.0.0.1:1/d"
    assert main(["backup", str(tmp_path / "b.zip"), "--database", url]) == 0
    told_elsewhere = capsys.readouterr()
    assert ELSEWHERE["people"] in told_elsewhere.err
    assert "geheim" not in told_elsewhere.err + told_elsewhere.out
    there = tmp_path / "there"
    done = restore(tmp_path / "b.zip", there / "store", f"sqlite:///{there / 'app.db'}")
    assert done.places == (there / "store",)
    assert done.elsewhere == (ELSEWHERE["people"],)
    milvus = "milvus+http://127.0.0.1:1/cases"
    write_settings(installation, f'[index]\nrecords = "sqlite:///{installation / "app.db"}"\n')
    assert main(["backup", str(tmp_path / "m.zip"), "--store", milvus]) == 0
    assert ELSEWHERE["vectors"] in capsys.readouterr().err
    with opened(tmp_path / "m.zip") as reader:
        assert {"people.db", "records.db", "settings.toml"} <= set(reader.manifest.members)
    with pytest.raises(OperationRefused, match="--store"):
        restore(tmp_path / "b.zip", milvus, f"sqlite:///{tmp_path / 'x.db'}")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_full_disk_leaves_no_half_file(installation, made, tmp_path, share):
    file = tmp_path / "full" / "b.zip"
    file.parent.mkdir()
    size = int(made.stat().st_size * share)
    done = run("backup", file, installation, size)
    assert done.returncode == 2, done.stderr
    assert "没有" in done.stderr
    assert list(file.parent.iterdir()) == []
    assert state(installation)  # what is there can still be opened


def test_a_full_disk_stops_a_restore_before_anything_is_replaced(installation, made, tmp_path):
    before, largest = state(installation), (installation / "store" / "store.db").stat().st_size
    done = run("restore", made, installation, largest // 2, "--force")
    assert done.returncode == 2, done.stderr
    assert "没有恢复任何内容" in done.stderr
    assert {path.name.removesuffix("-wal").removesuffix("-shm") for path in installation.iterdir()} == {
        "app.db", "settings.toml", "store",
    }  # fmt: skip
    assert state(installation) == before


def run(command, file, folder, size, *more):
    program = f"""
import resource, sys
from people.__main__ import main
from tests.people.operations.installation import use_settings
use_settings({str(folder / "settings.toml")!r})
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
sys.exit(main({[command, str(file), *more]!r}))
"""
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_two_backups_into_one_file_do_not_mix(installation, tmp_path):
    with locked(tmp_path / f"b.zip{PART}"), pytest.raises(OperationRefused, match="另一个程序正在写"):
        backup(places_of(None, None), tmp_path / "b.zip")
    assert backup(places_of(None, None), tmp_path / "b.zip").members


def test_what_a_killed_backup_left_is_swept_by_the_next(installation, tmp_path):
    for name in ("昨天.zip.xhs.part", "昨天.zip.xhs.copy", "前天.zip.xhs.copy"):
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / "movie.part").write_bytes(b"theirs")
    backup(places_of(None, None), tmp_path / "今天.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"office", "今天.zip", "movie.part"}


def test_a_restored_store_without_originals_or_rows_is_missing_only_where_there_was_none(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    engine.dispose()
    before = use_settings(write_settings(tmp_path))
    try:
        backup(places_of(None, None), tmp_path / "b.zip")
    finally:
        use_settings(before)
    there = tmp_path / "there"
    assert restore(tmp_path / "b.zip", there / "store", f"sqlite:///{there / 'app.db'}").places == (
        there / "app.db",
    )
    with pytest.raises(StoreMissing):
        open_store(there / "store")
    assert rows(there / "app.db") == rows(tmp_path / "app.db")
