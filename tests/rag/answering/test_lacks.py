"""Near misses and their counterparts: each rule once where something is missing, once where nothing is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.folding import fold
from rag.answering.evidence import rank_evidence
from rag.answering.question import analyse
from rag.answering.refusal_rules import Scope, missing_content, missing_names, reasons
from tests.support.readings import case_of, reading

UNIT, TITLE = "市海洋局", "“蓝湾行动”还渔民一片净滩"
SENTENCE = "2021年7月，海港区32500名渔民参加“蓝湾行动”。"
REST = "拨打12345热线可以报名，石泉社区的志愿者每周巡滩，行动从未间断。"
SETTING = "近日，宁波市公布一批为民办实事的案例。"


def scope_of(*body, unit=UNIT, title=TITLE, setting=SETTING):
    return Scope(fold(f"{unit} {title}\n" + "".join(body)), fold(setting), fold(unit))


def names(question, *body):
    return missing_names(analyse(question), scope_of(*(body or (SENTENCE, REST))))


def content(question, sentence, *answers, rest=""):
    """What the one sentence of evidence lacks; ``answers`` set the reader's logits."""
    _, _, hit = case_of(UNIT, TITLE, sentence)
    asked = analyse(question)
    (evidence,) = rank_evidence(asked, [hit(sentence)], [reading(sentence, *answers)])
    return missing_content(asked, evidence, scope_of(sentence, rest))


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("2019年有多少渔民参加？", "2019年"),
        ("2021年8月有多少渔民参加？", "2021年8月"),
        ("2021年7月9日有多少渔民参加？", "2021年7月9日"),
        ("第三届活动有多少渔民参加？", "第三届"),
        ("青岛市有多少渔民参加？", "青岛"),
        ("柳河镇有多少渔民参加？", "柳河镇"),
        ("清溪社区怎么巡滩？", "清溪社区"),
        ("“绿岸行动”有多少渔民参加？", "绿岸行动"),
        ("《蓝湾故事》是谁写的？", "蓝湾故事"),
        ("2500名渔民怎么参加？", "2500"),
        ("325名渔民怎么参加？", "325"),
        ("234热线怎么报名？", "234"),
        ("12346热线怎么报名？", "12346"),
        ("APP怎么报名？", "app"),
        ("去年有多少渔民参加？", "去年"),
        ("98%的渔民怎么参加？", "98%"),
        ("3250名渔民怎么参加？", "3250名"),
    ],
)
def test_a_name_that_is_missing(question, missing):
    assert any(missing in said for said in names(question)), names(question)


@pytest.mark.parametrize(
    "question",
    [
        "2021年有多少渔民参加？",
        "2021年7月有多少渔民参加？",
        "二〇二一年有多少渔民参加？",
        "海港区有多少渔民参加？",
        "宁波市有多少渔民参加？",  # the setting says where all cases are
        "石泉社区怎么巡滩？",
        "“蓝湾行动”有多少渔民参加？",
        "“藍灣行動”有多少漁民參加？",
        "“蓝弯行动”有多少渔民参加？",  # typed with a homophone
        "“什么行动”有多少渔民参加？",
        "32500名渔民怎么参加？",
        "３２５００名渔民怎么参加？",
        "12345热线怎么报名？",
        "哪两个区参加？",
        "哪3个村参加？",  # a count that is asked for
        "3.25万名渔民怎么参加？",
        "第一个参加的是谁？",
        "有多少渔民参加？",
    ],
)
def test_all_names_are_there(question):
    assert names(question) == []


def test_a_date_written_in_chinese_digits():
    assert names("2021年7月有多少渔民参加？", "二〇二一年七月，渔民参加行动。") == []
    assert names("2021年8月有多少渔民参加？", "二〇二一年七月，渔民参加行动。") == ["没有提到“2021年8月”"]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("市林业局怎么护林？", "市林业局"),
        ("省林业厅怎么护林？", "省林业厅"),
        ("市妇联怎么清滩？", "市妇联"),
    ],
)
def test_another_unit(question, missing):
    assert names(question, "渔民每周巡滩。") == [f"没有“{missing}”的案例"]


