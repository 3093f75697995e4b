"""The parts that questions are made of, on text that is not the seed's."""

import random

import pytest

from chinese.values.mentions import fact_relation, facts
from rag.quiz.askable_facts import askable
from rag.quiz.distractors import APART, ROUGH, others, put, raised, turned
from rag.quiz.excerpts import LEAD_IN, LONGEST, excerpt, readable


def words(sentence):
    return [
        (a.kind, sentence[a.start : a.end], sentence[a.full_start : a.full_end]) for a in askable(sentence)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "全县划分网格1273个，配备网格员3.2万名。",
            [("number", "1273", "1273个"), ("number", "3.2万", "3.2万名")],
        ),
        ("开展志愿活动410余场次。", [("number", "410", "410余场次")]),
        ("满意率达98.5%，同比提高两成。", [("number", "98.5", "98.5%")]),
        ("2023年9月获评第六届优秀案例。", [("date", "2023年9月", "2023年9月"), ("ordinal", "六", "第六届")]),
        ("自2022年3月起，夜校全面开放。", [("date", "2022年3月", "自2022年3月起")]),
        (
            "打造“星火学堂”品牌，惠及居民六百户。",
            [("name", "星火学堂", "星火学堂"), ("number", "六百", "六百户")],
        ),
        ("《云川日报》刊登了经验。", [("name", "云川日报", "云川日报")]),
        ("夜校买了2024款面包车，又订了45款茶。", [("number", "45", "45款")]),
        ("夜校在地处云川省西部的河口镇开班。", []),
    ],
)
def test_facts_worth_asking_for(sentence, expected):
    assert words(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "一名党员一面旗。",  # an article, not a count
        "两年来，三方联动。",
        "夜校荣获2023年度优秀奖。",  # half a name
        "开班那天，云川市当局送出图书。",  # which office that is nobody knows
        "百公里油耗不高，千家受益。",
        "记者8月8日获悉，夜校开课。",
        "拨打12345热线即可。",  # no measure: a name
        "“三个一百”工程推进顺利。",  # inside a name
        "推行“六个一”机制。",  # what it counts tends to stand beside it
        "他说：“我们很高兴。”",
        "第一书记驻村，第一轮动员结束。",
        "今年以来，各项工作稳步推进。",
        "数百名干部参加，几十家单位响应。",
        "3至5名成员轮值。",
        "",
    ],
)
def test_nothing_else_is_asked_for(sentence):
    assert words(sentence) == []


def test_persons_have_a_title_before_or_a_verb_after_and_chinese_names():
    def persons(sentence):
        return [w[1] for w in words(sentence) if w[0] == "person"]

    assert persons("局长张明远表示，夜校要办好。") == ["张明远"]
    assert persons("局长马克斯表示，夜校要办好。") == []  # among Chinese names everybody would see it
    assert persons("云川法院审理认为，合同有效。") == []
    assert persons("局长张明远，夜校办好了。") == ["张明远"]
    assert persons("局长张明远·何，夜校办好了。") == []  # half a name


def test_persons_and_bodies_need_a_title_or_a_stop():
    assert ("body", "云川市税务局") in [w[:2] for w in words("由云川市税务局组织开展。")]
    assert not [w for w in words("云川市税务局局长到场。") if w[0] == "body"]


@pytest.mark.parametrize(
    "sentence",
    ["全县配备网格员2.145万名。", "开展活动410余场次。", "满意率达98.5%。", "第九批试点启动。",
     "2023年9月开馆。", "共有34家单位。", "惠及居民六百户。", "办结事项15869件。"],
)  # fmt: skip
def test_other_values_contradict_the_sentence_and_each_other(sentence):
    (asked,) = askable(sentence)
    for seed in range(20):
        values = others(sentence, asked, sentence, random.Random(seed), 3)
        assert len(values) == len(set(values)) == 3
        for value in values:
            altered = put(sentence, asked, value)
            before = [f for f in facts(sentence) if f.start == asked.full_start]
            after = [f for f in facts(altered) if f.start == asked.full_start]
            assert fact_relation(after[0], before[0]) == "conflict"


def test_other_values_are_far_enough_to_be_fair():
    for sentence, least in (("共有8511个网格。", APART), ("开展活动410余场次。", ROUGH)):
        (asked,) = askable(sentence)
        value = float(sentence[asked.start : asked.end])
        for seed in range(30):
            for other in others(sentence, asked, sentence, random.Random(seed), 3):
                assert abs(float(other) / value - 1) >= least


@pytest.mark.parametrize("sentence", ["占比14.14%。", "共有8511个网格。", "共有45户。", "2023年9月5日开馆。"])
def test_no_altered_digit_comes_twice(sentence):
    """24.12, 24.13 and 24.17 would point at 14.14, and 9月5日, 9月8日 and 3月5日 at 9月5日."""
    (asked,) = askable(sentence)
    right = sentence[asked.start : asked.end]
    for seed in range(30):
        values = others(sentence, asked, sentence, random.Random(seed), 3)
        assert values
        if len(values) == 3 and {len(value) for value in values} == {len(right)}:
            for digits in zip(right, *values, strict=True):
                assert len(set(digits)) in (1, 4)


