import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.overlap import Wording, holds, sound, within

POOL = ["渔港加装电梯", "渔港修建公园", "渔港开办食堂", "渔港清理河道"]


def weight(held_by):
    """A term's weight by hand: ln(1 + texts / (texts that hold it + 1/2))."""
    return math.log(1 + len(POOL) / (held_by + 0.5))


def test_rare_terms_weigh_more():
    wording = Wording("渔港电梯", POOL)
    assert wording.share("电梯") > wording.share("渔港") > 0


def test_share_by_hand():
    # 渔港 stands in 4 of 4 texts, 电梯 in 1 of 4; 港电 in none and so counts for nothing.
    common, rare = weight(4), weight(1)
    assert common == pytest.approx(0.6359888)
    assert rare == pytest.approx(1.2992830)
    wording = Wording("渔港电梯", POOL)
    assert wording.share("电梯坏了") == pytest.approx(rare / (common + rare))
    assert wording.share(POOL[0]) == pytest.approx(1)
    assert wording.share("广场") == 0


def test_overlap_by_hand():
    # 加装电梯 has the terms 加装, 装电, 电梯, of which the question holds one.
    assert Wording("渔港电梯", POOL).overlap("加装电梯") == pytest.approx(weight(1) / 3)


def test_a_term_said_twice_counts_once():
    once, twice = Wording("电梯", POOL), Wording("电梯，电梯", POOL)
    assert once.overlap(POOL[0]) == twice.overlap(POOL[0])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("帐号", "账号"),
        ("按装", "安装"),
        ("座标", "坐标"),
        ("布署", "部署"),
        ("渡假", "度假"),
        ("脉博", "脉搏"),
    ],
)
def test_homophones_that_share_a_character_are_one_term(typed, written):
    wording = Wording(typed, [f"统一{written}", "另一句话"])
    assert wording.share(f"统一{written}") == pytest.approx(1)
    assert holds(f"统一{written}管理", typed)


@pytest.mark.parametrize(
    ("typed", "written", "expected"),
    [
        ("权利", "全力", False),  # alike in sound, no character shared
        ("公园", "公元", True),  # both: a typing mistake as far as anybody can tell
        ("河道", "河堤", False),  # a character shared, another sound
        ("12", "十二", False),
    ],
)
def test_what_is_a_homophone(typed, written, expected):
    assert holds(written, typed) is expected


def test_an_exact_term_is_not_replaced_by_a_homophone():
    wording = Wording("账号", ["账号", "帐号"])
    assert wording.share("账号") == pytest.approx(1)
    assert wording.share("帐号") == 0


@given(
    st.text(alphabet="渔港电梯公园食堂河道a1，", max_size=20),
    st.text(alphabet="渔港电梯公园食堂河道a1，", max_size=20),
)
def test_share_lies_between_none_and_all(question, text):
    wording = Wording(question, [*POOL, text])
    assert 0 <= wording.share(text) <= 1 + 1e-9
    assert wording.overlap(text) >= 0


def test_empty_pool_and_empty_question():
    assert Wording("电梯", []).share("电梯") == 0
    assert Wording("", POOL).share("电梯") == 0
    assert Wording("电梯", POOL).overlap("") == 0


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("建成云岭驿站", "云岭驿站", True),
        ("建成云领驿站", "云岭驿站", True),  # one character typed wrong
        ("建成云岭公园", "云岭驿站", False),
        ("共3250人", "3251", False),
        ("桥", "侨", False),  # one character alone has nothing to share
        ("", "驿站", False),
    ],
)
def test_holds(text, word, expected):
    assert holds(text, word) is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("滨职院", "滨海职业学院", True),
        ("院职滨", "滨海职业学院", False),
        ("", "滨海", True),
        ("滨滨", "滨海", False),
    ],
)
def test_within(name, text, expected):
    assert within(name, text) is expected


def test_sound_is_one_syllable_a_character():
    assert sound("渔港a1，") == ("yu", "gang", "a", "1", "，")
