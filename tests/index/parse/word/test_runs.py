"""What is printed in a paragraph: symbols, controls, fields, line breaks; and what cannot be read is told."""

import pytest

from tests.index.parse.word.kit import blocks, paragraph, read


def run(inner, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def t(words, properties=""):
    return run(f'<w:t xml:space="preserve">{words}</w:t>', properties)


def p(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def sym(font, code):
    return run(f'<w:sym w:font="{font}" w:char="{code}"/>')


def begin(data=""):
    return run(f'<w:fldChar w:fldCharType="begin">{data}</w:fldChar>')


def code(words):
    return run(f"<w:instrText>{words}</w:instrText>")


SEPARATE, END = (run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("separate", "end"))


@pytest.mark.parametrize(
    ("font", "char", "sign"),
    [
        ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0A8", "□"), ("Wingdings", "F06F", "□"),
        ("Wingdings", "F0FC", "✓"), ("Wingdings", "F0FD", "☒"), ("Wingdings", "F078", "☒"),
        ("Wingdings 2", "F052", "☑"), ("Wingdings 2", "F0A3", "□"), ("Wingdings 2", "F050", "✓"),
        ("Wingdings 2", "F053", "☒"), ("Wingdings 2", "0052", "☑"), ("Wingdings", "F083", "③"),
        ("Symbol", "F0B3", "≥"), ("Symbol", "F0B4", "×"), ("宋体", "25A1", "□"),
    ],
)  # fmt: skip
def test_symbols_as_they_look(font, char, sign):
    assert read(p(t("验收："), sym(font, char), t("合格")))[0] == [f"验收：{sign}合格"]


def test_letters_in_a_symbol_font():
    font = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'
    body = p(t("办结："), t("R", font), t("是 "), t("£", font), t("否"), t("\uf050", font), t("河", font))
    assert read(body) == (["办结：☑是 □否✓河"], ())


def test_unknown_symbols_are_counted():
    found, notices = read(
        p(t("灯塔"), sym("Wingdings", "F054"), sym("Wingdings 3", "F07D"), sym("Marlett", "zz"))
    )
    assert (found, notices) == (["灯塔"], ("特殊符号 3 个没有读入",))


def control(inside, content):
    return f"<w:sdt><w:sdtPr>{inside}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def box(checked):
    return f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>'


def test_check_boxes_say_whether_they_are_checked_not_how_they_are_drawn():
    body = p(control(box(1), t("☒")), t("同意 "), control(box(0), sym("Wingdings", "F0A8")), t("不同意"))
    assert read(body)[0] == ["☑同意 □不同意"]
    assert read(control(box("true"), p(t("☒"), t("同意"))))[0] == ["☑同意"]


def test_controls_show_what_was_chosen_and_not_their_prompts():
    chosen = control('<w:dropDownList w:lastValue="2"/>', t("机关二支部"))
    date = control('<w:date w:fullDate="2024-03-08T00:00:00Z"/>', t("2024年3月8日"))
    prompt = control("<w:showingPlcHdr/><w:text/>", t("单击此处输入文字"))
    found, notices = read(p(t("支部："), chosen, t("；日期："), date, t("；备注："), prompt))
    assert found == ["支部：机关二支部；日期：2024年3月8日；备注："]
    assert notices == ("去掉了未填写的提示 8 个字，没有入库",)


def test_old_form_fields():
    on = begin("<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>") + code(" FORMCHECKBOX ") + END
    default = '<w:ffData><w:checkBox><w:default w:val="1"/>{}</w:checkBox></w:ffData>'
    off = begin(default.format('<w:checked w:val="0"/>')) + code(" FORMCHECKBOX ") + SEPARATE + END
    entries = "".join(f'<w:listEntry w:val="{words}"/>' for words in ("优秀", "合格", "不合格"))
    choice = begin(f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>')
    typed = begin("<w:ffData><w:textInput/></w:ffData>") + code(" FORMTEXT ") + SEPARATE + t("卢广田") + END
    body = p(on, t("党员 "), off, t("群众 等次："), choice, code("FORMDROPDOWN"), END, t(" 姓名："), typed)
    assert read(body)[0] == ["☑党员 □群众 等次：合格 姓名：卢广田"]


def test_fields_show_their_results_and_not_their_code():
    inner = begin() + code(" MERGEFIELD 单位 ") + SEPARATE + t("内层") + END
    outer = begin() + code(" IF ") + inner + code(' = "" ') + SEPARATE + t("水文站") + END
    unfinished = p(t("甲"), begin(), code(" PAGE "))
    assert read(p(outer, t("的数据。")) + unfinished + paragraph("乙。"))[0] == [
        "水文站的数据。",
        "甲",
        "乙。",
    ]


def test_equation_fields_are_read_or_counted():
    circled = begin() + code(r" EQ \o\ac(○,2)") + END
    sum_of = begin() + code(r" EQ \i\su(1,n,x)") + END
    assert read(p(circled, t("护坡"), sum_of)) == (["②护坡"], ("公式 1 个没有读入",))


def test_breaks_inside_a_paragraph_are_line_breaks():
    body = p(t("北闸：守夜的人"), run("<w:br/>"), t("守夜31年。"), run('<w:br w:type="page"/>'), t("南闸"))
    same = p(
        t("一句话"),
        run("<w:lastRenderedPageBreak/>"),
        t("不断开"),
        run("<w:cr/>"),
        t("第二"),
        run("<w:tab/>"),
        t("行"),
    )
    assert read(body + same)[0] == ["北闸：守夜的人", "守夜31年。", "南闸", "一句话不断开", "第二 行"]


def test_what_is_drawn_is_counted_once():
    pictures = "<w:drawing><pic:pic/></w:drawing><w:pict><v:imagedata/></w:pict>"
    both = "<mc:Choice><pic:pic/></mc:Choice><mc:Fallback><v:imagedata/></mc:Fallback>"
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    others = "<w:drawing><c:chart/></w:drawing><w:drawing><dgm:relIds/></w:drawing>"
    body = p(t("附图。"), run(pictures + both + others)) + "<w:altChunk/>"
    assert read(body)[1] == ("图 3 幅、图表 1 个、智能图形 1 个、嵌入的文件 1 份没有读入",)


def test_words_drawn_as_shapes_are_read():
    art = '<w:pict><v:shape><v:textpath string="河长制公示"/></v:shape></w:pict>'
    words = "<w:txbxContent><w:p><w:r><w:t>监督电话12345</w:t></w:r></w:p></w:txbxContent>"
    inside = f"<w:pict><v:rect><v:textbox>{words}</v:textbox></v:rect></w:pict>"
    only_old = f"<mc:AlternateContent><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent>"
    assert read(p(run(art)) + p(t("框外。"), run(only_old)))[0] == ["河长制公示", "框外。", "监督电话12345"]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf06c"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
)


def listed(words, level=0):
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>')


def test_numbered_and_bulleted_paragraphs_are_items():
    body = (
        paragraph("要求如下：")
        + listed("每日巡查。")
        + listed("带手电", 1)
        + listed("带雨衣", 1)
        + listed("每周上报。")
    )
    assert blocks(body, numbering=NUMBERING)[1:] == [
        ("item", "1.每日巡查。", 2, 0),
        ("item", "带手电", 0, 0),
        ("item", "带雨衣", 0, 0),
        ("item", "2.每周上报。", 2, 0),
    ]


def test_typed_numbers_make_items_and_headings_stay_headings():
    body = (
        paragraph("一、巡查")
        + paragraph("（一）每日巡查两次。")
        + paragraph("①夜间也要去。")
        + paragraph("● 带手电；")
    )
    body += listed("值守") + paragraph("第一章不是条目。") + paragraph("3.5公里以内步行。")
    assert blocks(body, numbering=NUMBERING) == [
        ("heading", "一、巡查", 0, 0),
        ("item", "（一）每日巡查两次。", 3, 0),
        ("item", "①夜间也要去。", 1, 0),
        ("item", "● 带手电；", 2, 0),
        ("heading", "1.值守", 0, 0),
        ("paragraph", "第一章不是条目。", 0, 0),
        ("paragraph", "3.5公里以内步行。", 0, 0),
    ]


def test_lines_after_an_items_first_are_paragraphs():
    body = p(
        '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>',
        t("巡查。"),
        run("<w:br/>"),
        t("夜里也去。"),
    )
    assert blocks(body, numbering=NUMBERING) == [
        ("item", "1.巡查。", 2, 0),
        ("paragraph", "夜里也去。", 0, 0),
    ]


def test_boxes_to_tick_are_fields_of_what_they_answer():
    body = paragraph("验收单") + p(
        t("结论："), sym("Wingdings", "F0FE"), t("合格 "), sym("Wingdings", "F0A8"), t("整改")
    )
    assert blocks(body + paragraph("验收组三人到场查看。")) == [
        ("heading", "验收单", 0, 0),
        ("field", "结论：☑合格 □整改", 0, 0),
        ("paragraph", "验收组三人到场查看。", 0, 0),
    ]
