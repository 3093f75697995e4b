"""What a page shows of 多选, 排序 and 材料题, and what it takes for an answer or a question of one's own."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from people import Asked, Purpose, Round
from tests.support.questions import question
from ui.desk import Act, Refused
from ui.training.own_questions import changed
from ui.training.render import Shown, round_html

OPTIONS = ["开办夜校", "赠送教材", "修建桥梁", "改造管网"]
SEVERAL = question("multi", "税务局做了哪些事？", OPTIONS[:2], OPTIONS)
ORDER = question("order", "先后顺序是（　　）。\n①报名\n②开课", ["②→①"], ["①→②", "②→①", "①②", "②①"])
PASSAGE = question("passage", "材料：已开课（①）期。\n（1）①处应填什么？", points=["186"])


def shown(asked):
    begun = Round(1, 1, Purpose("practice"), datetime.now(UTC), (Asked(asked.id),))
    return round_html(Shown(begun, 0, asked, None))


def test_several_are_ticked_one_is_chosen_and_a_passage_is_answered_in_words():
    assert shown(SEVERAL).count('type="checkbox"') == len(OPTIONS)
    assert 'type="radio"' not in shown(SEVERAL)
    assert shown(ORDER).count('type="radio"') == len(ORDER.options)
    assert "<textarea" in shown(PASSAGE)


def test_ticked_boxes_are_an_answer_one_a_line():
    assert Act("answer", "1", {"response": OPTIONS[:2]}).response("response") == "开办夜校\n赠送教材"
    assert Act("answer", "1", {"response": []}).response("response") == ""
    assert Act("answer", "1", {"response": "186"}).response("response") == "186"


def form(asked, **fields):
    words = {"stem": asked.stem, "options": "\n".join(asked.options), "answer": "\n".join(asked.answer)}
    return Act("save", asked.id, {**words, **fields})


@pytest.mark.parametrize(
    "asked", [SEVERAL, replace(ORDER, options=("①→②", "②→①", "①②", "②①")), PASSAGE], ids=lambda q: q.kind
)
def test_a_question_saved_as_it_is_stays_what_it_is(asked):
    assert changed(asked, form(asked)) == asked


@pytest.mark.parametrize(
    ("asked", "answer"),
    [(SEVERAL, "开办夜校"), (SEVERAL, "开办夜校\n改造桥梁"), (ORDER, "①→②\n②→①"), (ORDER, "③")],
)
def test_an_answer_that_is_none_of_the_options_is_refused(asked, answer):
    with pytest.raises(Refused, match="答案"):
        changed(asked, form(asked, answer=answer))
