import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chinese.phrases import CLOSE, OPEN, answer, clean, enumerations, items, quotations

MIXED = st.text(alphabet="渔港食堂开办五家，。、；“”《》（）「」 !?a1", max_size=40)


def piece(sentence, surface):
    start = sentence.index(surface)
    span = clean(sentence, start, start + len(surface))
    return span and sentence[slice(*span)]


@pytest.mark.parametrize(
    ("sentence", "surface", "expected"),
    [
        ("食堂开在渔港，天天开门。", "渔港，", "渔港"),
        ("食堂开在渔港，天天开门。", "，天天开门。", "天天开门"),
        ("建成“海风书屋”五间。", "海风书屋”", "海风书屋"),
        ("建成“海风书屋”五间。", "“海风书屋", "“海风书屋”"),
        ("建成“海风书屋和食堂”。", "“海风书屋", "海风书屋"),
        ("建成“书屋和海风食堂”。", "海风食堂”", "海风食堂"),
        ("建成“海风书屋”五间。", "“海风书屋”", "“海风书屋”"),
        ("建成“海风书屋”五间。", "书屋”五间", "“海风书屋”五间"),
        ("建成“海风书屋”五间。", "建成“海风", "建成“海风书屋”"),
        ("编写《渔家故事》一书。", "《渔家故事", "《渔家故事》"),
        ("食堂（渔港店）开门。", "食堂（渔港", "食堂（渔港店）"),
        ("好，。", "，。", None),
        ("好“”吗", "“”", None),
    ],
)
def test_clean(sentence, surface, expected):
    assert piece(sentence, surface) == expected


@pytest.mark.parametrize(
    ("sentence", "surface", "expected"),
    [
        ("他是在1998年出生的。", "在1998年出生的", "1998年出生"),
        ("他是在1998年出生的。", "是在1998年", "1998年"),
        ("公司位于渔港南岸。", "位于渔港南岸", "渔港南岸"),
        ("公司建于渔港。", "于渔港", "渔港"),
        ("由于台风，食堂停业。", "由于台风，", "台风"),
        ("由渔民王海开办。", "由渔民王海", "渔民王海"),
        ("开设在线课程。", "在线课程", "在线课程"),
        ("接通因特网。", "因特网", "因特网"),
        ("该区叫于洪区。", "于洪区", "于洪区"),
        ("节目叫“在希望的田野上”。", "在希望的田野上", "在希望的田野上"),
        ("乘的士去渔港。", "的士", "的士"),
        ("讲清由来。", "由来", "由来"),
        ("好的。", "的", "的"),
        ("好，。", "，。", None),
    ],
)
def test_an_answer_is_without_what_joins_it_to_its_sentence(sentence, surface, expected):
    start = sentence.index(surface)
    span = answer(sentence, start, start + len(surface))
    assert (span and sentence[slice(*span)]) == expected


@given(MIXED, st.integers(0, 40), st.integers(0, 40))
@example("11111111「1《」》1", 12, 14)
def test_an_answer_lies_inside_what_is_cleaned(sentence, a, b):
    start, end = sorted((min(a, len(sentence)), min(b, len(sentence))))
    whole, span = clean(sentence, start, end), answer(sentence, start, end)
    assert (whole is None) == (span is None)
    assert span is None or whole[0] <= span[0] < span[1] <= whole[1]


def test_clean_of_nothing():
    assert clean("渔港", 1, 1) is None


@given(MIXED, st.integers(0, 40), st.integers(0, 40))
def test_cleaned_spans_lie_inside_and_are_no_punctuation(sentence, a, b):
    start, end = sorted((min(a, len(sentence)), min(b, len(sentence))))
    span = clean(sentence, start, end)
    if span:
        assert 0 <= span[0] < span[1] <= len(sentence)
        text = sentence[slice(*span)]
        assert any(c.isalnum() for c in text)
    else:
        assert not any(c.isalnum() for c in sentence[start:end])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "“”", "《》", "（）", "「」"]),
            st.text("渔港食堂书屋", min_size=1, max_size=4),
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_quotes_of_a_balanced_sentence_stay_balanced(parts, a, b):
    sentence = "，".join(f"{pair[:1]}{word}{pair[1:]}" for pair, word in parts)
    start, end = sorted((min(a, len(sentence)), min(b, len(sentence))))
    span = clean(sentence, start, end)
    if span:
        text = sentence[slice(*span)]
        for opening, closing in zip(OPEN, CLOSE, strict=True):
            assert text.count(opening) == text.count(closing), text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("修路，种树；巡河。", ["修路", "种树", "巡河"]),
        ("推出“问、办、评”机制，见效快", ["推出“问、办、评”机制", "见效快"]),
        ("食堂（甲店、乙店），书屋", ["食堂（甲店、乙店）", "书屋"]),
        ("修路", ["修路"]),
        ("，。", []),
        ("", []),
    ],
)
def test_items(sentence, expected):
    assert [sentence[a:b] for a, b in items(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("开设剪纸、木雕、刺绣，天天有课。", [["开设剪纸", "木雕", "刺绣"]]),
        ("甲、乙，丙、丁", [["甲", "乙"], ["丙", "丁"]]),
        ("推出“问、办、评”机制", [["推出“问", "办", "评”机制"]]),
        ("修路，种树。", []),
        ("、、", []),
        ("", []),
    ],
)
def test_enumerations(sentence, expected):
    assert [[sentence[a:b] for a, b in run] for run in enumerations(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("建成“海风书屋”和「渔家课堂」。", ["海风书屋", "渔家课堂"]),
        ("编写《渔家故事》。", ["《渔家故事》"]),
        ("建成“海风书屋。", []),
        ("“”", []),
        ("没有引号", []),
    ],
)
def test_quotations(sentence, expected):
    assert [sentence[a:b] for a, b in quotations(sentence)] == expected
