"""Files that bear a mark of secrecy are refused wherever it stands; others that tell of secrets are read."""

import io
import zipfile
from copy import deepcopy

import pytest
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

from index.errors import SecretSource, UnreadableSource
from index.parse import child, parse_file
from tests.support.files import ofd_files as ofd
from tests.support.files import office_files as made
from tests.support.files import slide_files as slides

BODY = "北关闸口的加固工程三月完工，浇筑混凝土1200方。"
WATERMARK = (
    '<w:p xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape>'
    '<v:textpath string="{}"/></v:shape></w:pict></w:r></w:p>'
)


def in_header(words, footer=False):
    document = Document()
    document.add_paragraph(BODY)
    section = document.sections[0]
    (section.footer if footer else section.header).paragraphs[0].text = words
    return made.saved(document)


def in_table(*rows):
    document = Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph(BODY)
    return made.saved(document)


def in_sheet_header(words):
    book = Workbook()
    for row in ([("单位", "方量")], [("北关闸口", 1200)]):
        book.active.append(row[0])
    book.active.oddHeader.left.text = words
    return made.saved(book)


def in_page_head(words, pages=3):
    return made.pdf(*[[(50, 580, 9, words), *made.wrapped(BODY, 20, 400)] for _ in range(pages)])


def in_slide(words, footer="", master=""):
    deck = Presentation()
    slide = slides.slide(deck, slides.CONTENT, "北关闸口加固")
    if words:
        slides.box(slide.shapes, words, 0, 0, 3, 1)
    slide.placeholders[1].text_frame.text = BODY
    if footer:
        element = deepcopy(deck.slide_layouts[slides.CONTENT].placeholders[3]._element)
        slide.shapes._spTree.append(element)
        slide.placeholders[11].text_frame.text = footer
    if master:
        drawn = slides.box(slide.shapes, master, 0, 0, 3, 1)._element
        deck.slide_master.shapes._spTree.append(drawn)
    return slides.saved(deck)


def _aslant(words):
    return ofd.text(words, 0, 0, 20, attributes='CTM="0.7 -0.7 0.7 0.7 60 200"')


SECRET = {
    "first.docx": lambda: made.docx((0, "机密★5年"), (1, "北关闸口加固"), (0, BODY)),
    "header.docx": lambda: in_header("秘密★1年"),
    "footer.docx": lambda: in_header("绝密 第1页", footer=True),
    "watermark.docx": lambda: made.raw_docx(made.paragraph(BODY), header1=WATERMARK.format("机密")),
    "form.docx": lambda: in_table(("密级", "秘密"), ("文号", "北水〔2031〕7号")),
    "later.docx": lambda: in_table(("文号", "北水〔2031〕7号"), ("密级", "秘密★1年")),
    "wide.docx": lambda: in_table(("密级", "秘密", "紧急程度", "特急"), ("文号", "7号", "日期", "3月2日")),
    "box.docx": lambda: made.docx((1, "北关闸口加固"), (0, "密　级：机密"), (0, BODY)),
    "header.xlsx": lambda: in_sheet_header("机密★3年"),
    "first.xlsx": lambda: made.xlsx(台账=[["秘密★1年"], ["单位", "方量"], ["北关闸口", 1200]]),
    "head.pdf": lambda: in_page_head("秘密★1年"),
    "first.pdf": lambda: made.pdf([(50, 480, 12, "绝密★长期"), *made.wrapped(BODY, 20, 400)]),
    "first.ofd": lambda: ofd.simple(ofd.text("绝密★长期", 20, 30) + ofd.text(BODY, 20, 60)),
    "head.ofd": lambda: ofd.simple(ofd.text("秘密★1年", 20, 10) + ofd.text(BODY, 20, 60)),
    "template.ofd": lambda: ofd.with_template(ofd.text("机密★3年", 20, 10), ofd.text(BODY, 20, 60)),
    "across.ofd": lambda: ofd.with_template(_aslant("机　密"), ofd.text(BODY, 20, 60)),
    "aslant.ofd": lambda: ofd.simple(_aslant("机　密") + ofd.text(BODY, 20, 60)),
    "stamped.ofd": lambda: ofd.annotated(ofd.text(BODY, 20, 60), "Watermark", ofd.text("机密", 90, 150)),
    "cover.pptx": lambda: in_slide("机密★3年"),
    "footer.pptx": lambda: in_slide("", footer="秘密★1年"),
    "master.pptx": lambda: in_slide("", master="绝密★长期"),
    "first.html": lambda: f"<p>【机密】</p><h1>北关闸口加固</h1><p>{BODY}</p>".encode(),
    "first.csv": lambda: "秘密★1年,\n单位,方量\n北关闸口,1200\n".encode(),
    "first.txt": lambda: f"秘密★1年\n\n北关闸口加固\n{BODY}".encode(),
    "wide.txt": lambda: f"\r\n　　机　密\r\n{BODY}".encode("gb18030"),
    "bold.md": lambda: f"**绝密★启用前**\n\n# 北关闸口加固\n\n{BODY}".encode(),
    "北关闸口加固（机密）.txt": lambda: BODY.encode(),
}


