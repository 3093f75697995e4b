"""Every cell of a table with what it is said of; the values are worked by hand."""

from hypothesis import given
from hypothesis import strategies as st

from index.parse.layout import Line, laid_out
from index.parse.markdown import markdown_blocks
from index.parse.tables import GridCell, table_lines
from index.records import Document, Proposition
from index.segment.cases import by_rules
from index.segment.propositions import propositions_of


def read(rows: list[list[str]], merged: dict[tuple[int, int], tuple[int, int]] | None = None):
    """The text of a table and its propositions; ``merged`` gives rows and columns that a cell spans."""
    spans = merged or {}
    cells = [
        GridCell(r, c, words, *spans.get((r, c), (1, 1)))
        for r, row in enumerate(rows)
        for c, words in enumerate(row)
        if words
    ]
    text, blocks = laid_out(table_lines(cells, 1))
    document = Document("0" * 16, "a.xlsx", "", text)
    return text, propositions_of(document, blocks, by_rules(document, blocks))


def told(text: str, proposition: Proposition) -> tuple[str, ...]:
    """The core, then what it carries as role=words."""
    carried = (f"{part.role}={text[part.start : part.end]}" for part in proposition.carried)
    return text[proposition.start : proposition.end], *carried


def cells_of(rows, merged=None):
    text, propositions = read(rows, merged)
    return [told(text, p) for p in propositions if p.kind == "cell"]


def test_a_number_belongs_to_its_row_and_its_column():
    cells = cells_of([["渡口", "船数", "渡工"], ["柳湾", "4", "9"], ["石矶", "2", "5"]])
    assert cells == [
        ("柳湾", "column=渡口"),
        ("4", "row=柳湾", "column=船数"),
        ("9", "row=柳湾", "column=渡工"),
        ("石矶", "column=渡口"),
        ("2", "row=石矶", "column=船数"),
        ("5", "row=石矶", "column=渡工"),
    ]


def test_an_empty_cell_keeps_its_column_and_says_nothing():
    cells = cells_of([["渡口", "船数", "渡工"], ["柳湾", "", "9"], ["石矶", "2", ""]])
    assert ("9", "row=柳湾", "column=渡工") in cells
    assert ("2", "row=石矶", "column=船数") in cells
    assert len(cells) == 4


def test_two_rows_of_headers_are_both_carried_outermost_first():
    rows = [["渡口", "渡工", "", "船数", ""], ["", "男", "女", "大", "小"], ["柳湾", "7", "2", "1", "3"]]
    merged = {(0, 0): (2, 1), (0, 1): (1, 2), (0, 3): (1, 2)}
    text, _ = read(rows, merged)
    assert text == "渡口：柳湾；渡工·男：7；渡工·女：2；船数·大：1；船数·小：3"
    assert ("2", "row=柳湾", "column=渡工", "column=女") in cells_of(rows, merged)
    assert ("3", "row=柳湾", "column=船数", "column=小") in cells_of(rows, merged)


def test_a_cell_merged_downwards_is_said_of_each_of_its_rows():
    rows = [
        ["牵头", "事项", "责任人"],
        ["水运科", "清淤", "祁望"],
        ["", "换缆", "杜荻"],
        ["安监科", "验船", "梅笙"],
    ]
    cells = cells_of(rows, {(1, 0): (2, 1)})
    assert ("杜荻", "group=水运科", "row=换缆", "column=责任人") in cells
    assert ("水运科", "row=换缆", "column=牵头") in cells
    assert ("梅笙", "group=安监科", "row=验船", "column=责任人") in cells


def test_rows_stand_under_the_lone_words_above_them_and_sums_are_totals():
    rows = [
        ["渡口情况统计", "", ""],
        ["渡口", "船数", "渡工"],
        ["一、上游", "", ""],
        ["柳湾", "4", "9"],
        ["小计", "4", "9"],
        ["二、下游", "", ""],
        ["石矶", "2", "5"],
        ["合计", "6", "14"],
    ]
    merged = {(0, 0): (1, 3), (2, 0): (1, 3), (5, 0): (1, 3)}
    text, propositions = read(rows, merged)
    by_core = {told(text, p): p for p in propositions}
    assert ("5", "caption=渡口情况统计", "group=下游", "row=石矶", "column=渡工") in by_core
    total = by_core["14", "caption=渡口情况统计", "group=下游", "row=合计", "column=渡工"]
    assert [value.role for value in total.values] == ["total"]


def test_a_form_binds_each_blank_to_its_label():
    rows = [["姓名", "祁望", "职务", "水运科科长"], ["联系电话", "6120", "入党时间", "2011年6月"]]
    text, propositions = read(rows)
    assert [told(text, p) for p in propositions if p.kind == "cell"] == [
        ("祁望", "column=姓名"),
        ("水运科科长", "column=职务", "subject=祁望"),
        ("6120", "column=联系电话", "subject=祁望"),
        ("2011年6月", "column=入党时间", "subject=祁望"),
    ]


