"""Values worked out by hand; cn2an, written by others, reads the Chinese words too."""

from fractions import Fraction

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese import AnalysedText
from chinese.values.intervals import Interval
from chinese.values.numerals import Form, narrow, number_range, number_value, written

# Surface, value; a fraction stays one.
VALUES = """
2.145万|21450
２.１４５万|21450
21,450|21450
２１，４５０|21450
两万一千四百五十|21450
二万一千四百五十|21450
2万1450|21450
一亿二千万|120000000
1亿2000万|120000000
1.2亿|120000000
1.2万亿|1200000000000
三万亿|3000000000000
十二亿三千四百万五千|1234005000
两万五|25000
两万零五|20005
两万零五百|20500
三百五|350
三百零五|305
一千二|1200
一百一十|110
一百一|110
二〇二三|2023
二○一八|2018
一九九八|1998
〇|0
零|0
十|10
十五|15
二十|20
百|100
万|10000
三十万|300000
三十万零三百|300300
一千零一|1001
一万零一十|10010
九千九百九十九|9999
一百万零一|1000001
廿|20
廿三|23
卅|30
卅一|31
俩|2
仨|3
两|2
两百|200
两千两百|2200
3千|3000
3万5千|35000
5百万|5000000
0.5|1/2
0.05|1/20
３．５|7/2
三点五|7/2
三点一四|157/50
零点五|1/2
十二点六万|126000
壹万贰仟|12000
叁佰伍拾|350
12 500|12500
半|1/2
一半|1/2
半数|1/2
三成|3/10
3成|3/10
三成五|7/20
三成半|7/20
九成|9/10
两成|1/5
5%|1/20
５％|1/20
98.7%|987/1000
3‰|3/1000
0.3%|3/1000
百分之五|1/20
百分之五十|1/2
百分之百|1
百分之一百|1
百分之三点五|7/200
百分之85|17/20
百分之零点五|1/200
千分之三|3/1000
万分之五|1/2000
三分之二|2/3
四分之一|1/4
3分之1|1/3
十分之一|1/10
翻一番|2
翻番|2
翻倍|2
翻两番|4
翻三番|8
"""
# Vague numerals, the ends they allow; a round bracket leaves the end out.
RANGES = """
十几|(10,20)
二十几|(20,30)
十几万|(100000,200000)
几十|[20,100)
好几十|[20,100)
几百|[200,1000)
几千|[2000,10000)
数十|[20,100)
数百|[200,1000)
数千|[2000,10000)
数万|[20000,100000)
数十万|[200000,1000000)
上百|[100,1000)
上千|[1000,10000)
上万|[10000,100000)
成百上千|[100,10000)
成千上万|[1000,100000)
数以百计|[100,1000)
数以千计|[1000,10000)
三五|[3,5]
两三|[2,3]
一二|[1,2]
七八十|[70,80]
三四百|[300,400]
二三十万|[200000,300000]
十二三|[12,13]
"""
WRITTEN = """
21450|arabic|21450
21450|comma|21,450
1234567|comma|1,234,567
21450|wide|２１４５０
7/2|wide|３．５
21450|wan|2.145万
120000000|wan|1.2亿
5000|wan|0.5万
21450|chinese|两万一千四百五十
12|chinese|十二
20005|chinese|两万零五
305|chinese|三百零五
110|chinese|一百一十
200|chinese|二百
2000|chinese|两千
0|chinese|零
100300|chinese|十万零三百
100050000|chinese|一亿零五万
1200000000000|chinese|一万二千亿
2000000000000|chinese|两万亿
7/2|chinese|三点五
2023|digits|二〇二三
10|digits|一〇
1/20|percent|5%
987/1000|percent|98.7%
1|percent|100%
1/20|fraction|百分之五
1|fraction|百分之百
7/200|fraction|百分之三点五
3/10|tenths|三成
7/20|tenths|三成五
"""


def rows(table):
    return [tuple(line.split("|")) for line in table.strip().splitlines()]


def ends(interval):
    """[3,5], (10,20), [100,) as text."""
    high = "" if interval.high is None else interval.high
    return f"{'(' if interval.low_open else '['}{interval.low},{high}{')' if closed_off(interval) else ']'}"


