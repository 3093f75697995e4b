"""Sentences with the headings over them, those run into a line and labels too."""

from index.parse import parse_text
from rag.answering.digest import outline
from tests.rag.answering.digest.cases_told import case_text


def told(text, name="甲.txt"):
    """Each sentence as (headings over it, its words, whether it only heads others)."""
    document, blocks = (parsed := parse_text(text, name)).document, parsed.blocks
    found = outline(document, blocks, (0, len(document.text)))
    return [
        (tuple(document.text[a:b] for a, b in s.path), document.text[s.start : s.end], s.heads) for s in found
    ]


def test_sentences_stand_under_the_headings_over_them():
    text, _ = case_text()
    words = text.document.text
    paths = {
        words[s.start : s.end]: [words[a:b] for a, b in s.path]
        for s in outline(text.document, text.blocks, text.span)
    }
    assert paths["2022年漏损率高达18.6%。"] == []
    assert paths["老队员把要领编成口诀。"] == ["主要做法", "夜里听漏"]
    assert paths["漏损率降至11.2%。"] == ["工作成效"]


def test_a_short_numbered_sentence_heads_those_after_it():
    assert told("一是责任上墙。98座泵房各挂一块牌。二是限时到场。20分钟内响应。") == [
        ((), "一是责任上墙。", True),
        (("责任上墙",), "98座泵房各挂一块牌。", False),
        ((), "二是限时到场。", True),
        (("限时到场",), "20分钟内响应。", False),
    ]


def test_a_short_first_sentence_heads_its_paragraph_only():
    told_twice = told("做减法。材料由14份减到6份。\n一年来，满意度升至98.7%。")
    assert told_twice[1] == (("做减法",), "材料由14份减到6份。", False)
    assert told_twice[2][0] == ()


def test_a_sentence_with_a_figure_or_in_quotation_marks_heads_nothing():
    figure = told("设岗8个。周六照常办件。")
    assert [heads for _, _, heads in figure] == [False, False]
    quoted = told("“心里才有底。”队长说。")
    assert [heads for _, _, heads in quoted] == [False, False]


def test_a_label_of_a_known_part_heads_its_paragraph_and_is_no_part_of_it():
    assert told("主要做法：组建配送队6支。\n〔结果〕运费节省94万元。\n规定如下：每月一次。") == [
        (("主要做法",), "组建配送队6支。", False),
        (("结果",), "运费节省94万元。", False),
        (("结果",), "规定如下：每月一次。", False),
    ]


def test_a_numbered_line_without_a_stop_is_a_heading():
    found = told("一、2025年打算\n建成驿站12个。\n（一）夜里听漏\n每周二沿街听漏。")
    assert found == [
        (("2025年打算",), "建成驿站12个。", False),
        (("2025年打算", "夜里听漏"), "每周二沿街听漏。", False),
    ]


def test_a_row_with_an_honour_is_one_line_under_its_header():
    found = told("| 荣誉名称 | 授予单位 |\n| --- | --- |\n| 先进基层党组织 | 市委 |\n", "甲.md")
    assert found == [(("荣誉名称",), "| 先进基层党组织 | 市委 |", False)]


def test_a_case_inside_a_line_is_read_from_its_own_beginning():
    parsed = parse_text("【县气象局】组建队伍9人。巡检43处。", "甲.txt")
    text = parsed.document.text
    found = outline(parsed.document, parsed.blocks, (text.index("组建"), len(text)))
    assert [text[s.start : s.end] for s in found] == ["组建队伍9人。", "巡检43处。"]
