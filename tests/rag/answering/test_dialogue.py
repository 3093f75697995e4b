"""Follow-up questions: what the rules make of them, and what the chatbot answers in a conversation."""

from dataclasses import replace

import pytest

from chinese.phrases import enumerations
from rag.answering.dialogue import Context, context_of, dangling, resolve, understand
from rag.answering.placed_item import pick
from rag.records import Answer, Citation, Sentence

CONTEXT = Context(
    question="云川市税务局2021年开办的“星火学堂”夜校有多少名党员授课？",
    span="32名",
    evidence="2021年9月，云川市税务局开办“星火学堂”夜校，由32名青年党员轮流授课。",
    document_id="c" * 16,
    case_order=1,
    unit="云川市税务局",
    title="“星火学堂”夜校进社区",
    seen=(("c" * 16, 30),),
)
HERE = ("c" * 16, 1)


def first(question, context=CONTEXT):
    return understand(question, context)[0]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("它开了多少期课？", "“星火学堂”开了多少期课？"),
        ("该夜校服务了多少居民？", "“星火学堂”夜校服务了多少居民？"),
        ("那一年还做了什么？", "2021年还做了什么？"),
        ("这个夜校在哪里？", "“星火学堂”夜校在哪里？"),
        ("其中有多少名女党员？", "有多少名女党员？"),
        ("那它获得过什么荣誉？", "“星火学堂”获得过什么荣誉？"),
        ("居民呢，有多少人次？", "居民有多少人次"),
        ("其他单位有哪些？", "其他单位有哪些？"),
        ("尤其突出的是什么？", "尤其突出的是什么？"),
    ],
)
def test_pointing_words_are_replaced(question, expected):
    text = question.removeprefix("那") if question.startswith("那它") else question
    assert resolve(text, CONTEXT)[0] == expected


@pytest.mark.parametrize(
    "question",
    [
        "该夜校服务了多少居民？",
        "那一年还做了什么？",
        "其中有多少名女党员？",
        "最后一个是什么？",
    ],
)
def test_a_marked_follow_up_looks_in_the_same_case_first(question):
    readings = understand(question, CONTEXT)
    assert readings[0].within == HERE
    assert readings[-2].standalone == question
    assert "云川市税务局" in readings[0].standalone or "星火学堂" in readings[0].standalone


def test_a_pronoun_is_never_read_as_it_stands():
    about, named, joined = understand("它获得过什么荣誉？", CONTEXT)
    assert about.standalone == "“星火学堂”获得过什么荣誉？"
    assert (about.within, joined.within) == (HERE, HERE)
    assert (named.asked, named.within) == ("“星火学堂”获得过什么荣誉？", None)


@pytest.mark.parametrize(
    "question", ["其它案例有哪些", "吉他社团有多少人", "网格员他们做了什么", "党员和其家属有多少人"]
)
def test_what_only_holds_such_a_character_is_also_read_as_it_stands(question):
    assert any(reading.asked == question for reading in understand(question, CONTEXT))


def test_an_office_that_is_pointed_to_is_the_unit_of_the_turn_before():
    about, named, _ = understand("该局有多少党员？", CONTEXT)
    assert named.asked == "云川市税务局有多少党员？"
    assert about.within == HERE


def test_small_talk_and_what_was_only_near_to_another_unit_are_no_context():
    told = replace(answer(), standalone="市检察院结对的村有几个？")
    thanks = Answer("谢谢", "谢谢", (), (), refusal="说明", kind="help")
    context = context_of([told, *[thanks] * 5], lambda document, offset: 3)
    assert (context.question, context.said) == (told.standalone, (told.question,))
    near = replace(told, refusal="没有能确定的回答：")
    assert near.status == "related"
    unit = near.citations[0].unit
    assert context_of([near], lambda document, offset: 3) is None
    assert context_of([replace(near, standalone=f"{unit}结对的村有几个？")], lambda document, offset: 3)


@pytest.mark.parametrize(
    ("question", "pointing"),
    [
        ("它获得过什么荣誉？", "它"),
        ("那该单位有多少党员？", "该单位"),
        ("他们做了什么？", "他们"),
        ("市检察院它获得过什么荣誉？", ""),
        ("它在市直机关工委组织的评比中获得了什么？", "它"),
        ("介绍一下它", "它"),
        ("2023年它获得过什么荣誉", "它"),
        ("该局有多少党员", "该局"),
        ("他是哪里人", "他"),
        ("它的“三单制”是什么", ""),
        ("该院长是谁", ""),
        ("他山之石是什么", ""),
        ("他律是什么", ""),
        ("她力量工作室是哪家的", ""),
        ("其美多吉是谁", ""),
        ("其它单位获得过什么荣誉？", ""),
        ("其中有多少名女党员？", ""),
        ("其他单位有哪些？", ""),
        ("网格员他们做了什么？", ""),
    ],
)
def test_a_first_question_that_points_to_nothing_is_noticed(question, pointing):
    assert dangling(question) == pointing


@pytest.mark.parametrize(
    "question",
    [
        "市水利局报道了多少个做法？",
        "“红色航线”是哪个单位的？",
        "全市有多少家单位参加了年度考核并且获得通报表扬？",
    ],
)
def test_a_change_of_topic_is_not_dragged_back(question):
    alone, joined = understand(question, CONTEXT)
    assert (alone.asked, alone.within, alone.before) == (question, None, ())
    assert (joined.asked, joined.before) == (question, (CONTEXT.question,))


