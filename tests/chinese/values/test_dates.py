"""Dates in text about made-up towns; every first and last day was worked out by hand."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.values.dates import date_relation, find_dates
from chinese.values.numerals import written
from chinese.values.written_day import spoken, written_day, written_span
from tests.chinese.values.test_numerals import rows

# Text, the date in it, its first and last day, its role.
SPANS = """
2023年9月启用。|2023年9月|2023-09-01|2023-09-30|in
二〇二三年九月启用。|二〇二三年九月|2023-09-01|2023-09-30|in
二○二三年启用。|二○二三年|2023-01-01|2023-12-31|in
２０２３年９月启用。|２０２３年９月|2023-09-01|2023-09-30|in
1987 年 6 月启用。|1987 年 6 月|1987-06-01|1987-06-30|in
2023-09-01启用。|2023-09-01|2023-09-01|2023-09-01|in
2023/9/1启用。|2023/9/1|2023-09-01|2023-09-01|in
2023.9.1启用。|2023.9.1|2023-09-01|2023-09-01|in
2023.9启用。|2023.9|2023-09-01|2023-09-30|in
2023-09启用。|2023-09|2023-09-01|2023-09-30|in
2024年2月启用。|2024年2月|2024-02-01|2024-02-29|in
2024年2月29日启用。|2024年2月29日|2024-02-29|2024-02-29|in
2021年12月31日启用。|2021年12月31日|2021-12-31|2021-12-31|in
二〇二一年十二月二十五日启用。|二〇二一年十二月二十五日|2021-12-25|2021-12-25|in
2023年度报告。|2023年度|2023-01-01|2023-12-31|in
2024年初启用。|2024年初|2024-01-01|2024-03-31|in
2024年底启用。|2024年底|2024-11-01|2024-12-31|in
2024年年底启用。|2024年年底|2024-11-01|2024-12-31|in
2023年上半年启用。|2023年上半年|2023-01-01|2023-06-30|in
2023年下半年启用。|2023年下半年|2023-07-01|2023-12-31|in
2023年第三季度启用。|2023年第三季度|2023-07-01|2023-09-30|in
2023年一季度启用。|2023年一季度|2023-01-01|2023-03-31|in
2023年前三季度增长。|2023年前三季度|2023-01-01|2023-09-30|in
2023年9月上旬启用。|2023年9月上旬|2023-09-01|2023-09-10|in
2023年9月中旬启用。|2023年9月中旬|2023-09-11|2023-09-20|in
2023年2月下旬启用。|2023年2月下旬|2023-02-21|2023-02-28|in
2023年10月底启用。|2023年10月底|2023-10-21|2023-10-31|in
2023年春季启用。|2023年春季|2023-03-01|2023-05-31|in
2023年冬季启用。|2023年冬季|2023-12-01|2024-02-29|in
2021年立项，同年9月启用。|同年9月|2021-09-01|2021-09-30|in
2021年立项，当年启用。|当年|2021-01-01|2021-12-31|in
2021年立项，次年5月启用。|次年5月|2022-05-01|2022-05-31|in
2021年立项，翌年启用。|翌年|2022-01-01|2022-12-31|in
2021年立项，9月1日启用。|9月1日|2021-09-01|2021-09-01|in
“十四五”时期建成。|“十四五”时期|2021-01-01|2025-12-31|in
十三五期间建成。|十三五期间|2016-01-01|2020-12-31|in
写进十五五规划。|十五五规划|2026-01-01|2030-12-31|in
2020年至2023年建成。|2020年至2023年|2020-01-01|2023-12-31|in
2023—2024年建成。|2023—2024年|2023-01-01|2024-12-31|in
2020-2023年建成。|2020-2023年|2020-01-01|2023-12-31|in
从2020年到2023年建成。|从2020年到2023年|2020-01-01|2023-12-31|in
2023年3月至5月建成。|2023年3月至5月|2023-03-01|2023-05-31|in
2023年3-5月建成。|2023年3-5月|2023-03-01|2023-05-31|in
2023年9月1日至8日办会。|2023年9月1日至8日|2023-09-01|2023-09-08|in
2023年9月1—8日办会。|2023年9月1—8日|2023-09-01|2023-09-08|in
2023年9月1日—10月8日办会。|2023年9月1日—10月8日|2023-09-01|2023-10-08|in
2019年9月至2020年8月办会。|2019年9月至2020年8月|2019-09-01|2020-08-31|in
20世纪80年代建成。|20世纪80年代|1980-01-01|1989-12-31|in
上世纪90年代末建成。|上世纪90年代末|1997-01-01|1999-12-31|in
九十年代建成。|九十年代|1990-01-01|1999-12-31|in
2010年代初建成。|2010年代初|2010-01-01|2013-12-31|in
21世纪的城。|21世纪|2001-01-01|2100-12-31|in
2020年以来建成。|2020年以来|2020-01-01|2020-12-31|since
自2021年9月起试行。|自2021年9月起|2021-09-01|2021-09-30|since
从2021年开始试行。|从2021年开始|2021-01-01|2021-12-31|since
2020年至今试行。|2020年至今|2020-01-01|2020-12-31|since
2019年后停办。|2019年后|2019-01-01|2019-12-31|since
截至2023年底建成。|截至2023年底|2023-11-01|2023-12-31|until
2025年前建成。|2025年前|2025-01-01|2025-12-31|until
到2025年底建成。|到2025年底|2025-11-01|2025-12-31|until
2023年12月31日之前建成。|2023年12月31日之前|2023-12-31|2023-12-31|until
"""
# As above in a text of 2024.
WRITTEN_2024 = """
今年启用。|今年|2024-01-01|2024-12-31|in
去年9月启用。|去年9月|2023-09-01|2023-09-30|in
前年底启用。|前年底|2022-11-01|2022-12-31|in
明年建成。|明年|2025-01-01|2025-12-31|in
近三年建成。|近三年|2022-01-01|2024-12-31|in
过去5年建成。|过去5年|2020-01-01|2024-12-31|in
5月启用。|5月|2024-05-01|2024-05-31|in
2021年立项，去年启用。|去年|2023-01-01|2023-12-31|in
"""
# Without a year: the days within one, or the one day.
OPEN = """
9月1日启用。|9月1日|9-1|9-1|
五月份启用。|五月份|5-1|5-31|
十一月初启用。|十一月初|11-1|11-10|
上半年启用。|上半年|1-1|6-30|
第三季度启用。|第三季度|7-1|9-30|
3月至5月启用。|3月至5月|3-1|5-31|
3-5月启用。|3-5月|3-1|5-31|
9月1日至8日启用。|9月1日至8日|9-1|9-8|
去年9月启用。|去年9月|9-1|9-30|去年
同年10月启用。|同年10月|10-1|10-31|同年
每年9月启用。|每年9月|9-1|9-30|每年
截至今年9月启用。|截至今年9月|9-1|9-30|今年
"""
# Claimed, in the source, the relation of the first to the second.
RELATIONS = """
2023年9月|二〇二三年九月|equal
2023-09-01|2023年9月1日|equal
9月1日|九月一日|equal
去年|去年|equal
至今|截至目前|equal
近三年|近3年|equal
2023年|2023年9月|entailed
2023年上半年|2023年3月|entailed
“十四五”时期|2023年|entailed
9月|2023年9月|entailed
2020年以来|2020年9月以来|entailed
2023年9月|2023年|compatible
2023年9月|9月|compatible
2022年至2023年|2023年至2024年|compatible
去年9月|2023年9月|compatible
每年9月|2023年9月|compatible
2020年以来|2023年|compatible
截至2023年底|2023年12月|compatible
近三年|2023年|compatible
2023年|2024年|conflict
2023年9月|2023年8月|conflict
9月1日|9月2日|conflict
9月|2023年8月|conflict
去年9月|2023年8月|conflict
2020年以来|2019年|conflict
截至2020年|2021年|conflict
2020年以来|2022年以来|conflict
28日|27日|conflict
28日|2023年9月27日|conflict
第三季度|第二季度|conflict
20世纪80年代|1990年|conflict
"""


def only(text, year=None):
    (span,) = find_dates(text, year)
    return span


def date_of(text, surface, year=None):
    start = text.index(surface)
    spans = {(d.start, d.end): d for d in find_dates(text, year)}
    assert (start, start + len(surface)) in spans, [text[a:b] for a, b in spans]
    return spans[start, start + len(surface)]


@pytest.mark.parametrize(("text", "surface", "first", "last", "role"), rows(SPANS))
def test_span(text, surface, first, last, role):
    span = date_of(text, surface)
    assert (str(span.first), str(span.last), span.role) == (first, last, role)


@pytest.mark.parametrize(("text", "surface", "first", "last", "role"), rows(WRITTEN_2024))
def test_span_counted_from_the_year_of_writing(text, surface, first, last, role):
    span = date_of(text, surface, 2024)
    assert (str(span.first), str(span.last), span.role) == (first, last, role)


@pytest.mark.parametrize(("text", "surface", "first", "last", "relative"), rows(OPEN))
def test_span_of_an_unknown_year(text, surface, first, last, relative):
    span = date_of(text, surface)
    assert (span.first, span.last) == (None, None)
    assert ["-".join(map(str, day)) for day in span.within] == [first, last]
    assert span.relative == relative


def test_a_day_of_an_unknown_month():
    span = only("28日启用。")
    assert (span.day, span.first, span.within) == (28, None, None)


def test_after_a_span_of_years_a_month_belongs_to_neither():
    assert date_of("2020年至2023年试行，5月停办。", "5月").first is None


@pytest.mark.parametrize("surface", ["截至目前", "至今", "迄今为止", "截至今", "到目前为止"])
def test_until_now(surface):
    span = only(f"{surface}建成。")
    assert (span.role, span.first, span.last, span.relative) == ("until", None, None, "目前")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "三年级",
        "7日内办结",
        "版本2.5",
        "2020.5元",
        "九一八",
        "百年",
        "3.5亿元",
        "十五人",
        "2024年2月30日",
    ],
)
def test_no_date(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(("claimed", "source", "expected"), rows(RELATIONS))
def test_relation(claimed, source, expected):
    assert date_relation(only(claimed), only(source)) == expected


def forms(day):
    month, number = written(day.month, "chinese"), written(day.day, "chinese")
    return [
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"{written(day.year, 'digits')}年{month}月{number}日",
        f"{written(day.year, 'wide')}年{written(day.month, 'wide')}月{written(day.day, 'wide')}日",
    ]


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_a_day_in_any_form_is_read_back(day):
    for surface in forms(day):
        text = f"于{surface}启用"
        span = only(text)
        assert (span.first, span.last, text[span.start : span.end]) == (day, day, surface)


@given(st.text(alphabet="2023年9月1日至—-.今去同次近三十五“”以来截前底上半季度第一二〇", max_size=20))
def test_dates_never_overlap_and_run_forward(text):
    spans = find_dates(text, 2024)
    edges = [edge for d in spans for edge in (d.start, d.end)]
    assert edges == sorted(edges)
    assert all(0 <= d.start < d.end <= len(text) for d in spans)
    assert all(d.first <= d.last for d in spans if d.first and d.last)
    assert all(date_relation(d, d) == "equal" for d in spans)


# Days as people write them into a field.
MAY = (datetime.date(2024, 5, 1), datetime.date(2024, 5, 31))
FIRST = (datetime.date(2024, 5, 1), datetime.date(2024, 5, 1))


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("2024年5月", MAY),
        ("2024 年 5 月", MAY),
        ("2024-05", MAY),
        ("2024.5", MAY),
        ("２０２４．５", MAY),
        ("二〇二四年五月", MAY),
        ("二零二四年五月一日", FIRST),
        ("2024.5.1", FIRST),
        ("2024/5/1", FIRST),
        (" 2024-05-01 ", FIRST),
        ("20240501", FIRST),
        ("2024年5月1日", FIRST),
        ("2024", (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))),
        ("2024年2月", (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))),
    ],
)
def test_a_day_a_month_or_a_year(words, span):
    assert written_span(words) == span
    assert (written_day(words), written_day(words, last=True)) == span


@pytest.mark.parametrize(
    "words",
    ["", "  ", "去年", "今年5月", "5月1日", "目前", "2024-13", "2024-02-30", "2023-W51-3", "99999999",
     "2024年5月起", "2024年5月1日和6月1日", "于2024年5月1日", "0000-01-01", "x" * 5000],
)  # fmt: skip
def test_what_is_no_date_of_a_known_year(words):
    assert written_span(words) is None


def test_spoken():
    assert spoken(datetime.date(2024, 5, 1)) == "2024年5月1日"
