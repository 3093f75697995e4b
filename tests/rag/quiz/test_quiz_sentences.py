"""Which sentences of a text questions are made of, on made-up reports."""

import pytest

from chinese.sentences import split_sentences
from index.records import Case, Document
from rag.quiz.sentence_quality import checkable, grade, heading_end, opener, printed, repeated
from rag.quiz.sentence_subject import subject
from rag.quiz.statements import CHAIN, chains, statements
from rag.quiz.topics import Topic, text_topic


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("云川市税务局开办夜校。", "named"),
        ("“星火学堂”招收学员32名。", "named"),
        ("《云川日报》介绍了夜校。", "named"),
        ("8月5日上午，在福州市区，云川市税务局开办夜校。", "named"),
        ("据市气象台介绍，台风“海葵”将在周三登陆。", "named"),
        ("看着学员越来越多，云川市税务局又开了一个班。", "named"),
        ("春节期间，油菜花开满了山坡。", "common"),
        ("公司今年招收学员32名。", "bare"),
        ("民警赶到现场。", "bare"),
        ("32名学员参加了考试。", "bare"),
        ("学员王女士参加了考试。", "bare"),
        ("云川市税务局王女士参加了考试。", "named"),
        ("深入开展安全检查，查出隐患15处。", "none"),
        ("主动与学员沟通，设置4座加油站为保障点。", "none"),
        ("云川市的调查显示，主要投给了电动汽车（EV）、造船两大领域。", "none"),
        ("投资增加了三成。", "common"),
        ("他已经毕业。", "none"),
        ("不少居民前来报名。", "none"),
        ("在夜校的帮助下，取得了成绩。", "none"),
        ("近日，破获一起盗窃案。", "none"),
    ],
)
def test_what_a_sentence_is_about(sentence, expected):
    assert subject(sentence)[0] == expected


