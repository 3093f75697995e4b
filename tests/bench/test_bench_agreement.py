"""A second reader's core and carried words are judged by the marks as a proposition is."""

import json

from bench.agreement import verdicts

MARKS = {"value": "500元", "within": "二等奖500元", "said_of": ["二等奖"], "never": ["一等奖"]}


def test_a_second_reading_is_right_wrong_or_lacking(tmp_path):
    docs = ["甲.txt", "乙.txt", "丙.txt"]
    carried = [["二等奖"], ["二等奖", "一等奖"], []]
    values = [MARKS | {"doc": doc} for doc in docs]
    seconds = [
        {"doc": doc, "value": "500元", "within": "二等奖500元", "core": "500元", "carried": words}
        for doc, words in zip(docs, carried, strict=True)
    ]
    for name, lines in (("values", values), ("second", seconds)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf8")
    assert verdicts(tmp_path) == {"right": 1, "wrong": 1, "lacking": 1}
