"""What a text calls wrong in itself."""

import pytest

from chinese import withdrawn


def words(text):
    return [text[one.start : one.end] for one in withdrawn(text)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("表彰支部12个。\n【更正】议题二“12个”应为“14个”。", "12个"),
        ("2万元以上须报工委。\n（1）第16问“2万元”系排印错误，两处均应为“3万元”。", "2万元"),
        ("上门147人次。\n更正：上门人次应为174，正文误作147，以更正为准。", "147"),
        ("灯塔建于1913年。\n勘误：把灯塔建成年份写成1913年，应为1931年。", "1913年"),
    ],
)
def test_words_are_found_where_they_are_called_wrong_and_where_they_stand(text, wrong):
    assert words(text) == [wrong, wrong]
    first, second = withdrawn(text)
    assert first.by == second.by
    assert first.by[0] <= second.start < second.end <= first.by[1]


@pytest.mark.parametrize(
    "text",
    [
        "加班费应为每小时30元，实际没有足额发放。",
        "支部应为每名积极分子指定2名正式党员作培养联系人。",
        "讲师把课程写成课例，党员应为群众讲明白。",
        "他把这件事写成案例，题目叫“差点拆掉的闸”。",
        "",
    ],
)
def test_what_ought_to_be_corrects_nothing(text):
    assert words(text) == []


def test_a_figure_is_another_inside_a_longer_one_and_where_something_else_is_told():
    text = "上门1147人次。\n食堂供餐147份。\n更正：上门人次应为174，误作147。"
    assert words(text) == ["147"]
    assert words("上一版“不超过两年”应为“一般不超过一年”。") == ["不超过两年"]


def test_a_text_full_of_corrections_takes_no_longer_than_it_is_long():
    text = "正文误作12处，应为14处。" * 20_000  # 280,000 code points; all against all would be 400 million
    assert 0 < len(withdrawn(text)) <= 50 * 51
