"""Recognised lines as letters, signs as printed, lines found again in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from index.parse.scans.letters import page_letters
from index.parse.scans.notices import page_ranges
from index.parse.scans.placing import DOUBTFUL, with_scans
from index.parse.scans.punctuation import printed_signs
from index.parse.scans.records import RecognisedLine, RecognisedPage
from index.records import Block


def line(text, top, left=0.1, size=0.02, sure=0.99):
    sides = tuple((left + n * size, left + (n + 1) * size) for n in range(len(text)))
    box = (left, top, left + size * len(text), top + 0.02)
    return RecognisedLine(text, box, sides, (sure,) * len(text))


def page(*lines, number=1):
    return RecognisedPage(number, 600.0, 800.0, 0, 0.0, lines)


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("(市直机关工委宣传部汇总,2022年12月28日)", "（市直机关工委宣传部汇总，2022年12月28日）"),
        ("上午9:30到会,人均1,200元", "上午9:30到会，人均1,200元"),
        ("联系人:王立平", "联系人：王立平"),
        ("达到85%;其余", "达到85%；其余"),
        ("汀工委[2024]7号", "汀工委〔2024〕7号"),
        ("A(B)", "A(B)"),
        ("第3条(注)", "第3条（注）"),
    ],
)
def test_signs_beside_chinese_are_full_width(seen, printed):
    assert printed_signs(seen) == printed


@given(some.text("市a1(),:;?!（）[]2024号 ", max_size=30))
def test_signs_keep_their_places(text):
    assert len(printed_signs(text)) == len(text)


def test_lines_of_one_type_have_one_size_however_tall_their_boxes_are():
    letters = page_letters(
        page(line("市直机关党支部工作", 0.1), line("里。", 0.15), line("经验交流材料汇编", 0.2))
    )
    assert len({letter.size for letter in letters}) == 1


def test_a_larger_line_keeps_its_size():
    letters = page_letters(page(line("市直机关党支部", 0.1, size=0.035), line("经验交流材料汇编", 0.2)))
    assert letters[0].size > 1.5 * letters[-1].size


def test_characters_of_a_line_touch_but_not_over_a_wide_gap():
    sides = ((0.1, 0.115), (0.12, 0.135), (0.14, 0.155), (0.4, 0.415))
    recognised = RecognisedLine("市直机关", (0.1, 0.1, 0.415, 0.12), sides, (1.0,) * 4)
    first, second, third, fourth = page_letters(page(recognised))
    assert first.right == second.left
    assert second.right == third.left
    assert fourth.left - third.right > 100


def test_lines_are_found_in_joined_paragraphs_and_doubtful_characters_marked():
    text = "市直机关工委\n全年办实事23件，其中民生类12件。"
    blocks = [Block("heading", 0, 6, 1, 1), Block("paragraph", 7, len(text), 0, 1)]
    pages = [
        page(
            line("市直机关工委", 0.1),
            line("全年办实事23件，其", 0.2),
            line("中民生类12件。", 0.25, sure=DOUBTFUL / 2),
        )
    ]
    heading, body = with_scans(text, blocks, pages)
    assert [text[scan.start : scan.end] for scan in heading.scans] == ["市直机关工委"]
    assert [text[scan.start : scan.end] for scan in body.scans] == ["全年办实事23件，其", "中民生类12件。"]
    assert body.scans[0].doubtful == ()
    assert [text[at] for at in body.scans[1].doubtful] == list("中民生类12件。")


def test_equal_lines_are_told_apart_by_their_order():
    text = "同意。\n不同意。\n同意。"
    blocks = [Block("paragraph", 0, 3, 0, 1), Block("paragraph", 4, 8, 0, 1), Block("paragraph", 9, 12, 0, 1)]
    placed = with_scans(text, blocks, [page(line("同意。", 0.1), line("不同意。", 0.2), line("同意。", 0.3))])
    assert [[(s.start, s.end) for s in block.scans] for block in placed] == [[(0, 3)], [(4, 8)], [(9, 12)]]


def test_a_line_that_was_left_out_is_placed_nowhere():
    text = "正文一行。"
    (block,) = with_scans(
        text, [Block("paragraph", 0, 5, 0, 1)], [page(line("正文一行。", 0.1), line("—3—", 0.9))]
    )
    assert len(block.scans) == 1


def test_a_paragraph_that_goes_on_overleaf_has_lines_of_both_pages():
    text = "上一页没有写完的话在下一页。"
    pages = [page(line("上一页没有写完的话", 0.9)), page(line("在下一页。", 0.1), number=2)]
    (block,) = with_scans(text, [Block("paragraph", 0, len(text), 0, 1)], pages)
    assert [scan.page for scan in block.scans] == [1, 2]


def test_pages_are_named_by_runs():
    assert page_ranges([3]) == "第3页"
    assert page_ranges([1, 2, 3, 5]) == "第1—3、5页"
