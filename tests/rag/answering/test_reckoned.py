"""Numbers that a sentence gives without printing them; the results are worked out by hand."""

import pytest

from rag.answering.reckoned import is_operand, reckoned


@pytest.mark.parametrize(
    ("question", "sentence", "value"),
    [
        ("还剩几个没改", "一季度督查发现问题168个，截至5月10日，已整改149个。", "19个"),
        ("材料少了几份", "不动产过户一项，材料由11份减到6份。", "5份"),
        ("还剩多少经费", "活动经费预算86,000元，已支出51,380元。", "34620元"),
        ("欠费少了多少钱", "欠费由3.6万元降到1.9万元。", "1.7万元"),
        ("合格率提高了几个百分点", "合格率由91.2%提高到94.6%。", "3.4个百分点"),
        ("一共投了多少钱", "建成气象站9座，每座投入1.8万元。", "16.2万元"),
        ("一共训多少人", "轮训支部书记，分6批，每批70人。", "420人"),
        ("比原来大多少平方米", "面积由四百二十平方米扩大到七百六十平方米。", "340平方米"),
    ],
)
def test_a_number_is_reckoned_from_the_two_that_give_it(question, sentence, value):
    found = reckoned(question, sentence)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("投诉少了多少件", "投诉2件，比去年同期少了9件。"),  # printed
        ("还剩几项", "考核项目从八十四项砍到只剩二十一项。"),  # printed
        ("还剩多少处没转绿", "收录公共场所286处，其中红色41处。"),  # of the 41
        ("少了几份", "甲类由11份减到6份，乙类现为3份。"),  # three of one measure
        ("还剩多少钱", "问题168个，已整改149个。"),  # another measure
        ("一共多少个支部", "机关党委43个、党总支28个。"),  # nothing is added up
        ("一共多少人", "分6批进行。"),
        ("有多少个问题", "发现问题168个，已整改149个。"),  # asks for what is printed
        ("还剩几个", "没有数字。"),
    ],
)
def test_nothing_is_reckoned_where_it_is_printed_or_leaves_a_choice(question, sentence):
    assert reckoned(question, sentence) is None


def test_the_readers_number_chooses_between_two_pairs():
    sentence = "甲局材料由11份减到6份；乙局材料由9份减到2份。"
    assert reckoned("材料少了几份", sentence) is None
    at = sentence.index("2份")
    found = reckoned("材料少了几份", sentence, (at, at + 2))
    assert found is not None
    assert (found.value, found.said) == ("7份", "由9份减去2份得出")


@pytest.mark.parametrize(
    ("question", "words", "operand"),
    [("还剩几个没改", "149个", True), ("发现几个问题", "168个", False), ("还剩几个没改", "督查", False)],
)
def test_an_operand_is_no_short_answer(question, words, operand):
    sentence = "督查发现问题168个，截至5月10日，已整改149个。"
    at = sentence.index(words)
    assert is_operand(question, sentence, (at, at + len(words))) is operand
