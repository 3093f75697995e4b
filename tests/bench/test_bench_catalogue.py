"""The scorer of honours: counted by hand on a made-up text."""

from bench.catalogue import Tally, judge_honours, verdict
from index.catalogue import Honour

TEXT = "县水务局2023年被省水利厅授予“治水先锋”称号，又获评省级文明单位。"


def honour(words, **more):
    start = TEXT.index(words)
    return Honour(start, start + len(words), words, "p", 1, **more)


def test_honours_are_matched_and_their_fields_counted():
    tally = Tally()
    giver = TEXT.index("省水利厅")
    read = [
        honour("“治水先锋”", level="省级", giver=(giver, giver + 4), year=2022, unit="县水务局"),
        honour("县水务局2023"),
    ]
    marks = {
        "doc": "甲.txt",
        "maybe": [],
        "honours": [
            {"words": "治水先锋", "level": "省级", "giver": "省水利厅", "year": 2023, "unit": "县水务局"},
            {"words": "省级文明单位", "level": "省级", "giver": None, "year": None, "unit": None},
        ],
    }
    judge_honours(tally, marks, TEXT, read)
    assert (tally.marked, tally.read, tally.matched, tally.whole) == (2, 2, 1, 0)
    assert dict(tally.fields) == {
        ("level", "right"): 1,
        ("giver", "right"): 1,
        ("year", "wrong"): 1,
        ("unit", "right"): 1,
    }
    assert len(tally.faults) == 3


def test_what_counts_neither_way_is_not_read():
    tally = Tally()
    judge_honours(
        tally, {"doc": "甲.txt", "maybe": ["文明单位"], "honours": []}, TEXT, [honour("省级文明单位")]
    )
    assert (tally.read, tally.faults) == (0, [])


def test_a_list_names_what_will_do():
    assert [verdict(["甲", None], got) for got in ("甲", None, "乙")] == ["right", "right", "wrong"]
    assert verdict("甲", None) == "missing"
