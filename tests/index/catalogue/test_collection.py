"""The catalogue of a whole store: exact counts, filters, and no document read twice."""

import json

import pytest

from index.catalogue import Catalogue
from index.library import Collection
from index.settings import IndexSettings
from index.store.opening import open_store
from tests.index.test_index_cli import Kit
from tests.support.storekit import STAMP

FIRST = """# 石桥县案例汇编

## 石桥县水务局 修渠

石桥县水务局2023年获评全省节水型机关。石桥县水务局党支部2024年被市委授予“先锋支部”称号。

## 石桥县档案馆 查档

查档1200人次。
"""
SECOND = """# 又一册案例汇编

## 石桥县水务局 护河

护河12公里。

## 县文化局 送书

县文化局2023年获评省级文明单位。

石桥县委办公室

2024年1月19日
"""


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    kit = Kit(tmp_path, monkeypatch, capsys)
    kit.write("甲.md", FIRST)
    kit.write("乙.md", SECOND)
    assert kit("build") == 0
    return kit


def test_cases_units_and_honours_of_all_documents_are_counted(run):
    with open_store(run.store) as store:
        catalogue = Collection(store).catalogue()
        assert len(catalogue.cases()) == sum(entry.cases for entry in store.documents()) == 4
    assert [(unit.name, len(unit.units)) for unit in catalogue.units()] == [
        ("石桥县水务局", 2),
        ("县文化局", 1),
        ("石桥县档案馆", 1),
    ]


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ({}, ["省级文明单位", "全省节水型机关", "先锋支部"]),
        ({"level": "省级"}, ["省级文明单位", "全省节水型机关"]),
        ({"year": 2023}, ["省级文明单位", "全省节水型机关"]),
        ({"year": 2023, "unit": "石桥县水务局"}, ["全省节水型机关"]),
        ({"unit": "石桥县水务局"}, ["全省节水型机关", "先锋支部"]),
        ({"level": "国家级"}, []),
    ],
)
def test_honours_meet_all_that_is_asked(run, wish, names):
    with open_store(run.store) as store:
        honours = Collection(store).catalogue().honours(**wish)
    assert [honour.name for _, honour in honours] == names


def test_only_what_changed_is_read_again(run, monkeypatch):
    with open_store(run.store) as store:
        collection = Collection(store)
        before = collection.catalogue()
        assert collection.catalogue() is before
    (run.docs / "甲.md").unlink()
    run.write("丙.md", "# 丙\n\n别的话。\n")
    assert run("build") == 0
    with open_store(run.store) as store:
        collection._store = store
        after = collection.catalogue()
    kept = {document.name: document for document in before.documents}
    assert [document.name for document in after.documents] == ["丙.md", "乙.md"]
    assert after.documents[1] is kept["乙.md"]
    assert [honour.name for _, honour in after.honours()] == ["省级文明单位"]


def test_a_correction_by_a_person_is_seen(run):
    from index.library import Library
    from index.segment import merged

    library = Library(run.store, run.embedder, IndexSettings())
    with open_store(run.store) as store:
        collection = Collection(store)
        assert len(collection.catalogue().cases()) == 4
        preview = library.preview(run.write("丁.md", SECOND.replace("12公里", "15公里")), store)
    one = library.corrected(preview, merged(preview.segmentation.cases, 2))
    library.store([one], preview.source.metadata)
    with open_store(run.store) as store:
        assert [c.case.unit for d, c in Collection(store).catalogue().cases() if d.name == "丁.md"] == [
            "石桥县水务局"
        ]


def test_an_empty_store_has_an_empty_catalogue(tmp_path):
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        catalogue = Collection(store).catalogue()
    assert catalogue == Catalogue(catalogue.generation, ())


def test_the_command_counts_and_lists(run):
    assert run("catalogue", "--json") == 0
    contents = json.loads(run.out)
    assert (contents["documents"], len(contents["cases"]), len(contents["units"])) == (2, 4, 3)
    assert [(h["unit"], h["name"], h["level"]["value"], h["year"]["value"]) for h in contents["honours"]] == [
        ("县文化局", "省级文明单位", "省级", 2023),
        ("石桥县水务局", "全省节水型机关", "省级", 2023),
        ("石桥县水务局党支部", "先锋支部", "市级", 2024),
    ]
    assert run("catalogue") == 0
    assert run.out.startswith("文档 2 篇，案例 4 个、单位 3 个、荣誉 3 个")
    assert "石桥县水务局党支部 先锋支部（市级，市委，2024年）" in run.out


def test_show_gives_what_a_document_says_of_itself(run):
    assert run("show", "乙.md", "--json") == 0
    contents = json.loads(run.out)
    assert contents["imprint"]["date"]["value"] == "2024-01-19"
    assert contents["imprint"]["issuer"]["quote"] == "石桥县委办公室"
    (honour,) = contents["honours"]
    assert (honour["case"], honour["quote"], honour["giver"]) == (2, "省级文明单位", None)
    assert honour["proposition"].startswith(contents["document"])
    values = [v for p in contents["propositions"] for v in p["values"]]
    assert ("12公里", "number", "12000 米") in [(v["quote"], v["kind"], v["canonical"]) for v in values]
    assert run("show", "乙.md") == 0
    assert "日期：2024-01-19；发文单位：石桥县委办公室" in run.out
    assert "[荣誉] 县文化局 省级文明单位（省级，2023年）" in run.out
