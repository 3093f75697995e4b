"""Sentences looked at again, and the judgement which of them answers."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from safetensors.numpy import save_file

from index.embedding import ANSWERS_FILE
from index.errors import ModelUnavailable
from index.parse import parse_text
from index.records import Hit, Passage
from index.segment import segment
from index.segment.propositions import propositions_of
from index.settings import CASE_READER
from rag.answering.evidence import Evidence
from rag.answering.judging.features import COUNT, Asking, features
from rag.answering.judging.judge import near
from rag.answering.judging.look import CLOSELY, MOST, SENTENCES, Look, Part, bound_to, closely, look_at
from rag.answering.judging.model import AnswerModel, probabilities
from rag.answering.question import analyse
from rag.answering.refusal_rules import Scope, true_of_all
from rag.answering.short_answer import Span
from tests.support.readings import reading

PRIZES = "技能比武设奖如下，一等奖每人奖励800元，二等奖每人奖励500元。"
NOWHERE = Scope("", "", "")


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


def evidence(document, start, answer="", score=0.0):
    passage = Passage("p", document.id, None, start, start + len(PRIZES), PRIZES, "", 1)
    at = PRIZES.index(answer)
    span = Span(at, at + len(answer), 2.0, True) if answer else None
    hit = Hit(passage, "甲.txt", None, 1.0, 1)
    return Evidence(hit, reading(PRIZES), start, start + len(PRIZES), PRIZES, 0.0, span, score)


def looked(reader, question, *some):
    document, inside, _ = told()
    ranked = [(one, NOWHERE) for one in some]
    return look_at(reader, analyse(question), question, ranked, lambda name: document, lambda one: inside)


def test_each_proposition_is_read_after_what_it_leans_on_and_no_heading_is():
    document, inside, start = told()
    reader = Scripted("二等奖", "500")
    (look,) = looked(reader, "二等奖多少钱", evidence(document, start))
    assert reader.seen[0].endswith(PRIZES)
    assert any(text.endswith("每人奖励500元") and "二等奖" in text for text in reader.seen[1:])
    assert len(look.parts) == len(reader.seen) - 1 == len([p for p in inside if p.kind != "heading"])
    assert (look.whole, look.best) == (2.0, 2.0)


def test_only_the_likeliest_are_read_by_propositions():
    document, _, start = told()
    some = [evidence(document, start, score=-float(n)) for n in range(SENTENCES + 3)]
    looks = looked(Scripted(), "奖多少", *some)
    assert len(looks) == SENTENCES
    assert [bool(look.parts) for look in looks] == [n < CLOSELY for n in range(SENTENCES)]


def test_a_sentence_without_propositions_is_read_whole_and_a_wide_row_is_cut():
    document, inside, start = told()
    (look,) = looked(Scripted("800元"), "问", evidence(document, start))
    bare = replace(look, parts=())
    assert bare.best == bare.whole
    (wide,) = closely(Scripted(), "问", [bare], lambda name: document, lambda one: inside * MOST)
    assert len(wide.parts) == MOST


@pytest.mark.parametrize(("answer", "stays"), [("500元", True), ("800元", False)])
def test_a_short_answer_outside_the_propositions_that_answer_goes(answer, stays):
    document, _, start = told()
    sentence = evidence(document, start, answer)
    (look,) = looked(Scripted("二等奖", "500"), "二等奖多少钱", sentence)
    bound = bound_to(sentence, look.parts)
    assert (bound.span is not None) == stays
    assert bound.text == PRIZES
    assert bound_to(sentence, ()) is sentence


def test_features_have_their_number_are_finite_and_tell_the_kind_of_question():
    document, _, start = told()
    looks = looked(
        Scripted(), "二等奖奖励多少元", evidence(document, start), evidence(document, start, "500元")
    )
    question = analyse("二等奖奖励多少元")
    plain = features(Asking(question, ""), looks)
    assert plain.shape == (2, COUNT)
    assert np.isfinite(plain).all()
    follows = features(Asking(question, "", (document.id, None), follows=True, inside=True), looks)
    assert np.count_nonzero((plain != follows).any(axis=0)) == 4
    other = features(Asking(analyse("为什么奖励"), ""), looks)
    assert (plain != other).any()
    assert features(Asking(question, ""), []).shape == (0, COUNT)


@given(arrays(np.float32, st.integers(1, 8), elements=st.floats(-80, 80, width=32)))
def test_probabilities_leave_room_for_none_and_keep_the_order(scores):
    found = probabilities(scores)
    assert (found >= 0).all()
    assert found.sum() <= 1 + 1e-5
    assert found[np.argmax(scores)] == found.max()


def test_what_comes_near_is_the_likeliest_three_over_a_floor():
    document, _, start = told()
    looks = looked(Scripted(), "奖多少", *(evidence(document, start, score=-float(n)) for n in range(5)))
    scores = np.array([-1.0, 0.5, -9.0, 0.0, 0.4], np.float32)
    assert near(looks, scores) == [looks[n].evidence for n in (1, 4, 3)]
    assert near(looks[:3], scores[:3]) == [looks[n].evidence for n in (1, 0)]
    assert near(looks, scores - 20) == []


def test_what_lacks_what_the_question_names_is_not_near():
    document, _, start = told()
    looks = looked(Scripted(), "奖多少", evidence(document, start), evidence(document, start))
    scores = np.zeros(2, np.float32)
    first, second = (replace(look, names=("没有提到“三等奖”",)) for look in looks)
    assert near([first, second], scores) == []
    assert near([first, looks[1]], scores) == [looks[1].evidence]


def test_probabilities_by_hand():
    # One sentence at a logit of 0 against none at 0; two of them; and one certain.
    assert probabilities(np.zeros(1, np.float32)) == pytest.approx([0.5])
    assert probabilities(np.zeros(2, np.float32)) == pytest.approx([1 / 3, 1 / 3])
    assert probabilities(np.array([60.0], np.float32)) == pytest.approx([1.0])


def test_the_score_is_that_of_one_hidden_layer():
    weights = {
        "mean": np.full(COUNT, 1.0, np.float32),
        "scale": np.full(COUNT, 2.0, np.float32),
        "hidden": np.eye(1, COUNT, dtype=np.float32),
        "hidden.bias": np.zeros(1, np.float32),
        "out": np.full(1, 3.0, np.float32),
        "out.bias": np.full(1, -1.0, np.float32),
    }
    given_features = np.ones((2, COUNT), np.float32)
    given_features[1, 0] = 3.0  # standardised: 0 and 1
    assert AnswerModel(weights).scores(given_features) == pytest.approx(
        [-1.0, 3 * np.tanh(1.0) - 1], abs=1e-6
    )


def test_weights_that_are_missing_or_of_other_features_are_refused(tmp_path):
    with pytest.raises(ModelUnavailable, match=ANSWERS_FILE):
        AnswerModel.open(tmp_path)
    names = ("mean", "scale", "hidden", "hidden.bias", "out", "out.bias")
    save_file({name: np.zeros((2, 3), np.float32) for name in names}, tmp_path / ANSWERS_FILE)
    with pytest.raises(ModelUnavailable, match="3 个特征"):
        AnswerModel.open(tmp_path)


def test_the_shipped_weights_fit_the_features_and_trust_the_second_reader():
    model = AnswerModel.open(CASE_READER)
    document, _, start = told()
    (look,) = looked(Scripted("二等奖", "500"), "二等奖奖励多少元", evidence(document, start, "500元"))
    unheard = replace(look.reading, relevance=-4.0)
    silent = replace(look, reading=unheard, parts=tuple(Part(-4.0, p.start, p.end) for p in look.parts))
    question = analyse("二等奖奖励多少元")

    def score(one: Look):
        return float(model.scores(features(Asking(question, ""), [one]))[0])

    assert score(look) > score(silent)


@pytest.mark.parametrize(
    ("lacks", "common"),
    [
        ([("没有甲", "没有乙"), ("没有乙",)], ("没有乙",)),
        ([("没有甲",), ()], ()),
        ([], ()),
    ],
)
def test_only_what_all_lack_is_called_missing(lacks, common):
    assert true_of_all(lacks) == common


def test_the_calibration_names_a_threshold():
    told_of = json.loads((CASE_READER / "calibration.json").read_text("utf8"))
    assert 0 < told_of["thresholds"]["answer"] < 1
