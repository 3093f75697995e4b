"""Slides made for tests with python-pptx."""

import io

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm, Pt

from tests.support.files.six_documents import Head, Para, Table

DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
COVER, CONTENT, SECTION, TITLE_ONLY, BLANK = 0, 1, 2, 5, 6  # layouts of the default template


def saved(deck):
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def slide(deck, layout, title=""):
    added = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        added.shapes.title.text = title
    return added


def box(shapes, words, left=2.0, top=2.0, width=8.0, height=2.0, size=None):
    """A text box; centimetres and points."""
    added = shapes.add_textbox(Cm(left), Cm(top), Cm(width), Cm(height))
    added.text_frame.text = words
    for paragraph in added.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size) if size else None
    return added


def table(shapes, made, left=2.0, top=11.0):
    """A ``six_documents.Table``, merged cells merged."""
    rows, columns = len(made.rows), len(made.rows[0])
    drawn = shapes.add_table(rows, columns, Cm(left), Cm(top), Cm(20), Cm(0.8 * rows)).table
    for row, column, words, tall, wide in made.cells():
        cell = drawn.cell(row, column)
        if tall > 1 or wide > 1:
            cell.merge(drawn.cell(row + tall - 1, column + wide - 1))
        cell.text = words
    return drawn


def slides(blocks):
    """A document as slides: its title on the cover, a slide a heading, paragraphs as bullets."""
    deck = Presentation()
    title = blocks[0].text
    current = slide(deck, COVER, title)
    body = current.placeholders[1].text_frame
    rest = blocks[1:]
    started, top = False, 11.0
    for block in rest:
        if isinstance(block, Head):
            current = slide(deck, CONTENT, block.text)
            body, started, top = current.placeholders[1].text_frame, False, 11.0
        elif isinstance(block, Para):
            if top > 11.0:  # below a table: in a box of its own
                box(current.shapes, block.text, 2, top, 20)
                continue
            paragraph = body.add_paragraph() if started else body.paragraphs[0]
            paragraph.text, started = block.text, True
        elif isinstance(block, Table):
            table(current.shapes, block, 2, top)
            top += 0.8 * len(block.rows) + 1
    return saved(deck)


def everything():
    """A deck with all that slides may hold: charts, groups, notes, pictures, SmartArt, a hidden slide."""
    deck = Presentation()
    slide(deck, COVER, "潮头街道工作汇报").placeholders[1].text_frame.text = "二〇二四年五月"
    body = slide(deck, CONTENT, "三项举措").placeholders[1].text_frame
    for words, level in (("长者食堂", 0), ("六家餐馆", 1), ("夜间巡访", 0)):
        paragraph = body.paragraphs[0] if not body.text else body.add_paragraph()
        paragraph.text, paragraph.level = words, level
    deck.slides[1].notes_slide.notes_text_frame.text = "先讲食堂，再讲巡访。"
    figures = slide(deck, TITLE_ONLY, "服务人次")
    chart(figures.shapes, ("一季度", "二季度"), {"老人": (120, 190), "学生": (60, 85.5)})
    group = slide(deck, BLANK).shapes.add_group_shape()
    box(group.shapes, "左边的话。", 2, 5)
    box(group.shapes, "右边的话。", 14, 5)
    diagram(deck.slides[3], {"养老": {"食堂": {}, "巡访": {}}, "助学": {}})
    deck.slides[3].shapes.add_picture(io.BytesIO(PICTURE), Cm(1), Cm(1))
    slide(deck, CONTENT, "备用的一张")._element.set("show", "0")
    return saved(deck)


def chart(shapes, categories, series, kind=XL_CHART_TYPE.COLUMN_CLUSTERED, number_format="General"):
    """A chart of these figures: name -> values."""
    data = CategoryChartData(number_format)
    data.categories = categories
    for name, values in series.items():
        data.add_series(name, values)
    return shapes.add_chart(kind, Cm(2), Cm(5), Cm(15), Cm(8), data).chart


def diagram(on, tree):
    """A SmartArt of these words: each with those below it."""
    points, links = ['<dgm:pt modelId="0" type="doc"/>'], []

    def grow(above, inner):
        for order, (words, below) in enumerate(inner.items()):
            number = len(points)
            words = f"<dgm:t><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t>"
            points.append(f'<dgm:pt modelId="{number}">{words}</dgm:pt>')
            links.append(f'<dgm:cxn modelId="c{number}" srcId="{above}" destId="{number}" srcOrd="{order}"/>')
            grow(number, below)

    grow(0, tree)
    model = (
        f'<dgm:dataModel xmlns:dgm="{DIAGRAM}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f"<dgm:ptLst>{''.join(points)}</dgm:ptLst><dgm:cxnLst>{''.join(links)}</dgm:cxnLst></dgm:dataModel>"
    )
    place = PackURI(f"/ppt/diagrams/data{len(on.shapes)}.xml")
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = Part(place, kind, on.part.package, model.encode())
    name = on.part.relate_to(part, f"{RELATIONS}/diagramData")
    on.shapes._spTree.append(
        parse_xml(
            f'<p:graphicFrame {nsdecls("p", "a", "r")}><p:nvGraphicFramePr><p:cNvPr id="99" name="SmartArt"/>'
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x='720000' y='4320000'/>"
            f'<a:ext cx="5400000" cy="2000000"/></p:xfrm><a:graphic><a:graphicData uri="{DIAGRAM}">'
            f'<dgm:relIds xmlns:dgm="{DIAGRAM}" r:dm="{name}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )
    )
