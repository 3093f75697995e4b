"""Imprints, units and values, each with the words it was read from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalogue import catalogue_of
from index.parse import parse_file
from index.segment import segment
from index.segment.propositions import propositions_of

PAGE = """# 党建专版

浣石日报　2021年10月19日　星期二

## 县水务局 一渠清水到田头

本报记者 狄文初 通讯员 石 朗

渠道修好12条，受益3000人。截至9月底，报名截止日期为2021年11月1日。

## 县档案馆 查档不出村

本报讯（记者 邰筱竹）查档1200人次。
"""


def quotes(text, spans):
    return [text[slice(*span)] for span in spans]


def test_a_page_names_its_paper_its_day_and_each_piece_its_writers(read):
    text, entries, _ = read(PAGE)
    imprint = entries.imprint
    assert imprint.day == "2021-10-19"
    assert text[slice(*imprint.date)] == "2021年10月19日"
    assert text[slice(*imprint.source)] == "浣石日报"
    assert [quotes(text, case.authors) for case in entries.cases] == [["狄文初", "石 朗"], ["邰筱竹"]]


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("# 县水务局工作总结", "正文如下，渠道修好12条。", "石桥县水务局", "2024年1月19日"), "2024-01-19"),
        (("# 县水务局工作总结", "（2024年1月19日）", "渠道修好12条，受益3000人。"), "2024-01-19"),
        (("# 工作简报", "石桥县委办公室　　二〇二四年一月十九日", "渠道修好12条。"), "2024-01-19"),
        (("# 案例集", "> 县直机关工委 · 2024年4月整理", "渠道修好12条。"), "2024-04"),
        (("# 台账", "考核期：2025年7月1日—9月30日 定稿：2025年10月28日", "渠道修好12条。"), "2025-10-28"),
        (("# 台账", "截止日期：2025年10月28日", "渠道修好12条。"), ""),
        (("# 通知", "渠道修好12条，请于2025年10月28日前报送。"), ""),
        (("# 通知", "（2025年1月2日）", "渠道修好12条。", "印于", "（2025年3月4日）"), "2025-03-04"),
        (("# 纪要", "（2025年1月2日）", "（2025年3月4日）", *["渠道修好12条。"] * 12), ""),
    ],
)
def test_the_day_of_a_document_is_its_own_or_none(read, lines, day):
    _, entries, _ = read("\n\n".join(lines) + "\n")
    assert entries.imprint.day == day
    assert (entries.imprint.date is None) == (day == "")


def test_who_wrote_and_where_published_stand_at_the_foot(read):
    text, entries, _ = read(
        "# 一渠清水\n\n渠道修好12条，受益3000人。\n\n来源：石桥先锋\n\n撰文：尚可期　编辑：郝一一\n"
    )
    assert quotes(text, entries.imprint.authors) == ["尚可期"]
    assert text[slice(*entries.imprint.source)] == "石桥先锋"


def test_a_unit_has_the_shorter_names_that_the_text_gives_it(read):
    text, entries, _ = read(
        "# 案例汇编\n\n## 石桥县水务局 修渠\n\n"
        "石桥县水务局（以下简称“水务局”）修渠12条。县水务局开了课。\n\n"
        "## 石桥县档案馆 查档\n\n查档1200人次。\n"
    )
    assert [(u.name, u.cases, text[slice(*u.place)]) for u in entries.units] == [
        ("石桥县水务局", (1,), "石桥县水务局"),
        ("石桥县档案馆", (2,), "石桥县档案馆"),
    ]
    assert [set(u.short) for u in entries.units] == [{"水务局", "县水务局"}, set()]


def test_values_compare_and_know_their_proposition_and_case(read):
    text, entries, values = read(
        "# 案例汇编\n\n## 县水务局 修渠\n\n2023年11月修渠12条，投入1.2万元，完成率达到85%以上。\n\n"
        "## 县档案馆 查档\n\n去年查档410余人次，由9天缩短到4天。\n\n石桥县委办公室\n\n2024年1月19日\n"
    )
    got = [(text[v.start : v.end], v.kind, v.canonical, v.role, v.case_order) for v in values if v.case_order]
    assert got == [
        ("2023年11月", "date", "2023-11", "plain", 1),
        ("12条", "number", "12 条", "plain", 1),
        ("1.2万元", "money", "12000 元", "plain", 1),
        ("85%以上", "percent", "[85, ∞) %", "at least", 1),
        ("去年", "date", "2023", "plain", 2),
        ("410余人次", "number", "(410, 420) 人次", "plain", 2),
        ("9天", "number", "9 天", "from", 2),
        ("4天", "number", "4 天", "to", 2),
        ("2024年1月19日", "date", "2024-01-19", "plain", 2),
    ]
    assert all(v.proposition.startswith(entries.document_id) for v in values)


PIECES = st.lists(
    st.sampled_from(
        (
            "## 县水务局 修渠",
            "2023年获评省级文明单位。",
            "| 荣誉 | 单位 |\n|---|---|\n| 工人先锋号 | 县水务局 |",
            "本报记者 狄文初",
            "2024年1月19日",
            "被市委授予“先锋队”称号",
            "“”获",
            "来源：",
            "（以下简称“”）",
            "获奖",
            "—",
        )
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(pieces=PIECES)
def test_every_place_lies_in_the_text(tmp_path_factory, pieces):
    path = tmp_path_factory.mktemp("texts") / "文.md"
    path.write_text("\n\n".join(["# 题", *pieces]), encoding="utf8")
    parsed = parse_file(path)
    segmentation = segment(parsed.document, parsed.blocks)
    propositions = propositions_of(parsed.document, parsed.blocks, segmentation)
    entries = catalogue_of(parsed.document, parsed.blocks, segmentation, propositions)
    ids, length = {p.id for p in propositions}, len(parsed.document.text)
    for honour in entries.honours:
        assert honour.proposition in ids
        assert 0 <= honour.start < honour.end <= length
        assert (honour.year is None) == (honour.year_at is None)
        assert (honour.level == "") == (honour.level_at is None)
        for span in (honour.level_at, honour.giver, honour.year_at, honour.holder):
            assert span is None or 0 <= span[0] < span[1] <= length
    for unit in entries.units:
        assert parsed.document.text[slice(*unit.place)] == unit.name


def test_days_of_a_month_are_no_whole_month(read):
    _, _, values = read("# 某局简报\n\n2023年3月1日至3月28日修渠12条，2023年2月1日至2月28日修渠3条。\n")
    dates = [value.canonical for value in values if value.kind == "date"]
    assert dates == ["2023-03-01/2023-03-28", "2023-02"]
