"""The words of headings and questions that name a part of a case."""

import pytest

from rag.answering.digest import asked_roles, asks_digest, heading_role
from rag.answering.digest.roles import topic_words


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("一、缘起：门敲对了，时间敲错了", "背景"),
        ("▍难在哪", "背景"),
        ("（二）主要做法", "做法"),
        ("🔧 招数", "做法"),
        ("改得怎么样", "成效"),
        ("三、取得的成效", "成效"),
        ("五、品牌荣誉", "荣誉"),
        ("四、存在的不足", "不足"),
        ("2025年打算", "打算"),
        ("夜里听漏，白天补漏", None),
        ("关于结对共建安排", None),
        ("体会与不足", None),
    ],
)
def test_headings(heading, role):
    assert heading_role(heading) == role


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("水务局听漏的做法", ("做法",)),
        ("“周三夜话”是怎么做的", ("做法",)),
        ("听漏搞得怎么样", ("成效",)),
        ("讲讲守老街的主要做法和成效", ("做法", "成效")),
        ("听漏队得过哪些荣誉", ("荣誉",)),
        ("还有哪些不足", ("不足",)),
        ("介绍听漏队", ()),
        ("说说“一把椅子的来历”", ()),
        ("红色问题怎么处理", ()),
        ("党费管理办法哪年施行", ()),
    ],
)
def test_questions(question, roles):
    assert asked_roles(question) == roles


def test_a_summary_is_asked_for_by_its_words():
    assert asks_digest("介绍一下听漏队")
    assert not asks_digest("听漏队有几个人")


def test_what_a_question_is_about_is_left_of_it():
    assert topic_words("请介绍一下水务局听漏的主要做法").split() == ["水务局听漏"]
