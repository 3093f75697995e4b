"""Which questions are the same: all that may differ, and near misses that must not match."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.values import written
from people.feedback.same_question import passing_time, question_key

SAME = [
    ("2022年甲局有多少家企业？", "２０２２年甲局有多少家企业?"),
    ("2022年甲局有多少家企业？", "请问 2022 年 甲局有多少家企业呢？"),
    ("2022年甲局有多少家企业？", "你好，请问一下，2022年甲局有多少家企业啊"),
    ("2022年甲局有多少家企业", "二〇二二年甲局有多少家企业"),
    ("甲局获得了一等奖吗？", "甲局获得了一等奖"),
    ("“老兵驿站”有多少个", "老兵驿站有多少个"),
    ("《甲局工作条例》讲了什么", "甲局工作条例讲了什么？"),
    ("甲局投入12万元给了谁", "甲局投入十二万元给了谁"),
    ("甲局投入12万元给了谁", "甲局投入120,000元给了谁"),
    ("哪些单位有两家企业", "哪些单位有2家企业"),
    ("驿站什么时候成立的", "驿站何时成立的"),
    ("驿站在哪里", "驿站在什么地方？"),
    ("甲局为什么获奖", "甲局为何获奖"),
    ("甲局怎么做好服务", "甲局如何做好服务"),
    ("Ａ类企业有多少", "a类企业有多少"),
    ("⻘年之家在哪儿", "青年之家在哪儿"),
]
OTHER = [
    # a year, a date
    ("2022年甲局有多少家企业", "2023年甲局有多少家企业"),
    ("2022年甲局有多少家企业", "甲局有多少家企业"),
    ("前年甲局有多少家企业", "去年甲局有多少家企业"),
    ("3月5日办了什么", "3月15日办了什么"),
    ("3、5月办了什么", "35月办了什么"),
    ("上半年办了什么", "下半年办了什么"),
    ("二三年有多少家", "23年有多少家"),
    ("2022-2023年有多少", "20222023年有多少"),
    ("2022年底有多少", "2022年有多少"),
    ("截至2022年有多少", "2022年有多少"),
    # a name
    ("甲局有多少家企业", "乙局有多少家企业"),
    ("甲市局有多少家企业", "甲县局有多少家企业"),
    ("张三、李四在哪里", "张三李四在哪里"),
    ("徐乾是谁", "徐干是谁"),
    ("甲局的支部有多少", "甲局机关支部有多少"),
    ("甲局帮扶乙局多少次", "乙局帮扶甲局多少次"),
    ("党建+服务是什么", "党建服务是什么"),
    ("你好驿站在哪里", "驿站在哪里"),
    ("甲社区有没有书吧", "甲社区有没有书"),
    # a denial, a direction, a superlative
    ("甲局是先进集体吗", "甲局不是先进集体吗"),
    ("谁获奖了", "谁没有获奖"),
    ("最高的是哪个", "最低的是哪个"),
    ("增加了多少家", "减少了多少家"),
    ("比甲局多的有哪些", "比甲局少的有哪些"),
    ("没有获奖的，单位有哪些", "没有，获奖的单位有哪些"),
    # a rank
    ("二等奖发多少", "一等奖发多少"),
    ("二等奖发多少", "三等奖发多少"),
    ("省级荣誉有哪些", "市级荣誉有哪些"),
    ("第一批有哪些", "第十一批有哪些"),
    ("前三名是谁", "第三名是谁"),
    # an amount, a unit, a bound
    ("3.5万元给了谁", "35万元给了谁"),
    ("3.5万元给了谁", "3.5亿元给了谁"),
    ("30元给了谁", "30美元给了谁"),
    ("12家有哪些", "12户有哪些"),
    ("50%是什么", "50是什么"),
    ("超过100人的有哪些", "100人的有哪些"),
    ("100人以上的有哪些", "100人以下的有哪些"),
    ("10多人的有哪些", "10人的有哪些"),
    ("二三十人的有哪些", "230人的有哪些"),
    ("三五个人的有哪些", "35个人的有哪些"),
    ("十四五做了什么", "55做了什么"),
    ("五一做了什么", "51做了什么"),
    ("几百家的有哪些", "100家的有哪些"),
    ("3 5有哪些", "35有哪些"),
    ("1,一百二十三", "1123"),
    ("10²是多少", "102是多少"),
    ("①号楼在哪里", "1号楼在哪里"),
    ("007号是谁", "7号是谁"),
    ("2.0版有什么", "2版有什么"),
    ("-5度是哪天", "5度是哪天"),
    ("3:2是什么", "32是什么"),
    # what is asked
    ("甲局有多少家企业", "甲局有哪些企业"),
    ("甲局什么时候获奖", "甲局为什么获奖"),
    ("甲局的效果怎么样", "甲局的效果怎么做"),
    ("甲局有多少家企业", "甲局新增多少家企业"),
    ("甲局获奖多少次", "甲局表彰多少次"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_question_in_other_writing(one, other):
    assert question_key(one) == question_key(other) != ""


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_number_name_year_denial_unit_or_question_never_matches(one, other):
    assert question_key(one) != question_key(other)
    assert question_key(f"请问，{one}呢？") != question_key(f"请问，{other}呢？")


def test_a_word_that_ends_like_a_question_keeps_its_end():
    assert question_key("甲厂生产毛呢") != question_key("甲厂生产毛")
    assert question_key("甲厂生产什么呢") == question_key("甲厂生产什么")


HANZI = "甲乙局市县年月日一二三四五六七八九十百千万亿不没是有无最高低多少上下前去今明获等奖级人家户元"
PIECES = st.lists(
    st.sampled_from([*HANZI, "12", "2022", "3.5", "，", "？", " ", "%", "-", "、"]), min_size=1, max_size=14
)
MEANING = st.sampled_from([*"甲乙局市县年不没是有无最高低多上下获奖级人户元"])


@given(PIECES, st.integers(0, 13), MEANING, MEANING)
def test_one_character_of_meaning_exchanged_makes_another_question(pieces, at, mine, other):
    before, after = "".join(pieces[:at]), "".join(pieces[at:])
    assert (question_key(f"{before}{mine}{after}") == question_key(f"{before}{other}{after}")) == (
        mine == other
    )


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_numbers_are_the_same_where_their_values_are(one, other):
    forms = [str(one), written(one, "chinese"), written(one, "comma")]
    keys = {question_key(f"投入{form}元的是谁") for form in forms}
    assert len(keys) == 1
    assert (question_key(f"投入{written(other, 'chinese')}元的是谁") in keys) == (one == other)


@given(PIECES)
def test_a_key_is_its_own_key(pieces):
    key = question_key("".join(pieces))
    assert question_key(key) == key


@pytest.mark.parametrize("empty", ["", "  ", "？？", "……", "“”", "\u200b"])
def test_without_anything_to_read_there_is_no_key(empty):
    assert question_key(empty) == ""


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("去年有多少家", "去年"),
        ("近三年获得哪些荣誉", "近三年"),
        ("目前有多少家", "目前"),
        ("今天是哪天", "今天"),
        ("本月办了什么", "本月"),
        ("2022年有多少家", ""),
        ("2021年成立，当年有多少家", ""),
        ("“最近一公里”是什么", ""),
        ("甲局有多少家", ""),
    ],
)
def test_times_counted_from_today_are_told(question, word):
    assert passing_time(question) == word
