"""The sentence to answer from, read again proposition by proposition."""

from dataclasses import replace

import pytest

from index.parse import parse_text
from index.records import Hit, Passage
from index.segment import segment
from index.segment.propositions import propositions_of
from rag.answering.evidence import Evidence
from rag.answering.question import analyse
from rag.answering.second_reading import (
    MOST,
    SecondReading,
    bound_to,
    doubted,
    second_reading,
    worth_reading_again,
)
from rag.answering.short_answer import Span
from tests.support.readings import reading

PRIZES = "技能比武设奖如下，一等奖每人奖励800元，二等奖每人奖励500元。"


class Scripted:
    """A reader to whom what holds all these words is relevant by 2, the rest by -2; it keeps what it read."""

    def __init__(self, *words):
        self.words, self.seen = words, []

    def read(self, question, passages):
        self.seen += passages
        return [
            reading(text, relevance=2.0 if all(w in text for w in self.words) else -2.0) for text in passages
        ]


def told(text=PRIZES):
    parsed = parse_text(f"云岭县不动产登记中心\n\n{text}\n", "甲.txt")
    propositions = propositions_of(parsed.document, parsed.blocks, segment(parsed.document, parsed.blocks))
    start = parsed.document.text.index(text)
    inside = [p for p in propositions if p.start < start + len(text) and start < p.end]
    return parsed.document, inside, start


def evidence(document, start, answer):
    passage = Passage("p", document.id, None, start, start + len(PRIZES), PRIZES, "", 1)
    at = PRIZES.index(answer)
    span = Span(at, at + len(answer), 2.0, True)
    hit = Hit(passage, "甲.txt", None, 1.0, 1)
    return Evidence(hit, reading(PRIZES), start, start + len(PRIZES), PRIZES, 0.0, span, 0.0)


def test_the_proposition_that_answers_best_is_found_with_its_place():
    document, inside, start = told()
    sentence = evidence(document, start, "500元")
    again = second_reading(Scripted("二等奖", "500"), "二等奖多少钱", sentence, document, inside)
    assert again.relevance == 2.0
    cores = [document.text[a:b] for a, b in again.places]
    assert any("500元" in core for core in cores)
    assert not any("800元" in core for core in cores)


def test_each_is_read_after_what_it_leans_on_no_heading_is_and_the_whole_comes_last():
    document, inside, start = told()
    reader = Scripted()
    second_reading(reader, "奖多少", evidence(document, start, "500元"), document, inside)
    assert any(text.endswith("每人奖励500元") and "二等奖" in text for text in reader.seen)
    assert reader.seen[-1].endswith(PRIZES)
    assert len(reader.seen) == len([p for p in inside if p.kind != "heading"]) + 1


def test_a_sentence_without_propositions_is_read_whole_and_a_wide_row_is_cut():
    document, inside, start = told()
    sentence = evidence(document, start, "500元")
    again = second_reading(Scripted("800元", "500元"), "问", sentence, document, [])
    assert (again.relevance, again.places) == (2.0, ())
    assert bound_to(sentence, again) is sentence
    reader = Scripted()
    second_reading(reader, "问", sentence, document, inside * MOST)
    assert len(reader.seen) == MOST + 1


@pytest.mark.parametrize(("answer", "stays"), [("500元", True), ("800元", False)])
def test_a_short_answer_outside_the_propositions_that_answer_goes(answer, stays):
    document, inside, start = told()
    sentence = evidence(document, start, answer)
    again = second_reading(Scripted("二等奖", "500"), "二等奖多少钱", sentence, document, inside)
    bound = bound_to(sentence, again)
    assert (bound.span is not None) == stays
    assert bound.text == PRIZES


@pytest.mark.parametrize(
    ("question", "relevance", "probability", "doubts"),
    [
        ("二等奖多少钱？", -2.0, 0.5, True),
        ("二等奖多少钱？", -2.0, 0.95, False),
        ("二等奖多少钱？", 0.0, 0.2, False),
        ("为什么要压缩办理时间？", -2.0, 0.5, False),
    ],
)
def test_two_doubts_about_a_value_refuse_and_one_does_not(question, relevance, probability, doubts):
    assert doubted(analyse(question), SecondReading(relevance, ()), probability, -1.2) == doubts


@pytest.mark.parametrize(
    ("question", "answer", "probability", "worth"),
    [
        ("二等奖多少钱？", "500元", 0.95, True),  # the short answer may go
        ("二等奖多少钱？", None, 0.5, True),  # and so may the sentence
        ("二等奖多少钱？", None, 0.95, False),
        ("为什么要压缩办理时间？", None, 0.5, False),
        ("哪几个单位获奖？", "500元", 0.5, False),
    ],
)
def test_a_sentence_is_read_again_only_where_that_can_change_the_answer(question, answer, probability, worth):
    document, _, start = told()
    sentence = evidence(document, start, answer or "500元")
    sentence = sentence if answer else replace(sentence, span=None)
    assert worth_reading_again(analyse(question), sentence, probability) == worth
