"""Whose piece it is, where the name stands under a title, over it, in the text or in the imprint."""

from tests.support.layouts import CANTEEN, LIFT, RIVER, SCHOOL, cases_of


def units(text: str, suffix: str = ".txt") -> list[str]:
    return [unit for unit, _, _ in cases_of(text, suffix)]


def test_a_listed_title_with_its_unit_heads_nothing_and_the_name_under_a_title_is_its_unit():
    text = (
        "临江市机关党建经验汇编\n临江市直机关工委　编\n2025年2月\n【编前】\n"
        f"{LIFT}\n目录\n一、把食堂搬进街道…………市民政局\n二、把课堂搬进社区…………市教育局\n"
        f"一、把食堂搬进街道\n市民政局\n{CANTEEN}\n二、把课堂搬进社区\n市教育局\n{SCHOOL}\n"
    )
    assert units(text) == ["市民政局", "市教育局"]


def test_what_qualifies_a_title_hides_no_pieces_under_it():
    text = (
        f"# 临江市党建案例选编\n\n# （2023年度）\n\n## 长者食堂（市民政局）\n\n{CANTEEN}\n\n"
        f"## 课后服务\n\n市教育局机关党委\n\n{SCHOOL}\n\n"
        f"## 一条清水\n\n张罗这件事的，是市总工会服务中心党支部的11名党员。{RIVER}\n"
    )
    assert units(text, ".md") == ["市民政局", "市教育局机关党委", "市总工会服务中心党支部"]


def test_a_newspaper_s_name_printed_as_a_heading_is_no_piece_and_a_kicker_names_the_unit():
    text = (
        "2024年9月12日 星期四 机关党建 第3版\n\n## 临江日报\n\n市民政局党支部把食堂搬进街道\n\n"
        f"# 长者食堂暖人心\n\n本报记者 苏木\n\n市民政局党支部的食堂开了。{CANTEEN}\n\n"
        f"### 课后服务解民忧\n\n本报讯（记者 白术）近日，市教育局党组印发清单。{SCHOOL}该局还要加。\n\n"
        f"### 一条清水进城来\n\n这是市水务局的河。{RIVER}该局说。\n\n（通讯员 石韦）\n"
    )
    assert units(text, ".md") == ["市民政局党支部", "市教育局", "市水务局"]


def test_the_part_of_the_source_with_which_an_article_begins_is_its_unit():
    told = f"岛上有临江海事局雁栖岛海事处的26名干部职工，其中党员15人。{RIVER}"
    made = "文字：苏木 图片：白术\n编辑：石韦 审核：杜仲\n监制：宣传处"
    foot = f"— END —\n来源：临江海事局机关党委\n{made}\n往期：《小课堂》\n"
    [(unit, _, body)] = cases_of(f"岛上的灯\n临江先锋 2024-05-17\n{told}\n{LIFT}\n{foot}")
    assert unit == "临江海事局雁栖岛海事处"
    assert body.rstrip().endswith(LIFT)


def test_a_source_without_its_place_is_the_office_that_the_text_names():
    told = f"这支队伍来自临江市市场监督管理局食品科党支部。{RIVER}"
    text = f"夜市里的快检车\n临江先锋 2024-05-17\n{told}\n{LIFT}\n— END —\n来源｜市局机关党委 图文｜苏木\n"
    assert units(text) == ["临江市市场监督管理局食品科党支部"]


def test_who_gets_copies_of_minutes_did_not_issue_them():
    text = (
        "# 党建例会纪要\n\n〔2024〕第6期\n\n**临江区委直属机关工委办公室**　　2024年9月14日\n\n"
        f"## 一、督查\n\n{LIFT}\n\n## 二、其他\n\n{CANTEEN}\n\n发：各机关党委\n\n抄：区委办公室，区委组织部\n"
    )
    [(unit, _, body)] = cases_of(text, ".md")
    assert unit == "临江区委直属机关工委办公室"
    assert "抄：" not in body


def test_a_branch_s_name_ends_before_the_verb_after_it():
    text = f"“潮汐窗口”涨落之间\n——市不动产登记中心党支部缩短排队时间见闻\n本报讯（记者 苏木）{CANTEEN}\n"
    assert units(text) == ["市不动产登记中心党支部"]
