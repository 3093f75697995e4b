"""Tables of Word: every value beside the header and the label that it has on the page."""

from index.parse.layout import laid_out
from index.parse.word import read_docx
from tests.index.parse.word.kit import blocks, cell, paragraph, read, row, table, word

HEAD = row("河道", "长度", "河长")


def lines(*rows, properties="", **parts):
    return read(table(*rows, properties=properties), **parts)[0]


def test_cells_merged_downwards_hold_for_all_their_rows():
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    assert lines(
        row("片区", "项目", "责任人"),
        row(cell("城东", restart), "清淤", "卢广田"),
        row(cell("", goes_on), "护坡", "祁小满"),
        row("城西", "便桥", "温如海"),
    ) == [
        "片区：城东；项目：清淤；责任人：卢广田",
        "片区：城东；项目：护坡；责任人：祁小满",
        "片区：城西；项目：便桥；责任人：温如海",
    ]


def test_a_cell_that_goes_on_from_none_stands_for_itself():
    goes_on = '<w:vMerge w:val="continue"/>'
    assert lines(HEAD, row(cell("沙河", goes_on), "9公里", "卢广田"), row("柳河", "4公里", "祁小满"))[0] == (
        "河道：沙河；长度：9公里；河长：卢广田"
    )


def test_words_under_a_merged_cell_are_told():
    found, notices = read(
        table(
            HEAD,
            row(cell("沙河", '<w:vMerge w:val="restart"/>'), "9公里", "卢广田"),
            row(cell("旧名", "<w:vMerge/>"), "4公里", "祁小满"),
        )
    )
    assert found[1] == "河道：沙河；长度：4公里；河长：祁小满"
    assert notices == ("去掉了合并单元格里的文字 2 个字，没有入库",)


def test_empty_cells_keep_their_columns():
    assert lines(HEAD, row("沙河", "", "卢广田"), row("柳河", "4公里", "")) == [
        "河道：沙河；河长：卢广田",
        "河道：柳河；长度：4公里",
    ]


def test_rows_that_begin_and_end_inside_the_grid():
    before = '<w:gridBefore w:val="1"/>'
    assert lines(
        row("河道", "长度", "河长"),
        row("沙河", "9公里", "卢广田"),
        row("13公里", "祁小满", properties=before),
        row("柳河", "4公里", properties='<w:gridAfter w:val="1"/>'),
    ) == ["河道：沙河；长度：9公里；河长：卢广田", "长度：13公里；河长：祁小满", "河道：柳河；长度：4公里"]


def test_headers_of_two_rows():
    wide, tall = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    assert lines(
        row(cell("支部", tall), cell("党员", wide)),
        row(cell("", "<w:vMerge/>"), "男", "女"),
        row("水文支部", "11", "6"),
    ) == ["支部：水文支部；党员·男：11；党员·女：6"]


def test_a_repeated_header_row_is_a_header_though_it_holds_values():
    head = row("站点", "2023", "2024", properties="<w:tblHeader/>")
    assert lines(head, row("北闸", "31", "44")) == ["站点：北闸；2023：31；2024：44"]


def test_a_bold_sum_under_the_header_is_no_header():
    bold = [cell(words, run="<w:b/>") for words in ("职务", "姓名")]
    total = [cell(words, run="<w:b/>") for words in ("合计", "2人")]
    assert lines(row(*bold), row(*total), row("闸长", "卢广田"), row("副闸长", "祁小满")) == [
        "职务：合计；姓名：2人",
        "职务：闸长；姓名：卢广田",
        "职务：副闸长；姓名：祁小满",
    ]


def test_rows_shaded_by_turns_are_no_headers():
    dark, pale = ('<w:shd w:val="clear" w:fill="1F4E79"/>', '<w:shd w:val="clear" w:fill="DDEBF7"/>')
    head = [cell(words, dark) for words in ("河道", "河长")]
    first = [cell(words, pale) for words in ("沙河", "卢广田")]
    assert lines(row(*head), row(*first), row("柳河", "祁小满")) == [
        "河道：沙河；河长：卢广田",
        "河道：柳河；河长：祁小满",
    ]


def test_a_frame_of_one_cell_holds_a_document():
    styles = '<w:style w:styleId="T2"><w:name w:val="heading 2"/></w:style>'
    inner = paragraph("一、清淤", '<w:pStyle w:val="T2"/>') + paragraph("清淤9公里。")
    inner += table(HEAD, row("沙河", "9公里", "卢广田"))
    inner += paragraph("二、护坡", '<w:pStyle w:val="T2"/>') + paragraph("护坡4公里。")
    frame = table(f"<w:tr><w:tc>{table(f'<w:tr><w:tc>{inner}</w:tc></w:tr>')}</w:tc></w:tr>")
    assert blocks(frame, styles=styles) == [
        ("heading", "一、清淤", 0, 0),
        ("paragraph", "清淤9公里。", 0, 0),
        ("row", "河道：沙河；长度：9公里；河长：卢广田", 0, 1),
        ("heading", "二、护坡", 0, 0),
        ("paragraph", "护坡4公里。", 0, 0),
    ]


