"""What counts as kept, changed, lost, still wrong and gone."""

from datetime import UTC, datetime

import pytest

from people.feedback import ApprovedAnswer, Judgement, Subject, compared, short, subjects, totals

NOW = datetime(2026, 11, 30, tzinfo=UTC)
QUOTE = "甲局联系企业34家，走访120次。"


def answer(status="grounded", text=f"{QUOTE}[1]", span="34家", quotes=(QUOTE,), **more):
    return {
        "status": status,
        "answer": text,
        "span": span,
        "citations": [{"n": n, "quote": quote} for n, quote in enumerate(quotes, start=1)],
        **more,
    }


def refused(text="资料中没有找到。"):
    return answer("refused", text, None, ())


def verdict(word):
    return {"verdict": word, "evidence": [], "differences": []}


def judgement(judged, useful, asked="甲局有多少家？", kind="answer", number=1):
    return Judgement(number, "o", None, kind, asked, judged, useful, "", 1, NOW, None, "")


USEFUL = [
    (answer(), answer(), "kept"),
    (answer(), answer(text="另一句话。[1]"), "kept"),  # the same short answer
    (answer(), answer(span="34 家"), "kept"),
    (answer(), answer(span=None), "changed"),  # the sentence still says it
    (answer(), answer(span="走访120次", text=f"{QUOTE}[1]"), "changed"),
    (answer(), answer(span="43家", text="甲局联系企业43家。[1]", quotes=("甲局联系企业43家。",)), "lost"),
    (answer(), answer("related"), "lost"),
    (answer(), refused(), "lost"),
    (answer(span=None), answer(span=None), "kept"),
    (
        answer(span=None),
        answer(span=None, text=f"{QUOTE}[1]又一句。[2]", quotes=(QUOTE, "又一句。")),
        "changed",
    ),
    (answer(span=None), answer(span=None, text="别的话。[1]", quotes=("别的话。",)), "lost"),
    (refused(), refused(), "kept"),
    (refused(), answer(), "changed"),
    (verdict("supported"), verdict("supported"), "kept"),
    (verdict("supported"), verdict("unverifiable"), "lost"),
]
WRONG = [
    (answer(), answer(), "still wrong"),
    (answer(), answer(span="43家"), "gone"),
    (answer(), refused(), "gone"),
    (refused(), refused(), "still wrong"),
    (refused(), answer(), "gone"),
    (verdict("contradicted"), verdict("contradicted"), "still wrong"),
    (verdict("contradicted"), verdict("supported"), "gone"),
]


@pytest.mark.parametrize(
    ("rated", "then", "now", "outcome"),
    [("useful", *case) for case in USEFUL] + [("wrong", *case) for case in WRONG],
)
def test_what_became_of_what_was_judged(rated, then, now, outcome):
    kind = "verdict" if "verdict" in then else "answer"
    assert compared(Subject(kind, "问", rated, then, (1, 0)), now).outcome == outcome


def test_one_answer_judged_by_several_is_one_subject_and_a_draw_is_wrong():
    told = subjects(
        [
            judgement(answer(), True),
            judgement(answer(ms=3), True),
            judgement(answer(), False),
            judgement(answer(span="43家"), True),
            judgement(answer(span="43家"), False),
            judgement(answer(), True, asked="乙局有多少家？"),
        ],
        [],
    )
    assert [(s.asked, s.rated, s.votes) for s in told] == [
        ("甲局有多少家？", "useful", (2, 1)),
        ("甲局有多少家？", "wrong", (1, 1)),
        ("乙局有多少家？", "useful", (1, 0)),
    ]


def test_a_follow_up_is_asked_as_it_was_understood_and_a_scope_is_kept_apart():
    told = subjects(
        [
            judgement(answer(standalone="乙局有多少家？"), True, asked="那乙局呢？"),
            judgement(answer(scope="文档：甲.txt"), True),
        ],
        [],
    )
    assert [(s.asked, s.scope) for s in told] == [("乙局有多少家？", ""), ("甲局有多少家？", "文档：甲.txt")]


def test_withdrawn_answers_are_not_asked_again_retired_ones_are():
    def approved(number, retired=None, withdrawn=None):
        return ApprovedAnswer(number, f"问{number}", {}, ("d",), "王芳", None, NOW, retired, withdrawn)

    told = subjects([], [approved(1), approved(2, retired=NOW), approved(3, withdrawn=NOW)])
    assert [(s.asked, s.rated) for s in told] == [("问1", "approved"), ("问2", "approved")]


def test_a_short_answer_is_one_short_line():
    assert short(answer()) == "34家"
    assert short(answer(span=None, text="第一句。[1]\n第二句。[2]")) == "第一句。[1] 第二句。[2]"
    assert short(refused("字" * 100)) == "字" * 59 + "…"
    assert short({"sentences": [{"text": "甲。"}, {"text": "乙。"}]}) == "甲。 乙。"
    assert short(verdict("supported")) == ""


def test_totals_name_every_outcome():
    subject = Subject("answer", "问", "useful", answer(), (1, 0))
    counted = totals([compared(subject, answer()), compared(subject, refused())])
    assert counted == {"kept": 1, "changed": 0, "lost": 1, "still wrong": 0, "gone": 0, "not replayed": 0}