WORDS = st.text("甲乙丙丁船渡工12３.%　 ；：", max_size=8)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=7))
def test_every_word_of_any_table_lies_in_a_proposition_and_every_part_is_verbatim(rows):
    text, propositions = read(rows)
    covered = bytearray(len(text))
    for proposition in propositions:
        assert 0 <= proposition.start < proposition.end <= len(text)
        for part in (proposition, *proposition.carried):
            covered[part.start : part.end] = b"\1" * (part.end - part.start)
    assert not [c for c, seen in zip(text, covered, strict=True) if c.isalpha() and not seen]


def test_a_pictures_title_stands_over_no_table():
    rows = [GridCell(0, 0, "渡口"), GridCell(0, 1, "船数"), GridCell(1, 0, "柳湾"), GridCell(1, 1, "4")]
    lines = [Line("图2 柳湾渡口", kind="caption"), *table_lines(rows, 1)]
    text, blocks = laid_out(lines)
    document = Document("0" * 16, "a.docx", "", text)
    found = propositions_of(document, blocks, by_rules(document, blocks))
    assert [told(text, p) for p in found if p.kind == "cell"] == [
        ("图2 柳湾渡口",),
        ("柳湾", "column=渡口"),
        ("4", "row=柳湾", "column=船数"),
    ]


def test_a_caption_without_a_table_does_not_reach_over_text():
    rows = [GridCell(0, 0, "渡口"), GridCell(0, 1, "船数"), GridCell(1, 0, "柳湾"), GridCell(1, 1, "4")]
    lines = [Line("渡工合影", kind="caption"), Line("渡工每天上岗。"), *table_lines(rows, 1)]
    text, blocks = laid_out(lines)
    document = Document("0" * 16, "a.docx", "", text)
    found = propositions_of(document, blocks, by_rules(document, blocks))
    assert ("4", "row=柳湾", "column=船数") in [told(text, p) for p in found]


def test_a_years_plan_over_numbers_is_a_header_and_numbers_name_no_row():
    rows = [
        ["项目", "2024年安排", "2025年", ""],
        ["", "", "拟安排", "会议核定"],
        ["渡工培训", "3.5", "5.2", "5.1"],
        ["换缆", "—", "—", "1.0"],
        ["合计", "3.5", "5.2", "6.1"],
    ]
    cells = cells_of(rows, {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)})
    assert ("3.5", "row=渡工培训", "column=2024年安排") in cells
    assert ("5.1", "row=渡工培训", "column=2025年", "column=会议核定") in cells
    assert ("6.1", "row=合计", "column=2025年", "column=会议核定") in cells


def test_a_number_over_numbers_is_a_record():
    cells = cells_of([["柳湾", "4", "9"], ["石矶", "2", "5"], ["蓼滩", "3", "1"]])
    assert ("9", "row=柳湾") in cells
    assert ("1", "row=蓼滩") in cells


def test_headers_that_span_all_columns_are_no_titles():
    rows = [
        ["渡口", "上年", "", "", "今年", "", ""],
        ["", "人次", "收入", "结余", "人次", "收入", "结余"],
        ["柳湾", "4", "9", "1", "6", "8", "2"],
        ["石矶", "3", "7", "5", "2", "9", "4"],
    ]
    cells = cells_of(rows, {(0, 0): (2, 1), (0, 1): (1, 3), (0, 4): (1, 3)})
    assert ("8", "row=柳湾", "column=今年", "column=收入") in cells


def test_a_sum_that_spans_the_names_stands_for_its_row():
    rows = [
        ["序号", "渡口", "渡工", "船数"],
        ["1", "柳湾", "祁望", "19"],
        ["2", "石矶", "杜荻", "27"],
        ["小计", "", "", "46"],
        ["3", "蓼滩", "梅笙", "15"],
        ["小计", "", "", "15"],
    ]
    cells = cells_of(rows, {(3, 0): (1, 3), (5, 0): (1, 3)})
    assert ("祁望", "row=柳湾", "column=渡工") in cells
    assert ("19", "row=柳湾", "column=船数") in cells
    assert ("46", "row=小计", "column=船数") in cells


def test_a_sum_of_a_group_is_said_of_the_group():
    rows = [
        ["片区", "渡口", "船数"],
        ["上游", "柳湾", "4"],
        ["", "石矶", "2"],
        ["", "小计", "6"],
        ["下游", "蓼滩", "3"],
        ["", "小计", "3"],
    ]
    cells = cells_of(rows, {(1, 0): (3, 1), (4, 0): (2, 1)})
    assert ("6", "group=上游", "row=小计", "column=船数") in cells


def test_years_to_the_left_of_names_are_groups_of_rows():
    rows = [
        ["年度", "渡口", "荣誉", "授予单位"],
        ["2022", "柳湾", "先进渡口", "县航运局"],
        ["", "石矶", "文明渡口", "县文明办"],
        ["2023", "柳湾", "先进渡口", "县航运局"],
        ["", "蓼滩", "文明渡口", "市航运局"],
    ]
    cells = cells_of(rows, {(1, 0): (2, 1), (3, 0): (2, 1)})
    assert ("市航运局", "group=2023", "row=蓼滩", "column=授予单位") in cells
    assert ("县文明办", "group=2022", "row=石矶", "column=授予单位") in cells


