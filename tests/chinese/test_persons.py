import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.persons import asks_person, find_persons, is_person


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("滨海市调解员代表陈国栋说，邻里和气最要紧。", ["陈国栋"]),
        ("社工李晓梅介绍，食堂每天供餐三百份。", ["李晓梅"]),
        ("渔港码头由欧阳志远、李志强等管理。", ["欧阳志远", "李志强"]),
        ("校长赵文博、教师孙丽华荣获表彰。", ["赵文博", "孙丽华"]),
        ("居民王桂兰告诉大家，电梯装好了。", ["王桂兰"]),
        ("队长周海涛，带着队员巡河。", ["周海涛"]),
        ("司机名叫刘大勇，开了三十年渡轮。", ["刘大勇"]),
        ("责任人：王素心；接收人：李雅琴", ["王素心", "李雅琴"]),
    ],
)
def test_persons(sentence, names):
    assert [sentence[a:b] for a, b in find_persons(sentence)] == names


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "全市新建中小学校十七所。",
        "石桥街道开办食堂四十二家。",
        "白塔社区安装电梯。",
        "记者张明远 通讯员李涛",
        "每周巡河一次，发现问题当天交办。",
        "，。、",
        "责任单位：纪检组；牵头：常委；",
        "服务：方便；办事：高效；",
        "联系点：连江；成员：单位；",
    ],
)
def test_nobody(sentence):
    assert find_persons(sentence) == []


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("田保山", True),
        ("欧阳志远", True),
        ("安全", False),
        ("成效", False),
        ("纪检组", False),
        ("温泉片", False),
        ("", False),
    ],
)
def test_a_person_by_itself(words, person):
    assert is_person(words) == person


@given(st.text(alphabet="王李陈国栋书记说，。街道社区市民主任张欧阳志远", max_size=24))
def test_persons_stay_inside_the_sentence(sentence):
    for start, end in find_persons(sentence):
        assert 0 <= start < end <= len(sentence)
        assert 2 <= end - start <= 4


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("滨海市第一位女船长是谁?", True),
        ("食堂的负责人叫什么名字?", True),
        ("全国冠军是哪位?", True),
        ("那位老师姓名是什么?", True),
        ("修桥的人是谁?", True),
        ("谁负责巡河?", False),
        ("食堂叫什么名字?", False),
        ("驿站建在哪里?", False),
        ("谁家的做法最好?", False),
        ("校长说了什么?", False),
    ],
)
def test_asks_person(question, expected):
    assert asks_person(question) is expected


@pytest.mark.parametrize(
    "sentence",
    ["湾头村洪水大体退了", "申请人曾主动提供线索", "接走伤病严重者和孕妇", "剩下一个孙儿，已经上学"],
)
def test_words_of_the_language_are_no_names(sentence):
    assert find_persons(sentence) == []


def test_a_word_after_a_role_is_a_name():
    assert [("书记洪亮介绍")[a:b] for a, b in find_persons("书记洪亮介绍")] == ["洪亮"]
