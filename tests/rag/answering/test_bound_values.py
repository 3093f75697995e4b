"""Which of a sentence's values is the short answer, by what each is said of."""

from dataclasses import replace

import pytest

from index.parse import parse_text
from index.records import Case, Hit, Passage
from index.segment import segment
from index.segment.propositions import propositions_of
from rag.answering.bound_values import rebound
from rag.answering.evidence import Evidence
from rag.answering.question import analyse
from rag.answering.short_answer import Span
from tests.support.readings import reading

PRIZES = "技能比武设奖如下，一等奖每人奖励800元，二等奖每人奖励500元。"
SHORTER = "抵押登记办理时间由3天压缩到0.5天，转移登记办理时间由5天压缩到1天。"


def rebind(question, sentence, leading):
    """The short answer, where the reader would rather have ``leading``."""
    parsed = parse_text(f"云岭县不动产登记中心\n\n{sentence}\n", "甲.txt")
    document = parsed.document
    propositions = propositions_of(document, parsed.blocks, segment(document, parsed.blocks))
    start = document.text.index(sentence)
    end = start + len(sentence)
    inside = [p for p in propositions if p.start < end and start < p.end]
    assert len(inside) > 1
    passage = Passage("p", document.id, None, start, end, sentence, "", 1)
    case: Case | None = None
    hit = Hit(passage, "甲.txt", case, 1.0, 1)
    at = sentence.index(leading)
    read = reading(sentence, (leading, -4, -4))  # 2 more than any other
    evidence = Evidence(hit, read, start, end, sentence, 0.0, Span(at, at + len(leading), 2.0, True), 0.0)
    asked = analyse(question)
    found = rebound(asked, evidence, read, 0, inside, document.text)
    return found.span and sentence[found.span.start : found.span.end]


@pytest.mark.parametrize(("prize", "wanted"), [("一等奖", "800元"), ("二等奖", "500元")])
def test_a_value_answers_for_its_own_subject(prize, wanted):
    assert rebind(f"{prize}每人奖励多少元？", PRIZES, "800元") == wanted
    assert rebind(f"{prize}每人奖励多少元？", PRIZES, "500元") == wanted


def test_what_holds_now_answers_before_what_held_then():
    assert rebind("抵押登记现在几天能办完？", SHORTER, "3天") == "0.5天"
    assert rebind("抵押登记原来要几天？", SHORTER, "3天") == "3天"


def test_the_second_reading_finds_the_short_answer_and_gives_none_where_there_was_none():
    sentence = "事项：预备党员转正；责任人：倪素心；接收人：单雅琴"
    document = parse_text(sentence, "甲.txt").document
    passage = Passage("p", document.id, None, 0, len(sentence), sentence, "", 1)
    hit = Hit(passage, "甲.txt", None, 1.0, 1)
    first = Evidence(
        hit, reading(sentence, ("单雅琴", 4, 4)), 0, len(sentence), sentence, 0.0, Span(0, 2, 1.0, True), 0.0
    )
    lead = "移交表："
    second = reading(lead + sentence, ("倪素心", 4, 4))
    asked = analyse("这件事由谁负责？")
    span = rebound(asked, first, second, len(lead), [], sentence).span
    assert sentence[span.start : span.end] == "倪素心"
    without = replace(first, span=None)
    assert rebound(asked, without, second, len(lead), [], sentence) is without


def test_other_kinds_of_questions_are_left_as_they_are():
    assert rebind("为什么压缩办理时间？", SHORTER, "3天") == "3天"
