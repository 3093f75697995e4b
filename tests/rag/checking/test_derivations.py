"""Amounts that follow from a text's own numbers, and what superlatives are compared with."""

import pytest

from chinese import AnalysedText
from index.records import Carried, Document, Proposition
from rag.checking.amount_relations import amounts_of
from rag.checking.bound.extremes import extremes
from rag.checking.bound.reckoning import derivation, reckons
from rag.checking.stated import stated_of


def nearby(*cores, kind="clause", carried=()):
    """Propositions with these cores, one after another in one sentence, the first the nearest."""
    text = "，".join([*cores, *(words for _, words in carried)])
    document = Document("0" * 16, "甲.txt", "甲", text)

    def place(words):
        return text.index(words), text.index(words) + len(words)

    leaning = tuple(Carried(role, *place(words)) for role, words in carried)
    made = [Proposition(document.id, None, kind, *place(core), leaning) for core in cores]
    return [(1 - 0.1 * at, one) for at, one in enumerate(stated_of(document, made))]


def derived(clause, *cores):
    claimed = amounts_of(AnalysedText(clause))[-1]
    return derivation(claimed, clause[claimed.start : claimed.end], clause, nearby(*cores))


@pytest.mark.parametrize(
    ("clause", "cores", "told"),
    [
        ("出动时间缩短了11秒", ["从52秒缩短到41秒"], "由“52秒”减“41秒”得出11秒"),
        ("旁听的会共有23场", ["旁听党员大会17场", "组织生活会6场"], "由“17场”、“6场”相加得出23场"),
        (
            "三类共30场",
            ["党员大会17场", "组织生活会6场", "党课7场"],
            "由“17场”、“6场”、“7场”相加得出30场",
        ),
        ("一半来自县医院", ["共办结22条", "其中县医院11条"], "由“11条”除以“22条”得出50%"),
        (
            "四成的抢修发生在夜间，占四成",
            ["共抢修1043次", "其中夜间417次"],
            "由“417次”除以“1043次”得出39.98%",
        ),
        ("指标是原来的两倍多", ["只能做42项", "如今做97项"], "由“97项”除以“42项”得出2.31倍"),
        ("投诉下降了87%", ["月均投诉31件", "降到4件"], "由“31件”到“4件”相差87.1%"),
        ("平均每村2名", ["在156个行政村", "培养了312名明白人"], "由“312名”除以“156个”得出2名"),
        ("漏损率下降了6.4个百分点", ["漏损率14.6%", "降到8.2%"], "由“14.6%”减“8.2%”得出6.4个百分点"),
        (
            "工程历时14个月",
            ["2022年9月开工", "2023年11月8日通水"],
            "由“2022年9月”到“2023年11月8日”得出14个月",
        ),
    ],
)
def test_an_amount_follows_from_the_texts_numbers(clause, cores, told):
    assert derived(clause, *cores).told == told


@pytest.mark.parametrize(
    ("clause", "cores"),
    [
        ("出动时间缩短了12秒", ["从52秒缩短到41秒"]),
        ("旁听的会有23场", ["旁听党员大会17场", "组织生活会6场"]),  # no word of a sum
        ("三成来自县医院", ["共办结22条", "其中县医院11条"]),
        ("共23场", ["党员大会17场", "听课6人"]),  # not of one measure
        ("比上年多11秒", ["约52秒", "41秒"]),  # what is only about right is not reckoned with
        ("历时3年", ["2022年9月开工", "2023年11月8日通水"]),
    ],
)
def test_an_amount_does_not_follow(clause, cores):
    found = derived(clause, *cores)
    assert found is None or not found.fits


@pytest.mark.parametrize(
    ("clause", "cores", "gives"),
    [
        ("出动时间缩短了12秒", ["从52秒缩短到41秒"], ("52秒", "41秒")),
        ("三成来自县医院", ["共办结22条", "其中县医院11条"], ("11条", "22条")),
        ("平均流转时间缩短了不到一半", ["流转时间由五十二分钟缩短到十八分钟"], ("五十二分钟", "十八分钟")),
    ],
)
def test_what_the_texts_numbers_give_instead_is_told(clause, cores, gives):
    found = derived(clause, *cores)
    assert (found.fits, {operand.words for operand in found.operands}) == (False, set(gives))


def test_where_several_reckonings_are_possible_none_is_held_against_a_claim():
    assert derived("比上年多了7场", "党员大会17场", "组织生活会6场", "党课5场") is None


def test_the_operands_that_say_more_of_the_claim_are_chosen():
    found = derived("出动时间缩短了11秒", "全站出动时间从52秒缩短到41秒", "隔壁站从35秒缩短到24秒")
    assert [operand.words for operand in found.operands] == ["52秒", "41秒"]


def test_a_superlative_is_compared_with_all_that_stand_beside():
    group = nearby("抽调党员68名", "其中沙湾段30名", "柳林段22名", "南闸段16名")
    found = extremes("抽调党员最少的是南闸段", group)
    assert (found.most.core.text, found.least.core.text) == (
        "其中沙湾段30名",
        "南闸段16名",
    )
    assert found.count == 3


@pytest.mark.parametrize(
    ("clause", "cores"),
    [
        ("南闸段抽调16名", ["沙湾段30名", "柳林段22名", "南闸段16名"]),
        ("最少的是南闸段", ["沙湾段30名", "南闸段16名"]),
    ],
)
def test_nothing_is_compared_without_a_superlative_or_with_fewer_than_three(clause, cores):
    assert extremes(clause, nearby(*cores)) is None


@pytest.mark.parametrize("clause", ["市水务局有党员42名", "窗口开到九点"])
def test_where_a_clause_reckons_nothing_no_reckoning_is_looked_for(clause):
    claimed = amounts_of(AnalysedText(clause))[-1]
    words = clause[claimed.start : claimed.end]
    assert not reckons(claimed, clause)
    assert derivation(claimed, words, clause, nearby("党员50名", "退休8名")) is None
