"""Questions about a collection: what is counted, of which documents, and what is left alone."""

import pytest

from rag.answering.collection import collected
from rag.answering.question import analyse
from tests.rag.answering.catalogues import catalogue, held

COMPILATION = """# 临川市机关党建案例选编（第二辑）

编者按：全市62个单位报来87篇材料，本册选编4个案例，供学习借鉴。

## 市水务局 听漏队守千家水

市水务局组建听漏队，修复漏点231处。2023年，市水务局被省水利厅授予“节水先锋集体”称号。

## 市档案馆 老档案开口说话

市档案馆查档1200人次，推出志愿服务预约。2024年，市档案馆被市委宣传部评为“书香机关”。

## 市图书馆 书香党课进夜市

市图书馆把党课开进夜市，一年办42场。2024年，市图书馆党员谭小鸥获市总工会“五一劳动奖章”。

## 市气象局 预警喊进大棚里

市气象局把预警发到每个大棚，志愿服务队上门37次。2024年，市气象局被国家气象局评为“全国气象工作先进集体”。
"""
HANDBOOK = """# 临川市工会经费使用问答手册

市总工会编，2024年4月修订，收录会员问得最多的三个问题。

## 1. 逢年过节能发多少慰问品？

每名会员每年不超过1500元。

## 2. 会员住院怎么慰问？

每次不超过1000元，一年不超过2次。

## 3. 经费结余能结转吗？

能结转下年使用。
"""
BRIEF = """# 青溪县机关党建简报

第18期　青溪县直机关工委　2024年9月12日

## 县水务局：党员巡河三班倒

县水务局分三班巡河，报告险情19处。

## 棠下镇：板凳课开到橘树下

棠下镇开板凳课28场。

## 县医保局：慢病专窗少跑一趟

县医保局设慢病专窗，窗口被市医疗保障局评为“惠民服务示范岗”。
"""
TEXTS = [held(COMPILATION, "选编.md"), held(HANDBOOK, "手册.md"), held(BRIEF, "简报第18期.md")]
NAMES = {one.document.id: one.document.name for one in TEXTS}
CATALOGUE = catalogue(TEXTS)


def text_of(document_id):
    return next(one.document.text for one in TEXTS if one.document.id == document_id)


def asked(question):
    return collected(analyse(question), CATALOGUE, text_of)


def units(answer):
    return [row.unit for row in answer.rows]


def test_what_stands_above_was_read_as_meant():
    assert [len(one.entries.cases) for one in TEXTS] == [4, 3, 3]
    assert [len(one.entries.honours) for one in TEXTS] == [4, 0, 1]


FOUR = ["市水务局", "市档案馆", "市图书馆", "市气象局"]
THREE = ["县水务局", "棠下镇", "县医保局"]


@pytest.mark.parametrize(
    ("question", "count", "document"),
    [
        ("案例选编里一共收了几个案例", 4, "选编.md"),
        ("临川第二辑收录了多少个案例？", 4, "选编.md"),
        ("问答手册有几个问题", 3, "手册.md"),
        ("青溪县第18期简报登了几篇稿子", 3, "简报第18期.md"),
        ("第十八期简报介绍了几个单位的经验？都是谁", 3, "简报第18期.md"),
    ],
)
def test_cases_of_the_document_named_are_counted(question, count, document):
    answer = asked(question)
    assert (answer.count, answer.form, answer.complete) == (count, "count", True)
    assert [(NAMES[id_], n) for id_, n in answer.by_document] == [(document, count)]
    assert len(answer.rows) == count


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("案例选编里都是哪些单位", FOUR),
        ("这期简报登了哪三家单位的事", THREE),
        ("四个案例是哪些单位报的", FOUR),
    ],
)
def test_units_are_listed_in_the_order_of_the_document(question, named):
    answer = asked(question)
    assert (answer.counted, answer.form, answer.count) == ("unit", "which", len(named))
    assert units(answer) == named


def test_a_question_that_names_no_document_is_counted_for_each():
    answer = asked("一共有几个案例")
    assert answer.count == 7
    assert [(NAMES[id_], n) for id_, n in answer.by_document] == [("选编.md", 4), ("简报第18期.md", 3)]


def test_one_of_a_collection_is_found_by_its_place():
    assert units(asked("选编里第三个案例是哪个单位的")) == ["市图书馆"]
    assert asked("选编里第五个案例是哪个单位的") is None


@pytest.mark.parametrize(
    "question",
    [
        "案例选编里的五个案例都是哪些单位",  # four
        "案例选编第三辑收录了几个案例",  # the second
        "第19期简报介绍了哪些单位",
        "南江市案例选编收了几个案例",  # another town
        "案例选编里有几个乡镇的案例",  # none of a town
        "全市有多少个单位",  # what the text says of them is no count of cases
        "问答手册党费那部分收了几个问题",  # a part of it
        "市图书馆一年办了几场党课",
        "慢病专窗为什么少跑一趟",
        "哪些情况能申请慰问",
        "最好的案例是哪个",
    ],
)
def test_what_is_not_so_or_no_count_is_left_alone(question):
    assert asked(question) is None


