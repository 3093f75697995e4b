"""Slides: titles over what stands on them, reading order, tables, charts, SmartArt, notes; what is told."""

import io
import zipfile

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm

from index.errors import UnreadableSource
from index.parse.layout import laid_out
from index.parse.slides import presentation, read_pptx
from tests.support.files import office_files
from tests.support.files import slide_files as made
from tests.support.files.six_documents import SIX, Table
from tests.support.files.slide_files import BLANK, CONTENT, COVER, SECTION, TITLE_ONLY, box, saved, slide


def read(deck):
    """(kind, level, words) of each block, and the notices."""
    found = read_pptx("a.pptx", deck if isinstance(deck, bytes) else saved(deck))
    text, blocks = laid_out(found.lines)
    return [(b.kind, b.level, text[b.start : b.end]) for b in blocks], found.notices


def words(deck):
    return [said for _, _, said in read(deck)[0]]


@pytest.fixture
def deck():
    return Presentation()


def test_everything_that_slides_hold():
    blocks, notices = read(made.everything())
    assert blocks == [
        ("heading", 1, "潮头街道工作汇报"),
        ("paragraph", 0, "二〇二四年五月"),
        ("heading", 2, "三项举措"),
        ("item", 1, "长者食堂"),
        ("item", 2, "六家餐馆"),
        ("item", 1, "夜间巡访"),
        ("heading", 3, "备注"),
        ("paragraph", 0, "先讲食堂，再讲巡访。"),
        ("heading", 2, "服务人次"),
        ("row", 0, "一季度；老人：120；学生：60"),
        ("row", 0, "二季度；老人：190；学生：85.5"),
        ("heading", 2, "幻灯片4"),
        ("paragraph", 0, "左边的话。"),
        ("paragraph", 0, "右边的话。"),
        ("item", 1, "养老"),
        ("item", 2, "食堂"),
        ("item", 2, "巡访"),
        ("item", 1, "助学"),
    ]
    assert notices == ("图 1 幅没有读入", "隐藏的幻灯片 1 张没有读入（第 5 张）")


def test_sections_and_covers_make_levels(deck):
    for layout, title in (
        (COVER, "汇报"),
        (SECTION, "做法"),
        (CONTENT, "送书"),
        (SECTION, "成效"),
        (CONTENT, "数字"),
    ):
        slide(deck, layout, title)
    assert [(level, said) for _, level, said in read(deck)[0]] == [
        (1, "汇报"), (2, "做法"), (3, "送书"), (2, "成效"), (3, "数字"),
    ]  # fmt: skip


def test_slides_of_one_title_are_one_section(deck):
    for said in ("送书一千册。", "借书三千次。"):
        slide(deck, CONTENT, "送书下乡").placeholders[1].text_frame.text = said
    assert words(deck) == ["送书下乡", "送书一千册。", "借书三千次。"]


def test_a_title_in_two_lines_is_one(deck):
    slide(deck, CONTENT, "云埠县\v机关党建").placeholders[1].text_frame.text = "正文在此。"
    assert words(deck) == ["云埠县机关党建", "正文在此。"]


def test_a_large_line_over_all_others_is_the_title_where_none_is_marked(deck):
    one = slide(deck, BLANK)
    box(one.shapes, "正文在下面，写得长一些。", 2, 6, size=18)
    box(one.shapes, "送书下乡", 2, 2, size=36)
    slide(deck, CONTENT, "别的")
    assert [(kind, said) for kind, _, said in read(deck)[0]] == [
        ("heading", "送书下乡"), ("paragraph", "正文在下面，写得长一些。"), ("heading", "别的"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ([(2, 2), (14, 2), (2, 8), (14, 8)], "甲乙丙丁"),  # rows of equal gaps
        ([(2, 2), (14, 2), (2, 4.5), (14, 4.5)], "甲丙乙丁"),  # cards: a head over its text
        ([(14, 2), (2, 2.3), (14, 12), (2, 12.4)], "乙甲丁丙"),  # not quite on one line
        ([(2, 2), (2.5, 2.5), (3, 3), (3.5, 3.5)], "甲乙丙丁"),  # lying on one another
    ],
)
def test_boxes_are_read_in_order(deck, places, order):
    on = slide(deck, BLANK)
    for name, (left, top) in reversed(list(zip("甲乙丙丁", places, strict=True))):
        box(on.shapes, f"{name}的话。", left, top)
    assert "".join(said[0] for said in words(deck)) == order


def test_a_group_is_read_together_where_it_stands(deck):
    on = slide(deck, BLANK)
    box(on.shapes, "最后的话。", 2, 14)
    group = on.shapes.add_group_shape()
    box(group.shapes, "组里下面。", 102, 106)
    inner = group.shapes.add_group_shape()
    box(inner.shapes, "组里上面。", 102, 102)
    group.left, group.top, group.width, group.height = Cm(2), Cm(6), Cm(4), Cm(3)
    box(on.shapes, "最先的话。", 2, 1)
    assert words(deck) == ["最先的话。", "组里上面。", "组里下面。", "最后的话。"]


