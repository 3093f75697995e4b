"""Mentions in text about made-up towns; every value was worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.values.mentions import date_value, fact_relation, facts, find_mentions, number_value, years
from tests.chinese.values import test_dates, test_numerals, test_quantities, test_ranks
from tests.chinese.values.test_numerals import rows

# One sentence, the mention in it, its kind and its canonical value.
TABLE = """
全市有网格员3250名，服务居民。|3250名|number|3250
共有12，500户居民参与。|12，500户|number|12500
发放资料1,234,567份。|1,234,567份|number|1234567
开办食堂４２家。|４２家|number|42
新建驿站七个。|七个|number|7
组织志愿者十二名。|十二名|number|12
开办食堂四十二家。|四十二家|number|42
每天为一千九百位老人供餐。|一千九百位|number|1900
新建学校十七所。|十七所|number|17
新增学位二万六千个。|二万六千个|number|26000
清理垃圾八百吨。|八百吨|number|800
召开恳谈会三百场。|三百场|number|300
改造小区一百二十个。|一百二十个|number|120
加装电梯二百零六部。|二百零六部|number|206
种树一千零五棵。|一千零五棵|number|1005
收到来信一万零三十封。|一万零三十|number|10030
植树两万一千棵。|两万一千棵|number|21000
服务两百余人次。|两百余人次|number|200
走访企业300多家。|300多家|number|300
覆盖居民2.145万人。|2.145万人|number|21450
投入资金3.5亿元。|3.5亿元|number|350000000
投入资金1.2万亿元。|1.2万亿元|number|1200000000000
节约经费五百万元。|五百万元|number|5000000
争取资金一亿二千万元。|一亿二千万元|number|120000000
服务居民3千户。|3千户|number|3000
服务群众12万人次。|12万人次|number|120000
接待群众近8万人次。|近8万人次|number|80000
走访商户超过600家。|超过600家|number|600
办理事项不少于90件。|不少于90件|number|90
巡河不低于52次。|不低于52次|number|52
耗时不足15分钟。|不足15分钟|number|15
修路约36公里。|约36公里|number|36
收集意见逾400条。|逾400条|number|400
新增绿地2.6公顷。|2.6公顷|number|2.6
广场占地5600平方米。|5600平方米|number|5600
平均用时0.5小时。|0.5小时|number|0.5
流转土地８．５亩。|８．５亩|number|8.5
选派干部廿名、教师30名。|30名|number|30
建成车位1100个。|1100个|number|1100
结对帮扶二十三对。|二十三对|number|23
完成体检十万零六百人次。|十万零六百人次|number|100600
发放补贴两千万元。|两千万元|number|20000000
培训骨干九十九人。|九十九人|number|99
占比提高12个百分点。|12个百分点|number|12
筹款两万五元。|两万五元|number|25000
筹款三百五十元。|三百五十元|number|350
惠及一百零一户。|一百零一户|number|101
整理档案三千二百一十六册。|三千二百一十六册|number|3216
满意率达96%。|96%|percent|96%
满意率达98.7％。|98.7％|percent|98.7%
满意率达９９％。|９９％|percent|99%
误差为3‰。|3‰|percent|0.3%
水质优良比例提高到百分之九十六。|百分之九十六|percent|96%
办结率达到百分之百。|百分之百|percent|100%
按期办结率超过95%。|超过95%|percent|95%
成本下降约12.5%。|约12.5%|percent|12.5%
覆盖率达百分之85。|百分之85|percent|85%
投诉下降百分之三十五。|百分之三十五|percent|35%
上线率百分之五。|百分之五|percent|5%
建于2019年。|2019年|date|2019
于2021年7月启用。|2021年7月|date|2021-7
于2021年7月1日启用。|2021年7月1日|date|2021-7-1
于2021年12月31日停办。|2021年12月31日|date|2021-12-31
于二〇二〇年启用。|二〇二〇年|date|2020
于二○一八年五月启用。|二○一八年五月|date|2018-5
于一九九八年成立。|一九九八年|date|1998
于２０２２年启用。|２０２２年|date|2022
定于9月10日开学。|9月10日|date|-9-10
定于十二月二十五日闭馆。|十二月二十五日|date|-12-25
定于九月三十日验收。|九月三十日|date|-9-30
定于三月五日集中服务。|三月五日|date|-3-5
定于8月8号开放。|8月8号|date|-8-8
从5月份起试行。|5月份|date|-5
2022-03-15开工。|2022-03-15|date|2022-3-15
2022.3.15开工。|2022.3.15|date|2022-3-15
2022/11开工。|2022/11|date|2022-11
2020年底建成。|2020年底|date|2020
2020年10月底建成。|2020年10月底|date|2020-10
2023年上半年建成。|2023年上半年|date|2023
2023年春季招生。|2023年春季|date|2023
截至28日共收件。|28日|date|--28
1987 年 6 月建成。|1987 年 6 月|date|1987-6
获评第3名。|第3名|ordinal|第3
举办第十二届文化节。|第十二届|ordinal|第12
第二十一批名单公布。|第二十一批|ordinal|第21
连续第５年入选。|第５年|ordinal|第5
召开第七次会议。|第七次|ordinal|第7
位列全省第二。|第二|ordinal|第2
公布第100批目录。|第100批|ordinal|第100
开展第二十场宣讲。|第二十场|ordinal|第20
成立第三党支部。|第三|ordinal|第3
"""
ROWS = [tuple(line.split("|")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("text", "surface", "kind", "value"), ROWS, ids=[row[0] for row in ROWS])
def test_mention(text, surface, kind, value):
    start = text.index(surface)
    mentions = {(m.start, m.end): m for m in find_mentions(text)}
    assert (start, start + len(surface)) in mentions, [text[a:b] for a, b in mentions]
    mention = mentions[start, start + len(surface)]
    assert (mention.kind, mention.value) == (kind, value)


def test_mentions_of_one_sentence_in_order():
    text = "2021年，第三届车展吸引5.2万人次，签约率达到百分之六十，成交一千二百台。"
    assert [(m.kind, text[m.start : m.end], m.value) for m in find_mentions(text)] == [
        ("date", "2021年", "2021"),
        ("ordinal", "第三届", "第3"),
        ("number", "5.2万人次", "52000"),
        ("percent", "百分之六十", "60%"),
        ("number", "一千二百台", "1200"),
    ]


@pytest.mark.parametrize("text", ["", "，。", "老人很满意", "第", "百分之", "年月日", "万亿"])
def test_nothing_to_find(text):
    assert find_mentions(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.145万", Fraction(21450)),
        ("两万一千", Fraction(21000)),
        ("十", Fraction(10)),
        ("十五", Fraction(15)),
        ("三十万", Fraction(300_000)),
        ("两万五", Fraction(25_000)),
        ("三百五", Fraction(350)),
        ("两万零五", Fraction(20_005)),
        ("一亿零五万", Fraction(100_050_000)),
        ("三万亿", Fraction(3_000_000_000_000)),
        ("十二亿三千四百万五千", Fraction(1_234_005_000)),
        ("1亿2000万", Fraction(120_000_000)),
        ("二〇二三", Fraction(2023)),
        ("0.25", Fraction(1, 4)),
        ("１２", Fraction(12)),
        ("12,500", Fraction(12500)),
        ("老人", None),
    ],
)
def test_number_value(text, value):
    assert number_value(text) == value


def in_chinese(number):
    """A numeral as schools teach it, 1..99,999,999; an oracle of the tests' own."""

    def section(n):
        said, gap = "", False
        for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, n = divmod(n, unit)
            if digit:
                said += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
            gap = bool(said) and not digit
        return said

    high, low = divmod(number, 10_000)
    zero = "零" if high and 0 < low < 1000 else ""
    return (section(high) + "万" if high else "") + zero + (section(low) if low else "")


