"""Draft files -> text: order, hidden words, hostile and damaged files."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from index.errors import UnreadableSource
from rag.checking.draft_files import MAX_FILE, read_draft

SECRET = "机密内容"


def saved(document):
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def docx(*paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def with_body(xml, head=""):
    """A .docx whose document.xml is ``head`` and a body of ``xml``."""
    return repacked(
        {"word/document.xml": f"{head}<w:document {nsdecls('w')}><w:body>{xml}</w:body></w:document>"}
    )


def repacked(changes, kept=lambda name: True):
    source, data = zipfile.ZipFile(BytesIO(saved(docx("正文。")))), BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name in filter(kept, source.namelist()):
            package.writestr(name, changes.get(name, source.read(name)))
        for name in changes.keys() - set(source.namelist()):
            package.writestr(name, changes[name])
    return data.getvalue()


def refusal(name, data):
    with pytest.raises(UnreadableSource) as caught:
        read_draft(name, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("稿.txt", "第一句。\r\n第二句。".encode()),
        ("稿.TXT", "第一句。\r\n第二句。".encode("gb18030")),
        ("稿.md", "第一句。\r\n第二句。".encode("utf-8-sig")),
    ],
)
def test_text_files_are_decoded_as_they_are(name, data):
    assert read_draft(name, data) == "第一句。\r\n第二句。"


def test_paragraphs_and_table_cells_in_document_order():
    document = docx("表前。")
    table = document.add_table(2, 2)
    for n, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"格{n}"
    table.cell(1, 1).add_paragraph("格内第二段")
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "表中表"
    document.add_paragraph("表后\t制表\n换行。")
    lines = [line for line in read_draft("稿.docx", saved(document)).split("\n") if line]
    assert lines == ["表前。", "格0", "格1", "格2", "格3", "格内第二段", "表中表", "表后\t制表", "换行。"]


def test_hidden_words_are_left_out():
    document = docx()
    line = document.add_paragraph("看得见")
    line.add_run(SECRET).font.hidden = True
    line.add_run("也看得见").font.hidden = False
    hidden = document.styles.add_style("藏", WD_STYLE_TYPE.CHARACTER)
    hidden.font.hidden = True
    derived = document.styles.add_style("再藏", WD_STYLE_TYPE.CHARACTER)
    derived.base_style = hidden
    line.add_run(SECRET, style="藏")
    line.add_run(SECRET, style="再藏")
    line.add_run("。", style="再藏").font.hidden = False
    block = document.styles.add_style("藏段", WD_STYLE_TYPE.PARAGRAPH)
    block.font.hidden = True
    document.add_paragraph(SECRET, style="藏段")
    assert read_draft("稿.docx", saved(document)).strip() == "看得见也看得见。"


def test_deleted_and_moved_words_are_left_out_and_inserted_ones_kept():
    xml = (
        f"<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"
        f"<w:moveFrom><w:r><w:t>{SECRET}</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>"
        f"<w:r><w:instrText>{SECRET}</w:instrText></w:r></w:p>"
    )
    assert read_draft("稿.docx", with_body(xml)) == "留增链"


def test_a_text_box_is_read_once():
    box = "<w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent>"
    ns = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    xml = (
        f"<w:p><w:r><mc:AlternateContent {ns}><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>框外</w:t></w:r></w:p>"
    )
    assert read_draft("稿.docx", with_body(xml)) == "框外\n框中"


def test_blanks_between_runs_are_kept():
    runs = ("<w:t>甲</w:t>", '<w:t xml:space="preserve"> </w:t>', "<w:t>乙</w:t>")
    xml = "<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>"
    assert read_draft("稿.docx", with_body(xml)) == "甲 乙"


def test_external_entities_are_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf8")
    head = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = read_draft("稿.docx", with_body("<w:p><w:r><w:t>前&x;后</w:t></w:r></w:p>", head))
    assert SECRET not in text
    assert text.startswith("前")


def test_entities_are_not_multiplied():
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE w:document [<!ENTITY l0 "{SECRET}">{levels}]>'
    data = with_body("<w:p><w:r><w:t>前&l9;</w:t></w:r></w:p>", head)
    assert "打不开" in refusal("稿.docx", data)  # libxml2 stops at the first step


def test_what_unpacks_to_too_much_is_refused():
    data = repacked({"word/media/image1.png": b"0" * (21 * 1024 * 1024)})
    assert len(data) < 200_000
    line = refusal("稿.docx", data)
    assert "解压后有 21." in line
    assert "20 MB" in line


def test_too_many_members_are_refused():
    data = repacked({f"word/media/{n}.png": b"" for n in range(5000)})
    assert "5000 个" in refusal("稿.docx", data)


def test_a_member_larger_than_it_says_is_not_unpacked():
    """The size in the directory is what is checked, so nothing may be read beyond it."""
    data = bytearray(repacked({"word/document.xml": b"0" * (30 * 1024 * 1024)}))
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    assert "打不开" in refusal("稿.docx", bytes(data))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("稿.doc", b"x", "不支持「稿.doc」的格式（.doc），可以上传 .txt、.md、.docx"),
        ("稿", b"x", "没有扩展名"),
        ("稿.txt", b"", "空文件"),
        ("稿.docx", b"", "空文件"),
        ("稿.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500, "密码"),
        ("稿.docx", b"PK\3\4 broken", "打不开"),
        ("稿.docx", saved(docx("正文。"))[:-400], "打不开"),
        ("稿.docx", repacked({}, lambda name: name != "word/document.xml"), "打不开"),
        ("稿.docx", repacked({"word/document.xml": "<w:document"}), "打不开"),
        ("稿.docx", saved(docx("", " ")), "没有文字"),
        ("稿.txt", b"0" * (MAX_FILE + 1), "超过上限 20 MB"),
    ],
)
def test_unusable_files_are_refused_in_one_line(name, data, said):
    assert said in refusal(name, data)


def test_an_encrypted_member_is_named():
    data = bytearray(saved(docx("正文。")))
    at = data.rfind(b"PK\1\2")
    data[at + 8] |= 1  # the flag in the central directory
    assert "设了密码" in refusal("稿.docx", bytes(data))


def test_a_wrong_root_is_refused():
    root = parse_xml(f"<w:styles {nsdecls('w')}/>")
    assert "打不开" in refusal("稿.docx", repacked({"word/document.xml": f"<x>{root.tag}</x>"}))
