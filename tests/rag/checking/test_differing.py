"""Which words are named where the reader finds a meaning turned, in text about made-up streets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking import differences, proof
from rag.checking.align_facts import Alignment, Mismatch
from tests.rag.checking.test_grounds import ground_of
from tests.support.analysed import analysing

differing, Proof = map(analysing, (differences.differing, proof.Proof))

TEXT = "滨河街道开办夜校，由退休教师轮流讲课。"
GROUND = ground_of("滨河街道", "夜校点亮骑手的夜", TEXT)


def named(statement, missing=()):
    result = Proof(GROUND, GROUND.sentences, TEXT, Alignment(missing=missing), 0.5, 0.5)
    return [
        (m.kind, statement[slice(*m.claimed)], TEXT[slice(*m.source)]) for m in differing(statement, result)
    ]


@pytest.mark.parametrize(
    ("statement", "claimed", "clause"),
    [
        ("夜校由退休教师停止讲课", "停止", "由退休教师轮流讲课"),
        ("滨河街道关闭夜校", "关闭", "滨河街道开办夜校"),
        ("滨河街道开办夜校", "滨河街道开办夜校", "滨河街道开办夜校"),  # turned, and every word is there
    ],
)
def test_the_words_the_source_does_not_say(statement, claimed, clause):
    assert named(statement) == [("word", claimed, clause)]


def test_missing_facts_are_named_with_their_kind():
    statement = "“萤火”夜校由30名退休教师讲课"
    assert named(statement, ((0, 4), (7, 10))) == [
        ("name", "“萤火”", "由退休教师轮流讲课"),
        ("number", "30名", "由退休教师轮流讲课"),
    ]


def test_facts_that_differ_are_the_difference():
    mismatch = Mismatch("number", (0, 2), (0, 2), 0.9)
    result = Proof(GROUND, GROUND.sentences, TEXT, Alignment(mismatches=(mismatch,)), 0.5, 0.5)
    assert differing("三名教师", result) == (mismatch,)


@given(st.text(min_size=1, max_size=30))
def test_any_statement_gets_a_difference_inside_both_texts(statement):
    result = Proof(GROUND, GROUND.sentences, TEXT, Alignment(), 0.0, 0.0)
    (mismatch,) = differing(statement, result)
    assert 0 <= mismatch.claimed[0] < mismatch.claimed[1] <= len(statement)
    assert 0 <= mismatch.source[0] < mismatch.source[1] <= len(TEXT)