def test_numbers_are_counted_as_they_are_printed(deck):
    body = slide(deck, CONTENT, "要求").placeholders[1].text_frame
    kinds = ["ea1ChsPeriod"] * 2 + ["circleNumDbPlain"] * 2 + ["ea1ChsPeriod", "arabicParenBoth"]
    for number, (kind, level) in enumerate(zip(kinds, (0, 0, 1, 1, 0, 0), strict=True)):
        paragraph = body.paragraphs[0] if number == 0 else body.add_paragraph()
        paragraph.text, paragraph.level = f"第{number}条要求。", level
        start = ' startAt="7"' if kind == "arabicParenBoth" else ""
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<a:buAutoNum {nsdecls("a")} type="{kind}"{start}/>'))
    assert words(deck)[1:] == [
        "一、第0条要求。", "二、第1条要求。", "①第2条要求。",
        "②第3条要求。", "三、第4条要求。", "(7)第5条要求。",
    ]  # fmt: skip


def test_paragraphs_without_bullets_and_sentences_are_no_items(deck):
    body = slide(deck, CONTENT, "要求").placeholders[1].text_frame
    body.text = "短语\n一句完整的话。\n没有圆点"
    body.paragraphs[2]._p.get_or_add_pPr().append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
    slide(deck, CONTENT, "别的")
    kinds = [kind for kind, _, _ in read(deck)[0]]
    assert kinds == ["heading", "item", "paragraph", "paragraph", "heading"]


def test_merged_cells_hold_for_all_their_places(deck):
    table = Table(
        (("片区", "支部数", None), ("^", "应达标", "已达标"), ("东片", "42", "40"), ("西片", "37", "31"))
    )
    made.table(slide(deck, TITLE_ONLY, "达标").shapes, table)
    assert words(deck)[1:] == [
        "片区：东片；支部数·应达标：42；支部数·已达标：40",
        "片区：西片；支部数·应达标：37；支部数·已达标：31",
    ]


@pytest.mark.parametrize(
    ("kind", "series", "number_format", "rows"),
    [
        (XL_CHART_TYPE.PIE, {"占比": (0.25, 0.755)}, "0.0%", ["甲；占比：25.0%", "乙；占比：75.5%"]),
        (
            XL_CHART_TYPE.LINE,
            {"册": (1200, None), "人": (7, 8)},
            "#,##0",
            ["甲；册：1,200；人：7", "乙；人：8"],
        ),
        (XL_CHART_TYPE.BAR_STACKED, {"册": (3, 4.5)}, "General", ["甲；册：3", "乙；册：4.5"]),
    ],
)
def test_charts_are_tables_of_what_they_show(deck, kind, series, number_format, rows):
    drawn = made.chart(slide(deck, TITLE_ONLY, "数字").shapes, ("甲", "乙"), series, kind, number_format)
    drawn.has_title = True
    drawn.chart_title.text_frame.text = "各村送书"
    assert words(deck)[1:] == ["各村送书", *rows]


@pytest.mark.parametrize("span", ["gridSpan", "rowSpan"])
def test_a_cell_reaches_no_further_than_its_table(deck, span):
    made.table(slide(deck, TITLE_ONLY, "达标").shapes, Table((("片区", "数"), ("东片", "1"))))
    next(slides_table(deck).iter("{*}tc")).set(span, "99999999")
    assert "1" in words(deck)[-1]


def slides_table(deck):
    """The only table of a deck."""
    (found,) = (shape for each in deck.slides for shape in each.shapes if shape.has_table)
    return found.table._tbl


@pytest.mark.parametrize("damage", ["missing", "torn"])
def test_a_smartart_without_its_part_does_not_lose_the_slides(deck, damage):
    on = slide(deck, TITLE_ONLY, "养老")
    box(on.shapes, "食堂六家。")
    made.diagram(on, {"助学": {}})
    (name,) = (n for n, relation in on.part.rels.items() if relation.reltype.endswith("/diagramData"))
    if damage == "missing":
        on.part.rels.pop(name)
    else:
        on.part.related_part(name)._blob = b"<dgm:dataModel"
    blocks, notices = read(deck)
    assert [said for _, _, said in blocks] == ["养老", "食堂六家。"]
    assert notices == ("图表 1 个没有读入",)


@pytest.mark.parametrize("bad", ["x", "-1", "", "999999999999", "²"])
def test_a_bad_place_in_a_chart_with_levels_does_not_lose_the_slides(deck, bad):
    categories = CategoryChartData()
    half = categories.add_category("上半年")
    half.add_sub_category("一季度")
    half.add_sub_category("二季度")
    categories.add_series("件数", (1, 2))
    shapes = slide(deck, TITLE_ONLY, "数字").shapes
    place = (XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(2), Cm(6), Cm(12), Cm(8))
    chart = shapes.add_chart(*place, categories).chart
    assert words(deck)[1:] == ["上半年·一季度；件数：1", "上半年·二季度；件数：2"]
    for point in list(chart._chartSpace.iter("{*}lvl"))[1].iter("{*}pt"):
        point.set("idx", bad)
    assert words(deck)[1:] == ["·一季度；件数：1", "·二季度；件数：2"]
    next(chart._chartSpace.iter("{*}lvl")).find("{*}pt").set("idx", bad)
    assert words(deck)[-1] == "·二季度；件数：2"