def test_who_comes_up_time_and_again_has_a_name():
    text = "豹峪九号卖得好。豹峪九号又涨价了。豹峪九号是新茶。"
    assert subject("豹峪九号采用手工炒制。", text)[0] == "named"
    assert subject("豹峪九号采用手工炒制。", "别的茶。")[0] != "named"
    assert subject("制茶师们采用手工炒制。", "制茶师们来了。制茶师们走了。制茶师们又来了。")[0] != "named"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("云川市税务局开办夜校，招收学员32名。", "named"),
        ("此外，云川市税务局开办夜校，招收学员32名。", "named"),
        ("（志愿者在巡河）云川市税务局开办夜校，招收学员32名。", "named"),
        ("云川市税务局开办夜校，该局还提供了教材。", "named"),
        ("云川市税务局建成社区夜校，学员在这个社区里上课。", "named"),
        ("下一步，云川市税务局将继续办好夜校。", "common"),
        ("云川市税务局联合云川市文化馆开办夜校，招收学员32名。", "named"),
        ("剪纸班每周三晚上开课，学员自己带剪刀。", "common"),
        ("公司今年招收学员32名，明显多于往年。", "bare"),
        ("该局开办夜校，招收学员32名。", "leaning"),
        ("云川市税务局在本次活动中送出图书32册。", "leaning"),
        ("云川市税务局对此作出答复，双方签订了合同。", "leaning"),
        ("三个月后，云川市税务局开办夜校。", "leaning"),
        ("云川市税务局在上月开办夜校，招收学员32名。", "leaning"),
        ("云川市税务局的王女士教学员32名剪纸。", "bare"),
        ("街道开办夜校，招收学员32名。", "bare"),
        ("是日上午，云川市税务局开办夜校，招收学员32名。", "leaning"),
        ("云川市税务局的夜校在某银行招收学员32名。", "bare"),
        ("7月28日，省委的剪纸老师教学员32名。", "leaning"),
        ("三个月内，云川市税务局开办夜校。", "leaning"),
        ("云川市税务局当天开办夜校，招收学员32名。", "leaning"),
        ("这说起来容易做起来难，学员需要时间。", "leaning"),
        ("深入开展安全检查，查出隐患15处。", "headless"),
        ("云川市税务局强调，要把夜校办到家门口。", "urge"),
        ("请云川市居民带好剪刀和纸张来上课。", "urge"),
        ("应云川市税务局邀请，剪纸老师来上课。", "named"),
        ("云川市税务局今天开办夜校，招收学员32名。", "leaning"),
        ("云川市税务局学员分别为32名和45名。", "leaning"),
        ("云川市税务局24日开办夜校，招收学员32名。", "leaning"),
        ("云川市税务局3月24日至26日开办夜校，招收学员32名。", "named"),
        ("云川市税务局15日内答复了32名学员。", "named"),
        ("剪纸老师教全省的学员剪纸，学员32名。", "leaning"),
        ("云川省的剪纸老师教全省的学员剪纸，学员32名。", "named"),
        ("云川市税务局按照新规招收学员32名。", "leaning"),
        ("云川学员张三：云川的夜校开到了家门口。", "vague"),
        ("云川市居民应当按时参加夜校的课程。", "norm"),
        ("如果云川市税务局不办夜校，居民只能去县城。", "vague"),
        ("一位不愿具名的学员表示，云川市的夜校办得好。", "vague"),
        ("云川市税务局的夜校，想必让居民很满意。", "vague"),
        ("云川市税务局的夜校，可以说是居民的骄傲。", "vague"),
    ],
)
def test_how_clear_a_sentence_is(sentence, expected):
    assert grade(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "云川市税务局开办夜校",  # a heading
        "云川市税务局开办夜校！",
        "云川夜校开课当地时间8月8日，云川市税务局开办夜校。",
        "云川市税务局开办夜校为进一步方便居民，夜校开到晚上九点。",
        "云川市税务局开办夜校记者从市税务局获悉，夜校开到晚上九点。",
        "云川市税务局夜校开班云川市税务局夜校招收学员32名。",
        "云川夜校学员在上课，云川夜校今年招收学员32名。",
        "云川市夜校学员超过百人云川市税务局消息，夜校今年招收学员32名。",
        "云川夜校 开到家门口的课堂吸引学员32名。",
        "云川夜校（云川市税务局供图）招收学员32名。",
        "云川夜校开课（记者 张三）招收学员32名。",
        "●云川市税务局开办夜校，招收学员32名。",
        "1、剪纸班每周三晚上开课，学员自己带剪刀。",
        "云川市税务局夜校报名须知1.学员自己带剪刀2.每班32名。",
        "“云川的夜校开到了家门口，大家都来报名。”",
        "云川市税务局办公室主任张三告诉记者。",
        "云川市税务局“星火学堂”夜校开班现场。",
        "云川开夜校。",
    ],
)
def test_what_is_never_asked_about(sentence):
    assert grade(sentence) is None


def test_praise_is_no_statement_that_can_be_checked():
    assert not checkable("云川市税务局的夜校认真贯彻要求，取得了显著成效。")
    assert checkable("云川市税务局的夜校招收学员32名。")
    assert checkable("云川市税务局的夜校叫“星火学堂”。")
    assert checkable("北京的夜校开到了上海。")


def test_a_dateline_may_stand_after_a_heading_and_a_gap():
    text = "原标题：云川夜校开班          云川网8月8日电 8日，云川市税务局在文化馆开办夜校。"
    assert [text[a:b] for a, b in topic(text).sentences] == ["8日，云川市税务局在文化馆开办夜校。"]


def test_a_file_is_a_name_where_somebody_gave_it_one():
    for file, name, named in (("云川夜校开班.txt", "云川夜校开班", True), ("n0012.txt", "n0012.txt", False)):
        of_file = text_topic(Document("d", file, "", "记者"))
        assert (of_file.name, of_file.named) == (name, named)


