"""What is printed around a text: its foot, who issued it, a newspaper's headlines."""

import pytest

from tests.support.layouts import CANTEEN, RIVER, SCHOOL, take_apart

FEET = {
    "copies under a rule": "————————\n分送：各科、所，存档。\n（共印24份）",
    "a page for phones": "— END —\n供稿：西河区民政局\n编辑：苏木　审核：白术\n投稿邮箱：xihe@example.cn",
    "titles of other issues": "▼ 往期回顾 ▼\n书记项目第2期｜三个“硬骨头”\n主办｜中共临江市委市直机关工委",
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