@pytest.mark.parametrize(
    "question",
    ["市海洋局怎么清滩？", "海洋局怎么清滩？", "怎么清滩？"],
)
def test_the_cases_own_unit(question):
    assert names(question, "渔民每周巡滩。") == []


def test_a_unit_that_the_case_tells_of():
    assert names("市林业局怎么帮忙？", "市林业局送来树苗。") == []


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("蓝湾行动哪一年开始？", "蓝湾行动开始后，净滩回来了。", "没有给出所问的时间"),
        ("清理垃圾多少吨？", "渔民们清理了垃圾。", "没有给出所问的数量"),
        ("净滩节是第几届？", "净滩节有30队参加。", "没有给出所问的届次或批次"),
        ("净滩队的队长叫什么名字？", "净滩队每周出发。", "没有给出所问的人名"),
        ("报名电话是多少？", "报名的人有30名。", "没有给出电话"),
        ("净滩队的地址在哪里？", "净滩队每周出发，风雨无阻。", "没有给出地址"),
        ("净滩队几点出发？", "净滩队有30人，风雨无阻。", "没有给出时刻"),
        ("净滩队星期几出发？", "净滩队有30人，风雨无阻。", "没有给出星期几"),
        ("净滩队的网址是什么？", "净滩队建起网站，人人能看。", "没有给出网址"),
        ("净滩队获得什么荣誉？", "净滩队每周出发，风雨无阻。", "没有给出荣誉的名称"),
        ("净滩队有多少艘快艇？", "净滩队有30名队员。", "没有提到“快艇”"),
        ("净滩队为什么解散？", "净滩队有30名队员。", "没有提到“解散”"),
        ("净滩队为什么停止巡滩？", "净滩队每周巡滩。", "没有提到“停止”"),
        ("为什么夜市受欢迎？", "净滩队每周巡滩。", "没有提到“夜市”"),
        ("净滩节有哪三个项目？", "净滩节有划船、游泳。", "没有逐一列出这3项"),
        ("哪些高校派来学生？", "企业、高校、医院派来学生。", "只提到“高校”，没有具体名称"),
        ("列出派来学生的高校名单。", "多所高校派来学生。", "没有逐一列出"),
    ],
)
def test_what_is_asked_for_is_missing(question, sentence, said):
    assert said in content(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("蓝湾行动哪一年开始？", "蓝湾行动2019年开始。"),
        ("清理垃圾多少吨？", "渔民们清理垃圾800吨。"),
        ("净滩节是第几届？", "第三届净滩节有30队参加。"),
        ("净滩队的队长叫什么名字？", "净滩队队长周海涛，每周出发。"),
        ("报名电话是多少？", "报名请打0574-87654321。"),
        ("报名电话是多少？", "报名请打12345热线。"),
        ("净滩队的地址在哪里？", "净滩队设在望海路18号。"),
        ("净滩队几点出发？", "净滩队早上6点出发。"),
        ("净滩队星期几出发？", "净滩队每逢周六出发。"),
        ("净滩队的网址是什么？", "登录www.jingtan.example报名。"),
        ("净滩队获得什么荣誉？", "净滩队获评全省先进集体。"),
        ("净滩队有多少艘快艇？", "净滩队有快艇30艘。"),
        ("净滩队为什么解散？", "渔民都上岸了，净滩队解散。"),
        ("为什么净滩队受欢迎？", "净滩队每周巡滩，海滩干净了。"),
        ("净滩节有哪三个项目？", "净滩节有划船、游泳、拔河。"),
        ("哪些高校派来学生？", "滨海大学、海洋学院、渔业学院派来学生。"),
        ("有哪些做法？", "净滩队每周巡滩。"),  # deeds are told, not named
    ],
)
def test_what_is_asked_for_is_there(question, sentence):
    assert content(question, sentence) == []


