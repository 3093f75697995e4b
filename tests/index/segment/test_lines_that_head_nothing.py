"""Short lines of a page that look like headings and head no piece, and those that stand where they would."""

from tests.support.layouts import CANTEEN, LIFT, RIVER, SCHOOL, cases_of, take_apart


def test_who_said_a_quotation_heads_nothing():
    text = (
        f"桥头的修鞋摊\n▍起头\n{CANTEEN}\n“鞋底比面子要紧。”\n——摊主 方启明\n▍后来\n{SCHOOL}\n"
        f"“明年还来。”\n——最小的学徒 苏木\n▍如今\n{RIVER}\n"
    )
    assert len(cases_of(text)) == 1


def test_who_sent_a_piece_in_brackets_heads_nothing_with_an_office_or_a_person_alone():
    text = (
        f"临江市机关党建简报\n第12期（总第77期）\n临江市直机关工委编　2024年5月20日\n"
        f"市民政局把食堂开到家门口\n{CANTEEN}\n（市民政局供稿）\n"
        f"课后服务延到六点\n{SCHOOL}\n（姚广平）\n每周巡河一次\n{RIVER}\n（市水务局机关党委）\n"
    )
    told = cases_of(text)
    assert [title for _, title, _ in told] == ["市民政局把食堂开到家门口", "课后服务延到六点", "每周巡河一次"]
    last = [body.splitlines()[-1] for _, _, body in told]
    assert last == [
        "（市民政局供稿）",
        "（姚广平）",
        "（市水务局机关党委）",
    ]


def test_a_unit_in_brackets_over_its_text_is_no_contributor():
    text = (
        f"# 临江市案例选编\n\n## 长者食堂暖人心\n\n（市民政局）\n\n{CANTEEN}\n\n"
        f"## 课后服务解民忧\n\n（市教育局）\n\n{SCHOOL}\n"
    )
    assert [body for _, _, body in cases_of(text, ".md")] == [
        f"（市民政局）\n\n{CANTEEN}",
        f"（市教育局）\n\n{SCHOOL}",
    ]


def test_names_of_those_commended_open_no_case():
    names = "市民政局\n市教育局\n（二）集体嘉奖\n市水务局　市住房保障局\n市城管局\n（三）其他\n"
    listed = f"一、先进集体\n（一）记集体三等功\n{names}{LIFT}\n{RIVER}\n{SCHOOL}\n{CANTEEN}\n"
    text = f"关于表彰先进集体的决定\n{CANTEEN}\n{listed}临江市人民政府\n2024年9月13日\n"
    told = cases_of(text)
    assert [(unit, title) for unit, title, _ in told] == [("临江市人民政府", "关于表彰先进集体的决定")]


def test_a_sites_pages_and_a_signature_open_no_case():
    text = (
        f"临江市人民政府　|　首页　新闻中心　公开目录\n\n## 食堂经费通报\n\n各街道：\n\n{CANTEEN}\n\n"
        f"临江市民政局\n\n2025年7月18日\n\n附件下载：明细.zip\n"
    )
    parsed, segmentation = take_apart(text, ".md")
    (case,) = segmentation.cases
    assert (case.unit, case.title) == ("临江市民政局", "食堂经费通报")
    assert parsed.document.text[case.start : case.end].startswith("各街道：")


def test_an_office_over_a_day_and_its_text_heads_them():
    text = "# 临江要事\n\n" + "".join(
        f"## {unit}\n\n2024年3月5日\n\n{body}\n\n"
        for unit, body in (("市民政局", CANTEEN), ("市教育局", SCHOOL), ("市水务局", RIVER))
    )
    assert [unit for unit, _, _ in cases_of(text, ".md")] == ["市民政局", "市教育局", "市水务局"]


def test_a_joint_office_is_named_whole():
    text = f"市供销合作社联合社推动下乡\n{CANTEEN}\n市教育局联合三家医院义诊\n{SCHOOL}\n"
    assert [unit for unit, _, _ in cases_of(text)] == ["市供销合作社联合社", "市教育局"]
