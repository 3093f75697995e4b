import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.folding import fold
from rag.answering.answerability import BIAS, RELEVANCE, SPAN, UNTYPED, WORDS, Signals, answerability, signals
from rag.answering.evidence import rank_evidence
from rag.answering.question import analyse
from rag.answering.refusal_rules import Scope
from rag.reading.spans import BREVITY
from tests.support.readings import LOW, case_of, reading

TEXT = "大篷车全年开进36个乡镇。"
LOGIT = st.floats(-20, 20)
SHARE = st.floats(0, 1)


def test_answerability_by_hand():
    # Odds are even where the weighted signals make up for the bias; 1 / (1 + e^-1) = 0.731059.
    assert answerability(Signals(-BIAS / RELEVANCE, 0.0, 0.0)) == pytest.approx(0.5)
    assert answerability(Signals((1 - BIAS) / RELEVANCE, 0.0, 0.0)) == pytest.approx(0.731059, abs=1e-6)
    assert answerability(Signals(0.0, (1 - BIAS) / SPAN, 0.0)) == pytest.approx(0.731059, abs=1e-6)
    assert answerability(Signals(-(WORDS + BIAS) / RELEVANCE, 0.0, 1.0)) == pytest.approx(0.5)


@given(LOGIT, LOGIT, SHARE, st.floats(0.01, 5))
def test_every_signal_speaks_for_an_answer(relevance, span, words, more):
    base = answerability(Signals(relevance, span, words))
    assert 0 < base < 1
    assert answerability(Signals(relevance + more, span, words)) > base
    assert answerability(Signals(relevance, span + more, words)) > base
    assert answerability(Signals(relevance, span, words + more)) > base


def measured(question, text, *answers, relevance=0.0, case=TEXT):
    asked = analyse(question)
    _, _, hit = case_of("市科协", "科普大篷车", text)
    (evidence,) = rank_evidence(asked, [hit(text)], [reading(text, *answers, relevance=relevance)])
    return asked, evidence, signals(asked, evidence, Scope(fold(case), "", ""))


def test_words_are_the_share_of_content_words_the_case_holds():
    asked, _, support = measured("大篷车开进了多少个乡镇？", TEXT, relevance=1.5)
    held = [word for word in asked.words if word in TEXT]
    assert 0 < len(held) <= len(asked.words)
    assert support.words == pytest.approx(len(held) / len(asked.words))
    assert support.relevance == 1.5
    assert measured("大篷车开进了多少个乡镇？", TEXT, case="")[2].words == 0


def test_the_typed_span_speaks_and_without_one_the_best_span_less_six():
    _, evidence, support = measured("大篷车开进了多少个乡镇？", TEXT, ("36个", 4.0, 3.0))
    assert support.span == evidence.span.score >= 7.0
    plain = "大篷车开进了乡镇。"
    _, evidence, support = measured("大篷车开进了多少个乡镇？", plain, ("乡镇", 4.0, 3.0))
    assert evidence.span is None
    assert support.span == evidence.span_score - UNTYPED == pytest.approx(1.0 - BREVITY * math.log(2))


def test_a_hopeless_span_is_floored():
    support = measured("大篷车开进了多少个乡镇？", "大篷车开进了乡镇。", ("乡镇", 2 * LOW, 2 * LOW))[2]
    assert support.span == pytest.approx(2 * LOW - UNTYPED)
    support = measured("大篷车开进了多少个乡镇？", "乡", ("乡", -50.0, -50.0))[2]
    assert support.span == -20.0


def test_a_question_without_content_words_has_no_share():
    asked, _, support = measured("？？？", TEXT)
    assert asked.words == ()
    assert support.words == 0.0
