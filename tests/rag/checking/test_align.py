"""A statement's amounts, dates, ranks and denials against a source's, in text about made-up towns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking import align_facts
from rag.checking.align_facts import Alignment, Mismatch, likeness, neighbourhood
from tests.support.analysed import analysing

align, fact_spans = map(analysing, (align_facts.align, align_facts.fact_spans))

UNITED = "全县成立812个渔业合作社和574个茶叶合作社。"
NIGHT = "渡口累计举办夜校310余场，接待学员2.6万人次，成本下降15%。"
RIVER = "2021年3月，松岭县启动清淤。自2022年6月起实行河长轮值。截至2023年5月，清淤42公里。"


def compared(statement, source, body=None):
    """The words found missing and the pairs of words that differ, with their kind."""
    alignment = align(statement, source, source if body is None else body)
    return (
        [statement[a:b] for a, b in alignment.missing],
        [(m.kind, statement[slice(*m.claimed)], source[slice(*m.source)]) for m in alignment.mismatches],
    )


def nothing(statement, source, body=None):
    return compared(statement, source, body) == ([], [])


@pytest.mark.parametrize(
    ("statement", "source", "held"),
    [
        (UNITED, UNITED, 3),  # 全县, 812个, 574个
        ("成立574个茶叶合作社。", UNITED, 1),
        ("接待学员26000人次。", NIGHT, 1),
        ("接待学员二万六千人次。", NIGHT, 1),
        ("接待学员２．６万人次。", NIGHT, 1),
        ("成本下降百分之十五。", NIGHT, 1),
        ("成本下降一成半。", NIGHT, 1),
        ("渡口举办夜校超过300场。", NIGHT, 1),
        ("渡口举办夜校300多场。", NIGHT, 1),
        ("渡口举办夜校三百一十余场。", NIGHT, 1),
        ("清淤42千米。", RIVER, 1),
        ("2021年3月，松岭县启动清淤。", RIVER, 1),
        ("二〇二一年三月，松岭县启动清淤。", RIVER, 1),
        ("2021年，松岭县启动清淤。", RIVER, 1),
        ("2021年上半年，松岭县启动清淤。", RIVER, 1),
        ("自2022年6月起实行河长轮值。", RIVER, 1),
        ("2022年6月，实行河长轮值。", RIVER, 1),  # a beginning
        ("截至2023年5月，清淤42公里。", RIVER, 2),
        ("渡口3月清淤。", "渡口2021年3月清淤。", 1),
        ("夜校获评省级示范点。", "夜校获评省级示范点，获一等奖。", 1),
        ("夜校获一等奖。", "夜校获评省级示范点，获一等奖。", 1),
        ("第三批学员结业。", "第3批学员结业。", 1),
    ],
)
def test_what_stands_there_is_held(statement, source, held):
    assert align(statement, source, source) == Alignment(held=held)


@pytest.mark.parametrize(
    ("statement", "source", "missing"),
    [
        ("修桥900座。", UNITED, "900座"),
        ("铺设管道900公里。", UNITED, "900公里"),
        ("渡口举办夜校310场。", NIGHT, "310场"),  # 310余 is more than 310
        ("接待学员2.6万人。", NIGHT, "2.6万人"),  # heads are not visits
        ("成本下降15个百分点。", NIGHT, "15个百分点"),
        ("2021年3月5日，松岭县启动清淤。", RIVER, "2021年3月5日"),
        ("夜校获金奖。", "夜校获一等奖。", "金奖"),
        ("夜校获评省级示范点。", "夜校办得热闹。", "省级"),
        ("2021年3月启动清淤。", "松岭县启动清淤。", "2021年3月"),
        ("今年，松岭县启动清淤。", "松岭县启动清淤。", "今年"),
    ],
)
def test_what_the_source_leaves_unsaid_is_missing(statement, source, missing):
    assert compared(statement, source) == ([missing], [])


@pytest.mark.parametrize(
    ("statement", "source", "difference"),
    [
        ("成立900个渔业合作社。", UNITED, ("number", "900个", "812个")),
        ("成立812个茶叶合作社。", UNITED, ("number", "812个", "574个")),
        ("成立574个渔业合作社。", UNITED, ("number", "574个", "812个")),
        ("接待学员2.7万人次。", NIGHT, ("number", "2.7万人次", "2.6万人次")),
        ("接待学员26万人次。", NIGHT, ("number", "26万人次", "2.6万人次")),
        ("成本下降51%。", NIGHT, ("number", "51%", "15%")),
        ("渡口举办夜校400余场。", NIGHT, ("number", "400余场", "310余场")),
        ("渡口举办夜校近300场。", NIGHT, ("number", "近300场", "310余场")),
        ("24小时内答复。", "48小时内答复。", ("number", "24小时内", "48小时内")),
        ("48小时内答复。", "24小时内答复。", ("number", "48小时内", "24小时内")),
        ("第三批学员结业。", "第五批学员结业。", ("number", "第三批", "第五批")),
        ("新建三座桥。", "新建一座桥。", ("number", "三座", "一座")),
        ("2021年4月，启动清淤。", "2021年3月，启动清淤。", ("date", "2021年4月", "2021年3月")),
        ("2020年3月，启动清淤。", "2021年3月，启动清淤。", ("date", "2020年3月", "2021年3月")),
        ("自2022年8月起轮值。", "自2022年6月起轮值。", ("date", "自2022年8月起", "自2022年6月起")),
        ("截至2023年6月，已清淤。", "截至2023年5月，已清淤。", ("date", "截至2023年6月", "截至2023年5月")),
        ("夜校获评国家级示范点。", "夜校获评省级示范点。", ("rank", "国家级", "省级")),
        ("夜校获评市级示范点。", "夜校获评省级示范点。", ("rank", "市级", "省级")),
        ("夜校获二等奖。", "夜校获一等奖。", ("rank", "二等奖", "一等奖")),
        ("夜校在全市推广。", "夜校在全省推广。", ("rank", "全市", "全省")),
        ("镇党委书记任河长。", "镇党委副书记任河长。", ("rank", "书记", "副书记")),
        ("镇党委副书记任河长。", "镇党委书记任河长。", ("rank", "副书记", "书记")),
        ("渡口已恢复通航。", "渡口尚未恢复通航。", ("negation", "恢复", "尚未恢复")),
        ("渡口尚未恢复通航。", "渡口已恢复通航。", ("negation", "尚未恢复", "恢复")),
        ("渡口的夜校不再收费。", "渡口的夜校收费。", ("negation", "不再收费", "收费")),
        ("成本上升15%。", NIGHT, ("word", "上升", "下降")),
        ("游客增加3成。", "游客减少3成。", ("word", "增加", "减少")),
        ("时限延长至5天。", "时限缩短至5天。", ("word", "延长", "缩短")),
        ("渡口恢复通航。", "渡口取消通航。", ("word", "恢复", "取消")),
    ],
)
def test_what_the_source_says_otherwise_is_named(statement, source, difference):
    assert compared(statement, source) == ([], [difference])


def test_swapped_numbers_of_one_measure_both_differ():
    swapped = "全县成立574个渔业合作社和812个茶叶合作社。"
    expected = [("number", "574个", "812个"), ("number", "812个", "574个")]
    assert compared(swapped, UNITED) == ([], expected)
    assert compared("夜校教师340名，学员12名。", "夜校教师12名，学员340名。") == (
        [],
        [("number", "340名", "12名"), ("number", "12名", "340名")],
    )


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("夜校有教师12名、学员340名。", "夜校有教师340名、学员12名。"),
        ("种下香樟300棵、银杏200棵。", "种下香樟200棵、银杏300棵。"),
    ],
)
def test_swapped_numbers_of_a_list_do_not_pass(statement, source):
    assert align(statement, source, source).mismatches


def test_a_date_of_the_body_dates_a_sentence_without_one():
    source, body = "当月调来挖泥船7艘。", "2021年3月，松岭县启动清淤。当月调来挖泥船7艘。"
    assert nothing("2021年3月，松岭县调来挖泥船7艘。", source, body)
    assert compared("2021年9月，松岭县调来挖泥船7艘。", source, body) == (["2021年9月"], [])


def test_another_sentence_s_date_proves_nothing_beside_a_date_that_differs():
    source, body = "2022年5月调来挖泥船7艘。", "2021年3月启动清淤。2022年5月调来挖泥船7艘。"
    alignment = align("2021年3月，调来挖泥船7艘。", source, body)
    assert alignment.held == 1  # 7艘
    assert alignment.missing or alignment.mismatches


def test_a_since_date_elsewhere_does_not_contradict_a_beginning():
    assert compared("2021年4月，松岭县启动清淤。", RIVER)[0] == ["2021年4月"]


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("夜校在全市推广。", "夜校办得热闹。"),  # a scope is no honour
        ("夜校举办了一场讲座。", "夜校举办讲座。"),  # an article
        ("近年来，渡口热闹。", "渡口热闹。"),
        ("渡口尚未恢复通航。", "渡口尚未恢复通航。"),
        ("渡口热闹。", "夜校尚未开课。"),
        ("镇党委副书记任河长。", "镇党委副书记任河长。"),
        ("镇党委书记任河长。", "镇党委书记任河长，副书记任河段长。"),
        ("", ""),
        ("渡口热闹。", ""),
    ],
)
def test_nothing_to_hold_and_nothing_against(statement, source):
    assert align(statement, source, source) == Alignment()


def test_a_fact_keeps_the_offsets_of_its_text():
    statement, source = "🙂接待２．７万人次。", "🚢🚢今年接待2.6万人次。"
    (mismatch,) = align(statement, source, source).mismatches
    assert (mismatch.claimed, mismatch.source) == ((3, 9), (6, 12))
    assert not mismatch.absolute


def test_neighbourhoods_by_hand():
    at = UNITED.index("812个")
    before = ["<全县", "<县成", "<成立"]
    # up to 和, at most eight characters, and counted twice
    after = [">渔业", ">业合", ">合作", ">作社"]
    assert neighbourhood(UNITED, at, at + 4) == [*before, *after, *after]
    assert neighbourhood("票价2元。", 2, 4) == ["<票价"]
    assert neighbourhood("通航，2元，免费。", 3, 5) == []


def test_likeness_by_hand():
    assert likeness(["<票价", ">通航", ">通航"], ["<票价"]) == pytest.approx(1 / 3)
    assert likeness(["<票价"], ["<票价", ">通航"]) == 1.0
    assert likeness(["<票价"], []) == 0.0
    assert likeness([], ["<票价"]) == 0.0


def test_alignments_add_up():
    mismatch = Mismatch("date", (0, 1), (2, 3), 0.5)
    total = Alignment(1, ((4, 5),), (mismatch,)) + Alignment(2, ((6, 7),))
    assert total == Alignment(3, ((4, 5), (6, 7)), (mismatch,))


def test_fact_spans():
    text = "2021年3月修桥900座，降本15%。"
    assert sorted(text[a:b] for a, b in fact_spans(text)) == ["15%", "2021年3月", "900座"]


FACTS = "2021年3月修桥第三批百分之五成余近超过个名场人次和，。未不尚省级全市一等奖副书记增加减少内🙂"


@given(st.text(alphabet=FACTS, max_size=16), st.text(alphabet=FACTS, max_size=16))
def test_offsets_lie_in_their_texts(statement, source):
    alignment = align(statement, source, source)
    assert all(0 <= a < b <= len(statement) for a, b in alignment.missing)
    for mismatch in alignment.mismatches:
        assert 0 <= mismatch.claimed[0] < mismatch.claimed[1] <= len(statement)
        assert 0 <= mismatch.source[0] < mismatch.source[1] <= len(source)
        assert 0.0 <= mismatch.alike <= 1.0


@given(st.integers(2, 9_999), st.integers(2, 9_999))
def test_a_number_is_held_only_by_itself(claimed, given):
    alignment = align(f"渡口运送游客{claimed}人。", f"渡口运送游客{given}人。", "")
    assert (alignment.held == 1) == (claimed == given)
    assert bool(alignment.mismatches) == (claimed != given)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("约有21600名会员", "常住有约2.16万名会员"),
        ("起码要有一位辅导员", "应配备至少1名辅导员"),
        ("共运走煤渣787吨", "共运走煤渣78.7万千克"),
        ("三百多个家庭受益", "惠及超过300个家庭"),
        ("三十来个孩子学画", "30多名孩子学画"),
        ("每月5号开集市", "将每月的5日定为集市"),
        ("截至23日14时，有5人返乡", "截至7月23日14时，共有5人返乡"),
        ("3月起每周一开展", "今年3月以来每周一开展"),
        ("全血200毫升算一次", "全血每200ml按1次计算"),
        ("选出七十多号人", "选出70余名骨干"),
    ],
)
def test_the_same_fact_in_other_words_is_held(statement, source):
    alignment = align(statement, source, source)
    assert (alignment.missing, alignment.mismatches) == ((), ())
    assert alignment.held


def test_reduplication_counts_nothing():
    assert align("一点一点搬走，一步一步来", "陆续搬走", "陆续搬走") == Alignment()
