"""Tables of a page: every cell under its header, beside its label, or a page that is only laid out by one."""

import pytest

from index.errors import UnreadableSource
from index.parse import parse_file
from tests.index.parse.web.pages import read, words


def test_a_cell_that_spans_rows_holds_for_each_and_an_empty_one_keeps_its_column():
    body = """<table><tr><th>牵头<th>项目<th>进度</tr><tr><td rowspan="2">水务局<td>修渠<td></tr>
    <tr><td>清淤<td>过半</tr><tr><td>林草局<td>植树<td>完成</tr></table>"""
    assert words(body) == [
        "牵头：水务局；项目：修渠",
        "牵头：水务局；项目：清淤；进度：过半",
        "牵头：林草局；项目：植树；进度：完成",
    ]
    columns = [[cell.column for cell in line.cells] for line in read(body).lines]
    assert columns == [[0, 1], [0, 1, 2], [0, 1, 2]]


def test_a_span_of_nothing_reaches_to_the_end_of_its_group_and_absurd_ones_are_bounded():
    body = """<table><tr><th>牵头<th>项目<th>数</tr><tbody><tr><td rowspan="0">水务局<td>修渠<td>3</tr>
    <tr><td>清淤<td>4</tr>    </tbody><tbody><tr><td>林草局<td>植树<td colspan="99999">5</tr>
    <tr><td rowspan="60000">文旅局<td>灯会<td>6</tr>
    </tbody></table>"""
    assert words(body) == [
        "牵头：水务局；项目：修渠；数：3",
        "牵头：水务局；项目：清淤；数：4",
        "牵头：林草局；项目：植树；数：5",
        "牵头：文旅局；项目：灯会；数：6",
    ]


def test_headers_of_two_rows_and_a_caption():
    body = """<table><caption>表1 党员情况</caption><thead><tr><td rowspan=2>支部<td colspan=2>党员
    <td rowspan=2>经费</tr>
    <tr><td>男<td>女</tr></thead>
    <tr><td>一支部<td>8<td>5<td>1200</tr><tr><td>二支部<td>6<td><td>900</tr></table>"""
    lines = read(body).lines
    assert (lines[0].kind, lines[0].printed, lines[0].table) == ("caption", "表1 党员情况", 1)
    assert [line.printed for line in lines[1:]] == [
        "支部：一支部；党员·男：8；党员·女：5；经费：1200",
        "支部：二支部；党员·男：6；经费：900",
    ]


def test_the_first_of_many_names_heads_none_of_them():
    body = """<table><tr><td>王启明<td>县水务局供水科科员</tr><tr><td>李　敏<td>县档案馆馆员</tr>
    <tr><td>欧阳雪（女）<td>县气象局首席预报员</tr><tr><td>陈立春<td>县公路站班长</tr></table>"""
    assert next(line.printed for line in read(body).lines if line.cells).startswith("王启明")
    headed = body.replace("<table>", "<table><tr><td>姓名<td>职务</tr>")
    assert words(headed)[0] == "姓名：王启明；职务：县水务局供水科科员"
    members = headed.replace("姓名", "成员").replace("职务", "分工")
    assert words(members)[0] == "成员：王启明；分工：县水务局供水科科员"


def test_bold_first_rows_are_headers():
    body = """<table><tr><td><b>一季度</b><td><b>12</b></tr>
    <tr><td>植树<td>30</tr><tr><td>修渠<td>40</tr></table>"""
    assert words(body) == ["一季度：植树；12：30", "一季度：修渠；12：40"]


def test_cells_stand_at_their_words_in_the_document(tmp_path):
    path = tmp_path / "a.html"
    rows = "<tr><td>街道<td>网格</tr><tr><td>柳河街道<td>17</tr><tr><td>石门街道<td>23</tr>"
    path.write_text(f"<h1>台账</h1><table>{rows}</table>", "utf-8")
    found = parse_file(path)
    text = found.document.text
    rows = [block for block in found.blocks if block.kind == "row"]
    assert [
        [(text[c.start : c.end], [text[slice(*h)] for h in c.headers], c.label) for c in row.cells]
        for row in rows
    ] == [
        [("柳河街道", ["街道"], True), ("17", ["网格"], False)],
        [("石门街道", ["街道"], True), ("23", ["网格"], False)],
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td><h2>柳河镇</h2></td><td>侧栏</td></tr><tr><td>修渠。</td><td>导航</td></tr></table>",
        "<table><tr><td>柳河镇</td></tr><tr><td>修渠。</td></tr></table>",
        "<table><tr><td>柳河镇</td><td>修渠。</td></tr></table>",
        "<table role=presentation><tr><td>柳河镇<td>修渠。</tr><tr><td>石门镇<td>植树。</tr></table>",
        "<table><tr><td><table><tr><td>柳河镇</td></tr></table></td><td>甲</td></tr><tr><td>修渠。<td>乙</tr></table>",
    ],
)
def test_tables_that_only_lay_a_page_out_give_its_lines(body):
    lines = read(body).lines
    assert {line.kind for line in lines} == {""}
    assert lines[0].printed == "柳河镇"


def test_a_table_inside_a_page_laid_out_by_one_is_a_table():
    inner = "<table><tr><th>村<th>户</tr><tr><td>东村<td>12</tr><tr><td>西村<td>13</tr></table>"
    assert words(f"<table><tr><td>各村如下。{inner}</td><td>侧栏</td></tr></table>") == [
        "各村如下。",
        "村：东村；户：12",
        "村：西村；户：13",
        "侧栏",
    ]


def test_a_form_gives_fields_and_several_paragraphs_in_a_cell_stay_in_it():
    form = (
        "<table><tr><td>姓名<td>林一海<td>职务<td>站长</tr><tr><td>联系电话<td colspan=3>8123456</tr></table>"
    )
    assert words(form) == ["姓名：林一海", "职务：站长", "联系电话：8123456"]
    body = """<table><tr><th>村<th>做法</tr><tr><td>东村<td><p>修渠</p><p>植树</p></tr>
    <tr><td>西村<td>养蜂</tr></table>"""
    assert words(body) == ["村：东村；做法：修渠 植树", "村：西村；做法：养蜂"]


def test_a_table_too_wide_is_refused_by_name():
    row = "<tr>" + "<td>a" * 201
    with pytest.raises(UnreadableSource, match=r"「a\.html」的表格有 2 行、201 列，超过上限 200 列"):
        read(f"<table>{row}{row}</table>")
