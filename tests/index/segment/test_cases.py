from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.organisations import split_heading
from index.parse import parse_file
from tests.support.layouts import CANTEEN, LEAD, LIFT, RIVER, SCHOOL, cases_of, parts_of, take_apart

SEED = Path(__file__).parents[3] / "docs" / "福州市机关党建新活实十佳案例.txt"
SEED_CASES = [
    ("市纪委监委", "“坊巷讲习所”的探索与实践", "市纪委监委委托三坊七巷"),
    ("市政府办公厅", "打造便民服务靓丽名片", "2000年,时任福建省委副书记"),
    ("市委组织部", "构建基层治理新格局", "福州市认真贯彻落实"),
    ("市委政法委", "建立网格基层治理体系", "福州市持续加强网格治理"),
    ("市委市直机关工委", "探索推行全国首个“党建+双拥”工作机制", "2022年初,在市委"),
    ("市检察院", "党建引领结对子促业务共进", "市检察院始终牢固树立"),
    ("市交通运输局", "传承弘扬闽江红色航线精神", "市交通运输局以弘扬"),
    ("市水利局", "“三三制”构筑水利特色的红色阵地", "市水利局发挥党建引领"),
    ("鼓楼区区委区直机关工委", "深化“138”工作机制3.0版本", "鼓楼区区委区直机关工委坚持"),
    ("闽清县委办", "“六个一”机制锻造排头兵", "县委办公室是“四最一中心”"),
]


def test_the_seed_article_is_ten_cases_and_a_lead():
    parsed = parse_file(SEED)
    text = parsed.document.text
    _, segmentation = take_apart(text)
    assert [c.order for c in segmentation.cases] == list(range(1, 11))
    for case, (unit, title, opening) in zip(segmentation.cases, SEED_CASES, strict=True):
        assert (case.unit, case.title) == (unit, title)
        assert text[case.heading_start : case.heading_end] == f"{unit} {title}"
        assert text.startswith(opening, case.start)
        assert text[case.end - 1] == "。"
        assert "\n" not in text[case.start : case.end]
    assert [(p.kind, p.path) for p in segmentation.parts] == [("title", ()), ("text", ())]
    lead = segmentation.parts[1]
    assert text.startswith("本报记者 冯雪珠", lead.start)
    assert text[: lead.end].endswith("生命力、吸引力和感染力。")
    assert parsed.document.title == "更新 更活 更实——福州市新时代机关党建“新、活、实”十佳案例集萃"


