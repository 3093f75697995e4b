"""Sound files of every format: words, headings, numbers and pages come out as printed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parse import parse_file
from index.parse.numbers import chinese, numeral
from index.parse.pages import Printed, paragraphs, without_margins
from index.segment.passages import split_passages
from index.settings import IndexSettings
from tests.support.files import office_files as made


def parsed(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return parse_file(path)


def shown(found):
    """(level, words) of every block."""
    return [
        (b.level if b.kind == "heading" else 0, found.document.text[b.start : b.end]) for b in found.blocks
    ]


ARTICLE = [
    (1, "河口镇志愿服务案例"),
    (2, "一、送书下乡"),
    (0, "三月里，志愿者把1200册书送到九个村。"),
    (2, "二、夜间门诊"),
    (0, "门诊每周开三晚，看病的人少跑了路。"),
    (0, "半年里接诊460人次。"),
]
WORDS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=30)


def test_docx_headings_and_paragraphs(tmp_path):
    assert shown(parsed(tmp_path, "a.docx", made.docx(*ARTICLE))) == ARTICLE


@settings(max_examples=15, deadline=None)
@given(lines=st.lists(st.tuples(st.integers(0, 3), WORDS), min_size=3, max_size=10))
def test_docx_gives_back_what_was_written(tmp_path_factory, lines):
    lines = [
        (1, "总标题"),
        (2, "小标题"),
        *((level, f"{text}。" if not level else text) for level, text in lines),
    ]
    found = parsed(tmp_path_factory.mktemp("f"), "a.docx", made.docx(*lines))
    assert shown(found) == lines
    text = found.document.text
    ends = [0, *(b.end for b in found.blocks)]
    assert all(end <= b.start < b.end <= len(text) for end, b in zip(ends, found.blocks, strict=False))
    assert all(text[b.start : b.end].strip() == text[b.start : b.end] for b in found.blocks)


def test_docx_numbers_that_word_counts_itself(tmp_path):
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
        for n, (form, words) in enumerate(
            [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
        )
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )

    def line(text, level):
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        return made.paragraph(text, mark)

    body = (
        line("总则", 0)
        + line("范围。", 1)
        + line("对象。", 1)
        + line("甲。", 2)
        + line("分则", 0)
        + line("办法。", 1)
    )
    found = parsed(tmp_path, "a.docx", made.raw_docx(body, numbering=numbering))
    words = [text for _, text in shown(found)]
    assert words == ["一、总则", "（一）范围。", "（二）对象。", "1.甲。", "二、分则", "（一）办法。"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"), (35, "chineseCountingThousand", "三十五"),
        (30, "ideographDigital", "三〇"),
        (3, "decimalEnclosedCircle", "③"), (27, "lowerLetter", "aa"),
        (9, "upperRoman", "IX"), (49, "upperRoman", "XLIX"), (14, "lowerRoman", "xiv"),
        (4, "decimalZero", "04"), (5, "unknown", "5"),
        (2, "ideographTraditional", "乙"), (12, "ideographZodiac", "亥"),
    ],
)  # fmt: skip
def test_numerals(number, form, printed):
    assert numeral(number, form) == printed
    assert chinese(99) == "九十九"


def test_docx_hides_nothing_in_the_index(tmp_path):
    body = (
        made.paragraph("看得见的话。")
        + made.paragraph("藏起来的话。", run="<w:vanish/>")
        + made.paragraph("白字。", run='<w:color w:val="FFFFFF"/>')
        + made.paragraph("小字。", run='<w:sz w:val="2"/>')
        + made.paragraph("零\u200b宽\u2060字\ufeff符。")
        + "<w:p><w:del><w:r><w:delText>删了的话。</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t>添的话。</w:t></w:r></w:ins></w:p>"
    )
    found = parsed(tmp_path, "a.docx", made.raw_docx(body))
    assert found.document.text == "看得见的话。\n零宽字符。\n添的话。"
    assert sorted(found.notices) == [
        "去掉了极小的文字 3 个字，没有入库",
        "去掉了白色文字 3 个字，没有入库",
        "去掉了隐藏文字 6 个字，没有入库",
        "去掉了零宽字符 3 个字，没有入库",
    ]


def test_docx_tables_row_by_row(tmp_path):
    def cell(text):
        return f"<w:tc>{made.paragraph(text)}</w:tc>"

    table = (
        f"<w:tbl><w:tr>{cell('单位')}{cell('人数')}</w:tr><w:tr>{cell('水务站')}{cell('32人')}</w:tr></w:tbl>"
    )
    found = parsed(tmp_path, "a.docx", made.raw_docx(made.paragraph("下表列出人数。") + table))
    assert found.document.text.splitlines() == ["下表列出人数。", "单位：水务站；人数：32人"]


def test_html(tmp_path):
    page = """<html><head><title>题</title><meta charset="utf-8"><style>p{}</style></head><body>
      <nav>首页 新闻</nav><h1>河口镇志愿服务案例</h1><h2>一、送书下乡</h2>
      <p>三月里，<b>志愿者</b>把<br>1200册书送到九个村。</p><ul><li>第一点。</li><li>第二点。</li></ul>
      <h2>二、夜间门诊</h2><table><tr><th>晚</th><th>人次</th></tr><tr><td>周一</td><td>46</td></tr></table>
      <p style="display:none">藏着的话</p><p style="color:#fff">白字</p><p hidden>也藏着</p>
      <script>var x = "不是正文";</script><!-- 注释 --><footer>版权</footer></body></html>"""
    found = parsed(tmp_path, "a.html", page.encode())
    assert shown(found) == [
        (1, "河口镇志愿服务案例"),
        (2, "一、送书下乡"),
        (0, "三月里，志愿者把"),
        (0, "1200册书送到九个村。"),
        (0, "第一点。"),
        (0, "第二点。"),
        (2, "二、夜间门诊"),
        (0, "晚：周一；人次：46"),
    ]
    assert found.notices == ("去掉了白色文字 2 个字，没有入库", "去掉了隐藏文字 7 个字，没有入库")
    gbk = page.replace("utf-8", "gb2312").encode("gb18030")
    assert shown(parsed(tmp_path, "b.htm", gbk)) == shown(found)


def test_xlsx_and_csv_rows_are_records(tmp_path):
    rows = [["志愿服务台账"], ["单位", "人数", "完成率"], ["水务站", 32, 0.5], ["书屋", None, "全部"]]
    found = parsed(tmp_path, "a.xlsx", made.xlsx(台账=rows, 空=[]))
    assert found.document.text.splitlines() == [
        "志愿服务台账",
        "单位：水务站；人数：32；完成率：0.5",
        "单位：书屋；完成率：全部",
    ]
    found = parsed(tmp_path, "b.xlsx", made.xlsx(Sheet1=rows[1:]))
    assert found.document.text.splitlines()[0] == "单位：水务站；人数：32；完成率：0.5"
    comma = '单位,人数\n水务站,32\n"书屋,东",5\n'
    found = parsed(tmp_path, "a.csv", comma.encode("gb18030"))
    assert found.document.text.splitlines() == ["单位：水务站；人数：32", "单位：书屋,东；人数：5"]


def test_rows_are_never_taken_for_headings(tmp_path):
    """Short rows without a full stop look like headings; they are what is searched."""
    rows = [["社区", "议题"], ["东门社区", "加装路灯"], ["西湖社区", "修缮围墙"]]
    html = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = "".join(
        f"<w:tr>{''.join(f'<w:tc>{made.paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    files = {
        "a.xlsx": (made.xlsx(台账=rows), 2),
        "a.csv": ("\n".join(",".join(row) for row in rows).encode(), 2),
        "a.html": (f"<h1>台账</h1><table>{html}</table>".encode(), 2),
        "a.docx": (made.raw_docx(f"<w:tbl>{table}</w:tbl>"), 2),
    }
    from index.segment.learned import segment

    for name, (data, count) in files.items():
        found = parsed(tmp_path, name, data)
        segmentation = segment(found.document, found.blocks)
        passages = split_passages(found.document, segmentation, IndexSettings(), found.blocks)
        assert "修缮围墙" in "".join(p.text for p in passages), name
        assert [level for level, _ in shown(found)][-count:] == [0] * count, name


def test_pdf_paragraphs_headings_and_margins(tmp_path):
    first = "三月里，志愿者把一千二百册书送到九个村，每个村都有一间书屋，"
    first += "书屋由村民自己照看，借书还书都不用跑远路。"
    second = "门诊每周开三晚，看病的人少跑了路，半年里接诊四百六十人次，其中一半是老人，"
    second += "镇上的年轻医生轮流值班到九点。"
    pages = []
    for number, (heading, words) in enumerate(
        [("一、送书下乡", first), ("二、夜间门诊", second), ("三、后记", first)], 1
    ):
        body = made.wrapped(words, 26, 500)
        pages.append(
            [(50, 570, 9, "河口镇工作简报"), (50, 530, 18, heading), *body, (200, 20, 9, f"— {number} —")]
        )
    found = parsed(tmp_path, "a.pdf", made.pdf(*pages))
    assert shown(found) == [
        (1, "一、送书下乡"),
        (0, first),
        (1, "二、夜间门诊"),
        (0, second),
        (1, "三、后记"),
        (0, first),
    ]
    assert [b.page for b in found.blocks] == [1, 1, 2, 2, 3, 3]


def test_a_passage_knows_its_page(tmp_path):
    from index.segment.learned import segment

    pages = [[(50, 500, 12, f"第{n}页的第一句话在这里。")] for n in (1, 2)]
    found = parsed(tmp_path, "a.pdf", made.pdf(*pages))
    passages = split_passages(
        found.document, segment(found.document, found.blocks), IndexSettings(), found.blocks
    )
    assert passages[0].page == 1


def test_pdf_text_nobody_sees_is_left_out(tmp_path):
    found = parsed(
        tmp_path, "a.pdf", made.pdf([(50, 500, 12, "看得见的话。"), (50, 400, 12, "藏着的话。", 3)])
    )
    assert found.document.text == "看得见的话。"
    assert found.notices == ("去掉了隐藏文字 5 个字，没有入库",)


def test_white_letters_on_a_coloured_ground_are_seen(tmp_path):
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(420, 600))
    for top, ground in ((500, (0.6, 0.1, 0.1)), (300, (1, 1, 1)), (100, None)):
        if ground:
            canvas.setFillColorRGB(*ground)
            canvas.rect(40, top - 10, 300, 40, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(50, top, f"HEAD{top}")
    canvas.save()
    found = parsed(tmp_path, "a.pdf", out.getvalue())
    assert found.document.text == "HEAD500"
    assert found.notices == ("去掉了白色文字 14 个字，没有入库",)

    white = '<w:color w:val="FFFFFF"/>'
    shade = '<w:tcPr><w:shd w:val="clear" w:fill="{}"/></w:tcPr>'
    cells = "".join(
        f"<w:tc>{shade.format(fill)}{made.paragraph(text, run=white)}</w:tc>"
        for fill, text in (("C00000", "表头"), ("FFFFFF", "白底"), ("auto", "无底"))
    )
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + made.paragraph(
        "段落有底色。", '<w:shd w:val="clear" w:fill="000080"/>', white
    )
    found = parsed(tmp_path, "a.docx", made.raw_docx(body))
    assert found.document.text == "表头\n段落有底色。"
    assert found.notices == ("去掉了白色文字 4 个字，没有入库",)


def printed(text, page=1, y=300.0, left=50.0, right=362.0, size=12.0):
    return Printed(text, page, size, left, right, y, 600.0)


def test_lines_are_joined_as_they_were_wrapped():
    lines = [
        printed("an inter-"),
        printed("national pro"),
        printed("gramme of China", right=200),
        printed("下一段。"),
    ]
    assert [line.text for line in paragraphs(lines)] == ["an international pro gramme of China", "下一段。"]


def test_page_numbers_go_and_numbers_in_the_text_stay():
    lines = [
        printed("12", y=20),
        printed("第 3 页 共 9 页", y=20),
        printed("2023", y=300),
        printed("注：1", y=20),
    ]
    assert [line.text for line in without_margins(lines, 1)] == ["2023", "注：1"]


def test_original_is_the_files_own_hash(tmp_path):
    import hashlib

    data = made.docx(*ARTICLE)
    assert parsed(tmp_path, "a.docx", data).original == hashlib.sha256(data).hexdigest()
    assert Path(tmp_path, "a.docx").read_bytes() == data
