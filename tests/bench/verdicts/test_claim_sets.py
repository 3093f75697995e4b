"""Totals of checked claims, counted by hand."""

import pytest

from bench.verdicts.claim_sets import claims_file, table, whole
from rag.records import Check, CheckedPart, CheckedSentence


def sentence(*verdicts, checkable=True):
    parts = tuple(CheckedPart(0, 1, checkable, verdict) for verdict in verdicts)
    return CheckedSentence("句", 0, 1, parts)


@pytest.mark.parametrize(
    ("sentences", "verdict"),
    [
        ([sentence("supported"), sentence("supported")], "supported"),
        ([sentence("supported"), sentence("unverifiable")], "unverifiable"),
        ([sentence("supported", "contradicted"), sentence("unverifiable")], "contradicted"),
        ([sentence("supported"), sentence("unverifiable", checkable=False)], "supported"),
        ([sentence("unverifiable", checkable=False)], "unverifiable"),
    ],
)
def test_one_wrong_sentence_contradicts_and_support_needs_each(sentences, verdict):
    assert whole(Check("文", tuple(sentences))) == verdict


def test_each_label_has_a_row_of_counts():
    graded = [
        {"label": "supported", "verdict": "supported"},
        {"label": "supported", "verdict": "contradicted"},
        {"label": "contradicted", "verdict": "contradicted"},
    ]
    rows = [row.split() for row in table(graded)[1:]]
    assert rows == [
        ["supported", "2", "1", "1", "0"],
        ["contradicted", "1", "0", "1", "0"],
        ["unverifiable", "0", "0", "0", "0"],
    ]


def test_an_unknown_set_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="no-such-set"):
        claims_file("no-such-set", tmp_path)
