"""Passes: every text once, none larger than others should wait for."""

from hypothesis import given
from hypothesis import strategies as some

from index.embedding.batches import CUT, batches


@given(some.lists(some.integers(0, 2000), max_size=60), some.integers(1, 16), some.integers(1, 3000))
def test_every_text_is_in_one_pass_that_holds_no_more_than_said(lengths, most, whole):
    passes = list(batches(lengths, most, whole))
    assert sorted(at for each in passes for at in each) == list(range(len(lengths)))
    for each in passes:
        assert 1 <= len(each) <= most
        padded = len(each) * min(max(lengths[at] for at in each), CUT)
        assert len(each) == 1 or padded <= whole
    order = [lengths[at] for each in passes for at in each]
    assert order == sorted(order, reverse=True)
