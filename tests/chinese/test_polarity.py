"""What is denied, and which words are opposites, in text about made-up towns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.polarity import directions, negations, opposite
from tests.chinese.values.test_numerals import rows

# Text, the denying word, the word denied.
NEGATIONS = """
没有发现问题。|没有|发现
尚未完成。|尚未|完成
从未中断。|从未|中断
并非如此。|并非|如此
不予受理。|不予|受理
毫无怨言。|毫无|怨言
渡口并没有取消。|没有|取消
无法办理。|无法|办理
无需排队。|无需|排队
不再收费。|不再|收费
未发生事故。|未|发生
未获奖。|未|获奖
无一投诉。|无一|投诉
不收取费用。|不|收取
不合格。|不|合格
不符合。|不|符合
未按时完成。|未|按时
决不放弃。|决不|放弃
暂未开通。|暂未|开通
并未停航。|并未|停航
不许停车。|不许|停车
没人反对。|没|人
不能停航。|不能|停航
请勿停车。|请勿|停车
"""
AFFIRMING = """
不断提高|不仅如此|无论晴雨|未来三年|不少群众|不同意见|不忘初心|无线网络|非常好|不得不停航|不能不说|无不称赞|是不是|能不能
无人机巡河|无障碍坡道|未成年人|非公企业|不久前|无私奉献|无微不至|不遗余力|不超过3天|不足百人|不到3天|无偿服务|莫大鼓舞|除非停航
非物质文化遗产|不懈努力|前所未有|是非分明|不约而同|不少于3次|不论如何|非常高兴|无人驾驶船|无意间|不满3天|不法分子
"""
OPPOSITES = """
增加|减少
提高|降低
上升|下降
增长|下滑
扩大|缩小
延长|缩短
提前|推迟
成立|撤销
恢复|取消
启动|停止
允许|禁止
首次|再次
同意|否决
成功|失败
盈利|亏损
加入|退出
免费|收费
公开|保密
最多|最少
全部|部分
上午|下午
表彰|批评
放宽|收紧
"""
TEXTS = [text for line in AFFIRMING.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize(("text", "word", "target"), rows(NEGATIONS))
def test_negation(text, word, target):
    (negation,) = negations(text)
    assert (text[negation.start : negation.end], negation.target) == (word, target)


@pytest.mark.parametrize("text", TEXTS)
def test_words_that_deny_nothing(text):
    assert [text[n.start : n.end] for n in negations(text)] == []


@pytest.mark.parametrize(("a", "b"), rows(OPPOSITES))
def test_opposites(a, b):
    assert opposite(a, b)
    assert opposite(b, a)
    assert [d.word for d in directions(f"{a}，{b}。")] == [a, b]


@pytest.mark.parametrize(
    ("a", "b"), [("增加", "提高"), ("增加", "增加"), ("增加", "推迟"), ("减少", "取消"), ("码头", "渡口")]
)
def test_no_opposites(a, b):
    assert not opposite(a, b)


def test_directions_are_whole_words():
    text = "渡船增长率提前完成，票价大幅降低。"
    assert [(text[d.start : d.end], d.word) for d in directions(text)] == [("提前", "提前"), ("降低", "降低")]


@given(st.text(alphabet="不没有未无非得能是断增加减少提高前完成，", max_size=16))
def test_what_is_found_stands_in_the_text_in_order(text):
    for facts in (negations(text), directions(text)):
        edges = [edge for item in facts for edge in (item.start, item.end)]
        assert edges == sorted(edges)
        assert all(0 <= item.start < item.end <= len(text) for item in facts)