@pytest.mark.parametrize(
    ("number", "written"),
    [(7, "七"), (1005, "一千零五"), (10_030, "一万零三十"), (206, "二百零六"), (26_000, "二万六千")],
)
def test_the_oracle_itself(number, written):
    assert in_chinese(number) == written


@given(st.integers(1, 99_999_999))
def test_every_way_of_writing_gives_the_number_back(number):
    wide = str(number).translate({48 + i: 0xFF10 + i for i in range(10)})
    for written in (str(number), f"{number:,}", wide, in_chinese(number)):
        assert number_value(written) == number
        text = f"全县登记{written}户。"
        (mention,) = find_mentions(text)
        assert (mention.kind, mention.value) == ("number", str(number))
        assert text[mention.start : mention.end] == f"{written}户"


@given(st.integers(1000, 2999), st.integers(1, 12), st.integers(1, 31))
def test_every_way_of_writing_gives_the_date_back(year, month, day):
    expected = f"{year}-{month}-{day}"
    read_out = "".join("〇一二三四五六七八九"[int(c)] for c in str(year))
    written = [
        f"{year}年{month}月{day}日",
        f"{year}-{month:02}-{day:02}",
        f"{read_out}年{in_chinese(month).removeprefix('一') if month > 9 else in_chinese(month)}月{day}日",
    ]
    for surface in written:
        assert [(m.kind, m.value) for m in find_mentions(f"于{surface}启用")] == [("date", expected)], surface