def closed_off(interval):
    return interval.high_open or interval.high is None


@pytest.mark.parametrize(("text", "value"), rows(VALUES))
def test_number_value(text, value):
    assert number_value(text) == Fraction(value)


@pytest.mark.parametrize("text", ["", "老人", "点", "三明市", "万人", "个", "分之", "百分之", "%", "abc"])
def test_no_number(text):
    assert number_value(text) is None


@pytest.mark.parametrize(("text", "allowed"), rows(RANGES))
def test_number_range(text, allowed):
    assert ends(number_range(text)) == allowed


@pytest.mark.parametrize("text", ["", "二〇二三", "二十", "五一", "三八", "几", "一百", "二十三"])
def test_no_range(text):
    assert number_range(text) is None


@pytest.mark.parametrize(("value", "form", "text"), rows(WRITTEN))
def test_written(value, form, text):
    assert written(Fraction(value), form) == text


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (Fraction(1, 3), "arabic"),
        (Fraction(2, 3), "percent"),
        (Fraction(7, 2), "digits"),
        (Fraction(1, 8), "tenths"),
        (Fraction(1), "tenths"),
        (Fraction(1, 20), "tenths"),
        (Fraction(10**16), "chinese"),
        (Fraction(-1), "arabic"),
    ],
)
def test_what_a_form_cannot_say_is_refused(value, form):
    with pytest.raises(ValueError, match="cannot"):
        written(value, form)


EXACT: dict[Form, st.SearchStrategy] = {
    "arabic": st.integers(0, 10**15),
    "comma": st.integers(0, 10**15),
    "wide": st.integers(0, 10**15),
    "wan": st.integers(1, 10**15),
    "chinese": st.integers(0, 10**16 - 1),
    "digits": st.integers(0, 9999),
    "percent": st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000)),
    "fraction": st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000)),
    "tenths": st.integers(10, 99).map(lambda n: Fraction(n, 100)),
}


@pytest.mark.parametrize("form", EXACT)
@given(data=st.data())
def test_what_is_written_is_read_back(form, data):
    value = data.draw(EXACT[form])
    assert number_value(written(value, form)) == value


@pytest.mark.parametrize("form", ["arabic", "comma", "wide", "wan", "chinese"])
@given(thousandths=st.integers(1, 10**9))
def test_decimals_are_read_back(form, thousandths):
    value = Fraction(thousandths, 1000)
    assert number_value(written(value, form)) == value


@given(st.integers(0, 10**16 - 1))
def test_another_reader_agrees_on_the_words(number):
    assert cn2an.cn2an(written(number, "chinese").replace("两", "二"), "normal") == number


@given(st.integers(0, 10**16 - 1))
def test_another_writers_words_are_read(number):
    assert number_value(cn2an.an2cn(number)) == number


@given(st.text(max_size=20))
def test_narrow_keeps_every_offset(text):
    assert len(narrow(text)) == len(text)


def test_narrow():
    assert narrow("１２％，㎡") == "12%,㎡"
    assert number_range("两三") == Interval(Fraction(2), Fraction(3))


@pytest.mark.parametrize("numeral", ["7" * 101, "七" * 5000, "7" * 5000, "万" * 5000, "3" * 5000 + "%"])
def test_endless_numerals_are_no_numbers(numeral):
    assert number_value(numeral) is None
    assert number_value("9" * 100) == 10**100 - 1


@pytest.mark.parametrize("line", ["1" * 50_000 + "家", "党员" + "9" * 5000 + "%", "第" + "3" * 5000 + "届"])
def test_a_line_with_an_endless_numeral_is_analysed_and_says_no_amount(line):
    analysed = AnalysedText(line)
    assert analysed.quantities == ()
    assert analysed.dates == ()
    assert analysed.ranks == ()


@pytest.mark.parametrize(
    "line", ["一" * 300, "一" * 300 + "点", "3" + "千" * 300 + "克", "万" * 300, "十几" * 150]
)
def test_a_run_of_numerals_does_not_take_for_ever(line):
    """Each nested + or * of a pattern doubles the time with every character: 40 are enough to hang."""
    assert all(quantity.end <= len(line) for quantity in AnalysedText(line).quantities)
