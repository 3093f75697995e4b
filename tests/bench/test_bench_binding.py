"""The scorer of bench.binding: what counts as right, wrong and missing, worked out by hand."""

import pytest

from bench.binding import half_of, judge, occurrences, totals
from index.parse import parse_text
from index.records import Carried, Proposition

TEXT = "一等奖800元，二等奖500元。"
PARSED = parse_text(TEXT, "某文.txt")


def proposition(start, end, *carried):
    return Proposition(PARSED.document.id, None, "clause", start, end, carried)


def value(**changed):
    marked = {"value": "500元", "within": "二等奖500元", "said_of": ["二等奖"], "never": ["一等奖"]}
    return marked | changed


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ([proposition(8, 15)], "right"),
        ([proposition(11, 15), proposition(0, 7)], "lacking"),
        ([proposition(11, 15, Carried("subject", 8, 11))], "right"),
        ([proposition(11, 15, Carried("subject", 8, 11), Carried("subject", 0, 3))], "wrong"),
        ([proposition(0, 15)], "wrong"),
        ([proposition(0, 7)], "outside"),
        ([], "outside"),
    ],
)
def test_verdicts(found, verdict):
    assert judge(PARSED, found, value(), "办法").verdict == verdict


def test_a_value_is_looked_for_inside_its_piece_and_across_line_breaks():
    assert list(occurrences("满5\n00元；奖500 元。", value(within="奖500元"))) == [(8, 13)]


def test_the_half_is_told_by_the_number_in_the_name():
    assert [half_of(name) for name in ("hf02.docx", "hf13.txt", "某文.txt")] == ["dev", "test", "test"]


def test_shares_are_of_all_values():
    marked = [judge(PARSED, [proposition(8, 15)], value(), "办法"), judge(PARSED, [], value(), "通知")]
    row = totals(marked)[-1]
    assert (row["values"], row["right"], row["missing"], row["missing, share"]) == (2, 1, 1, 0.5)
