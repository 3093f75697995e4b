"""What is printed around a text: its foot, who issued it, a newspaper's headlines."""

import pytest

from tests.support.layouts import CANTEEN, LIFT, RIVER, SCHOOL, take_apart

FEET = {
    "copies under a rule": "————————\n分送：各科、所，存档。\n（共印24份）",
    "a page for phones": "— END —\n供稿：西河区民政局\n编辑：苏木　审核：白术\n投稿邮箱：xihe@example.cn",
    "titles of other issues": "▼ 往期回顾 ▼\n书记项目第2期｜三个“硬骨头”\n主办｜中共临江市委市直机关工委",
    "a newspaper's imprint": "社址：临江市河堤路8号　每份零售1.00元　临江日报社印刷厂印",
    "who edited and how to reach them": "本期编辑：苏木　审读：白术\n投稿信箱：gongwei@example.cn",
    "a note on the whole": "（本期所称“全市”不含两个开发区。）",
    "under a page of the web": "上一篇：老街的早市\n下一篇：没有了\n【打印本页】【关闭窗口】",
    "three who checked": "文字｜苏木\n一审：白术　二审：石韦　三审：杜仲",
    "the editor's word": "小编说：小事也见功夫。你有什么好办法？欢迎留言。\n来源：临江市直机关工委",
}


@pytest.mark.parametrize("foot", FEET.values(), ids=list(FEET))
def test_the_foot_belongs_to_no_case(foot):
    text = f"市民政局 长者食堂暖人心\n{CANTEEN}\n市教育局 课后服务解民忧\n{SCHOOL}\n{foot}"
    _, segmentation = take_apart(text)
    assert [text[case.start : case.end] for case in segmentation.cases] == [CANTEEN, SCHOOL]
    last = segmentation.parts[-1]
    assert text[last.start : last.end] == foot


def test_a_contributor_of_the_last_case_stays_with_it():
    text = f"市民政局 长者食堂暖人心\n{CANTEEN}\n市教育局 课后服务解民忧\n{SCHOOL}\n（市教育局 王平供稿）"
    _, segmentation = take_apart(text)
    assert text[: segmentation.cases[-1].end] == text


def test_lines_with_which_every_case_ends_are_the_cases():
    cases = [
        f"## 市民政局 长者食堂暖人心\n\n{CANTEEN}\n\n（联系人：苏木　电话：2234567）\n\n",
        f"## 市教育局 课后服务解民忧\n\n{SCHOOL}\n\n（联系人：白术　电话：2237654）\n\n",
    ]
    _, segmentation = take_apart("".join(cases) + "编辑：石韦　审核：杜仲", ".md")
    text = "".join(cases)
    assert [text[case.start : case.end][-8:] for case in segmentation.cases] == ["2234567）", "2237654）"]


def test_an_appendix_of_one_long_line_belongs_to_no_answer():
    asked = "".join(f"{n}. 问到第{n}件事怎么办？\n\n{CANTEEN}\n\n" for n in range(1, 4))
    appendix = "附：值班电话 2234567（白天），2237654（夜间），监控室 2230011；节假日由总值班室转接"
    _, segmentation = take_apart("# 停车百问\n\n" + asked + appendix, ".md")
    assert len(segmentation.cases) == 3
    last = segmentation.cases[-1]
    assert ("# 停车百问\n\n" + asked)[last.start : last.end] == CANTEEN


def test_what_recommends_a_person_is_no_deed():
    text = f"守泵站的人\n\n{RIVER}\n{CANTEEN}\n主管部门推荐意见：同意推荐。\n联系人：苏木"
    _, segmentation = take_apart(text)
    assert [text[case.start : case.end] for case in segmentation.cases] == [f"{RIVER}\n{CANTEEN}"]


