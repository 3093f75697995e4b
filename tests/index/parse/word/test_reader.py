"""Packages of every make: where the document is, by what names, and what stands in its margins."""

import io

import pytest
from docx import Document

from index.parse import parse_file
from index.parse.package import open_package
from index.parse.word import margin_words
from tests.index.parse.word.kit import (
    MAIN,
    cell,
    document,
    package,
    paragraph,
    part,
    read,
    read_bytes,
    row,
    table,
    word,
)
from tests.support.files.office_files import saved

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BODY = paragraph("堤防巡查", '<w:pStyle w:val="1"/>') + paragraph("巡查堤防57公里。")
STYLES = part("styles", '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>')


def relations(*pairs):
    listed = (
        f'<Relationship Id="r{n}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs)
    )
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{names}">{"".join(listed)}</Relationships>'


def types(main):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    names = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{names}"><Override PartName="/{main}" ContentType="{kind}"/></Types>'


@pytest.mark.parametrize(
    "members",
    [
        {
            "_rels/.rels": relations(("officeDocument", "word/document3.xml")),
            "word/document3.xml": document(BODY),
            "word/_rels/document3.xml.rels": relations(("styles", "look.xml")),
            "word/look.xml": STYLES,
        },
        {
            "_rels/.rels": relations(("officeDocument", "/正文/main.xml")),
            "正文/main.xml": document(BODY),
            "正文/_rels/main.xml.rels": relations(("styles", "../look.xml")),
            "look.xml": STYLES,
        },
        {"[Content_Types].xml": types("word/d.xml"), "word/d.xml": document(BODY), "word/styles.xml": STYLES},
        {"word\\document.xml": document(BODY), "word\\styles.xml": STYLES},
        {"Word/Document.xml": document(BODY), "word/Styles.xml": STYLES},
    ],
    ids=["named otherwise", "elsewhere", "by its type", "backslashes", "capitals"],
)
def test_the_document_is_found_wherever_it_is(tmp_path, members):
    main = next(name for name in members if "ocument" in name or name.endswith(("main.xml", "d.xml")))
    data = package({"[Content_Types].xml": types(main)} | members)
    (tmp_path / "稿.docx").write_bytes(data)
    found = parse_file(tmp_path / "稿.docx")
    assert found.document.text == "堤防巡查\n巡查堤防57公里。"
    assert [b.level for b in found.blocks] == [1, 0]


def test_strict_open_xml():
    strict = "http://purl.oclc.org/ooxml/"
    equation = "<w:p><m:oMath><m:r><m:t>得分=甲÷乙</m:t></m:r></m:oMath></w:p>"
    body = BODY + equation + table(row("站", "长"), row("北闸", "9"))
    members = {"word/document.xml": document(body), "word/styles.xml": STYLES}
    swaps = {
        MAIN: f"{strict}wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/math": f"{strict}officeDocument/math",
        "http://schemas.openxmlformats.org/drawingml/2006/main": f"{strict}drawingml/main",
    }
    for name, content in members.items():
        for usual, other in swaps.items():
            content = content.replace(usual, other)
        members[name] = content
    assert strict in members["word/document.xml"]
    assert read_bytes(package(members))[0] == [
        "堤防巡查",
        "巡查堤防57公里。",
        "得分=甲÷乙",
        "站：北闸；长：9",
    ]


def test_margin_words_are_those_of_all_headers_and_footers():
    written = Document()
    written.add_paragraph("巡查堤防57公里。")
    section = written.sections[0]
    section.header.paragraphs[0].text = "机密★1年"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "内部资料"
    section.footer.paragraphs[0].text = "第1页\n共9页"
    data = saved(written)
    with open_package("稿.docx", data) as opened:
        assert sorted(margin_words(opened, "稿.docx")) == sorted(["机密★1年", "内部资料", "第1页", "共9页"])
    assert read_bytes(data)[0] == ["巡查堤防57公里。"]


def test_without_margins_there_are_no_words():
    with open_package("稿.docx", word(BODY)) as opened:
        assert margin_words(opened, "稿.docx") == []


def test_notes_and_comments_are_named():
    notes = "<w:p><w:r><w:t>见注。</w:t><w:footnoteReference/></w:r></w:p>"
    assert read(notes)[1] == ("脚注和尾注没有读入",)
    assert read(notes + "<w:p><w:r><w:commentReference/></w:r></w:p>")[1] == ("脚注和尾注、批注没有读入",)


def test_what_python_docx_writes_is_read_as_written():
    written = Document()
    written.add_heading("防汛物资", 1)
    written.add_paragraph("沙袋要干", "List Bullet")
    written.add_paragraph("清点一次。", "List Number")
    grid = written.add_table(rows=2, cols=2, style="Light Grid Accent 1")
    for place, words in enumerate(("物资", "数量", "沙袋", "300")):
        grid.cell(place // 2, place % 2).text = words
    out = io.BytesIO()
    written.save(out)
    assert read_bytes(out.getvalue())[0] == ["防汛物资", "沙袋要干", "1.清点一次。", "物资：沙袋；数量：300"]


def test_a_cell_keeps_the_words_of_a_shape_anchored_in_it():
    box = "<w:txbxContent><w:p><w:r><w:t>章</w:t></w:r></w:p></w:txbxContent>"
    box = f"<w:r><w:pict><v:rect><v:textbox>{box}</v:textbox></v:rect></w:pict></w:r>"
    stamped = f"<w:tc><w:p><w:r><w:t>卢广田</w:t></w:r>{box}</w:p></w:tc>"
    assert read(table(row("站", "闸长"), row(cell("北闸"), stamped)))[0] == ["站：北闸；闸长：卢广田 章"]