def test_a_table_that_sets_articles_side_by_side():
    articles = [
        "\n".join(f"{name}第{n}段，{'写得很长' * 8}。" for n in "一二三") for name in ("左文", "右文")
    ]
    found = lines(row(*articles))
    assert [line[:4] for line in found] == [
        "左文第一",
        "左文第二",
        "左文第三",
        "右文第一",
        "右文第二",
        "右文第三",
    ]


def test_what_is_hidden_or_numbered_in_a_frame_is_counted_once():
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    )
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    inner = (
        paragraph("清淤完成。", number)
        + paragraph("藏着", run="<w:vanish/>")
        + "<w:p><w:r><pic:pic/></w:r></w:p>"
    )
    found, notices = read(
        table(f"<w:tr><w:tc>{inner}</w:tc></w:tr>") + paragraph("护坡完成。", number), numbering=numbering
    )
    assert found == ["1.清淤完成。", "2.护坡完成。"]
    assert notices == ("去掉了隐藏文字 2 个字，没有入库", "图 1 幅没有读入")


def test_tables_inside_cells_come_after_and_all_are_numbered():
    inner = table(row("物资", "数量"), row("沙袋", "300"))
    outer = table(row("仓库", "清单"), row("一号仓", f"<w:tc>{paragraph('见内表')}{inner}</w:tc>"))
    assert blocks(outer + paragraph("另有一表。") + table(HEAD, row("柳河", "4公里", "祁小满"))) == [
        ("row", "仓库：一号仓；清单：见内表", 0, 1),
        ("row", "物资：沙袋；数量：300", 0, 2),
        ("paragraph", "另有一表。", 0, 0),
        ("row", "河道：柳河；长度：4公里；河长：祁小满", 0, 3),
    ]


def test_deleted_rows_go_and_rows_and_cells_in_controls_stay():
    gone = row("旧河", "1公里", "无", properties="<w:del/>")
    control = f"<w:sdt><w:sdtContent>{row('沙河', '9公里', '卢广田')}</w:sdtContent></w:sdt>"
    inside = f"<w:sdt><w:sdtContent>{cell('4公里')}</w:sdtContent></w:sdt>"
    assert lines(HEAD, gone, control, f"<w:tr>{cell('柳河')}{inside}{cell('祁小满')}</w:tr>") == [
        "河道：沙河；长度：9公里；河长：卢广田",
        "河道：柳河；长度：4公里；河长：祁小满",
    ]


def test_a_form_has_fields_and_paragraphs_in_its_blanks():
    found = blocks(
        table(
            row("姓名", "卢广田", "职务", "闸长"),
            row("主要事迹", cell("守闸31年。\n救起4人。", '<w:gridSpan w:val="3"/>')),
        )
    )
    assert found == [
        ("field", "姓名：卢广田", 0, 1),
        ("field", "职务：闸长", 0, 1),
        ("field", "主要事迹：守闸31年。", 0, 1),
        ("field", "救起4人。", 0, 1),
    ]


def test_captions_belong_to_their_tables():
    styles = '<w:style w:styleId="a5"><w:name w:val="caption"/></w:style>'
    body = (
        paragraph("各河情况如下。")
        + paragraph("表1 河长名单")
        + table(HEAD, row("沙河", "9公里", "卢广田"))
        + paragraph("图1 沙河走向")
        + paragraph("表2里的数字由各站上报。")
        + paragraph("物资清单", '<w:pStyle w:val="a5"/>')
        + table(row("物资", "数量"), row("沙袋", "300"))
    )
    found = blocks(body, styles=styles)
    assert [one for one in found if one[0] == "caption"] == [
        ("caption", "表1 河长名单", 0, 1),
        ("caption", "图1 沙河走向", 0, 0),
        ("caption", "物资清单", 0, 2),
    ]
    assert ("paragraph", "表2里的数字由各站上报。", 0, 0) in found


def test_cells_say_where_they_stand():
    text, found = laid_out(read_docx("稿.docx", word(table(HEAD, row("沙河", "", "卢广田")))).lines)
    (only,) = found
    assert [(text[c.start : c.end], c.column, [text[s:e] for s, e in c.headers]) for c in only.cells] == [
        ("沙河", 0, ["河道"]),
        ("卢广田", 2, ["河长"]),
    ]


def test_a_span_beyond_reason_is_cut():
    huge = '<w:gridSpan w:val="99999"/>'
    assert lines(row(cell("河道", huge), "长度"), row("沙河", "9公里"))
