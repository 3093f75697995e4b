"""Documents that were recognised: shown as JSON, exported and imported with their lines and corrections."""

import json
import zipfile

import pytest

from index.library import recognised_of
from index.library.carried_pages import read_pages, written_pages
from index.library.ingest import stamp_for
from index.library.library import Library
from index.parse.scans import KeptPages, recognition
from index.records import Metadata
from index.settings import IndexSettings
from index.store.opening import open_store
from index.store.originals import FOLDER
from tests.index.test_bundle_limits import first_block
from tests.index.test_index_cli import Kit
from tests.index.test_library import changed_bundle
from tests.support.files import scans

WORDS = ["水务局清渠行动简报", "石桥县水务局修好水渠12条。", "石桥县水务局由周敬老负责。"]
RIGHT = "石桥县水务局由周敬尧负责。"
PICTURE = scans.as_file(scans.page(*WORDS).resize((620, 877)), "PNG")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    return Kit(tmp_path, monkeypatch, capsys)


@pytest.fixture
def stored(run, tmp_path, monkeypatch):
    """The command over a store with one scan, a line of which a person corrected; and the scan's id."""
    page = scans.recognised(*WORDS)
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "_recognised", lambda *given: iter([page]))
    settings = IndexSettings()
    with open_store(run.store, stamp=stamp_for(run.embedder, settings), writable=True):
        pass
    library = Library(run.store, run.embedder, settings)
    path = tmp_path / "简报.png"
    path.write_bytes(PICTURE)
    with open_store(run.store) as store:
        digest = library.preview(path, store).digest
        library.scanned.correct(digest, 1, 2, RIGHT)
        library.store([library.preview(path, store)], Metadata())
    return run, run.ids()["简报.png"], digest


def test_show_tells_of_each_recognised_line_where_it_stands_and_how_sure_it_is(stored):
    run, document_id, _ = stored
    assert run("show", document_id, "--json") == 0
    told = json.loads(run.out)["scans"]
    lines = [line for block in told for line in block["lines"]]
    assert [line["text"] for line in lines] == [WORDS[0], WORDS[1], RIGHT]
    assert [(line["page"], line["confidence"], line["doubtful"]) for line in lines] == [
        (1, 0.99, []),
        (1, 0.99, []),
        (1, 1.0, []),  # what a person corrected
    ]
    for block in told:
        for line in block["lines"]:
            left, top, right, foot = line["box"]
            assert 0 <= left < right <= 1
            assert 0 <= top < foot <= 1
            assert block["start"] <= line["start"] < line["end"] <= block["end"]


def test_show_says_nothing_of_scans_where_there_are_none(run):
    run.write("甲.md", "# 甲\n\n修渠12条。\n")
    run("build")
    assert run("show", "甲.md", "--json") == 0
    assert "scans" not in json.loads(run.out)


def test_a_bundle_carries_the_lines_of_scans_and_where_they_stand(stored, tmp_path):
    run, document_id, _ = stored
    assert run("export", tmp_path / "全部.zip") == 0
    with open_store(run.store) as store:
        before = store.source(document_id)
    assert any(block.scans for block in before.blocks)
    run.store = tmp_path / "other"
    assert run("import", tmp_path / "全部.zip") == 0
    with open_store(run.store) as store:
        assert store.source(document_id).blocks == before.blocks
        assert RIGHT in store.document(document_id).text
    assert (run.store / FOLDER / before.original).read_bytes() == PICTURE
    assert run("verify") == 0


def test_a_bundle_carries_the_pages_of_scans_with_what_was_corrected(stored, tmp_path):
    run, document_id, digest = stored
    assert run("export", tmp_path / "全部.zip") == 0
    run.store = tmp_path / "other"
    assert run("import", tmp_path / "全部.zip") == 0
    library = Library(run.store, run.embedder, IndexSettings())
    scanned = library.scanned
    assert [line.text for line in scanned.pages(digest)[1].lines] == [*WORDS[:2], RIGHT]
    with open_store(run.store) as store:
        path = library.original(store, document_id)
        assert scanned.image(path, 1).startswith(b"\xff\xd8")  # where citations show their place
        assert library.preview(tmp_path / "简报.png", store).known  # without recognising it again
    scanned.restore(digest, 1)
    assert [line.text for line in scanned.pages(digest)[1].lines] == WORDS


