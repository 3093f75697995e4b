"""Marks of people -> a tag for each line."""

import json

import pytest

from index.segment.tagged import tagged_cases
from index.segment.tagged.network import FIRST, HEADING, INSIDE, OUTSIDE
from training.line_marks import marked_documents
from training.line_tags import _beginnings

TEXT = """案例集

目录

河长上岸…………1
食堂下楼…………3

河长上岸
（市水务局）
每周巡河一次，三年清理河道垃圾八百吨。
水质优良比例提高到百分之九十六。
点评：实在。

食堂下楼
市民政局开办长者食堂四十二家。
"""
CASES = [
    {"unit": "市水务局", "title": "河长上岸", "first": "每周巡河一次", "last": "百分之九十六。"},
    {"unit": "市民政局", "title": "食堂下楼", "first": "市民政局开办", "last": "食堂四十二家。"},
]


def folder_of(tmp_path, cases, kind="compilation"):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(TEXT, "utf8")
    wanted = {"doc": "a.txt", "kind": kind, "cases": cases}
    (tmp_path / "structure.jsonl").write_text(json.dumps(wanted, ensure_ascii=False) + "\n", "utf8")
    return tmp_path


def test_a_heading_is_the_nearest_title_and_no_entry_of_the_contents(tmp_path):
    (marked,) = marked_documents(folder_of(tmp_path, CASES))
    told = {
        marked.document.text[b.start : b.end]: tag for b, tag in zip(marked.blocks, marked.tags, strict=True)
    }
    assert told["河长上岸…………1"] == OUTSIDE
    assert told["河长上岸"] == told["（市水务局）"] == told["食堂下楼"] == HEADING
    assert told["每周巡河一次，三年清理河道垃圾八百吨。"] == FIRST
    assert told["水质优良比例提高到百分之九十六。"] == INSIDE
    assert told["点评：实在。"] == OUTSIDE
    river, canteen = tagged_cases(marked.document, marked.blocks, marked.tags).cases
    assert (river.title, canteen.title) == ("河长上岸", "食堂下楼")


def test_a_mark_that_is_not_in_the_text_is_refused(tmp_path):
    wrong = [{**CASES[0], "first": "每月巡河一次"}, CASES[1]]
    with pytest.raises(ValueError, match="do not fit"):
        list(marked_documents(folder_of(tmp_path, wrong)))


def test_booklets_stay_out(tmp_path):
    assert list(marked_documents(folder_of(tmp_path, CASES, "问答手册"))) == []


def test_a_shortened_document_keeps_the_beginning_of_each_body():
    tags = [OUTSIDE, HEADING, FIRST, INSIDE, INSIDE, OUTSIDE, FIRST, INSIDE]
    assert _beginnings(tags) == [0, 1, 2, 3, 5, 6, 7]