FOOD, CLASS = ("市民政局", "长者食堂暖人心"), ("市教育局", "课后服务解民忧")
WATER, HOUSE = ("市水利局", "碧水长流"), ("市住建局", "电梯装进老小区")
LAYOUTS = {
    "one heading, one body": (
        f"市民政局 长者食堂暖人心\n{CANTEEN}\n\n市教育局 课后服务解民忧\n{SCHOOL}",
        [(*FOOD, CANTEEN), (*CLASS, SCHOOL)],
    ),
    "a title, then two headings in a row": (
        f"临江市案例选登\n\n市民政局　长者食堂暖人心\n市教育局　课后服务解民忧\n{CANTEEN}\n{SCHOOL}\n"
        f"市水利局：碧水长流\n市住建局：电梯装进老小区\n{RIVER}\n{LIFT}",
        [(*FOOD, CANTEEN), (*CLASS, SCHOOL), (*WATER, RIVER), (*HOUSE, LIFT)],
    ),
    "three headings in a row": (
        f"市民政局 长者食堂暖人心\r\n市教育局 课后服务解民忧\r\n市水利局 碧水长流\r\n\r\n"
        f"{CANTEEN}\r\n{SCHOOL}\r\n{RIVER}",
        [(*FOOD, CANTEEN), (*CLASS, SCHOOL), (*WATER, RIVER)],
    ),
    "four headings in a row under a title": (
        f"四个案例\n市民政局 长者食堂暖人心\n市教育局 课后服务解民忧\n市水利局 碧水长流\n"
        f"市住建局 电梯装进老小区\n{CANTEEN}\n{SCHOOL}\n{RIVER}\n{LIFT}",
        [(*FOOD, CANTEEN), (*CLASS, SCHOOL), (*WATER, RIVER), (*HOUSE, LIFT)],
    ),
    "headings without units, two in a row twice, after a signed lead": (
        f"为民 利民 便民\n——临江市案例集\n本报记者 王小明\n{LEAD}\n长者食堂暖人心\n课后服务解民忧\n\n"
        f"{CANTEEN}\n{SCHOOL}\n碧水长流\n电梯装进老小区\n{RIVER}\n{LIFT}",
        [
            ("", "长者食堂暖人心", CANTEEN),
            ("", "课后服务解民忧", SCHOOL),
            ("", "碧水长流", RIVER),
            ("", "电梯装进老小区", LIFT),
        ],
    ),
    "bodies of two paragraphs, told by the units they name": (
        f"市民政局 长者食堂暖人心\n市住建局 电梯装进老小区\n市民政局说，{CANTEEN}\n{RIVER}\n"
        f"{SCHOOL}\n市住建局说，{LIFT}",
        [(*FOOD, f"市民政局说，{CANTEEN}\n{RIVER}\n{SCHOOL}"), (*HOUSE, f"市住建局说，{LIFT}")],
    ),
    "bodies of two paragraphs, told by the wider gap": (
        f"市公安局 平安夜巡\n市体育局 全民健身\n\n\n{CANTEEN}\n\n{RIVER}\n\n{SCHOOL}\n\n\n{LIFT}\n\n{LEAD}",
        [
            ("市公安局", "平安夜巡", f"{CANTEEN}\n\n{RIVER}\n\n{SCHOOL}"),
            ("市体育局", "全民健身", f"{LIFT}\n\n{LEAD}"),
        ],
    ),
    "bodies of two paragraphs, evenly divided": (
        f"市公安局 平安夜巡\n市体育局 全民健身\n{CANTEEN}\n{RIVER}\n{SCHOOL}\n{LIFT}",
        [
            ("市公安局", "平安夜巡", f"{CANTEEN}\n{RIVER}"),
            ("市体育局", "全民健身", f"{SCHOOL}\n{LIFT}"),
        ],
    ),
    "a contributor's line under each body": (
        f"市公安局 平安夜巡\n市体育局 全民健身\n{CANTEEN}\n（市公安局供稿）\n{RIVER}\n（市体育局供稿）",
        [
            ("市公安局", "平安夜巡", f"{CANTEEN}\n（市公安局供稿）"),
            ("市体育局", "全民健身", f"{RIVER}\n（市体育局供稿）"),
        ],
    ),
    "a closing paragraph after regular pairs": (
        f"市公安局 平安夜巡\n市体育局 全民健身\n{CANTEEN}\n{RIVER}\n市商务局 夜市添彩\n市审计局 以审促改\n"
        f"{SCHOOL}\n{LIFT}\n{LEAD}",
        [
            ("市公安局", "平安夜巡", CANTEEN),
            ("市体育局", "全民健身", RIVER),
            ("市商务局", "夜市添彩", SCHOOL),
            ("市审计局", "以审促改", f"{LIFT}\n{LEAD}"),
        ],
    ),
    "a unit's line and its title's line are one heading": (
        f"市民政局\n长者食堂暖人心\n市教育局\n课后服务解民忧\n{CANTEEN}\n{SCHOOL}",
        [(*FOOD, CANTEEN), (*CLASS, SCHOOL)],
    ),
    "the unit's line after the title's": (
        f"案例集\n长者食堂暖人心\n——市民政局\n课后服务解民忧\n——市教育局\n{CANTEEN}\n{SCHOOL}",
        [(*FOOD, CANTEEN), (*CLASS, SCHOOL)],
    ),
    "sections over cases": (
        f"活力篇\n市民政局 长者食堂暖人心\n市教育局 课后服务解民忧\n{CANTEEN}\n{SCHOOL}\n"
        f"实干篇\n市水利局 碧水长流\n市住建局 电梯装进老小区\n{RIVER}\n{LIFT}",
        [(*FOOD, CANTEEN), (*CLASS, SCHOOL), (*WATER, RIVER), (*HOUSE, LIFT)],
    ),
    "numbered 一、（一）": (
        f"工作报告\n一、便民\n（一）食堂\n{CANTEEN}\n（二）学校\n{SCHOOL}\n二、治水\n{RIVER}",
        [("", "工作报告", f"一、便民\n（一）食堂\n{CANTEEN}\n（二）学校\n{SCHOOL}\n二、治水\n{RIVER}")],
    ),
    "numbered parts are sections of their case": (
        f"市民政局 长者食堂暖人心\n一、背景\n{CANTEEN}\n二、做法\n{SCHOOL}",
        [(*FOOD, f"一、背景\n{CANTEEN}\n二、做法\n{SCHOOL}")],
    ),
    "numbered cases with the unit on a line of its own": (
        f"典型案例汇编\n案例一 长者食堂暖人心\n报送单位：市民政局\n{CANTEEN}\n"
        f"案例二 课后服务解民忧\n{SCHOOL}",
        [(*FOOD, f"报送单位：市民政局\n{CANTEEN}"), ("", "课后服务解民忧", SCHOOL)],
    ),
    "a heading without a body, a trailing heading": (
        f"市民政局 长者食堂暖人心\n{CANTEEN}\n一、成效\n二、经验\n{SCHOOL}\n市教育局 课后服务解民忧",
        [(*FOOD, f"{CANTEEN}\n一、成效\n二、经验\n{SCHOOL}"), (*CLASS, "")],
    ),
    "a single signed case": (
        f"市民政局 长者食堂暖人心\n本报记者 王小明\n{CANTEEN}",
        [(*FOOD, f"本报记者 王小明\n{CANTEEN}")],
    ),
    "no headings": (f"{CANTEEN}\n{SCHOOL}", [("", "", f"{CANTEEN}\n{SCHOOL}")]),
    "a title and its article": (
        f"长者食堂暖人心\n{CANTEEN}\n{SCHOOL}",
        [("", "长者食堂暖人心", f"{CANTEEN}\n{SCHOOL}")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(text, expected):
    assert cases_of(text) == expected


def test_markdown_sections_lie_inside_the_case_of_their_unit():
    text = (
        f"# 办实事\n\n{LEAD}\n\n## 市民政局 长者食堂\n\n{CANTEEN}\n\n"
        f"### 成效\n\n{SCHOOL}\n\n## 市水利局 碧水\n\n{RIVER}\n"
    )
    parsed, segmentation = take_apart(text, ".md")
    assert cases_of(text, ".md") == [
        ("市民政局", "长者食堂", f"{CANTEEN}\n\n### 成效\n\n{SCHOOL}"),
        ("市水利局", "碧水", RIVER),
    ]
    assert segmentation.paths == ((), ())
    assert parsed.document.title == "办实事"
    assert parts_of(text, ".md") == [("title", "办实事"), ("text", LEAD)]


def test_sections_are_parts_and_the_path_of_their_cases():
    parsed, segmentation = take_apart(LAYOUTS["sections over cases"][0])
    assert [p.kind for p in segmentation.parts] == ["section", "section"]
    assert segmentation.paths == (("活力篇",), ("活力篇",), ("实干篇",), ("实干篇",))
    assert parsed.document.title == ""


def test_what_does_not_fit_is_attributed_to_no_unit():
    fewer = f"市民政局 长者食堂\n市教育局 课后服务\n市水利局 碧水\n\n{CANTEEN}\n\n{SCHOOL}"
    uneven = f"市公安局 平安夜巡\n市体育局 全民健身\n{CANTEEN}\n{RIVER}\n{SCHOOL}"
    crossed = f"市住建局 电梯\n市民政局 食堂\n市民政局说，{CANTEEN}\n市住建局说，{LIFT}"
    for text, count in [(fewer, 3), (uneven, 2), (crossed, 2)]:
        _, segmentation = take_apart(text)
        headings = tuple(text.split("\n")[:count])
        assert [c.start == c.end for c in segmentation.cases] == [True] * count
        assert [(p.kind, p.path) for p in segmentation.parts] == [("text", headings)]


def test_counting_paragraphs_is_no_evidence_where_bodies_differ_in_length():
    pair = f"市公安局 平安夜巡\n市体育局 全民健身\n{CANTEEN}\n{RIVER}\n{SCHOOL}\n{LIFT}"
    _, even = take_apart(f"{pair}\n市商务局 夜市添彩\n{LEAD}\n{RIVER}")
    assert [c.start < c.end for c in even.cases] == [True, True, True]
    _, uneven = take_apart(f"{pair}\n市商务局 夜市添彩\n{LEAD}\n市审计局 以审促改\n{RIVER}\n{LEAD}")
    assert [c.start < c.end for c in uneven.cases] == [False, False, True, True]


@pytest.mark.parametrize(
    ("line", "unit", "title"),
    [
        ("市公安局 市司法局 携手共建平安", "市公安局 市司法局", "携手共建平安"),
        ("【市水利局】打造阵地", "市水利局", "打造阵地"),
        ("打造阵地（市水利局）", "市水利局", "打造阵地"),
        ("打造阵地——市水利局", "市水利局", "打造阵地"),
        ("案例3：县医院｜把门诊开到海岛", "县医院", "把门诊开到海岛"),
        ("临江港务集团有限公司 智慧港口", "临江港务集团有限公司", "智慧港口"),
        ("市水利局“三清”行动护碧水", "市水利局", "“三清”行动护碧水"),
        ("市税务局推出便民新举措", "市税务局", "市税务局推出便民新举措"),
        ("临江市税务局打造春风驿站", "临江市税务局", "临江市税务局打造春风驿站"),
        ("城东街道 邻里夜话", "城东街道", "邻里夜话"),
        ("临江一中 立德树人", "临江一中", "立德树人"),
        ("学校 家庭 社会齐发力", "", "学校 家庭 社会齐发力"),
        ("更新 更活 更实", "", "更新 更活 更实"),
        ("开创新格局 谱写新篇章", "", "开创新格局 谱写新篇章"),
        ("一网通办 高效便民", "", "一网通办 高效便民"),
        ("走进社区 服务群众", "", "走进社区 服务群众"),
        ("智慧社区 点亮生活", "", "智慧社区 点亮生活"),
        ("城市更新：老街新生", "", "城市更新：老街新生"),
    ],
)
def test_the_unit_in_a_heading(line, unit, title):
    assert split_heading(line) == (unit, title)


LINES = st.sampled_from(
    [
        "市民政局 长者食堂",
        "市教育局",
        "课后服务解民忧",
        "——市水利局",
        "——临江市案例集",
        "一、背景",
        "（一）选址",
        "1. 运行",
        "案例一 电梯",
        "本报记者 王小明",
        "报送单位：市民政局",
        CANTEEN,
        SCHOOL,
        "议程如下：",
        "",
        "　",
        "## 食堂",
        "# 学校",
    ]
)


@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n"]), st.sampled_from([".txt", ".md"]))
def test_every_block_is_in_exactly_one_case_or_part(lines, line_break, suffix):
    parsed, segmentation = take_apart(line_break.join(lines), suffix)
    spans = [(c.heading_start, c.heading_end) for c in segmentation.cases if c.heading_start < c.heading_end]
    spans += [(c.start, c.end) for c in segmentation.cases if c.start < c.end]
    spans += [(p.start, p.end) for p in segmentation.parts]
    spans.sort()
    assert all(above[1] < below[0] for above, below in pairwise(spans))
    for block in parsed.blocks:
        assert sum(start <= block.start and block.end <= end for start, end in spans) == 1
    assert [c.order for c in segmentation.cases] == list(range(1, len(segmentation.cases) + 1))
    assert len(segmentation.paths) == len(segmentation.cases)