@pytest.mark.parametrize("name", SECRET)
def test_a_marked_file_is_refused_by_name_with_the_mark_and_what_to_do(tmp_path, name):
    (tmp_path / name).write_bytes(SECRET[name]())
    with pytest.raises(SecretSource) as refused:
        parse_file(tmp_path / name)
    said = str(refused.value)
    assert said.startswith(f"「{name}」标有“")
    assert any(level in said.split("”")[0] for level in ("秘密", "机 密", "机密", "绝密"))
    assert "按保密规定保管" in said
    assert "1200方" not in said
    assert len(said.splitlines()) == 1


PUBLIC = {
    "rule.docx": lambda: made.docx(
        (1, "北关县机关保密工作办法"), (0, "第一条　为了保守国家秘密，制定本办法。")
    ),
    "header.docx": lambda: in_header("北关县机关保密工作办法"),
    "levels.docx": lambda: in_table(
        ("密级", "保密期限"), ("绝密", "30年"), ("机密", "20年"), ("秘密", "10年")
    ),
    "across.docx": lambda: in_table(("密级", "绝密", "机密", "秘密"), ("期限", "30年", "20年", "10年")),
    "index.xlsx": lambda: made.xlsx(目录=[["题名", "密级"], ["闸口图纸", "秘密"], ["值班表", "无"]]),
    "one.csv": lambda: "题名,密级\n闸口图纸,机密\n".encode(),
    "form.docx": lambda: in_table(("密级", "公开"), ("文号", "北水〔2031〕7号")),
    "head.pdf": lambda: in_page_head("保密工作手册"),
    "page.html": lambda: f"<h1>秘密战线上的北关人</h1><p>{BODY}</p>".encode(),
    "how.txt": lambda: "公文格式\n密级标注示例：\n秘密★1年\n份号用6位数字。".encode(),
    "保守国家秘密.txt": lambda: BODY.encode(),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_file_that_tells_of_secrets_is_read(tmp_path, name):
    (tmp_path / name).write_bytes(PUBLIC[name]())
    parsed = parse_file(tmp_path / name)
    assert parsed.document.text
    assert parsed.internal == ""


INTERNAL = {
    "first.docx": (lambda: made.docx((0, "内部资料　注意保存"), (0, BODY)), "内部资料 注意保存"),
    "footer.docx": (lambda: in_header("仅供内部使用", footer=True), "仅供内部使用"),
    "head.pdf": (lambda: in_page_head("内部文件"), "内部文件"),
    "first.txt": (lambda: f"（内部资料，请勿外传）\n{BODY}".encode(), "（内部资料，请勿外传）"),
    "【内部】值守安排.md": (lambda: BODY.encode(), "【内部】值守安排"),
}


@pytest.mark.parametrize("name", INTERNAL)
def test_an_internal_file_is_read_and_says_its_mark(tmp_path, name):
    make, mark = INTERNAL[name]
    (tmp_path / name).write_bytes(make())
    parsed = parse_file(tmp_path / name)
    assert parsed.internal == mark
    assert "1200方" in parsed.document.text


def test_a_damaged_header_does_not_lose_the_text(tmp_path):
    out = io.BytesIO(made.raw_docx(made.paragraph(BODY)))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/header1.xml", "<w:hdr")
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    assert parse_file(tmp_path / "a.docx").document.text == BODY


UNREAD = {
    ".ofd": "或者已损坏",
    ".pptx": "或者已损坏",
    ".ppsx": "另存为 .pptx",
    ".PPT": "另存为 .pptx",
    ".dps": "另存为 .pptx",
    ".xls": "另存为 .xlsx",
    ".et": "另存为 .xlsx",
    ".xlsm": "另存为 .xlsx",
    ".rtf": "另存为 .docx",
    ".gif": "另存为 .png 或 .jpg",
    ".zip": "请先取出来",
    ".rar": "解压",
    ".7z": "解压",
    ".mht": "网页，仅 HTML",
    ".eml": "请先取出来",
    ".xyz": "目前支持 .txt、.md",
}


@pytest.mark.parametrize("suffix", UNREAD)
def test_what_cannot_be_read_is_refused_by_name_with_what_to_do(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(child.shutil, "which", lambda name: None)  # LibreOffice
    path = tmp_path / f"年报{suffix}"
    path.write_bytes(b"x")
    with pytest.raises(UnreadableSource) as refused:
        parse_file(path)
    assert f"「年报{suffix}」" in str(refused.value)
    assert UNREAD[suffix] in str(refused.value)
