import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.folding import bare, fold, fold_mapped, terms

WIDE = {chr(0x21 + i): chr(0xFF01 + i) for i in range(94)}
COMMON = st.text(alphabet="雲雾霧州临臨江ＡＢａ１２％（ﬁ㎡㎏①⑩Ⅻ…“”，。Straße ", max_size=40)
MIXED = COMMON | st.text(max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("臨江市長者食堂", "临江市长者食堂"),
        ("圖書館與廣場", "图书馆与广场"),
        ("ＡＢＣ１２３", "abc123"),
        ("（９６％）", "(96%)"),
        ("WiFi", "wifi"),
        ("５Ｇ基站", "5g基站"),
        ("12㎡", "12m2"),
        ("食堂", "食堂"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(MIXED)
def test_map_points_at_the_characters_a_folded_one_came_from(text):
    mapped = fold_mapped(text)
    assert mapped.text == fold(text)
    assert len(mapped.origin) == len(mapped.text) + 1
    assert mapped.origin[-1] == len(text)
    assert list(mapped.origin) == sorted(mapped.origin)
    for i in range(len(mapped.text)):
        start, end = mapped.span(i, i + 1)
        assert end == start + 1
        assert mapped.text[i] in fold(text[start:end])


@given(MIXED, st.integers(0, 40), st.integers(1, 40))
def test_span_folds_to_what_was_asked(text, at, length):
    mapped = fold_mapped(text)
    piece = mapped.text[at : at + length]
    if piece:
        start, end = mapped.span(at, at + len(piece))
        assert piece in fold(text[start:end])


@given(st.text(alphabet="".join(WIDE), max_size=30))
def test_full_width_is_half_width(text):
    wide = "".join(WIDE[c] for c in text)
    assert fold(wide) == text.lower()
    assert fold_mapped(wide).origin == tuple(range(len(text) + 1))


@given(COMMON)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_span_of_a_character_that_folds_to_two():
    mapped = fold_mapped("占地30㎡左右")
    at = mapped.text.index("m2")
    assert mapped.span(at, at + 2) == (4, 5)


def test_bare_keeps_letters_and_digits_only():
    assert bare("“雲岭 驿站”（５家）！") == "云岭驿站5家"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭驿站", ["云岭", "岭驿", "驿站"]),
        ("桥", ["桥"]),
        ("拨打12345热线", ["拨打", "12345", "热线"]),
        ("版本2.0上线", ["版本", "2.0", "上线"]),
        ("云岭，云岭", ["云岭", "云岭"]),
        ("，。", []),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected
