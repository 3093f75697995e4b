import pytest

from rag.checking import align_facts
from rag.checking.counted_lists import listed
from tests.support.analysed import analysing

align = analysing(align_facts.align)

SOURCE = "菜场设在滨河街道、山前街道和湖心街道，每天供应鱼、肉、蛋。"


@pytest.mark.parametrize(("count", "expected"), [(2, True), (3, True), (4, False), (1, False)])
def test_things_named_one_by_one(count, expected):
    assert listed(count, SOURCE) is expected


def test_eleven_things_are_not_counted():
    assert not listed(11, "、".join("甲乙丙丁戊己庚辛壬癸子"))


def test_a_count_of_things_that_the_source_names_is_held():
    alignment = align("菜场设在三个街道", SOURCE, SOURCE)
    assert (alignment.held, alignment.missing, alignment.mismatches) == (1, (), ())


def test_another_count_is_missing():
    assert align("菜场设在五个街道", SOURCE, SOURCE).missing == ((4, 6),)
