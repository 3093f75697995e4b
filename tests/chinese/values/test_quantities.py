"""Amounts in text about made-up towns; every bound was worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.values.numerals import written
from chinese.values.quantities import find_quantities, quantity_relation, same_measure
from tests.chinese.values.test_numerals import ends, rows

# Text, the amount in it, its kind, the ends it allows, its canonical measure.
AMOUNTS = """
码头送走1.8万人次。|1.8万人次|number|[18000,18000]|人次
接待一万八千人次。|一万八千人次|number|[18000,18000]|人次
覆盖两万一千四百五十户。|两万一千四百五十户|number|[21450,21450]|户
覆盖２.１４５万户。|２.１４５万户|number|[21450,21450]|户
覆盖21,450户。|21,450户|number|[21450,21450]|户
巡演410余场。|410余场|number|(410,420)|场
巡演410 余场。|410 余场|number|(410,420)|场
巡演约410余场。|约410余场|number|(410,420)|场
巡演超过300多场次。|超过300多场次|number|(300,400)|场
种树1.8万余棵。|1.8万余棵|number|(18000,19000)|株
走访百余名商户。|百余名|number|(100,200)|人
走访二十多人。|二十多人|number|(20,30)|人
发放10多万元。|10多万元|money|(100000,200000)|元
发放万余元。|万余元|money|(10000,20000)|元
修船30来个整。|30来个|number|[27,40)|个
超过400家商铺。|超过400家|number|(400,)|家
超400家商铺。|超400家|number|(400,)|家
逾400家商铺。|逾400家|number|(400,)|家
突破2万件。|突破2万件|number|(20000,)|件
多于6种。|多于6种|number|(6,)|种
过百家商铺报名。|过百家|number|(100,)|家
至少3家商铺。|至少3家|number|[3,)|家
不少于90件。|不少于90件|number|[90,)|件
不低于52次。|不低于52次|number|[52,)|次
配备20家以上商铺。|20家以上|number|[20,)|家
耗时不足15分钟。|不足15分钟|number|[0,1/4)|小时
不到3天。|不到3天|number|[0,3)|天
少于5名。|少于5名|number|[0,5)|人
不超过3次。|不超过3次|number|[0,3]|次
至多4条。|至多4条|number|[0,4]|条
3天以内办结。|3天以内|number|[0,3]|天
15日内办结。|15日内|number|[0,15]|天
30岁以下。|30岁以下|number|[0,30]|岁
近8万人。|近8万人|number|[72000,80000)|人
将近八万名。|将近八万名|number|[72000,80000)|人
接近20%。|接近20%|percent|[18,20)|%
约2万位。|约2万位|number|[18000,22000]|人
大约50吨。|大约50吨|number|[45000,55000]|千克
100人左右。|100人左右|number|[90,110]|人
60岁上下。|60岁上下|number|[54,66]|岁
扶持３至5家。|３至5家|number|[3,5]|家
扶持3—5家。|3—5家|number|[3,5]|家
扶持3-5家。|3-5家|number|[3,5]|家
扶持3～5家。|3～5家|number|[3,5]|家
扶持三到五家。|三到五家|number|[3,5]|家
扶持三五家。|三五家|number|[3,5]|家
扶持两三个。|两三个|number|[2,3]|个
七八十岁的老人。|七八十岁|number|[70,80]|岁
十二三岁的少年。|十二三岁|number|[12,13]|岁
投入二三十万元。|二三十万元|money|[200000,300000]|元
投入3到5万元。|3到5万元|money|[30000,50000]|元
投入3000元至5000元。|3000元至5000元|money|[3000,5000]|元
十几名船工。|十几名|number|(10,20)|人
几十名船工。|几十名|number|[20,100)|人
上百名船工。|上百名|number|[100,1000)|人
数千人。|数千人|number|[2000,10000)|人
成百上千人。|成百上千人|number|[100,10000)|人
成千上万的人。|成千上万|number|[1000,100000)|
万名船工。|万名|number|[10000,10000]|人
来了5个人。|5个人|number|[5,5]|人
他们俩人。|俩人|number|[2,2]|人
兄弟仨。|仨|number|[3,3]|人
投入500万元。|500万元|money|[5000000,5000000]|元
投入五百万元。|五百万元|money|[5000000,5000000]|元
投入1.2万亿元。|1.2万亿元|money|[1200000000000,1200000000000]|元
投入3万5千元。|3万5千元|money|[35000,35000]|元
投入三点五万元。|三点五万元|money|[35000,35000]|元
借款20美元。|20美元|money|[20,20]|美元
广场30平方米。|30平方米|number|[30,30]|平方米
广场30平米。|30平米|number|[30,30]|平方米
绿地2公顷。|2公顷|number|[20000,20000]|平方米
修路2公里。|2公里|number|[2000,2000]|米
修路2千米。|2千米|number|[2000,2000]|米
修路2000米。|2000米|number|[2000,2000]|米
粮10斤。|10斤|number|[5,5]|千克
管径100mm。|100mm|number|[1/10,1/10]|米
雪深30cm。|30cm|number|[3/10,3/10]|米
水渠宽5m。|5m|number|[5,5]|米
场地20m2。|20m2|number|[20,20]|平方米
粮5公斤。|5公斤|number|[5,5]|千克
流转8.5亩。|8.5亩|number|[17/2,17/2]|亩
耗时一个半小时。|一个半小时|number|[3/2,3/2]|小时
耗时90分钟。|90分钟|number|[3/2,3/2]|小时
耗时1.5小时。|1.5小时|number|[3/2,3/2]|小时
试行半年。|半年|number|[1/2,1/2]|年
试行6个月。|6个月|number|[1/2,1/2]|年
试行两年半。|两年半|number|[5/2,5/2]|年
试行三个多月。|三个多月|number|(1/4,1/3)|年
试行一年多时间。|一年多|number|(1,2)|年
试行两周。|两周|number|[14,14]|天
已有三年来的积累。|三年|number|[3,3]|年
占比三成。|三成|percent|[30,30]|%
占比三成五。|三成五|percent|[35,35]|%
占比七成以上。|七成以上|percent|[70,)|%
占比三成多。|三成多|percent|(30,40)|%
占比近九成。|近九成|percent|[81,90)|%
占比5%。|5%|percent|[5,5]|%
占比５％。|５％|percent|[5,5]|%
占比 5 %。|5 %|percent|[5,5]|%
占比百分之五。|百分之五|percent|[5,5]|%
占比百分之三点五。|百分之三点五|percent|[7/2,7/2]|%
占比百分之三十多。|百分之三十多|percent|(30,40)|%
误差千分之三。|千分之三|percent|[3/10,3/10]|%
误差3‰。|3‰|percent|[3/10,3/10]|%
约占三分之二。|三分之二|percent|[200/3,200/3]|%
人数过半。|过半|percent|(50,)|%
一半以上住户。|一半以上|percent|[50,)|%
下降5—10%。|5—10%|percent|[5,10]|%
下降5%至10%。|5%至10%|percent|[5,10]|%
提高12个百分点。|12个百分点|number|[12,12]|百分点
产量翻一番。|翻一番|multiple|[2,2]|倍
产量翻了两番。|翻了两番|multiple|[4,4]|倍
产量增长1倍。|1倍|multiple|[2,2]|倍
产量增长了1.5倍。|1.5倍|multiple|[5/2,5/2]|倍
产量是往年的2倍。|2倍|multiple|[2,2]|倍
公布第九批名单。|第九批|ordinal|[9,9]|批
公布第9批名单。|第9批|ordinal|[9,9]|批
入选首批名单。|首批|ordinal|[1,1]|批
入选第一批名单。|第一批|ordinal|[1,1]|批
首次举办渔歌会。|首次|ordinal|[1,1]|次
首家渔具店。|首家|ordinal|[1,1]|家
首个码头。|首个|ordinal|[1,1]|个
获第3名。|第3名|ordinal|[3,3]|人
第十二届渔歌会。|第十二届|ordinal|[12,12]|届
推进五大行动。|五大|number|[5,5]|个
船员1200。|1200|number|[1200,1200]|
五千渔民上船。|五千|number|[5000,5000]|
两万一线职工。|两万|number|[20000,20000]|
12市民到场。|12|number|[12,12]|
更新到4.0版。|4.0版|number|[4,4]|版
办结一起案件。|一起|number|[1,1]|起
"""
NOTHING = """
大家一起努力|一般来说|万一下雨|家住三明市|十分重要|老百姓|千方百计|心里七上八下|坚持两手抓|“一线”|一线职工|九江市
万象更新|四面八方|三番五次|一步步来|一个个走|每一位|五一路|三八红旗手|二维码|百货大楼|百度一下|千万不要|亿万群众
党的二十大|两万五千里长征|一卡通|用A4纸|升级5G网|一成不变|三成立|一体化|千家万户|第一书记|第一时间|一把手|一条龙
二手船|三轮车|四川|五金店|六安|七夕|八达岭|十字路口|统一部署|一对一|一五一十|百年大计|九寨沟|一致|三农|万科|两岸
上半年|一点小事|这一次|同一个|二氧化碳|一站式|一家一户|三部门联合|老半天|万般|七嘴八舌|五湖四海|三心二意|十堰
"""
# Claimed, in the source, the relation of the first to the second.
RELATIONS = """
410场|410场|equal
两万一千四百五十户|2.145万户|equal
18000人次|1.8万人次|equal
30名|三十位|equal
2公里|2000米|equal
100mm|10厘米|equal
100mm|100米|conflict
500万元|0.05亿元|equal
三成|30%|equal
首批|第一批|equal
翻一番|增长1倍|equal
一个半小时|90分钟|equal
超过400场|410余场|entailed
超过410场|410余场|entailed
400场以上|410余场|entailed
约2万户|2.145万户|entailed
近8万人|7.96万人|entailed
上百名|350名|entailed
三至五家|4家|entailed
不足20次|15次|entailed
过半|六成|entailed
几十名|30多名|entailed
410场|410余场|compatible
410场|超过410场|compatible
8万人|近8万人|compatible
2万户|约2万户|compatible
4家|三至五家|compatible
超过415场|410余场|compatible
410余场|超过400场|compatible
10家|不超过10家|compatible
400场|410余场|conflict
420场|410余场|conflict
410场|411场|conflict
2.1万户|2.145万户|conflict
3场|4场|conflict
超过8万人|近8万人|conflict
超过8万人|8万人|conflict
近8万人|8万人|conflict
不足15次|15次|conflict
15次|不足15次|conflict
第八批|第九批|conflict
第二批|首批|conflict
50%|三成|conflict
300元|300万元|conflict
上千名|350名|conflict
"""
TEXTS = [text.strip() for line in NOTHING.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize(("text", "surface", "kind", "allowed", "measure"), rows(AMOUNTS))
def test_amount(text, surface, kind, allowed, measure):
    start = text.index(surface)
    amounts = {(q.start, q.end): q for q in find_quantities(text)}
    assert (start, start + len(surface)) in amounts, [text[a:b] for a, b in amounts]
    quantity = amounts[start, start + len(surface)]
    assert (quantity.kind, ends(quantity.interval), quantity.measure) == (kind, allowed, measure)


@pytest.mark.parametrize("text", TEXTS)
def test_words_with_numerals_that_count_nothing(text):
    assert [text[q.start : q.end] for q in find_quantities(text)] == []


def test_dates_are_no_amounts():
    text = "2023年9月1日，30名船工近三年修船5艘。"
    assert [text[q.start : q.end] for q in find_quantities(text)] == ["30名", "5艘"]


def only(text):
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(("claimed", "source", "expected"), rows(RELATIONS))
def test_relation(claimed, source, expected):
    # 增长 stands before the amount and changes it.
    assert quantity_relation(only(claimed), only(source)) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("30名", "30人", True),
        ("30个", "30名", True),
        ("党员1200", "1200户", True),
        ("30人", "30场", False),
        ("30人", "30人次", False),
        ("30个", "30人次", False),
        ("30元", "30个", False),
        ("30%", "30个百分点", False),
        ("30天", "30小时", False),
        ("第3批", "3批", False),
        ("第3批", "第3届", False),
        ("第3批", "第三", True),
    ],
)
def test_same_measure(a, b, same):
    assert same_measure(only(a), only(b)) is same
    assert same_measure(only(b), only(a)) is same


def test_other_measures_are_not_compared():
    with pytest.raises(ValueError, match="other measures"):
        quantity_relation(only("30人"), only("30场"))


@pytest.mark.parametrize("form", ["arabic", "comma", "wide", "wan", "chinese"])
@given(number=st.integers(1, 10**9))
def test_an_amount_in_any_form_is_found(form, number):
    surface = f"{written(number, form)}户"
    text = f"全县登记{surface}。"
    (quantity,) = find_quantities(text)
    assert text[quantity.start : quantity.end] == surface
    assert (quantity.low, quantity.high, quantity.measure) == (number, number, "户")


@pytest.mark.parametrize("form", ["percent", "fraction", "tenths"])
@given(hundredths=st.integers(10, 99))
def test_a_share_in_any_form_is_found(form, hundredths):
    (quantity,) = find_quantities(f"占比达{written(Fraction(hundredths, 100), form)}。")
    assert (quantity.low, quantity.high, quantity.measure) == (hundredths, hundredths, "%")


@given(
    st.text(
        alphabet="第百分之约近超过0129９一二两十百千万亿〇年月日号.,，%个名人-至/。多余以上半成倍首批",
        max_size=24,
    )
)
def test_amounts_never_overlap_and_stay_inside(text):
    amounts = find_quantities(text)
    edges = [edge for q in amounts for edge in (q.start, q.end)]
    assert edges == sorted(edges)
    assert all(0 <= q.start < q.end <= len(text) for q in amounts)
    assert all(quantity_relation(q, q) == "equal" for q in amounts)
