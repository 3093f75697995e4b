import json

import pytest

from bench import report
from bench.refusal import NEVER, Curve
from bench.retrieval import recall, reciprocal_rank
from bench.squad import Asked, marks


@pytest.mark.parametrize(
    ("answer", "accepted", "exact", "f1"),
    [
        ("1994年", ["1994年1月", "1994年"], 1.0, 1.0),
        ("“1994 年”。", ["1994年"], 1.0, 1.0),  # punctuation and blanks do not count
        ("1994年1月", ["1994年"], 0.0, 10 / 12),  # five characters in common of 7 + 5
        ("年1994", ["1994年"], 0.0, 0.8),  # a run, not a bag: four in common of 5 + 5
        ("", ["1994年"], 0.0, 0.0),
    ],
)
def test_marks_follow_the_definition_of_cmrc(answer, accepted, exact, f1):
    assert marks(answer, accepted) == (exact, pytest.approx(f1))


def test_a_refusal_curve_counts_what_is_answered_at_a_threshold():
    curve = Curve("made", answerable=(0.9, 0.6, 0.2, NEVER), unanswerable=(NEVER, 0.6))
    assert curve.at(0.0) == (0.25, 0.5)
    assert curve.at(0.6) == (0.5, 0.5)
    assert curve.at(0.61) == (0.75, 1.0)


def test_a_refusal_curve_ends_with_everything_refused_and_never_falls():
    points = Curve("made", answerable=(0.9, NEVER), unanswerable=(0.3, 0.95)).points()
    assert points == [(0.5, 0.0), (0.5, 0.0), (0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (1.0, 1.0)]


def test_reciprocal_rank_adds_the_inverse_of_both_places():
    fused = reciprocal_rank([("a", 0.9), ("b", 0.8)], [("b", 12.0), ("c", 3.0)])
    assert fused == [("b", 1 / 62 + 1 / 61), ("a", 1 / 61), ("c", 1 / 62)]


def test_recall_counts_paragraphs_not_passages():
    dense = [("p:0-9", 0.9), ("p:5-14", 0.8), ("q:0-9", 0.7)]
    asked = [Asked("1", "?", ("x",), (0,), "q"), Asked("2", "?", ("x",), (0,), "r")]
    shares = recall([(dense, []), (dense, [])], asked, lambda dense, text: dense)
    assert shares == {"recall@1": 0.0, "recall@5": 0.5, "recall@10": 0.5}
    only_two = [(dense[:2] + [(f"o{i}:0-9", 0.1) for i in range(4)] + dense[2:], [])]
    assert recall(only_two, asked[:1], lambda dense, text: dense)["recall@5"] == 0.0


def test_figures_are_added_to_the_file(tmp_path, capsys):
    file = tmp_path / "figures.json"
    report.show("first", [{"题": "一", "value": 0.123456}], file)
    report.show("second", [{"value": None}], file)
    assert "| 一 | 0.1235 |" in capsys.readouterr().out
    results = json.loads(file.read_text(encoding="utf8"))
    assert results["first"]["rows"] == [{"题": "一", "value": 0.123456}]
    assert results["second"]["rows"] == [{"value": None}]


def test_a_table_has_a_column_for_every_name():
    first = report.table([{"set": "甲", "EM": 1.0}, {"set": "乙", "F1": 2.0}])[0]
    assert first.split() == "| set | EM | F1 |".split()