def test_openers_are_left_out():
    for words in ("据悉，", "值得一提的是，", "（学员在上课）", "但"):
        assert opener(f"{words}云川市税务局开办夜校。") == len(words)
    assert opener("云川市税务局，据悉，开办夜校。") == 0


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("云川夜校开到家门口近日，云川市税务局开办夜校。", "云川夜校开到家门口"),
        ("云川夜校开到家门口          云川市税务局开办夜校。", "云川夜校开到家门口"),
        ("云川市税务局夜校开班云川市税务局夜校共32期。", "云川市税务局夜校开班"),
        ("云川市税务局近日开办夜校。", ""),
        ("云川市税务局于8月8日，在文化馆开办夜校。", ""),
        ("受近日，暴雨影响。", ""),
        ("云川市：夜校开到家门口云川市税务局开办夜校。", "云川市：夜校开到家门口"),
        ("云川市：夜校开到家门口，云川市税务局开办夜校。", ""),
        ("12时30分，伴随着歌声，云川市税务局开办夜校。", ""),
    ],
)
def test_where_a_heading_ends(words, heading):
    assert words[: heading_end(words)] == heading


def test_bylines_and_repetitions():
    assert printed("云川晚报记者 张三")
    assert printed("学员在上课（资料图）")
    assert not printed("云川市税务局开办夜校")
    assert repeated("星火夜校开班星火夜校招生") == 6
    assert repeated("32名青年学员毕业32名青年学员就业") == 9  # with the digits before it
    assert repeated("星火夜校开班，星火夜校招生") == 0


def topic(text, case=None, title=""):
    document = Document("d", "云川.txt", title, text)
    if case:
        return Topic(document, case, tuple(split_sentences(text)), case.title)
    return text_topic(document)


def groups(told):
    return [[told.document.text[a:b] for a, b in group] for group in statements(told)]


def test_clear_statements_come_first_and_those_that_lean_with_the_one_before():
    text = (
        "云川网讯 云川市税务局在文化馆开办夜校。公司赠送夜校教材图书三千余册。油菜花每年三月开满河边的山坡。"
        "此外，“星火学堂”今年招收学员32名。他们都已经毕业并且找到工作。深入开展安全检查和消防工作。"
        "居民务必按时参加夜校的全部课程。"
    )
    assert groups(topic(text)) == [
        [
            "云川市税务局在文化馆开办夜校。",
            "“星火学堂”今年招收学员32名。",
            "云川市税务局在文化馆开办夜校。公司赠送夜校教材图书三千余册。",
            "“星火学堂”今年招收学员32名。他们都已经毕业并且找到工作。",
        ],
        ["油菜花每年三月开满河边的山坡。"],
    ]  # 居民务必… asks something of the reader


def test_a_chain_goes_back_to_the_sentence_that_names_who_did_it():
    text = (
        "云川网讯 云川市税务局在文化馆开办夜校。公司赠送夜校教材图书三千余册。他们都已经毕业并且找到工作。"
        "居民务必按时参加夜校的全部课程。其中28人成为讲师并且留在学校。\n他们都留在河边的学校里任教。"
    )
    told = topic(text)
    pairs = [(text[slice(*span)], text[last : span[1]]) for span, last in chains(told)]
    first = text[5 : text.index("居民")]
    assert pairs == [
        ("云川市税务局在文化馆开办夜校。公司赠送夜校教材图书三千余册。", "公司赠送夜校教材图书三千余册。"),
        (first, "他们都已经毕业并且找到工作。"),
    ]  # none over an appeal, none over a new paragraph


