"""Columns are read one after the other, tables and lists of short words are not columns."""

import pytest

from tests.index.parse.pdf.drawn import HEIGHT, WIDTH, column, drawn, say, words

FIRST = "柳河镇把三条老渠清了淤，又修了十六公里新渠，下游的四个村当年就多种了九百亩稻子，渠边的路也铺平了。"
SECOND = "石门乡请退休教师回村办晚课，一周开三晚，来听课的孩子有八十五个，家长也跟着学会了记账。"
THIRD = "青塘街道在菜场里设了公平秤，一年校秤两百多次，缺斤少两的摊子当场改正，投诉少了一半还多。"


def test_two_columns_under_a_headline_across_both():
    def page(canvas):
        say(canvas, 120, 740, "三个地方的三件小事：渠水、晚课和公平秤", 20)
        column(canvas, 50, 690, FIRST, 18)
        column(canvas, 320, 684, SECOND, 18)  # on lines of its own
        say(canvas, 50, 500, "以上三件事都由当地党支部牵头，经费从村集体收入中列支，明年继续办下去。")

    assert words(drawn(page)) == [
        "三个地方的三件小事：渠水、晚课和公平秤",
        FIRST,
        SECOND,
        "以上三件事都由当地党支部牵头，经费从村集体收入中列支，明年继续办下去。",
    ]


def test_three_columns_and_a_paragraph_that_goes_on_in_the_next():
    first, rest = THIRD[:32], THIRD[32:]

    def page(canvas):
        column(canvas, 40, 690, FIRST, 12)
        column(canvas, 220, 690, SECOND, 12)
        column(canvas, 220, 600, "", 12)
        top = column(canvas, 400, 690, FIRST[:22] + "。", 12)
        column(canvas, 400, top, THIRD, 12)

    assert words(drawn(page)) == [FIRST, SECOND, FIRST[:22] + "。", THIRD]
    assert first + rest == THIRD


def test_a_paragraph_goes_on_at_the_head_of_the_next_column():
    left, right = FIRST[:34], FIRST[34:]  # two indented, then sixteen, then eighteen

    def page(canvas):
        column(canvas, 50, 700, SECOND + SECOND, 18)
        column(canvas, 50, 580, left, 18)
        column(canvas, 320, 700, right, 18, indent=0)
        column(canvas, 320, 660, THIRD, 18)

    assert words(drawn(page)) == [SECOND + SECOND, FIRST, THIRD]


def test_a_line_across_a_page_parts_what_is_above_from_the_columns():
    def page(canvas):
        say(canvas, 50, 720, "柳河机关报", 24)
        say(canvas, 400, 725, "第四版")
        canvas.line(50, 705, 550, 705)
        column(canvas, 50, 680, FIRST, 18)
        column(canvas, 320, 680, SECOND, 18)

    assert words(drawn(page))[-2:] == [FIRST, SECOND]


def test_words_in_rows_without_rules_stay_in_their_rows():
    def page(canvas):
        for row, (name, count) in enumerate(
            [("东村", "12户"), ("西村", "13户"), ("南村", "9户"), ("北村", "7户")]
        ):
            say(canvas, 50, 700 - 20 * row, name)
            say(canvas, 300, 700 - 20 * row, count)

    assert words(drawn(page)) == ["东村 12户", "西村 13户", "南村 9户", "北村 7户"]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_printed_sideways_is_read_upright(quarters):
    def page(canvas):
        corner = {1: (WIDTH, 0), 2: (WIDTH, HEIGHT), 3: (0, HEIGHT)}[quarters]
        canvas.translate(*corner)
        canvas.rotate(90 * quarters)
        column(canvas, 60, 500, FIRST, 20)
        column(canvas, 60, 400, SECOND, 20)

    assert words(drawn(page)) == [FIRST, SECOND]


def test_a_page_that_is_shown_turned_is_read_as_its_lines_run():
    def page(canvas):
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        column(canvas, 60, 500, FIRST, 20)
        column(canvas, 60, 400, SECOND, 20)

    assert words(drawn(page)) == [FIRST, SECOND]


def test_words_aslant_are_a_watermark():
    from index.parse.pdf import read_pdf

    def page(canvas):
        column(canvas, 50, 700, FIRST, 40)
        canvas.translate(200, 300)
        canvas.rotate(45)
        say(canvas, 0, 0, "征求意见稿", 40)

    found = read_pdf("a.pdf", drawn(page))
    assert [line.printed for line in found.lines] == [FIRST]
    assert found.notices == ("去掉了斜排的文字（如水印） 5 个字，没有入库",)
