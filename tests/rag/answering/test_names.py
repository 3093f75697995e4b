"""Names, honours and lists, chosen with logits set by hand."""

import pytest

from chinese.overlap import Wording
from rag.answering.name_answer import Sought, best_list, best_name
from rag.answering.question import analyse
from tests.support.readings import reading


def sought(question, sentence, *answers):
    asked = analyse(question)
    return Sought(asked, sentence, reading(sentence, *answers), 0, Wording(asked.text, [sentence]))


def name(question, sentence, *answers, free=None):
    start = sentence.index(free) if free else 0
    best = best_name(sought(question, sentence, *answers), (start, start + len(free)) if free else None)
    return best and sentence[slice(*best[1])]


def listed(question, sentence, *answers, free=None):
    start = sentence.index(free) if free else 0
    best = best_list(sought(question, sentence, *answers), (start, start + len(free)) if free else None)
    return best and sentence[slice(*best[1])]


AWARDS = "渔港书屋获评全国示范基地，荣获全省先进集体，被评为全市优秀项目，还入选县级典型。"


@pytest.mark.parametrize(
    ("rank", "honour"),
    [("国家级", "全国示范基地"), ("省级", "全省先进集体"), ("市级", "全市优秀项目"), ("县级", "县级典型")],
)
def test_an_honour_has_the_rank_that_was_asked_for(rank, honour):
    assert name(f"渔港书屋获得什么{rank}荣誉？", AWARDS) == honour


def test_without_a_rank_the_reader_decides():
    assert name("渔港书屋获得什么荣誉？", AWARDS, ("全市优秀项目", 6, 6)) == "全市优秀项目"


def test_an_honour_that_nobody_was_given_scores_less():
    given = best_name(sought("书屋获得什么荣誉？", "书屋荣获全省先进集体。"), None)
    wished = best_name(sought("书屋获得什么荣誉？", "书屋想做全省先进集体。"), None)
    assert given is not None
    assert wished is not None
    assert given[0] > wished[0]


def test_no_honour_in_the_sentence():
    assert name("渔港书屋获得什么荣誉？", "渔民每天早上来读报，晚上来下棋。") is None


def test_a_name_in_quotes_beside_the_noun_asked_for():
    sentence = "渔港建起“海风书屋”，每月举办“渔家夜话”活动，渔民爱来。"
    assert name("渔港每月举办的活动叫什么？", sentence) == "渔家夜话"


def test_the_reader_tells_two_quoted_names_apart():
    sentence = "先建“海风阁”，后建“望潮亭”。"
    for wanted in ("海风阁", "望潮亭"):
        assert name("最早建的叫什么名字？", sentence, (wanted, 8, 8)) == wanted


def test_an_answer_is_no_echo_of_the_question():
    sentence = "“海风书屋”开在“望潮亭”。"
    # what repeats the question loses 8 and, all its terms being known, 4 more
    assert name("“海风书屋”的旧名叫什么名字？", sentence, ("海风书屋", 3, 3), ("望潮亭", 0, 0)) == "望潮亭"


def test_a_person_is_asked_for():
    sentence = "渔港码头开了三十年，队长周海涛，每天巡河。"
    assert name("渔港的队长叫什么名字？", sentence, ("渔港码头", 9, 9)) == "周海涛"
    assert name("渔港的队长叫什么名字？", "渔港码头开了三十年，每天巡河。") is None


def test_the_readers_span_is_a_person_where_it_has_a_name_s_form():
    sentence = "预警员田保山提前70分钟敲门，书记李明到场。"
    assert name("是谁提前敲的门？", sentence, ("田保山", 4, 4), free="田保山") == "田保山"
    assert name("是谁提前敲的门？", sentence, ("提前", 4, 4), free="提前") == "李明"


def test_an_organisation_is_asked_for():
    sentence = "三年来，滨海航运公司开通渡轮，渔民出门快了一半。"
    assert name("哪个单位开通渡轮？", sentence, ("渔民出门", 9, 9)) == "滨海航运公司"
    assert name("哪个单位开通渡轮？", "三年来，渔民出门快了一半。") is None


COURSES = "书屋开设剪纸、木雕、刺绣等课程，巡河、种树天天有。"


def test_a_list_beside_the_noun_asked_for():
    assert listed("书屋开设了哪些课程？", COURSES, ("剪纸、木雕、刺绣", 2, 2)) == "书屋开设剪纸、木雕、刺绣"


def test_a_list_has_as_many_items_as_asked_for():
    sentence = "学习剪纸、木雕、刺绣，参加划船、游泳。"
    assert listed("要参加哪两项？", sentence) == "参加划船、游泳"
    assert listed("要参加哪三项？", sentence) == "学习剪纸、木雕、刺绣"


@pytest.mark.parametrize("lead", ["课程包括", "项目分别是", "书屋联合"])
def test_what_introduces_a_list_is_no_part_of_it(lead):
    assert listed("有哪些？", f"{lead}剪纸、木雕、刺绣等课程。") == "剪纸、木雕、刺绣"


def test_the_readers_own_span_where_nothing_is_enumerated():
    assert (
        listed("有哪些课程？", "书屋教剪纸和木雕。", ("剪纸和木雕", 3, 3), free="剪纸和木雕") == "剪纸和木雕"
    )
    assert listed("有哪些课程？", "书屋教剪纸和木雕。") is None


def test_one_thing_of_an_enumeration_not_all_of_it():
    sentence = "天天开课，剪纸、木雕、刺绣，任人挑选。"
    span = name("最难学的手艺叫什么？", sentence, ("剪纸、木雕、刺绣", 5, 5), free="剪纸、木雕、刺绣")
    assert span is not None
    assert "、" not in span