def test_a_chain_is_not_longer_than_can_be_read_at_once():
    named, filler, last = (
        "云川市税务局在文化馆开办夜校。",
        "他们都已经毕业并且找到工作。",
        "其中28人留在学校当了讲师。",
    )
    for times in (1, CHAIN // len(filler) + 1):
        told = topic("云川网讯 " + named + filler * times + last)
        ends = {told.document.text[since : span[1]] for span, since in chains(told)}
        assert (last in ends) == (times == 1)


@pytest.mark.parametrize("between", ["编辑：张三。", "    夜校的学员在上课    ", "  "])
def test_what_leans_is_not_shown_over_something_that_is_left_out(between):
    first, last = "云川市税务局在文化馆开办夜校。", "其中28人留在学校当了讲师。"
    for words, shown in (("", True), (between, False)):
        told = topic(f"云川网讯 {first}{words}{last}")
        spans = [span for group in statements(told) for span in group] + [span for span, _ in chains(told)]
        shown_texts = [told.document.text[slice(*span)] for span in spans]
        assert any(words.startswith(first) and words.endswith(last) for words in shown_texts) == shown


def test_who_is_meant_by_that_one_stands_before_it():
    later = "该局今年招收学员32名，明显多于往年。"
    for first, shown in (("云川税务局在文化馆开办夜校。", True), ("夜校的学费比往年上涨了百分之三。", False)):
        told = topic(f"云川夜校\n{first}{later}", title="云川夜校")
        spans = [span for group in statements(told) for span in group] + [span for span, _ in chains(told)]
        assert any(told.document.text[slice(*span)].endswith(first + later) for span in spans) == shown


def test_a_text_may_have_its_heading_in_its_first_sentence():
    first, rest = "云川夜校办到家门口云川市税务局开了课。", "“星火学堂”今年招收学员32名。"
    assert groups(topic(first + rest)) == [[rest]]
    assert groups(topic(f"云川网讯 {first}{rest}"))[0][:2] == [first, rest]


def test_a_case_with_a_unit_keeps_all_its_sentences():
    text = "该局开办夜校。深入开展检查。"
    case = Case("d", 1, "市税务局", "星火夜校", 0, 0, 0, len(text))
    assert groups(topic(text, case)) == [["该局开办夜校。", "深入开展检查。"]]
    assert list(statements(topic("。", case))) == [((0, 1),)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("近日，云川市税务局在文化馆开办夜校，招收学员32名。", "云川市税务局在文化馆开办夜校，招收学员32名"),
        ("云川网讯（记者 张三）云川市税务局开办夜校。", "云川市税务局开办夜校"),
        ("原标题：云川夜校开到家门口8月8日，市税务局开办夜校。", "云川夜校开到家门口"),
        ("原标题：夜校开课了云川网8月8日讯（记者 张三）云川市税务局开办夜校。", "云川市税务局开办夜校"),
        ("云川晚报记者 张三 摄影报道夜校开课。云川市税务局在文化馆开办夜校。", "云川.txt"),
        ("8月14日，云川日报记者从市税务局获悉，夜校招收学员32名。", "云川.txt"),
        ("2023-08-05 10:32 云川市税务局在文化馆开办夜校。", "云川.txt"),
        ("“云川市税务局开办的夜校，让我们很满意。老师讲得也好。”学员说。", "云川.txt"),
        (
            "云川市税务局（以下称“税务局，收税的”）去年以来在全市所有文化馆开办夜校，招收学员。",
            "云川市税务局（以下称“税务局，收税的”）去年以来在全市所有文化馆开办夜校……",
        ),
        ("记者", "云川.txt"),
    ],
)
def test_what_a_text_without_a_title_is_called(text, name):
    assert topic(text).name == name


def test_a_sentence_begins_after_the_gap_that_the_page_left():
    told = topic("云川夜校开到家门口" + " " * 20 + "云川市税务局在文化馆开办夜校。")
    assert groups(told)[0] == ["云川市税务局在文化馆开办夜校。"]
    told = topic("夜校在  90  天内招收学员，云川市税务局在文化馆开办夜校。")
    assert [told.document.text[a:b] for a, b in told.sentences] == [told.document.text]