def test_rows_of_one_name_are_told_apart_by_the_next_words_that_differ():
    rows = [
        ["用途", "日期", "金额", "经办"],
        ["慰问渡工", "1月26日", "4800", "祁望"],
        ["慰问渡工", "6月28日", "3200", "祁望"],
        ["换缆", "4月9日", "2760", "杜荻"],
        ["验船", "5月1日", "1290", "梅笙"],
        ["清淤", "5月9日", "1800", "梅笙"],
    ]
    cells = cells_of(rows)
    assert ("3200", "group=慰问渡工", "row=6月28日", "column=金额") in cells
    assert ("2760", "row=换缆", "column=金额") in cells


def test_a_cell_merged_across_columns_is_said_once_of_both():
    rows = [["渡口", "上年", "今年", "渡工"], ["柳湾", "停航", "", "9"], ["石矶", "4", "5", "7"]]
    cells = cells_of(rows, {(1, 1): (1, 2)})
    assert [cell for cell in cells if cell[0] == "停航"] == [
        ("停航", "row=柳湾", "column=上年", "column=今年")
    ]


def test_an_inner_group_is_said_of_the_outer_one():
    rows = [
        ["日期", "时段", "事项", "地点"],
        ["8月18日", "上午", "验船", "柳湾"],
        ["", "下午", "换缆", "石矶"],
        ["8月19日", "上午", "清淤", "蓼滩"],
        ["", "下午", "试航", "柳湾"],
    ]
    cells = cells_of(rows, {(1, 0): (2, 1), (3, 0): (2, 1)})
    assert ("下午", "group=8月18日", "column=时段") in cells
    assert ("石矶", "group=8月18日", "row=下午", "column=地点") in cells


def test_the_measure_above_a_table_is_carried_by_its_cells():
    rows = [GridCell(0, 0, "渡口"), GridCell(0, 1, "收入"), GridCell(1, 0, "柳湾"), GridCell(1, 1, "4")]
    above = [Line("渡工每天上岗。"), Line("单位：万元")]
    text, blocks = laid_out([*above, *table_lines(rows, 1), Line("单位：万元"), Line("另有一船。")])
    document = Document("0" * 16, "a.docx", "", text)
    found = propositions_of(document, blocks, by_rules(document, blocks))
    assert ("4", "caption=单位：万元", "row=柳湾", "column=收入") in [told(text, p) for p in found]


def test_a_second_table_under_a_title_has_headers_of_its_own():
    rows = [
        ["一、渡口", "", "", ""],
        ["序号", "渡口", "渡工", "船数"],
        ["1", "柳湾", "祁望", "4"],
        ["2", "石矶", "杜荻", "2"],
        ["二、渡工", "", "", ""],
        ["年度", "姓名", "荣誉", "文号"],
        ["2022年度", "祁望", "先进渡工", "航字〔2022〕7号"],
        ["2023年度", "梅笙", "文明渡工", "航字〔2023〕9号"],
    ]
    cells = cells_of(rows, {(0, 0): (1, 4), (4, 0): (1, 4)})
    assert ("4", "caption=渡口", "row=柳湾", "column=船数") in cells
    assert ("先进渡工", "group=渡工", "group=2022年度", "row=祁望", "column=荣誉") in cells


def test_a_form_is_about_the_name_in_its_first_blank():
    cells = cells_of([["姓名", "祁望", "性别", "女"], ["职务", "渡工", "入党时间", "2011年6月"]])
    assert ("2011年6月", "column=入党时间", "subject=祁望") in cells


def test_who_signs_under_a_table_stands_in_no_row():
    rows = [["渡口", "船数", "渡工"], ["柳湾", "4", "9"], ["填表人：祁望", "", "审核人：杜荻"]]
    assert not [cell for cell in cells_of(rows) if "祁望" in cell[0] and len(cell) > 1]


def test_two_rows_of_headers_in_markdown_are_carried_and_their_line_is_none():
    source = "渡口如下。\n\n| 渡口 | 船数（艘） || 渡工 |\n|---|---|---|---|\n| | 大 | 小 | |\n"
    source += "| 柳湾 | 4 | 9 | 祁望 |\n| 石矶 | 2 | 5 | 杜荻 |\n| **合计** | 6 | 14 | — |\n"
    blocks = tuple(markdown_blocks(source))
    document = Document("0" * 16, "a.md", "", source)
    found = propositions_of(document, blocks, by_rules(document, blocks))
    cells = [told(source, p) for p in found if p.kind == "cell"]
    assert ("9", "row=柳湾", "column=船数（艘）", "column=小") in cells
    assert not [cell for cell in cells if "|" in cell[0]]