def test_what_was_corrected_here_stays_when_a_bundle_comes(stored, tmp_path):
    run, _, digest = stored
    assert run("export", tmp_path / "全部.zip") == 0
    run.store = tmp_path / "other"
    pages = KeptPages(recognised_of(run.store / FOLDER))
    pages.add(digest, scans.recognised(WORDS[0]))
    pages.correct(digest, 1, 0, "这里改的")
    assert run("import", tmp_path / "全部.zip") == 0
    assert [line.text for line in pages.of(digest)[1].lines] == ["这里改的"]


def test_importing_again_after_a_kill_completes_what_was_corrected(stored, tmp_path):
    run, _, digest = stored
    here = KeptPages(recognised_of(run.store / FOLDER))
    first = next(here.entries(digest))
    other = KeptPages(tmp_path / "other")
    other.add(digest, first)  # as far as it came
    other.take(digest, read_pages(written_pages(here, digest)))
    assert other.of(digest) == here.of(digest)


PAGE = scans.recognised("清渠").as_json()
ONE = PAGE["lines"][0]
BAD_PAGES = {
    "no JSON": b"{",
    "deep": b"[" * 100_000,
    "other": b"{}",
    "number": {"number": -1},
    "large number": {"number": 10**30},
    "size": {"width": float("nan")},
    "turned": {"quarters": 7},
    "slant": {"slant": float("inf")},
    "text": {"lines": [ONE | {"text": 7}]},
    "null": {"lines": None},
    "sides": {"lines": [ONE | {"sides": [[0.1, 0.2]]}]},
    "far side": {"lines": [ONE | {"sides": [[0.1, 0.2], [0.1, 1e9]]}]},
    "confidence": {"lines": [ONE | {"confidences": [0.9, 7]}]},
    "box": {"lines": [ONE | {"box": [0.1, 0.2, 0.3, float("nan")]}]},
    "hidden sign": {"lines": [ONE | {"text": "清\u202e"}]},
    "rule": {"level": [[0, 0, 1e9, 0]]},
    "whole with lines": {"number": 0},
    "many": {"level": [[0, 0, 1, 0]] * 50_000},
    "endless": b"\n".join([json.dumps(PAGE).encode()] * 2001),
}


@pytest.mark.parametrize("what", BAD_PAGES)
def test_recognised_pages_that_cannot_be_are_refused(stored, tmp_path, what):
    run, _, digest = stored
    assert run("export", tmp_path / "全部.zip") == 0
    bad = BAD_PAGES[what] if isinstance(BAD_PAGES[what], bytes) else json.dumps(PAGE | BAD_PAGES[what])
    with zipfile.ZipFile(tmp_path / "全部.zip") as good, zipfile.ZipFile(tmp_path / "改.zip", "w") as other:
        names = [name for name in good.namelist() if digest in name and name.startswith("recognised/")]
        assert len(names) == 1
        for name in good.namelist():
            other.writestr(name, bad if name in names else good.read(name))
    run.store = tmp_path / "other"
    assert run("import", tmp_path / "改.zip") == 2
    assert "没有导入任何内容" in run.err
    assert "识别的" in run.err
    assert len(run.err.splitlines()) == 1
    assert not run.store.exists()


def scan(**fields):
    return first_block(
        scans=[{"start": 2, "end": 3, "page": 1, "box": [0.1, 0.1, 0.2, 0.2], "confidence": 0.9} | fields]
    )


BAD = {
    "outside its block": scan(end=10**6),
    "empty": scan(end=2),
    "no page": scan(page=0),
    "page": scan(page=10**30),
    "box": scan(box=[0.1, 0.1, 1e9, 0.2]),
    "box of nothing": scan(box=[0.1, float("nan"), 0.2, 0.2]),
    "box of three": scan(box=[0.1, 0.1, 0.2]),
    "confidence": scan(confidence=float("inf")),
    "doubt": scan(doubtful=[10**9]),
    "type": scan(page="1x"),
}


@pytest.mark.parametrize("what", BAD)
def test_recognised_lines_that_cannot_be_are_refused(run, tmp_path, what):
    assert run("import", changed_bundle(run, tmp_path, BAD[what])) == 2
    assert "没有导入任何内容" in run.err
    assert len(run.err.splitlines()) == 1
    assert not run.store.exists()


def test_recognised_lines_that_can_be_are_taken(run, tmp_path):
    assert run("import", changed_bundle(run, tmp_path, scan())) == 0
