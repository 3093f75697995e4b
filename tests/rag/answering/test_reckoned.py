"""Numbers that a sentence gives without printing them; the results are worked out by hand."""

import pytest

from rag.answering.reckoned import is_operand, reckoned


@pytest.mark.parametrize(
    ("question", "sentence", "value"),
    [
        ("还剩几个没改", "一季度督查发现问题168个，截至5月10日，已整改149个。", "19个"),
        ("材料比原先少了几份", "不动产过户一项，材料由11份减到6份。", "5份"),
        ("还剩多少经费", "活动经费预算86,000元，已支出51,380元。", "34620元"),
        ("欠费少了多少钱", "欠费由3.6万元降到1.9万元。", "1.7万元"),
        ("合格率提高了几个百分点", "合格率由91.2%提高到94.6%。", "3.4个百分点"),
        ("逾期率降了几个百分点", "逾期率由百分之四点一降到百分之一点三。", "2.8个百分点"),
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
        ("比上年多了多少件", "全年受理52件，比上年多受理12件。"),
        ("还剩几项", "考核项目从八十四项砍到只剩二十一项。"),
        ("还有几户没通水", "全村300户，12户未通水。"),
        ("还有几户没签", "应签86户，拒签9户。"),
        ("还剩多少处没转绿", "收录公共场所286处，其中红色41处。"),  # of the 41
        ("还剩多少钱", "预算100万元，一季度已支出30万元；二季度支出20万元。"),  # three of one measure
        ("还剩多少钱", "问题168个，已整改149个。"),  # another measure is asked for
        ("还剩几个没改", "发现问题168个，涉及42家单位，已问责3家。"),
        ("还剩多少钱", "到账50万元，补助20户，每户3万元。"),  # not a part of it
        ("最少几人", "甲类单位报3人，乙类单位报5人。"),  # asks for no difference
        ("笔试比面试最高多少分", "笔试由100分到60分。"),
        ("一共多少个支部", "机关党委43个、党总支28个。"),  # nothing is added up
        ("一共有多少批", "分6批，每批70人。"),  # printed
        ("一共几个村", "全镇有9个村，每个村补助5万元。"),
        ("一共多少钱", "3个村，每个村20户，每户500元。"),  # more than two numbers
        ("有多少个问题", "发现问题168个，已整改149个。"),
        ("上升了几位", "全省排名由第8位上升到第3位。"),
        ("气温升了多少度", "由零下3度升到5度。"),
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
    assert (found.value, found.said) == ("7份", "9份减去2份")


@pytest.mark.parametrize(
    ("question", "sentence", "words", "operand"),
    [
        ("还剩几个没改", "督查发现问题168个，截至5月10日，已整改149个。", "149个", True),
        ("发现几个问题", "督查发现问题168个，截至5月10日，已整改149个。", "149个", False),
        ("至少几人", "评审组不得少于3人。", "3人", False),
        ("还有多少家没验收", "5家没有验收。", "5家", False),
    ],
)
def test_an_operand_is_no_short_answer(question, sentence, words, operand):
    at = sentence.index(words)
    assert is_operand(question, sentence, (at, at + len(words))) is operand
