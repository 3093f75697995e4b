"""Blocks of a page: lines, lists, definitions, forms, and what is named because it is not read."""

import pytest

from index.parse import parse_file
from index.parse.layout import Line
from index.parse.web.furniture import PageLine, is_furniture
from tests.index.parse.web.pages import read, words


def kinds(body):
    return [(line.kind, line.level, line.printed[: line.marker], line.printed) for line in read(body).lines]


def test_a_page_inside_one_form_is_read_with_what_its_controls_show():
    body = """<form action="./view.aspx"><input type="hidden" name="__VIEWSTATE" value="h"><h2>柳河镇</h2>
    <p>是否公开：<input type="radio" checked>是 <input type="checkbox">否</p>
    <p>经办人：<input value="石一川"></p>
    <p><select><option>甲类</option><option selected>乙类</option></select></p>
    <textarea>意见一。\n意见二。</textarea><input type="submit" value="提交"><button>重置</button></form>"""
    assert words(body) == ["柳河镇", "是否公开： ☑是 □否", "经办人： 石一川", "乙类", "意见一。", "意见二。"]


def test_line_breaks_and_blocks_of_any_tag_end_lines():
    assert words("<p>上一行<br>下一行</p>") == ["上一行", "下一行"]
    assert words('<span style="display:block">甲段</span><span style="display:flex">乙段</span>') == [
        "甲段",
        "乙段",
    ]
    assert words("<section><section><span>甲</span><span>段</span></section>乙段</section>") == [
        "甲段",
        "乙段",
    ]
    assert words("<pre>第一行\n第二行</pre>") == ["第一行", "第二行"]
    assert words('<div style="display:inline">连着</div><div style="display:inline">的</div>') == ["连着的"]


def test_list_items_have_the_numbers_a_browser_prints():
    body = """<ol start="4"><li>修渠<li>护堤<ul><li>砌石<li>（二）植草</ul><li value="9"><p>清淤</p>
    <p>另一段。</p></ol>
    <ol type="A" reversed><li>先<li>后</ol><ol style="list-style:none"><li>无号</ol>
    <ol><li>1．自己写的</ol>
    <ol style="list-style-type:cjk-ideographic"><li>造册</ol>"""
    assert kinds(body) == [
        ("item", 1, "4. ", "4. 修渠"),
        ("item", 1, "5. ", "5. 护堤"),
        ("item", 2, "", "砌石"),
        ("item", 2, "（二）", "（二）植草"),
        ("item", 1, "9. ", "9. 清淤"),
        ("", 0, "", "另一段。"),
        ("item", 1, "B. ", "B. 先"),
        ("item", 1, "A. ", "A. 后"),
        ("item", 1, "", "无号"),
        ("item", 1, "1．", "1．自己写的"),
        ("item", 1, "一、", "一、造册"),
    ]


def test_items_stand_in_the_document_with_their_markers(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<h1>通知</h1><h2>要求</h2><ol><li>三月底前报送。<li>逾期不收。</ol>", "utf-8")
    found = parse_file(path)
    items = [block for block in found.blocks if block.kind == "item"]
    assert [found.document.text[b.start + b.marker : b.end] for b in items] == [
        "三月底前报送。",
        "逾期不收。",
    ]
    assert found.document.text == "通知\n\n要求\n1. 三月底前报送。\n2. 逾期不收。"


def test_terms_with_what_is_said_of_them_are_fields_and_questions_are_not():
    body = "<dl><dt>地址：</dt><dd>青石路3号</dd><dt>怎么报名？</dt><dd>打电话。</dd><dt>无下文</dt></dl>"
    assert kinds(body) == [
        ("field", 0, "", "地址：青石路3号"),
        ("", 0, "", "怎么报名？"),
        ("", 0, "", "打电话。"),
        ("", 0, "", "无下文"),
    ]


def test_pictures_films_and_equations_are_counted_and_ornaments_are_not():
    body = """<p>正文。</p><img src="a.jpg"><img data-src="b.png" alt="说明">
    <img src="c.gif" width="1" height="1"><img src="d.jpg" style="display:none"><video></video>
    <iframe class="video_iframe"></iframe><math><mi>x</mi></math>"""
    found = read(body)
    assert [line.printed for line in found.lines] == ["正文。"]
    assert found.notices == ("图 2 幅、视频 2 段、公式 1 个没有读入",)


def test_an_article_served_hidden_until_a_script_runs_is_read():
    body = """<h1 class="rich_media_title">柳河先锋</h1>
    <div id="js_content" style="visibility: hidden; opacity: 0; "><p>柳河镇修渠16公里。</p>
    <p style="opacity:0">藏着</p></div>"""
    found = read(body)
    assert [line.printed for line in found.lines] == ["柳河先锋", "柳河镇修渠16公里。"]
    assert found.notices == ("去掉了隐藏文字 2 个字，没有入库",)
    assert words("<p>整页先藏着。</p>", "<style>body{opacity:0}</style>") == ["整页先藏着。"]


@pytest.mark.parametrize(
    "line",
    [
        "点击上方蓝字，关注柳河先锋", "▲ 点击蓝字关注我们", "预览时标签不可点", "微信扫一扫关注该公众号",
        "轻触阅读原文", "继续滑动看下一个", "阅读原文 阅读 871 赞 12 在看 4", "取消 允许",
        "您的位置：首页 > 通知公告 > 正文",
        "【打印】【关闭】",
        "上一篇：关于放假的通知", "字体：大 中 小",
    ],
)  # fmt: skip
def test_lines_of_the_site_are_known(line):
    assert is_furniture(PageLine(Line(line)))


@pytest.mark.parametrize(
    "line",
    [
        "扫描二维码办件3200件。",
        "阅读推广活动",
        "关闭小煤窑12家",
        "点击率达到80%",
        "取消证明事项16项",
        "首页改版",
    ],
)
def test_lines_of_the_article_are_not(line):
    assert not is_furniture(PageLine(Line(line)))


def test_a_row_of_links_from_the_home_page_is_the_sites(tmp_path):
    links = '<div><a href="/">首页</a> | <a href="/a">机构</a> | <a href="/b">公告</a></div>'
    found = read(f"{links}<p>首页新增<a href='/c'>办事</a>入口。</p>")
    assert [line.printed for line in found.lines] == ["首页新增办事入口。"]
    assert found.notices == ("去掉了网页的固定文字 8 个字，没有入库",)


def test_a_number_alone_joins_the_heading_below_it_and_nothing_else():
    body = """<section><section>01</section><section><strong>柳河镇：渠水进田</strong></section></section>
    <p>柳河镇修渠16公里。</p><p>02</p><p>到年底，全镇还要再修渠9公里。</p><p>03</p>"""
    assert words(body) == [
        "01 柳河镇：渠水进田",
        "柳河镇修渠16公里。",
        "02",
        "到年底，全镇还要再修渠9公里。",
        "03",
    ]


def test_bold_lines_are_headings_below_marked_ones():
    body = """<h1>通知</h1><p><b>一、标准</b></p><p>每人每月260元。</p><p><b>重点是</b>节约。</p>
    <p style="font-weight:700">二、要求</p><h3>对照表</h3>"""
    assert [(line.level, line.text) for line in read(body).lines] == [
        (1, "通知"),
        (2, "一、标准"),
        (0, "每人每月260元。"),
        (0, "重点是节约。"),
        (2, "二、要求"),
        (3, "对照表"),
    ]
