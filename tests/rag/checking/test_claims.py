"""A draft's sentences and what of them can be checked, in text about made-up towns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking.claims import split_claims


def parts(draft):
    """For every sentence the words of its parts and whether each is checkable."""
    return [[(draft[p.start : p.end], p.checkable) for p in claim.parts] for claim in split_claims(draft)]


def words(draft):
    return [[text for text, _ in claim] for claim in parts(draft)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("渡口已恢复通航，票价降低了两成。", ["渡口已恢复通航", "票价降低了两成。"]),
        ("渡口已恢复通航；票价降低了两成。", ["渡口已恢复通航", "票价降低了两成。"]),
        ("渡口已恢复通航,票价降低了两成;乘客增加了。", ["渡口已恢复通航", "票价降低了两成", "乘客增加了。"]),
        # what leads up to a statement belongs to it
        ("今年四月，渡口已恢复通航。", ["今年四月，渡口已恢复通航。"]),
        ("目前，渡口已恢复通航。", ["目前，渡口已恢复通航。"]),
        ("为方便老人，云溪镇开设助餐点6处。", ["为方便老人，云溪镇开设助餐点6处。"]),
        ("渡口已恢复通航，通过改造码头，票价降低了。", ["渡口已恢复通航", "通过改造码头，票价降低了。"]),
        # what trails behind one belongs to it too
        ("渡口已恢复通航，共三条。", ["渡口已恢复通航，共三条。"]),
        ("渡口恢复通航，", ["渡口恢复通航"]),
        # a quotation and a bracket are never cut
        ("云溪镇推出“早开门，晚关门；不打烊”服务。", ["云溪镇推出“早开门，晚关门；不打烊”服务。"]),
        ("渡口已恢复通航（票价降低，乘客增加）。", ["渡口已恢复通航（票价降低，乘客增加）。"]),
        ("一，二，三", ["一，二，三"]),
    ],
)
def test_a_sentence_is_cut_into_its_statements(sentence, expected):
    assert words(sentence) == [expected]


def test_offsets_count_code_points():
    draft = "🙂渡口🚢已恢复通航，票价降低了２０％。\r\n\r\n　乘客增加了。"
    (first, second) = split_claims(draft)
    assert (first.start, first.end) == (0, 19)
    assert [(p.start, p.end) for p in first.parts] == [(0, 9), (10, 19)]
    assert (second.start, second.end) == (24, 30)
    assert draft[second.start : second.end] == "乘客增加了。"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", " \r\n　"])
def test_lines_end_sentences(end):
    assert words(f"渡口已恢复通航{end}票价降低了") == [["渡口已恢复通航"], ["票价降低了"]]


@pytest.mark.parametrize("draft", ["", "\n", " \r\n　\t"])
def test_nothing_written(draft):
    assert split_claims(draft) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "让我们继续努力，再创佳绩！",
        "各位同志，大家好！",
        "请各位领导审阅。",
        "请批评指正。",
        "谢谢大家。",
        "祝大家新年快乐！",
        "希望云溪镇越办越好。",
        "这项工作意义重大。",
        "下一步，要切实加强巡河。",
        "我们要继续努力。",
        "必须再接再厉。",
        "下面由我汇报工作情况。",
        "……",
        "，，，",
        "🙂🚢",
    ],
)
def test_wishes_and_greetings_are_not_checked(sentence):
    assert not any(checkable for claim in parts(sentence) for _, checkable in claim)


@pytest.mark.parametrize(
    "sentence",
    [
        "希望全年新增泊位500个。",
        "希望全年新增泊位５００个。",
        "我们要学习“渡口夜校”的做法。",
        "希望2023年5月通航。",
        "希望杭州的游客增加。",
        "感谢市水利局派来挖泥船。",
        "下一步，松岭县将再建桥2座。",
    ],
)
def test_a_wish_that_names_something_is_checked(sentence):
    assert any(checkable for claim in parts(sentence) for _, checkable in claim)


@pytest.mark.parametrize(
    "sentence", ["渡口已恢复通航。", "云溪镇开设助餐点6处。", "夜校很受欢迎。", "The ferry opened."]
)
def test_statements_are_checked(sentence):
    assert parts(sentence) == [[(sentence, True)]]


def test_one_sentence_may_state_and_wish():
    assert parts("渡口已恢复通航，希望大家常来坐船。") == [
        [("渡口已恢复通航", True), ("希望大家常来坐船。", False)]
    ]


PIECES = st.sampled_from(
    [
        *"，,；;。！？!…\n\r\t 　“”‘’「」（）()《》【】🙂🚢é２％％a1·、",
        "渡口恢复通航",
        "票价降低了两成",
        "目前",
        "为方便老人",
        "２０２３年５月",
        "\r\n",
        "让我们努力",
    ]
)


@given(st.lists(PIECES, max_size=24).map("".join) | st.text(max_size=40))
def test_parts_lie_in_their_sentences_in_order(draft):
    at = 0
    for claim in split_claims(draft):
        sentence = draft[claim.start : claim.end]
        assert at <= claim.start < claim.end
        assert sentence == sentence.strip()
        assert not {"\n", "\r"} & set(sentence)
        at = claim.start
        for part in claim.parts:
            assert at <= part.start < part.end <= claim.end
            at = part.end
        assert claim.parts
        at = claim.end
    assert at <= len(draft)


@given(st.lists(PIECES, max_size=24).map("".join) | st.text(max_size=40))
def test_every_letter_and_digit_lies_in_a_part(draft):
    inside = {i for claim in split_claims(draft) for p in claim.parts for i in range(p.start, p.end)}
    assert {i for i, c in enumerate(draft) if c.isalnum()} <= inside