@given(
    st.text(alphabet="第百分之约近0123456789０９一二两十百千万亿〇年月日号.,，%％个名 -/。第", max_size=30)
)
def test_mentions_never_overlap_and_stay_inside(text):
    mentions = find_mentions(text)
    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("2023年11月", "2023-11"),
        ("二〇二三年", "2023"),
        ("2023-01-02", "2023-1-2"),
        ("清乾隆年间", "清乾隆年间"),
    ],
)
def test_date_value(surface, value):
    assert date_value(surface) == value


def test_years():
    assert years("2019年动工，二〇二一年六月竣工，5月开放，康熙六年始建。") == ["2019", "2021"]


def test_facts_of_one_sentence_in_order():
    text = "2021年，第三届车展吸引5.2万余人次，近九成签约，获全省一等奖；次年5月扩至三五家。"
    in_order = facts(text)
    assert [text[f.start : f.end] for f in in_order] == [
        "2021年", "第三届", "5.2万余人次", "近九成", "全省", "一等奖", "次年5月", "三五家",
    ]  # fmt: skip
    assert [type(f).__name__ for f in in_order] == [
        "DateSpan", "Quantity", "Quantity", "Quantity", "Rank", "Rank", "DateSpan", "Quantity",
    ]  # fmt: skip
    assert str(in_order[6].first) == "2022-05-01"


def test_the_longest_reading_wins():
    text = "五星级码头修了近三年。"
    assert [text[f.start : f.end] for f in facts(text)] == ["五星级", "近三年"]


def test_the_year_of_writing_counts():
    assert [str(f.first) for f in facts("去年建成。", 2024)] == ["2023-01-01"]
    assert [f.first for f in facts("去年建成。")] == [None]


# None: the two are not comparable.
@pytest.mark.parametrize(
    ("claimed", "source", "expected"),
    [
        ("21450户", "两万一千四百五十户", "equal"),
        ("超过400场", "410余场", "entailed"),
        ("410场", "410余场", "compatible"),
        ("30人", "31人", "conflict"),
        ("30人", "30场", None),
        ("2023年", "2023年9月", "entailed"),
        ("2024年", "2023年9月", "conflict"),
        ("全国", "省级", "conflict"),
        ("全省", "一等奖", None),
        ("2023年", "2023户", None),
        ("全省", "30户", None),
    ],
)
def test_relation_of_facts(claimed, source, expected):
    (claim,), (truth,) = facts(claimed), facts(source)
    assert fact_relation(claim, truth) == expected


@given(st.text(alphabet="第九批2023年5月约近0129两万户，%名全省级一等奖优秀至今", max_size=24))
def test_facts_never_overlap_and_equal_themselves(text):
    in_order = facts(text, 2024)
    edges = [edge for f in in_order for edge in (f.start, f.end)]
    assert edges == sorted(edges)
    assert all(fact_relation(f, f) == "equal" for f in in_order)


def test_the_tables_hold_enough_distinct_expressions():
    read = {row[0] for table in (test_numerals.VALUES, test_numerals.RANGES) for row in rows(table)}
    read |= {row[1] for row in ROWS}
    read |= {row[1] for row in rows(test_quantities.AMOUNTS)}
    spans = (test_dates.SPANS, test_dates.WRITTEN_2024, test_dates.OPEN)
    read |= {row[1] for table in spans for row in rows(table)}
    read |= {entry.split(" ")[0] for row in rows(test_ranks.RANKS) for entry in row[1].split(";")}
    assert len(read) >= 400
