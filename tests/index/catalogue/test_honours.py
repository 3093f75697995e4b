"""Honours: which, of which level, by whom, when, to whom; what is not sure is left out."""

import pytest

from index.catalogue.levels import label_of, level_of_body

FRAME = (
    "# 石桥县机关党建案例汇编\n\n## 县水务局 管好一条渠\n\n{}\n\n## 县档案馆 查档不出村\n\n查档1200人次。\n"
)


def told(text, entries):
    """Honours as (words, level, giver, year, unit)."""

    def quote(span):
        return text[slice(*span)] if span else None

    return [(text[h.start : h.end], h.level, quote(h.giver), h.year, h.unit) for h in entries.honours]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (
            "2023年5月，县水务局党支部被省水利厅授予“治水先锋支部”称号。",
            ("“治水先锋支部”", "省级", "省水利厅", 2023, "县水务局党支部"),
        ),
        ("县水务局2022年获评全省节水型机关。", ("全省节水型机关", "省级", None, 2022, "县水务局")),
        (
            "2021年，该局的做法被市委改革办评为“微改革优秀案例”二等奖。",
            ("“微改革优秀案例”二等奖", "市级", "市委改革办", 2021, "县水务局"),
        ),
        (
            "2024年，省水利厅授予该局“全省河湖管护先进集体”。",
            ("“全省河湖管护先进集体”", "省级", "省水利厅", 2024, "县水务局"),
        ),
        (
            "2020年，县水务局党总支获县级先进党组织称号，由县委授予。",
            ("县级先进党组织", "县级", "县委", 2020, "县水务局党总支"),
        ),
        (
            "2025年9月，县水务局党支部获市应急管理局授予的市级“救援尖兵集体”称号。",
            ("市级“救援尖兵集体”", "市级", "市应急管理局", 2025, "县水务局党支部"),
        ),
        (
            "2022年，县水务局获县委“人才工作创新奖”。",
            ("“人才工作创新奖”", "县级", "县委", 2022, "县水务局"),
        ),
        (
            "市司法局于2024年9月授予该局“优秀法治服务单位”称号。",
            ("“优秀法治服务单位”", "市级", "市司法局", 2024, "县水务局"),
        ),
        ("2023年，渠长柏若水被评为市“最美河湖卫士”。", ("市“最美河湖卫士”", "市级", None, 2023, "")),
    ],
)
def test_an_honour_is_read_with_all_that_is_said_of_it(read, said, wanted):
    text, entries, _ = read(FRAME.format(said))
    assert told(text, entries) == [wanted]
    assert [h.case_order for h in entries.honours] == [1]


def test_an_enumeration_is_as_many_honours_each_with_its_level(read):
    said = "县水务局获评全国节水型单位、省级文明单位、石桥县创建模范机关先进单位等荣誉。"
    text, entries, _ = read(FRAME.format(said))
    assert [(words, level, unit) for words, level, _, _, unit in told(text, entries)] == [
        ("全国节水型单位", "国家级", "县水务局"),
        ("省级文明单位", "省级", "县水务局"),
        ("石桥县创建模范机关先进单位", "县级", "县水务局"),
    ]


def test_a_year_in_one_honours_name_is_not_the_next_ones(read):
    said = "该局被列为县里推荐的“2023年示范培育项目”、省级节水示范点、第九批“优秀党建品牌”。"
    text, entries, _ = read(FRAME.format(said))
    assert [(words, year) for words, _, _, year, _ in told(text, entries)] == [
        ("省级节水示范点", None),
        ("第九批“优秀党建品牌”", None),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "县水务局拟申报“全省节水型机关”。",
        "群众的获得感不断增强。",
        "未完成任务的支部，当年不得评为先进党支部。",
        "2023年，县水务局未获评省级文明单位。",
        "县水务局是“全省节水先进单位”候选单位。",
        "对办结率居前3位的支部，由县直机关工委授予“解难先锋支部”称号。",
        "去年全局获得多项荣誉。",
        "县委撤销其2022年县级先进党组织称号。",
        "这套做法获得县领导的高度肯定。",
        "被采用的作品将获得“最佳推荐官”称号。",
        "献血20次及以上的献血者，获得无偿献血奉献奖。",
        "县里为荣获“工人先锋号”称号的集体和个人授牌。",
    ],
)
def test_what_was_not_given_is_no_honour(read, said):
    text, entries, _ = read(FRAME.format(said))
    assert told(text, entries) == []


