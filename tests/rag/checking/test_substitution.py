"""One noun in another's place, in text about made-up towns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking import replaced_nouns
from rag.checking.align_facts import Alignment
from tests.support.analysed import analysing

substitutions = analysing(replaced_nouns.substitutions)


def replaced(statement, source):
    alignment = substitutions(statement, source)
    assert (alignment.held, alignment.missing) == (0, ())
    assert all((m.kind, m.absolute) == ("word", False) for m in alignment.mismatches)
    return [(statement[slice(*m.claimed)], source[slice(*m.source)]) for m in alignment.mismatches]


@pytest.mark.parametrize(
    ("statement", "source", "pair"),
    [
        ("夜校为渔民送去救生衣和渔网。", "夜校为茶农送去救生衣和渔网。", ("渔民", "茶农")),
        ("夜校每逢星期三开课讲茶艺。", "夜校每逢星期五开课讲茶艺。", ("星期三", "星期五")),
        ("云溪镇为老人建起助餐点。", "青禾镇为老人建起助餐点。", ("云溪镇", "青禾镇")),
        ("镇里为老人建起助餐点。", "镇里为儿童建起助餐点。", ("老人", "儿童")),
        ("渡口旁边修建了图书馆供村民使用。", "渡口旁边修建了停车场供村民使用。", ("图书馆", "停车场")),
        # an emoji counts one
        ("🙂渡口旁边修建了图书馆供村民使用。", "渡口旁边修建了停车场供村民使用。", ("图书馆", "停车场")),
    ],
)
def test_a_noun_between_shared_words(statement, source, pair):
    assert replaced(statement, source) == [pair]


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("夜校免费为渔民送去救生衣。", "夜校免费为渔民赠送救生衣。"),  # verbs
        ("夜校积极组织渔民学习。", "夜校踊跃组织渔民学习。"),  # adverbs
        ("夜校为渔民送去救生衣。", "夜校为渔民送去救生衣。"),
        ("夜校为渔民送去救生衣。", "夜校昨天为渔民送去了救生衣。"),  # only added
        ("夜校开课。", "茶馆打烊。"),  # no frame
        ("夜校讲茶艺。", "渡口热闹。"),
        ("渔民来夜校学习茶艺。", "茶农来夜校学习茶艺。"),  # people open a sentence as they like
        # the source has the word elsewhere
        (
            "渡口旁边修建了图书馆供村民使用。",
            "渡口旁边修建了停车场供村民使用，图书馆在镇上。",
        ),
        ("", "夜校开课。"),
        ("夜校开课。", ""),
    ],
)
def test_no_substitution(statement, source):
    assert substitutions(statement, source) == Alignment()


PIECES = ["夜校", "渡口", "为", "渔民", "茶农", "送去", "渔网", "，", "🙂", "星期三"]


@given(st.lists(st.sampled_from(PIECES)))
def test_a_text_differs_in_nothing_from_itself(pieces):
    assert substitutions("".join(pieces), "".join(pieces)) == Alignment()