def test_a_chart_without_figures_is_counted(deck):
    made.chart(slide(deck, TITLE_ONLY, "数字").shapes, (), {})
    assert read(deck)[1] == ("图表 1 个没有读入",)


def test_what_nobody_sees_is_left_out_and_told(deck):
    on = slide(deck, CONTENT, "题目")
    on.placeholders[1].text_frame.text = "看得见。"
    box(on.shapes, "页外的话", 60, 2)
    box(on.shapes, "藏着的话", 2, 12)._element.nvSpPr.cNvPr.set("hidden", "1")
    box(on.shapes, "小得看不见", 2, 14, size=1)
    white = box(on.shapes, "白字", 14, 14)
    white.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    assert read(deck) == (
        [("heading", 1, "题目"), ("paragraph", 0, "看得见。")],
        (
            "去掉了极小的文字 5 个字，没有入库",
            "去掉了白色文字 2 个字，没有入库",
            "去掉了隐藏文字 4 个字，没有入库",
            "去掉了页面外的文字 4 个字，没有入库",
        ),
    )


@pytest.mark.parametrize("ground", ["own", "under", "slide", "master"])
def test_white_letters_on_a_ground_are_seen(deck, ground):
    on = slide(deck, BLANK)
    if ground == "under":
        on.shapes.add_picture(io.BytesIO(made.PICTURE), Cm(1), Cm(1), Cm(20), Cm(10))
    if ground == "slide":
        on.background.fill.solid()
        on.background.fill.fore_color.rgb = RGBColor(160, 0, 0)
    white = box(on.shapes, "白字在红底上。", 2, 2)
    white.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    if ground == "own":
        white.fill.solid()
        white.fill.fore_color.rgb = RGBColor(160, 0, 0)
    if ground == "master":
        drawn = box(on.shapes, "", 0, 0)._element
        deck.slide_master.shapes._spTree.append(drawn)
    assert words(deck) == ["白字在红底上。"]


def test_what_the_master_prints_is_no_text(deck):
    on = slide(deck, CONTENT, "题目")
    on.placeholders[1].text_frame.text = "正文在此。"
    deck.slide_master.shapes._spTree.append(box(on.shapes, "内部刊物", 0, 0)._element)
    assert words(deck) == ["题目", "正文在此。"]
    assert "内部刊物" in read_pptx("a.pptx", saved(deck)).margins


def test_equations_and_what_is_drawn_twice_are_read_once(deck):
    on = slide(deck, CONTENT, "公式")
    choice = box(on.shapes, "满意率＝", 2, 8)._element
    math = (
        '<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main">'
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        "<m:r><m:t>a</m:t></m:r><m:r><m:t>+b</m:t></m:r></m:oMath></a14:m>"
    )
    choice.txBody.p_lst[0].append(parse_xml(math))
    fallback = box(on.shapes, "旧程序看到的话。", 2, 8)._element
    both = parse_xml(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="a14"/><mc:Fallback/></mc:AlternateContent>'
    )
    both[0].append(choice)
    both[1].append(fallback)
    on.shapes._spTree.append(both)
    assert words(deck)[1:] == ["满意率＝a+b"]


def test_a_deck_without_words_or_without_end_is_refused(deck, monkeypatch):
    slide(deck, BLANK)
    with pytest.raises(UnreadableSource, match="没有文字"):
        read(deck)
    monkeypatch.setattr(presentation, "MAX_SLIDES", 1)
    slide(deck, BLANK)
    with pytest.raises(UnreadableSource, match="有 2 张幻灯片，超过上限 1 张"):
        read(deck)


def _member(name, content):
    data = made.slides(SIX["brief"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as again:
        for member in package.namelist():
            again.writestr(member, content if member == name else package.read(member))
    return out.getvalue()


BAD = {
    "bomb": (lambda: office_files.bomb("ppt/presentation.xml"), "解压后有"),
    "cut": (lambda: made.slides(SIX["brief"])[:-50], "打不开"),
    "damaged": (lambda: _member("ppt/slides/slide2.xml", "<p:sld"), "打不开"),
    "entities": (
        lambda: _member("ppt/slides/slide2.xml", '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'),
        "实体声明",
    ),
    "strict": (
        lambda: _member(
            "ppt/slides/slide2.xml", '<x xmlns="http://purl.oclc.org/ooxml/presentationml/main"/>'
        ),
        "Strict",
    ),
    "nothing": (lambda: office_files.outside(), "指向外面"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_by_name(name):
    make, said = BAD[name]
    with pytest.raises(UnreadableSource, match="「a") as refused:
        read_pptx("a.pptx", make())
    assert said in str(refused.value)