def test_whose_honour_it_is_stays_open_where_the_text_does_not_say(read):
    """她 is a person, and two branches stand before 该支部."""
    said = (
        "她2023年获市“三八红旗手”。县水务局灌区党支部和县水务局机关党支部同办一课，"
        "2024年该支部被市委评为“五星党支部”。"
    )
    text, entries, _ = read(FRAME.format(said))
    assert [(words, unit) for words, _, _, _, unit in told(text, entries)] == [
        ("市“三八红旗手”", ""),
        ("“五星党支部”", ""),
    ]


def test_a_table_of_honours_gives_each_row_its_columns(read):
    text, entries, _ = read(
        "# 荣誉登记表\n\n| 时间 | 荣誉 | 授予对象 | 授予单位 | 级别 |\n|---|---|---|---|---|\n"
        "| 2021年6月 | 先进基层党组织 | 服务大厅党支部 | 中共石桥州委 | 州级 |\n"
        "| 2022年5月 | 巾帼文明岗 | 县档案馆 | 省妇女联合会 | 省级 |\n"
        "| 2023年 | 无 | 县水务局 |  |  |\n"
    )
    assert told(text, entries) == [
        ("先进基层党组织", "市级", "中共石桥州委", 2021, "服务大厅党支部"),
        ("巾帼文明岗", "省级", "省妇女联合会", 2022, "县档案馆"),
    ]


def test_columns_of_a_year_belong_to_the_honour_of_that_year(read):
    """The form of a register: two columns a year, a person's name in brackets, nothing in some cells."""
    text, entries, _ = read(
        "<title>荣誉</title><h1>荣誉</h1><table><tr><th rowspan=2>单位</th><th colspan=2>2022年</th>"
        "<th colspan=2>2023年</th></tr><tr><th>荣誉</th><th>授予机关</th><th>荣誉</th><th>授予机关</th></tr>"
        "<tr><td>县水务局</td><td>无</td><td>无</td><td>治水先进集体</td><td>省水利厅</td></tr>"
        "<tr><td>县档案馆</td><td>州级优秀党员（王建明）</td><td>州委</td><td>公示中</td><td>公示中</td></tr></table>",
        "文.html",
    )
    assert told(text, entries) == [
        ("治水先进集体", "省级", "省水利厅", 2023, "县水务局"),
        ("州级优秀党员（王建明）", "市级", "州委", 2022, ""),
    ]


def test_a_table_that_counts_honours_names_none(read):
    _, entries, _ = read(
        "# 统计表\n\n| 单位 | 省级荣誉（项） |\n|---|---|\n| 县水务局 | 3 |\n| 县档案馆 | 1 |\n"
    )
    assert entries.honours == ()


def test_a_table_of_persons_gives_no_unit_an_honour(read):
    text, entries, _ = read(
        "# 个人荣誉\n\n| 姓名 | 单位 | 荣誉称号 | 获得年份 |\n|---|---|---|---|\n"
        "| 简明皓 | 县水务局 | 优秀共产党员 | 2025年 |\n"
    )
    assert told(text, entries) == [("优秀共产党员", "", None, 2025, "")]
    assert text[slice(*entries.honours[0].holder)] == "简明皓"


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("省总工会", "省级"),
        ("团市委", "市级"),
        ("中共石桥州委", "市级"),
        ("桐汭市汶水区委", "县级"),
        ("全国妇联", "国家级"),
        ("公安部", "国家级"),
        ("市场监管总局", ""),
        ("高新区管委会", ""),
        ("组织部", ""),
    ],
)
def test_the_level_of_who_gave_it(name, level):
    assert level_of_body(name) == level


@pytest.mark.parametrize(
    ("cell", "level"), [("州级", "市级"), ("全国级", "国家级"), ("省", "省级"), ("院级", "")]
)
def test_the_level_that_a_cell_names(cell, level):
    assert label_of(cell) == level