def test_a_count_that_the_document_contradicts_is_not_given():
    text = COMPILATION.replace("本册选编4个案例", "本册选编9个案例")
    one = held(text, "选编.md")
    answer = collected(analyse("案例选编收了几个案例"), catalogue([one]), lambda _: text)
    assert answer is None


def test_a_heading_that_was_missed_makes_a_count_unsure():
    text = BRIEF.replace(
        "棠下镇开板凳课28场。", "棠下镇开板凳课28场。\n\n县残联：盲杖牵起两支队伍\n\n走访40户。"
    )
    one = held(text, "简报第18期.md")
    assert len(one.entries.cases) == 3  # of four
    assert collected(analyse("这期简报登了几篇稿子"), catalogue([one]), lambda _: text) is None


@pytest.mark.parametrize(
    ("question", "holders", "counted"),
    [
        ("哪些单位得过国家级荣誉", ["市气象局"], "holder"),
        ("有没有单位得过省级荣誉", ["市水务局"], "holder"),
        ("哪些单位得过省级以上荣誉", ["市水务局", "市气象局"], "holder"),
        ("选编里哪个单位得过省水利厅的荣誉", ["市水务局"], "holder"),
        ("选编里2024年有哪几个单位获得荣誉", ["市档案馆", "市气象局"], "holder"),
        ("市档案馆得过哪些荣誉", ["市档案馆"], "honour"),
        ("哪些单位获评“书香机关”", ["市档案馆"], "holder"),
        ("四个案例里哪些单位得过奖，分别是什么奖", ["市水务局", "市档案馆", "市气象局"], "holder"),
    ],
)
def test_honours_meet_every_word_of_the_question(question, holders, counted):
    answer = asked(question)
    assert (units(answer), answer.counted, answer.complete) == (holders, counted, False)
    assert answer.open == ()


def test_whether_there_is_any_is_asked_for():
    assert asked("有没有单位得过国家级荣誉").form == "any"
    assert asked("有几家单位得过国家级荣誉").form == "count"


@pytest.mark.parametrize(
    "question",
    [
        "哪些单位得过县级荣誉",  # none: it may be there in words that are not read
        "选编里2021年有哪些单位获得荣誉",
        "选编里哪个单位得过省农业厅的荣誉",
        "市水务局哪一年得的荣誉",  # an attribute of one
        "获奖单位的奖金是多少",
        "哪些单位没有获得荣誉",
        "去年哪些单位获得荣誉",  # whose last year is not known
        "谁的荣誉最多",
        "五个案例里哪些单位得过奖",  # four
        "考核被评为优秀的单位有哪些",  # a grade
        "奖多少",  # how much
        "荣誉是谁的",  # of one, and several documents have some
        "三家企业里哪些得过荣誉",  # three units, and no firms
    ],
)
def test_honours_that_are_not_known_or_asked_otherwise_are_left_alone(question):
    assert asked(question) is None


def test_words_are_looked_for_as_they_stand():
    answer = asked("哪些案例提到了志愿服务")
    assert units(answer) == ["市档案馆", "市气象局"]
    assert answer.complete
    for row in answer.rows:
        assert any(text_of(p.document_id)[p.start : p.end] == "志愿服务" for p in row.places)
    assert asked("提到区块链的案例有几个") is None
    assert asked("哪些地方提到了志愿服务") is None


def test_documents_are_counted_by_year_and_title():
    assert asked("资料库里一共有多少份文件").count == 3
    answer = asked("2024年印发了哪些文件")
    assert [(NAMES[row.document_id], answer.complete) for row in answer.rows] == [("简报第18期.md", False)]
    assert [NAMES[row.document_id] for row in asked("关于工会经费的文件有哪些").rows] == ["手册.md"]
    assert asked("会员住院慰问要交哪些资料") is None


def test_later_clauses_that_a_count_does_not_answer_are_handed_back():
    assert asked("这期简报登了几篇稿子，哪篇讲橘树").open == ("哪篇讲橘树",)
    assert asked("这期简报登了几家单位的事，都是哪几家").open == ()


@pytest.mark.parametrize(
    "question", ["案例选编里都是哪些单位", "哪些单位得过省级以上荣誉", "哪些案例提到了志愿服务"]
)
def test_every_row_is_cited_by_words_of_its_document(question):
    for row in asked(question).rows:
        assert row.places
        quotes = [text_of(p.document_id)[p.start : p.end] for p in row.places]
        assert all(quote.strip() for quote in quotes)
        assert any(row.unit in quote or row.honour in quote for quote in quotes)
