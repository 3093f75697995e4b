"""Figures of items against numbers worked out by hand and against NumPy's correlation."""

import numpy
import pytest

from people.papers import Item, analysed, hints
from people.papers.results_export import ITEMS, item_rows

CHOICE = Item("甲", 2.0, ("168", "186", "198"), frozenset({"186"}))
SHORT = Item("乙", 4.0)
OTHER = Item("丙", 4.0)
SHEETS = [
    {"甲": (1.0, "186"), "乙": (0.5, "写了一半"), "丙": (1.0, "好")},
    {"甲": (0.0, "168"), "乙": (0.0, "没写对")},
    {"甲": (1.0, "186"), "乙": (1.0, "写全了"), "丙": (0.5, "半")},
    {"丙": (0.25, "一点")},
]


def test_figures_are_those_worked_out_by_hand():
    choice, short, other = analysed([CHOICE, SHORT, OTHER], SHEETS)
    assert choice.difficulty == 0.5
    assert short.difficulty == (0.5 + 0 + 1 + 0) / 4
    assert other.difficulty == (1 + 0 + 0.5 + 0.25) / 4
    assert (choice.blank, short.blank, other.blank) == (0.25, 0.25, 0.25)
    assert dict(choice.chosen) == {"168": 1, "186": 2, "198": 0}
    assert dict(short.chosen) == {}


def test_discrimination_is_the_correlation_with_the_rest():
    figures = analysed([CHOICE, SHORT, OTHER], SHEETS)
    earned = numpy.array([[2, 2, 4], [0, 0, 0], [2, 4, 2], [0, 0, 1]], dtype=float)
    for at, one in enumerate(figures):
        rest = earned.sum(axis=1) - earned[:, at]
        assert one.discrimination == pytest.approx(numpy.corrcoef(earned[:, at], rest)[0, 1])


@pytest.mark.parametrize("sheets", [[], SHEETS[:2], [SHEETS[0]] * 5])
def test_what_cannot_be_told_is_left_out(sheets):
    (figures, *_) = analysed([CHOICE, SHORT], sheets)
    assert figures.discrimination is None
    assert (figures.difficulty is None) == (not sheets)


def test_several_chosen_options_count_each():
    both = Item("甲", 2.0, ("一", "二", "三"), frozenset({"一", "三"}))
    (figures,) = analysed([both], [{"甲": (1.0, "一\n三")}, {"甲": (0.0, "一")}])
    assert dict(figures.chosen) == {"一": 2, "二": 0, "三": 1}


def test_a_poor_item_is_hinted_at_and_a_sound_one_is_not():
    keyed_wrong = [{"甲": (0.0, "168"), "乙": (1.0, "")}] * 3 + [{"甲": (1.0, "186"), "乙": (0.0, "")}]
    (poor, _) = analysed([CHOICE, SHORT], keyed_wrong)
    said = "；".join(hints(poor))
    assert "请核对答案和题干" in said
    assert "区分度为负" in said
    assert hints(analysed([CHOICE, SHORT, OTHER], SHEETS)[0]) == ()


def test_rows_say_the_figures_as_the_page_and_the_files_show_them():
    figures = analysed([CHOICE, SHORT, OTHER], SHEETS)
    rows = item_rows(figures, [("单选", "开课几期？"), ("简答", "成效？"), ("简答", "做法？")])
    shown = dict(zip(ITEMS, rows[0], strict=True))
    assert (shown["题号"], shown["分值"], shown["作答人数"], shown["难度"], shown["未答比例"]) == (
        1, "2", 4, "0.50", "25%",
    )  # fmt: skip
    assert shown["各选项人数"] == "“168”1 人；“186”2 人（对）；“198”0 人"
