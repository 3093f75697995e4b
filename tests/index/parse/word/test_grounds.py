"""White letters: seen on any coloured ground, left out and told on white."""

import pytest

from tests.index.parse.word.kit import cell, paragraph, read, row, table

WHITE = '<w:color w:val="FFFFFF"/>'
RED = '<w:shd w:val="clear" w:color="auto" w:fill="B01E23"/>'
PLAIN = "灯塔站公示。"
LOST = ("去掉了白色文字 4 个字，没有入库",)


def white(properties="", run=""):
    return paragraph("白底红字", properties, run + WHITE)


def drawn(fill, words=None, shape="", anchor="inline"):
    inside = f"<wps:txbx><w:txbxContent>{words or white()}</w:txbxContent></wps:txbx>"
    graphic = f"<a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}</wps:spPr>{shape}{inside}</wps:wsp>"
    graphic += "</a:graphicData></a:graphic>"
    return f"<w:p><w:r><w:drawing><wp:{anchor}>{graphic}</wp:{anchor.split()[0]}></w:drawing></w:r></w:p>"


def vml(attributes, inside=""):
    words = f"<v:textbox><w:txbxContent>{white()}</w:txbxContent></v:textbox>"
    return f"<w:p><w:r><w:pict><v:rect {attributes}>{inside}{words}</v:rect></w:pict></w:r></w:p>"


def solid(colour):
    return f"<a:solidFill>{colour}</a:solidFill>"


SEEN = {
    "shaded run": white(run=RED),
    "highlighted run": white(run='<w:highlight w:val="darkBlue"/>'),
    "shaded paragraph": white(RED),
    "solid pattern": white('<w:shd w:val="solid" w:color="1F4E79" w:fill="auto"/>'),
    "theme's ground": white('<w:shd w:val="clear" w:themeFill="accent2"/>'),
    "shaded cell": table(row(cell("甲"), cell("白底红字", RED, WHITE))),
    "shape": drawn(solid('<a:srgbClr val="B01E23"/>')),
    "shape of the theme": drawn(solid('<a:schemeClr val="accent1"/>')),
    "darkened white": drawn(solid('<a:schemeClr val="bg1"><a:lumMod val="50000"/></a:schemeClr>')),
    "shading from colour to colour": drawn(
        '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FFFFFF"/></a:gs><a:gs pos="9">'
        '<a:srgbClr val="B01E23"/></a:gs></a:gsLst></a:gradFill>'
    ),
    "shape by its style": drawn(
        "", shape='<wps:style><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></wps:style>'
    ),
    "old shape": vml('fillcolor="#B01E23"'),
    "old shape, short": vml('fillcolor="#c00 [3209]"'),
    "old shape's fill": vml("", '<v:fill color="#B01E23"/>'),
    "a table in a shape": drawn(
        solid('<a:srgbClr val="B01E23"/>'), f"<w:tbl><w:tr><w:tc>{white()}</w:tc></w:tr></w:tbl>"
    ),
}
UNSEEN = {
    "bare": white(),
    "by a style": paragraph("白底红字", '<w:pStyle w:val="Pale"/>'),
    "by a theme": paragraph("白底红字", run='<w:color w:themeColor="background1"/>'),
    "nearly white": paragraph("白底红字", run='<w:color w:val="FEFEFE"/>'),
    "white highlight": white(run='<w:highlight w:val="white"/>'),
    "white paragraph in a red cell": table(
        row("甲", f"<w:tc><w:tcPr>{RED}</w:tcPr>{white(RED.replace('B01E23', 'FFFFFF'))}</w:tc>")
    ),
    "pale cell": table(row(cell("甲"), cell("白底红字", RED.replace("B01E23", "F7F7F7"), WHITE))),
    "white shape": drawn(solid('<a:schemeClr val="bg1"/>')),
    "see-through shape": drawn("<a:noFill/>"),
    "old shape": vml(""),
    "old shape, unfilled": vml('filled="f" fillcolor="#B01E23"'),
}
STYLES = (
    f'<w:style w:type="paragraph" w:styleId="Pale"><w:name w:val="Pale"/><w:rPr>{WHITE}</w:rPr></w:style>'
)


