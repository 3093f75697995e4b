"""Amounts that a text gives in other words: limits and changes."""

import pytest

from chinese import AnalysedText
from rag.checking.amount_relations import amounts_of, changed, relation


def amount(text):
    (quantity,) = amounts_of(AnalysedText(text))
    return quantity


@pytest.mark.parametrize(
    ("claimed", "source", "expected"),
    [
        ("不少于5篇", "不少于3篇", "conflict"),
        ("最多9个月", "不得超过6个月", "conflict"),
        ("不得超过六个月", "不超过6个月", "equal"),
        ("不得少于3篇", "不少于3篇", "equal"),
        ("超过1200件", "超过1260件", "entailed"),
        ("12名", "15名", "conflict"),
        ("12公里", "15名", None),
    ],
)
def test_two_limits_that_differ_conflict(claimed, source, expected):
    assert relation(amount(claimed), amount(source)) == expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("投诉比上年减少了49件", "49件", True),
        ("平均比过去快了9分钟", "9分钟", True),
        ("同比增加11名", "11名", True),
        ("投诉减到9件", "9件", False),
        ("共有党员286名", "286名", False),
    ],
)
def test_a_change_is_told_from_what_it_leads_to(text, value, expected):
    assert changed(text, text.index(value)) is expected
