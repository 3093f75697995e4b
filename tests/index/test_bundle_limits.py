"""What a bundle from outside declares is not trusted: sizes, names, dates, titles. Nothing of it is kept."""

import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexFailure, UnreadableSource
from index.library import bundle as module
from index.library.archive import MAX_DIRECTORY, Archive
from index.library.metadata import checked, file_name
from index.library.sources import read_files
from index.records import Metadata
from index.store.opening import open_store
from index.store.originals import FOLDER
from tests.index.test_index_cli import Kit
from tests.index.test_library import TEXT, changed_bundle, in_json


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    return Kit(tmp_path, monkeypatch, capsys)


def array_head(**header):
    """An array file's beginning, as numpy writes it, without its numbers."""
    out = io.BytesIO()
    np.lib.format.write_array_header_1_0(out, {"descr": "<f2", "fortran_order": False} | header)
    return out.getvalue()


def without_number(data):
    return data if data.endswith(b"\n") else data[:-2] + b"\xff\xff"  # NaN in float16


def of_vectors(data):
    return lambda name, old: data if name.endswith(".npy") else old


def named(name):
    return in_json(lambda record: record["source"]["document"].update(name=name))


def known(**metadata):
    return in_json(lambda record: record["source"]["metadata"].update(metadata))


def with_head(change):
    return lambda name, data: json.dumps(change(json.loads(data))) if name == "bundle.json" else data


START = 2  # of the first line's words, after its mark


def first_block(**fields):
    return in_json(lambda record: record["source"]["blocks"][0].update(fields))


def cell(**fields):
    return {"start": START, "end": 3, "column": 0} | fields