@pytest.mark.parametrize("ground", SEEN)
def test_white_letters_are_seen_on_colour(ground):
    found, notices = read(paragraph(PLAIN) + SEEN[ground])
    assert "白底红字" in "\n".join(found)
    assert notices == ()


@pytest.mark.parametrize("ground", UNSEEN)
def test_white_letters_on_white_are_left_out_and_told(ground):
    found, notices = read(paragraph(PLAIN) + UNSEEN[ground], styles=STYLES)
    assert "白底红字" not in "\n".join(found)
    assert notices == LOST


TABLE_STYLE = (
    '<w:style w:type="table" w:styleId="Base"><w:name w:val="Base"/><w:tblStylePr w:type="firstRow">'
    f"<w:rPr><w:b/>{WHITE}</w:rPr><w:tcPr>{RED}</w:tcPr></w:tblStylePr>"
    f'<w:tblStylePr w:type="band2Horz"><w:tcPr>{RED}</w:tcPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Base"/></w:style>'
)


@pytest.mark.parametrize("look", ['w:val="0020"', 'w:firstRow="1" w:val="0000"'])
def test_a_table_style_colours_its_first_row(look):
    head = row(cell("站点", run=WHITE), "闸长")
    body = row("北闸", "卢广田"), row(cell("南闸", run=WHITE), cell("祁小满"))
    style = f'<w:tblStyle w:val="Own"/><w:tblLook {look}/>'
    assert read(table(head, *body, properties=style), styles=TABLE_STYLE) == (
        ["站点：北闸；闸长：卢广田", "站点：南闸；闸长：祁小满"],
        (),
    )


def test_parts_that_a_table_does_not_show_colour_nothing():
    head = row(cell("站点", run=WHITE), "闸长")
    style = '<w:tblStyle w:val="Own"/><w:tblLook w:firstRow="0" w:noHBand="1" w:val="0400"/>'
    found, notices = read(table(head, row("北闸", "卢广田"), properties=style), styles=TABLE_STYLE)
    assert "站点" not in "\n".join(found)
    assert notices == ("去掉了白色文字 2 个字，没有入库",)


def test_a_see_through_box_over_a_picture_or_a_coloured_shape():
    box = drawn("<a:noFill/>").removeprefix("<w:p>").removesuffix("</w:p>")
    red = drawn(solid('<a:srgbClr val="B01E23"/>'), paragraph("红底"))
    red = red.removeprefix("<w:p>").removesuffix("</w:p>")
    assert read(f"<w:p>{red}{box}</w:p>")[0] == ["红底", "白底红字"]
    assert read(f"<w:p>{box}<w:r><pic:pic/></w:r></w:p>") == (["白底红字"], ("图 1 幅没有读入",))


def test_a_shape_behind_the_text_is_its_ground_one_before_it_is_not():
    shape = f'<wps:wsp><wps:spPr>{solid("""<a:srgbClr val="B01E23"/>""")}</wps:spPr></wps:wsp>'
    run = f"<w:r><w:rPr>{WHITE}</w:rPr><w:t>白底红字</w:t></w:r>"
    for behind, seen in (("1", True), ("0", False)):
        anchor = f'<w:r><w:drawing><wp:anchor behindDoc="{behind}">{shape}</wp:anchor></w:drawing></w:r>'
        found, _ = read(f"{paragraph(PLAIN)}<w:p>{anchor}{run}</w:p>")
        assert ("白底红字" in found) is seen


def test_the_pages_own_colour():
    page = '<w:background w:color="1F4E79"/>'
    assert read(white(), page) == (["白底红字"], ())
    assert read(paragraph(PLAIN) + white(), '<w:background w:color="FFFFFF"/>')[1] == LOST