def test_a_short_question_is_tried_alone_first():
    alone, about, _ = understand("学员满意率是多少？", CONTEXT)
    assert alone.within is None
    assert about.within == HERE
    assert about.standalone == "云川市税务局的案例里，学员满意率是多少？"


def test_the_last_reading_rewrites_nothing_and_is_read_after_what_was_typed_before():
    said = ("云川市税务局办了什么夜校？", "有多少党员授课？")
    joined = understand("学员满意率是多少？", replace(CONTEXT, said=said))[-1]
    assert joined.asked == "学员满意率是多少？"
    assert joined.before == said
    assert joined.sought == "有多少党员授课？，学员满意率是多少？"
    assert joined.standalone == "学员满意率是多少？（接着“有多少党员授课？”问）"
    later = context_of([replace(answer(), standalone=joined.standalone)], lambda document, offset: 3)
    assert (later.question, later.said) == (joined.asked, ("问",))


def test_more_of_the_same_skips_what_was_shown():
    for question in ("还有呢？", "还有吗", "继续", "再说说"):
        more = first(question)
        assert (more.asked, more.within, more.seen) == (CONTEXT.question, HERE, CONTEXT.seen)


def test_what_about_takes_the_place_of_what_was_asked():
    before = Context(
        "镇一级设了多少个站点？", "12个", "镇一级设站点12个，村一级设站点60个。", "d", 2, "", "", ()
    )
    assert resolve("村一级呢？", before)[0].startswith("村一级")
    year = Context("2021年办了多少期？", "60期", "2021年办60期，2022年办75期。", "d", 2, "", "", ())
    assert resolve("2022年呢？", year)[0] == "2022年办了多少期？"
    second = Context("排第一的是哪个项目？", "甲项目", "甲项目、乙项目、丙项目。", "d", 2, "", "", ())
    assert resolve("第二个呢？", second)[0] == "第二个的是哪个项目？"
    assert first("第二个呢？", second).place == 2


def test_the_same_batch_is_looked_for_in_other_cases():
    told = Context("夜校入选第几批试点？", "第九批", "入选第九批试点。", "d", 2, "甲局", "乙", ())
    reading = first("同一批里还有谁？", told)
    assert reading.asked == "第九批里还有谁？"
    assert (reading.within, reading.without) == (None, ("d", 2))


def test_ordinals_of_batches_are_no_places():
    for question in ("第九批有哪些单位？", "第二届是哪一年？", "第一书记是谁？"):
        assert first(question).place == 0


LISTED = "着力建设忠诚机关、学习机关、服务机关、清廉机关等“四型机关”。"


@pytest.mark.parametrize(("place", "item"), [(1, "忠诚机关"), (2, "学习机关"), (-1, "清廉机关")])
def test_items_are_picked_by_their_place(place, item):
    span = pick(LISTED, "排第二的是什么机关？", place, enumerations(LISTED), named=True)
    assert LISTED[slice(*span)].endswith(item)


def test_no_item_where_there_is_none():
    assert pick(LISTED, "是什么机关？", 9, enumerations(LISTED), named=True) is None
    assert pick(LISTED, "是什么公园？", 2, enumerations(LISTED), named=True) is None
    assert pick("没有并列。", "是什么机关？", 1, [], named=False) is None


def answer(status="grounded"):
    cited = Citation(1, "x.txt", "c" * 16, "夜校", "甲局", "有32名党员授课。", 40, 49, 1)
    sentences = (Sentence("有32名党员授课。", (1,)),) if status == "grounded" else ()
    return Answer("问", "甲局有多少名党员授课？", sentences, (cited,) if sentences else (), span="32名")


def test_the_context_is_the_newest_answered_turn():
    context = context_of([answer(), answer("refused")], lambda document, offset: 3)
    assert (context.question, context.span, context.case_order, context.unit) == (
        "甲局有多少名党员授课？",
        "32名",
        3,
        "甲局",
    )
    assert context_of([], lambda document, offset: 3) is None
    assert context_of([answer("refused")], lambda document, offset: 3) is None
    assert understand("它呢？", None)[0].standalone == "它呢？"


@pytest.mark.parametrize(
    "question", ["", "呢", "呢？", "它", "还有", "？？？", "第", "最后", "那", "这" * 400]
)
def test_odd_questions_do_not_break_the_rules(question):
    readings = understand(question, CONTEXT)
    assert readings
    assert all(isinstance(reading.standalone, str) for reading in readings)


TURNS = (
    "市水利局打造了哪些机关党建品牌？",
    "它有多少个做法被媒体报道？",
    "“易易事”是什么？",
    "市检察院与多少个单位结对共建？",
)


def test_a_conversation_with_the_real_article(chatbot):
    answers = []
    for question in TURNS:
        answers.append(chatbot.ask(question, answers))
    assert answers[1].question == "它有多少个做法被媒体报道？"
    assert "水利" in answers[1].standalone
    assert answers[1].span == "60多个"
    assert answers[2].standalone == "“易易事”是什么？"
    assert "40余个" in answers[3].answer


def test_the_first_question_is_left_as_it_is(chatbot):
    asked = "它有多少家成员单位？"
    assert chatbot.ask(asked).standalone == asked
