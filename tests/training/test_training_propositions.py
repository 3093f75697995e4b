"""What the reading of propositions is trained on: questions with what the program would read for them."""

import random

from rag.reading import after
from training.proposition_reads import Read, of_office, turns_of
from training.propositions import thinned

RULE = "# 云岭县技能比武奖励办法\n\n技能比武设奖如下，一等奖每人奖励800元，二等奖每人奖励500元。\n"
ASKED = {
    "id": "1",
    "doc": "办法.md",
    "kind": "value",
    "question": "二等奖每人奖励多少元？",
    "answerable": True,
    "answer": "500元",
    "about": ["二等奖"],
    "evidence": ["二等奖每人奖励500元"],
    "items": [],
}


def test_a_question_is_read_with_its_proposition_and_others(tmp_path):
    (tmp_path / "办法.md").write_text(RULE, "utf8")
    reads = of_office(tmp_path, [ASKED])
    belonging = [one for one in reads if one.belongs]
    assert belonging
    assert all("二等奖" in one.text for one in belonging)
    assert any(one.span and one.text[slice(*one.span)] == "500元" for one in belonging)
    assert any(not one.belongs and "800元" in one.text for one in reads)


def test_a_turn_comes_after_those_before_it():
    chain = {
        "id": "c",
        "doc": "办法.md",
        "turns": [ASKED, {**ASKED, "question": "一等奖呢？", "answer": "800元"}],
    }
    first, second = turns_of([chain])
    assert first["question"] == ASKED["question"]
    assert second["question"] == "二等奖每人奖励多少元？|一等奖呢？"
    assert second["id"] == "c-2"


def test_long_questions_before_one_are_cut_in_front():
    said = after(["甲" * 100, "乙"], "丙")
    assert said.endswith("|乙|丙")
    assert said.startswith("…甲")
    assert len(said) < 60


def test_a_question_keeps_all_that_answers_and_so_many_others():
    def reads(name, answering, others):
        answerable = answering > 0
        return [
            Read("问", f"{name}{n}", n < answering, None, id=name, answerable=answerable)
            for n in range(answering + others)
        ]

    answered, near, few = reads("甲", 3, 9), reads("乙", 0, 9), reads("丙", 1, 1)
    kept = thinned([*answered, *near, *few], 4, random.Random(0))
    assert [one for one in kept if one.belongs] == [*answered[:3], few[0]]
    count = {name: sum(one.id == name and not one.belongs for one in kept) for name in "甲乙丙"}
    assert count == {"甲": 4, "乙": 6, "丙": 1}
    assert set(kept) <= {*answered, *near, *few}
