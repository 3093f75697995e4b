"""Pages of newspapers, briefs and registers: what stands around their pieces, and which are short."""

from pathlib import Path

from index.parse import parse_file
from index.segment.cases import by_rules
from index.segment.pairing import divide
from tests.support.layouts import CANTEEN, LIFT, RIVER, SCHOOL, cases_of, parts_of, take_apart

MASTHEAD = "临江日报\n2024年5月17日　星期五　第03版·机关党建\n"
RULE = "————————————————"


def test_a_table_of_contents_with_a_heading_of_its_own_opens_no_case():
    text = (
        f"临江机关党建简报\n2025年第8期\n{RULE}\n【本期要目】\n◇市民政局“三本账”推动融合\n◇市教育局把党日开在操场上\n{RULE}\n"
        f"市民政局“三本账”推动融合\n{CANTEEN}\n（市民政局　苏木）\n{RULE}\n"
        f"市教育局把党日开在操场上\n{SCHOOL}\n（市教育局　白术）\n"
    )
    assert [unit for unit, _, _ in cases_of(text)] == ["市民政局", "市教育局"]


def test_who_sent_a_piece_gives_it_its_unit_and_heads_nothing():
    text = (
        f"# 清风窗\n\n## 退回之后\n\n{CANTEEN}\n\n（市交通局机关纪委供稿）\n\n"
        f"## 油卡归谁管\n\n{SCHOOL}\n\n（市园林局　苏木）\n\n## 账本晒给人看\n\n{LIFT}\n\n（市住房局供稿）\n"
    )
    told = [(unit, title) for unit, title, _ in cases_of(text, ".md")]
    assert told == [("市交通局", "退回之后"), ("市园林局", "油卡归谁管"), ("市住房局", "账本晒给人看")]


def test_the_piece_after_the_last_contributor_is_a_case_too():
    text = (
        f"临江党建\n市民政局：长者食堂\n{CANTEEN}\n（市民政局　苏木）\n市教育局：课后服务\n{SCHOOL}\n"
        f"（市教育局　白术）\n在推进会上的讲话\n{LIFT}\n"
    )
    assert [body for _, _, body in cases_of(text)][-1] == LIFT


def test_the_name_of_a_column_stands_over_a_piece_and_is_none():
    text = (
        f"{MASTHEAD}长者食堂暖人心\n本报讯（记者 苏木）{CANTEEN}\n"
        f"课后服务解民忧\n本报讯（记者 白术）{SCHOOL}\n{RULE}\n"
        f"◇居民议事◇\n每周巡河一次\n□ 石韦\n{LIFT}\n{RIVER}\n{RULE}\n"
    )
    assert [title for _, title, _ in cases_of(text)] == ["长者食堂暖人心", "课后服务解民忧", "每周巡河一次"]
    assert ("section", "◇居民议事◇") in parts_of(text)


def test_a_kicker_belongs_to_no_piece_above_it():
    page = (
        f"# 临江党建周刊\n\n## 长者食堂暖人心\n\n本报记者 苏木\n\n{CANTEEN}\n\n理论课怎样才坐得住？\n\n"
        f"## 小板凳进大院\n\n见习记者 白术\n\n{SCHOOL}\n"
    )
    assert cases_of(page, ".md")[0][2] == f"本报记者 苏木\n\n{CANTEEN}"
    assert ("section", "理论课怎样才坐得住？") in parts_of(page, ".md")


def test_a_subtitle_of_clauses_under_a_headline_opens_no_piece():
    text = (
        f"A06 先锋周刊 临江晚报 2023.09.06 星期三。\n夜班书记上岗记\n"
        f"接单平均11分钟 满意率升至94.6% 噪声仍是难点\n□ 本报记者 苏木\n{CANTEEN}\n"
        f"临江市教育局：老账本有了传人\n{SCHOOL}\n（白术 文/摄）\n"
    )
    assert [title for _, title, _ in cases_of(text)] == ["夜班书记上岗记", "老账本有了传人"]


def test_pieces_that_a_reporter_opens_settle_where_the_others_begin():
    headings = [("", "汛前巡河"), ("", "茶摊开张"), ("", "便条来了")]
    paragraphs = [
        "本报讯 巡河的人",
        "又走了一段",
        "本报讯 茶摊",
        "坐满了人",
        "有人写来便条",
        "窗口改了时间",
        "没有下文",
    ]
    # 便条 is one of the three pairs 便条 条来 来了: too little to go by where nothing else is known.
    assert divide(headings, paragraphs, [0] * 7, None) is None
    assert divide(headings, paragraphs, [0] * 7, None, certain=[0, 2]) == [0, 2, 4]


def test_a_unit_with_its_number_over_a_title_is_the_unit_of_the_piece():
    pieces = "".join(
        f"0{n} 临江市{name}局机关支部：\n{title}\n▍难在哪\n{body}\n▍怎么破\n{body}\n"
        for n, (name, title, body) in enumerate(
            [("民政", "四趟并成一趟", CANTEEN), ("教育", "带着问题下工地", SCHOOL)], start=1
        )
    )
    told = [
        (unit, title) for unit, title, _ in cases_of(f"两个支部的项目\n编者按：两个支部各有招数。\n{pieces}")
    ]
    assert told == [("临江市民政局机关支部", "四趟并成一趟"), ("临江市教育局机关支部", "带着问题下工地")]


