"""Three signals must agree before a statement is called supported."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking import proof
from rag.checking.align_facts import Alignment, Mismatch
from rag.checking.verdict_model import FACTS, WEIGHTS, judge, probabilities, signals
from rag.reading.reader import Weighing
from rag.settings import CheckingSettings
from tests.rag.checking.test_grounds import ground_of
from tests.support.analysed import analysing

Proof = analysing(proof.Proof)

GROUND = ground_of("市园林局", "公园进家门", "新建口袋公园12座。")
OTHER = Mismatch("number", (0, 3), (6, 9), 0.8)
HELD = Alignment(held=2)
MISSING = Alignment(held=2, missing=((0, 3),))
DIFFERS = Alignment(held=2, mismatches=(OTHER,))
BOTH = Alignment(held=2, missing=((4, 6),), mismatches=(OTHER,))
AGREES = Weighing(6.0, -4.0, -4.0, 1.0)
OPPOSES = Weighing(-4.0, 6.0, -4.0, 0.9)
SILENT = Weighing(-4.0, -4.0, 6.0, 0.1)
MAYBE = Alignment(held=2, mismatches=(Mismatch("word", (0, 3), (6, 9), 1.0, sure=False),))
SETTINGS = CheckingSettings()


def proof_of(alignment, coverage=1.0, wider=1.0):
    return Proof(GROUND, GROUND.sentences, "新建口袋公园12座。", alignment, coverage, wider)


def verdict(alignment, weighing=AGREES, coverage=1.0, settings=SETTINGS):
    return judge(proof_of(alignment, coverage, coverage), weighing, settings).verdict


def test_all_three_agree():
    assert verdict(HELD) == "supported"
    assert verdict(Alignment()) == "supported"  # a statement without facts


@pytest.mark.parametrize("alignment", [MISSING, BOTH, DIFFERS])
def test_what_is_not_aligned_is_never_supported(alignment):
    assert verdict(alignment, settings=CheckingSettings(support=0.0)) != "supported"


def test_what_may_be_the_same_is_left_to_the_reader():
    assert verdict(MAYBE) == "supported"
    assert verdict(MAYBE, OPPOSES) == "contradicted"
    assert verdict(MAYBE, SILENT, coverage=0.1) == "unverifiable"


def test_what_the_reader_finds_unsaid_is_not_supported():
    assert verdict(HELD, SILENT, coverage=0.1) == "unverifiable"


def test_what_the_reader_finds_turned_is_not_supported():
    assert verdict(HELD, OPPOSES) == "contradicted"


def test_a_differing_fact_about_the_same_thing_contradicts():
    assert verdict(DIFFERS, OPPOSES) == "contradicted"
    assert verdict(BOTH, OPPOSES) == "contradicted"


def test_a_difference_in_words_about_something_else_is_no_contradiction():
    assert verdict(DIFFERS, SILENT, coverage=0.0) == "unverifiable"


def test_a_meaning_turned_needs_its_own_probability():
    finding = judge(proof_of(HELD), OPPOSES, SETTINGS)
    above = CheckingSettings(oppose=math.nextafter(finding.contradicted, 2.0), contradict=0.0)
    assert verdict(HELD, OPPOSES, settings=above) == "unverifiable"
    assert verdict(DIFFERS, OPPOSES, settings=above) == "contradicted"


def test_the_least_probability_is_enough():
    finding = judge(proof_of(HELD), AGREES, SETTINGS)
    assert verdict(HELD, settings=CheckingSettings(support=finding.supported)) == "supported"
    above = math.nextafter(finding.supported, 2.0)
    if above <= 1.0:
        assert verdict(HELD, settings=CheckingSettings(support=above)) != "supported"


def test_probabilities_by_hand(monkeypatch):
    monkeypatch.setattr(
        "rag.checking.verdict_model.WEIGHTS", {"supported": (1.0, 0.0), "contradicted": (0.0, 1.0)}
    )
    assert probabilities((0.0, 0.0)) == pytest.approx((1 / 3, 1 / 3))
    assert probabilities((math.log(3), math.log(4))) == pytest.approx((3 / 8, 4 / 8))
    assert probabilities((900.0, 0.0)) == pytest.approx((1.0, 0.0))


def test_signals_stand_in_the_order_of_their_weights():
    values = signals(proof_of(Alignment(held=7), 0.4, 0.6), Weighing(1.0, 2.0, 3.0, 0.8))
    assert values[:4] == (0.4, 0.6, 0.8, FACTS)
    either = [math.log(math.exp(a) + math.exp(b)) for a, b in ((2.0, 3.0), (1.0, 3.0))]
    assert values[4:6] == pytest.approx((1.0 - either[0], 2.0 - either[1]))
    assert values[6:] == (0.0, 0.0, 0.0, 1.0)
    assert signals(proof_of(BOTH), AGREES)[6:] == (1.0, 0.0, 1.0, 1.0)
    assert signals(proof_of(MAYBE), AGREES)[6:] == (0.0, 1.0, 0.0, 1.0)
    assert [len(weights) for weights in WEIGHTS.values()] == [len(values)] * 2


ALIGNMENTS = st.sampled_from([HELD, Alignment(), MISSING, DIFFERS, BOTH])
LOGITS = st.floats(-12, 12)
SHARES = st.floats(0, 1)
WEIGHINGS = st.builds(Weighing, LOGITS, LOGITS, LOGITS, st.floats(-1, 1))
LEAST = st.builds(CheckingSettings, support=SHARES, contradict=SHARES, oppose=SHARES)


@given(ALIGNMENTS, WEIGHINGS, SHARES, SHARES, LEAST)
def test_verdicts_whatever_the_figures(alignment, weighing, coverage, wider, settings):
    proof = proof_of(alignment, coverage, wider)
    finding = judge(proof, weighing, settings)
    assert finding.proof is proof
    assert 0.0 <= finding.supported <= 1.0
    assert finding.spoken <= 1.0 + 1e-9
    if finding.verdict == "supported":
        assert proof.aligned
        assert finding.supported >= settings.support
    if finding.verdict == "contradicted":
        least = settings.contradict if alignment.mismatches else settings.oppose
        assert finding.contradicted >= least


@given(LOGITS, LOGITS, LOGITS, st.floats(0, 6), SHARES)
def test_a_louder_voice_for_support_never_takes_it_away(supported, contradicted, unsaid, more, coverage):
    proof = proof_of(HELD, coverage, coverage)
    before = judge(proof, Weighing(supported, contradicted, unsaid, 0.5), SETTINGS)
    after = judge(proof, Weighing(supported + more, contradicted, unsaid, 0.5), SETTINGS)
    assert before.verdict != "supported" or after.verdict == "supported"
