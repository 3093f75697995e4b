from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.parse.plain import plain_blocks
from tests.support.layouts import CANTEEN, SCHOOL


def lines_of(text):
    return [(b.kind, b.level, text[b.start : b.end]) for b in plain_blocks(text)]


def test_blanks_of_every_width_are_left_out():
    text = f"\u3000\u3000长者食堂 \r\n\u200b\n\ufeff\t{CANTEEN}\u3000\r\n"
    assert lines_of(text) == [("heading", 0, "长者食堂"), ("paragraph", 0, CANTEEN)]


def test_numbering_gives_levels_from_the_styles_in_use():
    text = f"总体情况\n一、食堂\n（一）选址\n{CANTEEN}\n1.运行\n{SCHOOL}\n二、学校\n{SCHOOL}"
    headings = [(level, line) for kind, level, line in lines_of(text) if kind == "heading"]
    assert headings == [(0, "总体情况"), (1, "一、食堂"), (2, "（一）选址"), (3, "1.运行"), (1, "二、学校")]


def test_chapters_stand_over_numbers():
    text = f"第一章 总则\n1. 目的\n{CANTEEN}\n第二章 附则\n{SCHOOL}"
    assert [level for kind, level, _ in lines_of(text) if kind == "heading"] == [1, 2, 1]


def test_numbered_sentences_and_run_in_headings_are_paragraphs():
    text = f"一、抓学习。{CANTEEN}\n1.参会人员要准时到场；\n12345热线全年无休。\n3.5万人参加"
    assert [kind for kind, _, _ in lines_of(text)] == ["paragraph", "paragraph", "paragraph", "heading"]
    assert lines_of(text)[3][1] == 0  # 3.5 is a number, not numbering


def test_a_list_after_a_colon_is_no_row_of_headings():
    text = f"会议有三项议程：\n1. 学习文件\n2. 讨论方案\n3. 表决\n{CANTEEN}"
    assert {kind for kind, _, _ in lines_of(text)} == {"paragraph"}


def test_lines_about_the_article_are_no_headings():
    text = "\n".join(
        [
            "本报记者 王小明 通讯员 李晓红",
            "□本报记者 王小明",
            "来源：临江日报",
            "2024年6月27日",
            "2024-06-27 08:30 来源：临江日报",
            "（市民政局供稿）",
            "王小明/文 李晓红/图",
            "图为老人在长者食堂就餐",
            "报送单位：市民政局",
            "咨询电话：0571-88888888",
            "03版",
            "＊＊＊＊＊＊",
        ]
    )
    assert {kind for kind, _, _ in lines_of(text)} == {"paragraph"}


def test_a_question_is_a_heading_only_after_a_unit():
    text = f"市民政局 养老难题怎么破？\n{CANTEEN}\n怎么破？\n{SCHOOL}"
    assert [kind for kind, _, _ in lines_of(text)] == ["heading", "paragraph", "paragraph", "paragraph"]


def test_full_lines_of_hand_wrapped_text_are_no_headings():
    prose = (CANTEEN + SCHOOL).replace("。", "，")
    wrapped = [prose[i : i + 12] for i in range(0, 84, 12)]
    assert {kind for kind, _, _ in lines_of("\n".join(wrapped))} == {"paragraph"}
    assert lines_of("长者食堂\n" + "\n".join(wrapped))[0] == ("heading", 0, "长者食堂")


def test_a_long_line_is_no_heading():
    assert [k for k, _, _ in lines_of("食" * 50 + "\n" + CANTEEN)] == ["heading", "paragraph"]
    assert [k for k, _, _ in lines_of("食" * 51 + "\n" + CANTEEN)] == ["paragraph", "paragraph"]


@given(st.text(alphabet="一二（）、.1 \u3000。？：市局\t\r\n\u2028\u200b😀", max_size=80))
def test_blocks_hold_every_character_that_is_not_blank_once_and_in_order(text):
    blocks = plain_blocks(text)
    assert all(a.end < b.start for a, b in pairwise(blocks))
    joined = "".join(text[b.start : b.end] for b in blocks)
    blanks = dict.fromkeys(map(ord, " \u3000\t\r\n\u2028\u200b"))
    assert joined.translate(blanks) == text.translate(blanks)
    assert all(text[b.start : b.end].strip("\u200b \u3000") == text[b.start : b.end] for b in blocks)