def test_short_news_in_a_row_are_a_case_each():
    text = (
        f"临江机关党建简报\n第18期\n■ 市民政局：长者食堂\n{CANTEEN}\n■ 市教育局：课后服务\n{SCHOOL}\n■ 短讯\n"
        "▲市残联机关党支部10月9日举办手语党日，23名党员参加。\n▲市地震局与市第九小学结对，98秒完成疏散。\n"
    )
    assert [(unit, body[:4]) for unit, _, body in cases_of(text)][1:] == [
        ("市教育局", SCHOOL[:4]),
        ("市残联机关党支部", "▲市残联"),
        ("市地震局", "▲市地震"),
    ]
    assert ("section", "■ 短讯") in parts_of(text)


def test_tasks_of_offices_inside_a_case_are_no_short_news():
    text = (
        f"临江机关党建简报\n第18期\n■ 市民政局：长者食堂\n{CANTEEN}\n▲市残联负责摸底。\n▲市财政局负责拨款。\n"
        f"■ 市教育局：课后服务\n{SCHOOL}\n"
    )
    assert len(cases_of(text)) == 2


def test_records_of_lines_with_labels_are_a_case_each():
    text = "申报单位情况登记\n（临江区党群工作部汇总）\n"
    for name, count in (("应急管理局", 7), ("人才服务中心", 11), ("生态环境局", 8)):
        text += f"单位名称：临江区{name}\n党员人数：{count}人\n申报类别：服务类\n"
        text += f"主要做法：{CANTEEN}\n存在不足：人手少。\n"
    told = cases_of(text)
    assert [unit for unit, _, _ in told] == ["临江区应急管理局", "临江区人才服务中心", "临江区生态环境局"]
    assert all(body.startswith("党员人数：") and body.endswith("人手少。") for _, _, body in told)


def test_contacts_under_the_day_of_a_notice_are_its_foot():
    text = (
        f"关于巡河的报告\n\n{RIVER}\n特此报告。\n沙陵县水务局\n2024年1月12日\n（联系人：苏木，电话：7730092）"
    )
    _, segmentation = take_apart(text)
    assert text[: segmentation.cases[-1].end].endswith("2024年1月12日")
    assert [text[p.start : p.end] for p in segmentation.parts if p.kind == "text"] == [text.splitlines()[-1]]


def test_the_place_of_an_office_is_part_of_its_name_where_the_document_names_it():
    text = (
        f"A06 沣泖晚报 2023.09.06 星期三。\n夜班书记上岗记\n□ 本报记者 苏木\n"
        f"晚上9点，沣泖市城市管理局的灯亮着。{LIFT}\n沣泖市教育局：老账本\n{SCHOOL}\n"
    )
    assert [unit for unit, _, _ in cases_of(text)] == ["沣泖市城市管理局", "沣泖市教育局"]


KICKERS = (
    ("市民政局 食堂开到家门口", "一碗热汤端上桌", CANTEEN),
    ("云溪区教育局 学位一年比一年多", "课后也有老师陪", SCHOOL),
    ("临江闸管所巡河班组 河边立起一面旗", "三年捞走八百吨", f"在临江闸管所，{RIVER}"),
)


def _kicked(folder: Path, *more: str) -> list[tuple[str, str]]:
    """(unit, title) of the cases of a page whose pieces have kickers, and of ``more`` pieces without."""
    pieces = "".join(
        f"<p>{kicker}</p><h2>{title}</h2><p>□本报记者 苏木</p><p>{body}</p>"
        for kicker, title, body in KICKERS
    )
    page = folder / "page.html"
    pieces = pieces.replace(KICKERS[0][0], f"<b>{KICKERS[0][0]}</b>")
    masthead = "<p><b>临江日报02版 机关党建2024年5月17日 星期五</b></p>"
    page.write_text(f"<html><body>{masthead}{pieces}{''.join(more)}</body></html>", "utf8")
    parsed = parse_file(page)
    return [(case.unit, case.title) for case in by_rules(parsed.document, parsed.blocks).cases]


def test_a_kicker_gives_its_unit_to_the_piece_under_it_and_the_headline_its_title(tmp_path: Path):
    assert _kicked(tmp_path) == [
        ("市民政局", "一碗热汤端上桌"),
        ("云溪区教育局", "课后也有老师陪"),
        ("临江闸管所巡河班组", "三年捞走八百吨"),
    ]


def test_a_kicker_gives_nothing_to_a_piece_that_has_none(tmp_path: Path):
    comment = f"<h2>栏杆要常修</h2><p>□石韦</p><p>{LIFT}</p>"
    assert _kicked(tmp_path, comment)[2:] == [
        ("临江闸管所巡河班组", "三年捞走八百吨"),
        ("", "栏杆要常修"),
    ]


def test_an_office_that_heading_and_text_open_with_is_the_unit_whatever_verb_is_between():
    text = (
        f"临江市机关党建简报\n第9期\n市民政局晒出食堂账本\n{RULE}\n市民政局党总支近日{CANTEEN}\n{RULE}\n"
        f"市税务局第三稽查局压减入户\n市税务局第三稽查局党支部以少打扰为题。{SCHOOL}\n{RULE}\n"
        f"小小一张凳\n{LIFT}\n"
    )
    assert [unit for unit, _, _ in cases_of(text)] == ["市民政局", "市税务局第三稽查局", ""]


def test_a_rule_under_short_items_does_not_hide_them():
    items = "●市民政局5月开办食堂42家。\n●市教育局负责拨款。\n"
    text = f"{MASTHEAD}长者食堂暖人心\n本报讯（记者 苏木）{CANTEEN}\n{RULE}\n短讯\n{items}{RULE}\n"
    assert [unit for unit, _, _ in cases_of(text)][1:] == ["市民政局", "市教育局"]
