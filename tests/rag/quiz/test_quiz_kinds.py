"""多选, 排序 and 材料题: graded, printed and given back as JSON."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document

from rag.quiz import CHOSEN, KINDS, WRITTEN, from_json, grade, to_json
from rag.reading.reader import Weighing
from rag.reports.exam_paper import PaperSheet, answer_line, key_word, paper_word
from tests.support.questions import question

CREATED = datetime(2026, 11, 30, tzinfo=UTC)


def words_of(word):
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(word)).paragraphs)


class Doubting:
    """Supports nothing."""

    def weigh(self, pairs):
        return [Weighing(0.0, 0.0, 9.0, 1.0) for _ in pairs]


@pytest.fixture
def several():
    options = ["开办夜校", "赠送教材", "修建桥梁", "改造管网"]
    return question("multi", "税务局做了哪些事？", options[:2], options)


@pytest.mark.parametrize(
    ("response", "right"),
    [
        ("开办夜校\n赠送教材", True),
        ("赠送教材\n开办夜校", True),
        ("AB", True),
        ("b、a", True),
        ("开办夜校", False),
        ("开办夜校\n赠送教材\n修建桥梁", False),
        ("ABCD", False),
        ("E", False),
        ("开办夜校\n什么也没有", False),
    ],
)
def test_all_that_is_right_and_nothing_else_is_to_be_chosen(several, response, right):
    assert grade(several, response, Doubting()).correct is right


def test_the_right_ones_are_shown_together_with_their_letters(several):
    assert several.right == "开办夜校；赠送教材"
    assert answer_line(several) == "A. 开办夜校；B. 赠送教材"
    ordered = replace(several, kind="order", options=("①→②", "②→①"), answer=("②→①",))
    assert answer_line(ordered) == "B. ②→①"
    assert grade(ordered, "B", Doubting()).correct
    for made in (several, ordered):
        sheet = PaperSheet("", (made,), (2.0,))
        paper = words_of(paper_word("试卷", [sheet], minutes=None, pass_mark=None, created=CREATED))
        assert all(option in paper for option in made.options)
        assert f"{KINDS[made.kind]}题" in words_of(key_word("试卷", [sheet], created=CREATED))


def test_a_passage_is_graded_by_what_each_gap_asks_for():
    passage = question("passage", "材料：已开课（①）期，服务（②）人次。", points=["186", "1.26万"])
    made = grade(passage, "\n".join(point.text for point in passage.points), Doubting())
    assert made.correct
    assert not grade(passage, "不知道", Doubting()).met
    assert from_json(to_json(passage)) == passage
    sheet = PaperSheet("", (passage,), (2.0,))
    paper = words_of(paper_word("试卷", [sheet], minutes=30, pass_mark=None, created=CREATED))
    assert passage.stem in paper


def test_each_kind_is_answered_by_options_or_in_words_or_in_a_gap():
    assert set(KINDS) - CHOSEN - WRITTEN == {"judge", "blank"}
    assert not CHOSEN & WRITTEN
