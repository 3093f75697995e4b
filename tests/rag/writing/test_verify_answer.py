"""A deliberately lying model: whatever it alters in the source, nothing of it is shown as fact."""

import random

import pytest

from rag.quiz.maker import make
from rag.quiz.records import FALSE
from rag.settings import CheckingSettings
from rag.writing.generator import Generator
from tests.support.scripted import BODY, OTHER_BODY, ScriptedEngine, extractive, two_cases

SWAPS = [
    ("32名", "23名"), ("186期", "168期"), ("1.26万", "1.62万"), ("2021年9月", "2012年9月"), ("5个", "9个"),
    ("每周三", "每周五"), ("一等奖", "二等奖"), ("星火学堂", "碧水先锋"), ("云川市税务局", "云川市水务局"),
    ("青石街道", "白石街道"), ("青年党员", "退休教师"), ("2023年底", "2022年底"), ("云川市机关", "全省机关"),
    ("78名", "87名"), ("43吨", "430吨"), ("27条", "72条"), ("四类", "五类"), ("二类", "三类"),
    ("云川市水务局", "云川市税务局"), ("碧水先锋", "星火学堂"), ("2020年4月", "2020年7月"),
    ("梅溪河", "闽江"),
]  # fmt: skip
CLAIMS = ["[1]", "[2][3]", "[9]", "[1-99]", "（来源：资料1）", "", "[0]", "【2】", "[1][2][3][4][5]"]
SENTENCES = [s + "。" for text in (*BODY, *OTHER_BODY) for s in text.split("。") if s]


def lies():
    """Every sentence of both cases with one thing altered, under every kind of marker."""
    sentences = []
    for sentence in SENTENCES:
        for right, wrong in SWAPS:
            if right in sentence:
                sentences += [sentence.replace(right, wrong) + marker for marker in CLAIMS]
    return sentences


@pytest.fixture(scope="module")
def generator(chatbot):
    store, hits = two_cases()
    answer = extractive(hits, SENTENCES[0])

    def say(text):
        engine = ScriptedEngine(text)
        return Generator(engine, store, chatbot.reader, CheckingSettings()).generate("问", answer, hits)

    return say


def test_two_hundred_lies_and_not_one_is_shown(generator):
    told = lies()
    random.Random(4).shuffle(told)
    told = told[:200]
    assert len(told) == 200
    shown = [
        (lie, s.text)
        for lie in told
        for a in [generator(lie)]
        if a.engine != "extractive"
        for s in a.sentences
    ]
    assert shown == []


def test_there_are_enough_lies():
    assert len(lies()) >= 200


def test_what_the_source_says_is_mostly_shown_with_verbatim_citations(generator):
    store, _ = two_cases()
    shown = [reply for sentence in SENTENCES if (reply := generator(sentence + "[9]")).engine == "scripted"]
    assert len(shown) * 2 >= len(SENTENCES)
    for c in (c for reply in shown for c in reply.citations):
        assert store.document(c.document_id).text[c.start : c.end] == c.quote


def test_a_lie_beside_a_truth_is_removed_and_can_be_seen(generator):
    reply = generator(SENTENCES[0] + "[1]" + "夜校获得国务院表彰，投入资金900万元。[2]")
    assert [s.text for s in reply.sentences] == [SENTENCES[0]]
    assert len(reply.removed) == 1
    assert "900万元" in reply.removed[0]


def test_altered_statements_about_the_real_article(chatbot):
    quiz = make(chatbot.store, chatbot.reader, kinds=["judge"], seed=11, cases=["市委政法委", "市纪委监委"])
    false = [q for q in quiz.questions if q.answer == (FALSE,) and "下面" not in q.stem]
    assert len(false) >= 10
    for question in false:
        lie = question.stem.split("：", 1)[1].replace("……", "，").strip("，")
        source = question.citations[0].quote
        answer = chatbot.ask(f"{question.case}中，{source[:60]}？")
        if answer.status == "refused":
            continue
        said = chatbot.ask(f"{question.case}中，{source[:60]}？", engine=ScriptedEngine(f"{lie}[1]"))
        assert said.engine == "extractive" or lie not in said.answer, lie