def test_an_echo_of_the_question_is_no_answer():
    sentence = "净滩队推出蓝色课堂。"
    echoed = content("净滩队推出的蓝色课堂叫什么？", sentence, ("蓝色课堂", 30, 30))
    assert echoed == ["只提到“蓝色课堂”，没有给出具体内容"]
    told = content("净滩队推出的课叫什么？", sentence, ("蓝色课堂", 30, 30))
    assert told == []


def test_the_measure_belongs_to_the_number():
    assert content("花了多少钱？", "净滩队有30名队员，用了2年。") == ["没有给出所问的数量"]
    assert content("花了多少钱？", "净滩队有30名队员，花了2万元。") == []


def test_names_come_before_everything_else_and_once_each():
    assert names("2019年“绿岸行动”，2019年“绿岸行动”怎么报名？").count("没有提到“绿岸行动”") == 1


def test_reasons_are_one_clause():
    assert reasons(("没有提到“青岛”", "没有给出所问的时间")) == "没有提到“青岛”；没有给出所问的时间"
    assert reasons(()) == ""


@given(
    st.text(max_size=40)
    | st.text(alphabet="净滩队哪些几谁为什么多少“”、，。年2019电话叫荣誉高校名单", max_size=30)
)
def test_never_raises(question):
    asked = analyse(question)
    _, _, hit = case_of(UNIT, TITLE, SENTENCE)
    (evidence,) = rank_evidence(asked, [hit(SENTENCE)], [reading(SENTENCE)])
    said = missing_names(asked, scope_of(SENTENCE)) + missing_content(asked, evidence, scope_of(SENTENCE))
    assert all(clause.startswith(("没有", "只提到")) for clause in said)


def test_a_date_of_something_else_is_no_answer():
    sentence = "2021年，巡滩队获评市级先进集体。"
    assert content("巡滩队是哪一年组建的？", sentence, rest="组建以来，巡滩队清滩百余次。") == [
        "没有给出“组建”的时间"
    ]
    assert content("巡滩队是哪一年获评的？", sentence) == []


def test_a_list_beside_the_noun_asked_for_is_no_answer():
    sentence = "活动有木雕、剪纸、刺绣等内容。"
    said = content("活动登在哪些报纸上？", sentence, rest="活动被多家报纸报道。")
    assert said == ["没有给出“报纸”的名称"]


def test_names_of_the_question_itself_list_nothing():
    sentence = "“蓝湾行动”和“清滩行动”已有34个成员。"
    assert content("“蓝湾行动”“清滩行动”的成员名单有吗？", sentence) == ["没有逐一列出"]


def test_a_body_of_another_rank_is_another_body():
    assert names("省海洋局怎么清滩？") == ["没有“省海洋局”的案例"]
    assert names("市海洋局怎么清滩？") == []


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("怎样挑选西瓜？", "没有提到“挑选”、“西瓜”"),
        ("西瓜和葡萄哪个甜，怎么挑选，怎么储存？", "“西瓜”"),
        ("怎样挑选渔民用的西瓜？", None),  # one word of it is there
        ("有什么做法？", None),  # asks for anything
        ("获得了什么荣誉？", None),
        ("宁波有什么？", None),  # stands in the setting
    ],
)
def test_a_question_none_of_whose_words_is_there_is_about_something_else(question, missing):
    told = content(question, SENTENCE, rest=REST)
    if missing:
        assert len(told) == 1
        assert missing in told[0]
    else:
        assert not any("没有提到" in said for said in told), told


def test_a_list_on_lines_of_their_own_is_not_called_missing():
    listed = "\n1.填写记录\n2.清点钥匙\n3.关闭电源"
    assert "没有逐一列出" in content("交班要做的事有哪些？", "交班要做的事：")
    assert "没有逐一列出" not in content("交班要做的事有哪些？", "交班要做的事：", rest=listed)
    told = "\n" + "交班须在值班室当面进行，" * 6
    assert "没有逐一列出" in content("交班要做的事有哪些？", "交班要做的事：", rest=told)