HOSTILE = {
    "120e9 elements": (of_vectors(array_head(shape=(120_000_000_000,))), "的向量不是"),
    "elements of right width": (of_vectors(array_head(shape=(30_000_000_000, 4))), "的向量不是"),
    "pickled": (of_vectors(array_head(shape=(2, 4), descr="|O")), "的向量不是"),
    "not a number": (
        lambda n, d: d[:-2] + b"\xff\xff" if n.endswith(".npy") and d[-1:] != b"\n" else d,
        "不是数的值",
    ),
    "path": (named("../../etc/甲.md"), "是路径"),
    "backslash": (named("..\\甲.md"), "是路径"),
    "newline": (named("甲\n乙.md"), "U+000A"),
    "nul": (named("甲\0.md"), "U+0000"),
    "long name": (named("长" * 300 + ".md"), "303 个字，超过上限 255"),
    "turned name": (named("甲\u202edm.exe"), "U+202E"),
    "no date": (known(date="<b>never"), "不是日期"),
    "no validity": (known(valid_until="<b>never"), "不是日期"),
    "week date": (known(date="2023-W51-3"), "不是日期"),
    "long unit": (known(unit="局" * 100_000), "100000 个字，超过上限 100"),
    "long source": (known(source="报" * 100_000), "100000 个字，超过上限 100"),
    "long tag": (known(tags=["签" * 100_000]), "100000 个字，超过上限 100"),
    "many tags": (known(tags=[str(n) for n in range(21)]), "21 个标签，超过上限 20"),
    "sign in unit": (known(unit="县\x1b[2J局"), "U+001B"),
    "long title": (in_json(lambda r: r["source"]["document"].update(title="长" * 100_000)), "超过上限 100"),
    "long case": (in_json(lambda r: r["cases"][0].update(unit="长" * 100_000)), "超过上限 200"),
    "origin": (in_json(lambda r: r["source"].update(origin="http://x")), "来历"),
    "level": (in_json(lambda r: r["source"]["blocks"][0].update(level=10**12)), "对不上"),
    "page": (in_json(lambda r: r["source"]["blocks"][0].update(page=10**30)), "对不上"),
    "marker": (first_block(marker=10**6), "对不上"),
    "table": (first_block(table=10**12), "对不上"),
    "cell outside": (first_block(cells=[cell(end=10**6)]), "对不上"),
    "cell's column": (first_block(cells=[cell(column=10**9)]), "对不上"),
    "cell's header": (first_block(cells=[cell(headers=[[0, 10**6]])]), "对不上"),
    "cell's headers": (first_block(cells=[cell(headers=[[0, 1]] * 101)]), "对不上"),
    "cells over each other": (first_block(cells=[cell(end=4), cell(end=4)]), "对不上"),
    "kind": (first_block(kind="poem"), "kind"),
    "dimension": (with_head(lambda h: h | {"stamp": h["stamp"] | {"dimension": 10**12}}), "向量维数"),
    "other id": (with_head(lambda h: h | {"documents": {"../x": ""}}), "不合规"),
    "much json": (lambda n, d: d + b" " * (1 << 21) if n == "bundle.json" else d, "压缩比"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_upload_may_be_is_refused_in_one_line_and_nothing_is_kept(run, tmp_path, what):
    change, said = HOSTILE[what]
    assert run("import", changed_bundle(run, tmp_path, change)) == 2
    assert said in run.err
    assert "没有导入任何内容" in run.err
    assert len(run.err.splitlines()) == 1
    assert "\x1b" not in run.err
    assert "\0" not in run.err
    assert not run.store.exists()


def test_of_a_bundle_whose_last_document_is_bad_nothing_is_stored(run, tmp_path):
    run.write("甲.md", TEXT)
    run.write("乙.md", TEXT.replace("1200", "1300"))
    run("build")
    last = list(run.ids().values())[-1]
    run("export", tmp_path / "全部.zip")
    with zipfile.ZipFile(tmp_path / "全部.zip") as good, zipfile.ZipFile(tmp_path / "改.zip", "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, known(unit="局" * 101)(name, data) if last in name else data)
    run.store = tmp_path / "second"
    assert run("import", tmp_path / "改.zip") == 2
    assert not run.store.exists()


def test_a_source_file_is_not_kept_where_storing_its_document_fails(run, tmp_path, monkeypatch):
    bundle = changed_bundle(run, tmp_path, lambda name, data: data)
    from index.store.sqlite.store import EmbeddedStore

    def full(*_, **__):
        raise IndexFailure("磁盘满了")

    monkeypatch.setattr(EmbeddedStore, "apply", full)
    assert run("import", bundle) == 2
    assert list((run.store / FOLDER).iterdir()) == []


def test_cases_and_passages_are_those_of_the_text_whatever_the_bundle_says(run, tmp_path):
    def invented(record):
        record["cases"] = record["cases"][:1]
        record["passages"] = [p | {"case_order": 1, "context": "另一个局"} for p in record["passages"]]

    bundle = changed_bundle(run, tmp_path, in_json(invented))
    with open_store(tmp_path / "store") as store:
        (entry,) = store.documents()
        cases, passages = store.cases(entry.id), store.passages_of(entry.id)
    assert run("import", bundle) == 0
    with open_store(run.store) as store:
        assert store.cases(entry.id) == cases
        assert store.passages_of(entry.id) == passages
    assert run("verify") == 0


def zipped(tmp_path, *members, method=zipfile.ZIP_DEFLATED):
    path = tmp_path / "包.zip"
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in members:
            file.writestr(name, data)
    return path


def archive(path):
    data = path.read_bytes()
    return Archive(io.BytesIO(data), len(data))


def test_a_member_larger_than_it_may_be_is_refused_before_it_is_read(tmp_path):
    opened = archive(zipped(tmp_path, ("x", b"12345")))
    assert opened.read("x", 5) == b"12345"
    with pytest.raises(ValueError, match="超过上限"):
        opened.read("x", 4)
    with pytest.raises(ValueError, match="缺少"):
        opened.read("y", 4)


def test_a_compression_that_takes_what_memory_it_declares_is_refused(tmp_path):
    with pytest.raises(ValueError, match="压缩方式"):
        archive(zipped(tmp_path, ("x", b"12345"), method=zipfile.ZIP_LZMA))


def test_members_that_share_their_bytes_are_refused(tmp_path):
    path = zipped(tmp_path, ("x", bytes(range(256)) * 4), ("y", b"1"), method=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 20 : second + 28] = struct.pack("<LL", 2000, 2000)  # y reaches over the end of x
    path.write_bytes(data)
    with pytest.raises(ValueError, match="重叠"):
        archive(path)


def test_a_list_of_members_longer_than_it_may_be_is_refused_unread(tmp_path):
    path = zipped(tmp_path, ("x", b"1"))
    data = bytearray(path.read_bytes())
    end = data.index(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<L", MAX_DIRECTORY + 1)
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"文件清单有 24\.0 MB，超过上限 24 MB"):
        archive(path)


def test_export_refuses_what_import_would(run, tmp_path, monkeypatch):
    run.write("甲.md", TEXT)
    run("build")
    monkeypatch.setattr(module, "MAX_RECORD", 100)
    assert run("export", tmp_path / "全部.zip") == 2
    assert "超过导入的上限" in run.err
    assert not (tmp_path / "全部.zip").exists()


@pytest.mark.parametrize(
    "name", ["", "..", "a/b.md", "a\\b.md", "a\0.md", "a\nb.md", "a\u2066.md", "长" * 256]
)
def test_a_name_that_is_no_name_is_refused_of_every_file(name):
    with pytest.raises(UnreadableSource):
        file_name(name)


def test_a_file_on_disk_is_held_to_the_same_rule(tmp_path):
    path = tmp_path / "甲\n乙.md"
    path.write_text(TEXT, encoding="utf-8")
    (refused,) = read_files([path]).report.unusable
    assert "U+000A" in str(refused)


@pytest.mark.parametrize(("written", "kept"), [(" 2023-12-20 ", "2023-12-20"), ("20231220", "2023-12-20")])
def test_a_date_is_kept_in_one_form(written, kept):
    assert checked(Metadata(date=written)).date == kept


# The process's own peak in MB: what getrusage tells begins with the parent's.
SWOLLEN = """
import re, sys
from pathlib import Path
from index.library.bundle import opened
from index.errors import IndexFailure

def memory(of):
    return int(re.search(of + r":\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024

before = memory("VmRSS")
try:
    with opened(Path(sys.argv[1])):
        raise SystemExit("taken")
except IndexFailure as error:
    print(error, file=sys.stderr)
print(memory("VmHWM") - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peaks are read from /proc")
@pytest.mark.parametrize(
    ("filling", "within"),
    [(b'{"kind":"heading","start":0,"end":1},', True), (b"[[]],", True), (b"[],", False)],
    ids=["objects", "lists", "more values than may be"],
)
def test_eight_megabytes_unpack_to_no_more_than_half_a_gigabyte(tmp_path, filling, within):
    """In a process of its own, whose peak is its own. 4 GB before."""
    size = module.MAX_RECORD - 1000
    # As dense as MAX_RATIO lets through: noise beside the filling, in a string.
    noise = np.random.default_rng(1).integers(97, 122, size // 150, dtype=np.uint8).tobytes()
    fits = (size - len(noise)) // len(filling)
    if within:
        fits = min(fits, (module.MAX_VALUES - 50) // sum(map(filling.count, (b",", b"[", b"{"))))
    body = filling * fits
    spare = b" " * (size - len(noise) - len(body))
    record = b'{"noise":"' + noise + b'","source":{"blocks":[' + body[:-1] + b"]," + spare + b'"by_hand":0}}'
    assert size < len(record) <= module.MAX_RECORD
    head = {"format": module.FORMAT, "stamp": {"model": "m", "dimension": 4, "splitter": "s"}}
    path = zipped(
        tmp_path,
        ("bundle.json", json.dumps(head | {"documents": {"0" * 16: ""}})),
        (f"documents/{'0' * 16}.json", record),
    )
    assert path.stat().st_size < 8 << 20
    done = subprocess.run([sys.executable, "-c", SWOLLEN, path], capture_output=True, text=True, check=True)
    assert "没有导入任何内容" in done.stderr
    assert int(done.stdout) < 512, done.stdout