def test_only_tens_stand_before_more():
    def offered(sentence):
        (asked,) = askable(sentence)
        return {
            value for seed in range(30) for value in others(sentence, asked, sentence, random.Random(seed), 3)
        }

    assert "9" in offered("开课10次。")
    assert not offered("开课10余次。") | offered("开课10多次。")
    assert "60" in offered("开课40余次。")


def test_a_value_said_elsewhere_in_the_text_is_no_wrong_option():
    sentence, topic = "共有8家单位。", "共有8家单位。另有5家、6家、7家、9家、10家、11家在建。"
    (asked,) = askable(sentence)
    assert others(sentence, asked, topic, random.Random(1), 3) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("入选全省改革案例。", "全国"),
        ("获评市级文明单位。", "省级"),
        ("建成全省首个示范点。", None),  # whoever is first in the country is first in the province
        ("“全省”二字在引号里。", None),
        ("省、市级荣誉多项。", None),
        ("没有级别。", None),
        ("预计全省以晴热天气为主。", None),  # no honour: the places beside it tell
    ],
)
def test_ranks_are_told_one_level_too_high(sentence, expected):
    change = raised(sentence)
    assert (change[2] if change else None) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("云川市上半年税收12亿元，同比增长5.3%。", ("增长", "下降")),
        ("夜校学员减少了约20名。", ("减少", "增加")),
        ("夜校学员从600人增加到750人。", None),  # the amounts tell the direction
        ("夜校今年有750人，前年有600人，增加150人。", None),
        ("学员增加20名，教师减少2名。", None),  # which of them is altered would be told by the other
        ("学员增长迅速。", None),
        ("学员同比增长1倍。", None),  # nothing can fall by all of itself
        ("税收同比增长5%，增幅居全市前列。", None),
        ("8月5日上午，夜校开课。", ("上午", "下午")),
        ("8月5日上午9时，夜校开课。", None),
    ],
)
def test_directions_of_amounts_are_turned(sentence, expected):
    change = turned(sentence, sentence)
    assert (change and (sentence[change[0] : change[1]], change[2])) == expected


def test_a_half_of_a_day_is_left_alone_where_the_text_tells_of_the_other():
    sentence = "8月5日上午，夜校开课。"
    assert turned(sentence, f"{sentence}8月6日下午，夜校休息。") is None


def test_a_documents_title_is_no_play_and_a_name_with_and_is_whole():
    def measures(sentence):
        return [(sentence[a.start : a.end], a.measure) for a in askable(sentence)]

    assert measures("《云川夜校倡议书》发布。") == [("云川夜校倡议书", "法规")]
    assert measures("《云川夜校办法》发布。") == [("云川夜校办法", "法规")]
    assert measures("由云川市人力资源和社会保障局开办。") == []
    assert [name for name, _ in measures("由云川市税务局和云川市财政局开办。")] == [
        "云川市税务局",
        "云川市财政局",
    ]


CLAUSE = "云川市税务局建立联络员制度，"


def test_a_short_sentence_is_shown_whole():
    text = "前文。云川市税务局开办夜校32期。后文。"
    shown = excerpt(text, (3, 17), (11, 14))
    assert shown.text == text[3:17]
    assert text[slice(shown.start, shown.end)] == shown.words


def test_a_long_sentence_is_cut_at_clauses_and_says_so():
    text = CLAUSE * 8 + "累计走访企业1260户，" + CLAUSE * 6 + "效果良好。"
    at = text.index("1260")
    shown = excerpt(text, (0, len(text)), (at, at + 4))
    assert shown.text.startswith("……")
    assert shown.text.endswith("……")
    assert "累计走访企业1260户" in shown.words
    assert len(shown.text) <= LONGEST + LEAD_IN
    start, end = shown.place(at, at + 4)
    assert shown.text[start:end] == "1260"


def test_an_overlong_list_keeps_the_words_that_introduce_it():
    items = "、".join(f"第{n}批示范单位和优秀党建服务品牌" for n in "二三四五六七八九")
    text = f"云川市税务局先后被评为{items}。"
    at = text.index("第七批")
    shown = excerpt(text, (0, len(text)), (at, at + 3))
    assert shown.text.startswith("云川市税务局先后被评为……第七批")
    assert shown.lead in text


@pytest.mark.parametrize(
    "words_",
    ["该机制覆盖34家单位。", "其中32名为党员。", "并在全市推广。", "这一做法获评一等奖。", "我们走访了60户。",
     "“开办夜校32期。", "同年，夜校开办。"],
)  # fmt: skip
def test_what_cannot_be_read_alone_is_not_shown(words_):
    assert not readable(words_)
    assert excerpt(words_ + "又一句。", (0, len(words_)), (0, 1)) is None


def test_speech_in_quotation_marks_can_be_shown():
    assert readable("居民说“我们满意”，夜校越办越好。")


def test_half_a_duration_and_half_a_name_are_not_asked_for():
    assert words("最远的点要翻两道山梁，单程3小时10分钟。") == []
    assert words("最远的点要翻两道山梁，单程3小时。") == [("number", "3", "3小时")]
    assert words("中央、省驻临江单位党支部不适用本办法。") == []