HEADS = {
    "minutes": "办公会议纪要\n时间：4月18日上午\n地点：三楼会议室\n主持：苏木\n出席：白术、石韦\n",
    "a red head": "沙陵县水务局文件\n沙水发〔2025〕18号\n签发人：苏木\n关于印发巡河办法的通知\n",
    "a form": "党员先锋岗申报材料\n姓名：苏木\n职务：河道管理员\n单位：沙陵县水务局\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=list(HEADS))
def test_lines_with_labels_at_the_head_open_no_case(head):
    _, segmentation = take_apart(f"{head}{RIVER}\n{CANTEEN}\n{LIFT}\n")
    assert len(segmentation.cases) == 1


ISSUED = {
    "the last article": (
        "阵地管理办法",
        "本办法由沙陵县委县直机关工作委员会负责解释。",
        "沙陵县委县直机关工作委员会",
    ),
    "a seal": ("“把门打开”", "推荐单位：沙陵县信访局（章）", "沙陵县信访局"),
    "the committee of an office": (
        "沙陵县水务局\n关于2024年机关党建工作的报告",
        "中共沙陵县水务局党组\n2025年1月9日",
        "沙陵县水务局",
    ),
    "the last article, by a name shortened above": (
        "阵地管理办法",
        "沙陵县机关事务管理局（以下简称县机管局）统管阵地。\n本办法由县机管局解释。",
        "沙陵县机关事务管理局",
    ),
    "the letters of its number": (
        "关于开展巡河的通知\n沙直工委发〔2025〕18号",
        "集合地点：沙陵县委县直机关工作委员会。\n巡河以后，沙陵县委县直机关工作委员会公布名单。",
        "沙陵县委县直机关工作委员会",
    ),
    "the group that made a survey": (
        "堤坝上的支部\n——沙陵县水务局支部建设调研报告\n沙陵县委县直机关工委调研组（执笔：苏木）\n2025年9月3日",
        "调研组走访了八个支部。",
        "沙陵县委县直机关工委调研组",
    ),
    "none of several": ("三家单位的主题党日", "供稿：沙陵县水务局", ""),
    "the first of two who sign": (
        "关于巡河的报告",
        "沙陵县水务局\n沙陵县生态环境局\n2025年1月9日",
        "沙陵县水务局",
    ),
    "the office of the section that made it": (
        "荣誉一览",
        "编制单位：沙陵县水务局办公室\n（沙陵县水务局2024年1月编印）",
        "沙陵县水务局",
    ),
}


@pytest.mark.parametrize(("title", "foot", "unit"), ISSUED.values(), ids=list(ISSUED))
def test_who_issued_it(title, foot, unit):
    _, segmentation = take_apart(f"{title}\n\n{RIVER}\n{CANTEEN}\n{foot}")
    assert [case.unit for case in segmentation.cases] == [unit]


PRESS = """# 临江机关报

## 锁着的门开了

沙陵县卫生健康局盘活十处活动室

本报记者 洪亭

“钥匙找了两天。”沙陵县卫生健康局机关党委副书记包然说。今年起各处活动室预约共用。

## 账本上墙

丰泽区纪委监委专项监督见闻

本报记者 石朗 通讯员 崔凤

丰泽区纪委监委抽查五个乡镇，查清账目三百本。

## 小板凳

通讯员 简一

收工以后大家坐到一起。
"""


def test_pieces_under_headline_subtitle_and_byline():
    _, segmentation = take_apart(PRESS, ".md")
    told = [(case.title, case.unit) for case in segmentation.cases]
    assert told == [
        ("锁着的门开了", "沙陵县卫生健康局"),
        ("账本上墙", "丰泽区纪委监委"),
        ("小板凳", ""),  # names no office: none is made up
    ]


def test_a_line_with_a_sentence_inside_is_no_heading():
    line = "写便条的人，至今没有找着。（周舟　文/图）"
    text = f"市民政局 长者食堂暖人心\n{CANTEEN}\n{line}\n市教育局 课后服务解民忧\n{SCHOOL}"
    parsed, segmentation = take_apart(text)
    assert [b.kind for b in parsed.blocks if text[b.start : b.end] == line] == ["paragraph"]
    assert len(segmentation.cases) == 2


ISSUERS = {
    "the title in brackets": (
        f"【临江市水务局机关党委（扩大）会议纪要】\n时间：2024年11月6日\n{RIVER}\n",
        "临江市水务局机关党委",
    ),
    "the body that passed it": (
        f"临江市巡河细则\n（2024年3月5日中共临江市委市直机关工委第3次会议通过）\n第一条　{RIVER}\n"
        f"第二条　{LIFT}\n第三条　本细则由市直机关工委组织科负责解释。\n",
        "中共临江市委市直机关工委",
    ),
    "its sections' names left out": (
        f"临江地质研究院党委党员队伍数据\n院党委组织部　编　2025年7月11日更新\n{RIVER}\n{LIFT}\n",
        "临江地质研究院党委",
    ),
    "a red head": (
        f"中共临江市委党的建设工作领导小组文件\n临党建发〔2025〕3号\n关于巡河评比结果的通报\n各街道党工委：\n{RIVER}\n",
        "中共临江市委党的建设工作领导小组",
    ),
    "who drew it up, a name and a day": (
        f"巡河经费台账\n{RIVER}\n{CANTEEN}\n编制：市水务局办公室闻人澈　2025年12月26日\n" + f"{LIFT}\n" * 9,
        "市水务局办公室",
    ),
}


@pytest.mark.parametrize(("text", "unit"), ISSUERS.values(), ids=list(ISSUERS))
def test_who_issued_a_document_is_read_where_it_says_so(text, unit):
    _, segmentation = take_apart(text)
    assert [case.unit for case in segmentation.cases] == [unit]


def test_those_who_issue_a_decision_together_stand_over_its_title():
    signers = "临江市委员会\n临江市人民政府\n"
    head = f"{signers}临委〔2024〕31号\n关于表彰巡河先进的决定\n（2024年9月13日）\n"
    parsed, segmentation = take_apart(f"{head}{RIVER}\n{LIFT}\n{signers}2024年9月13日\n")
    (case,) = segmentation.cases
    assert (case.unit, case.title) == ("临江市委员会", "关于表彰巡河先进的决定")
    assert parsed.document.title == "关于表彰巡河先进的决定"


def test_a_case_ends_with_the_labelled_line_that_ends_all_the_others():
    pieces = (("市民政局", CANTEEN), ("市教育局", SCHOOL), ("市水务局", RIVER))
    text = "# 临江五事\n\n" + "".join(
        f"## {unit} 一件小事\n\n{body}\n\n点评：小事不小，{unit}做得细。\n\n" for unit, body in pieces
    )
    parsed, segmentation = take_apart(f"{text}评选说明\n\n一等奖两篇，每篇奖励八百元。\n", ".md")
    ends = [parsed.document.text[case.start : case.end].splitlines()[-1] for case in segmentation.cases]
    assert ends == [f"点评：小事不小，{unit}做得细。" for unit, _ in pieces]


def test_an_appendix_deeper_than_the_questions_is_its_answers():
    asked = "".join(f"## 问：第{n}件事怎么办？\n\n答：{CANTEEN}\n\n" for n in range(1, 4))
    table = "### 附：食堂收支表\n\n| 项目 | 金额 |\n|---|---|\n| 收入 | 31.2 |\n| 支出 | 30.0 |\n"
    parsed, segmentation = take_apart(f"# 食堂三问\n\n{asked}{table}", ".md")
    last = segmentation.cases[-1]
    assert "支出" in parsed.document.text[last.start : last.end]
