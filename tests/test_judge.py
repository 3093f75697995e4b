"""Three signals must agree before a statement is called supported."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.align import Alignment, Mismatch
from rag.judge import BESIDE, FACTS, OPPOSED, SAME, SUPPORT, judge, probability, signals
from rag.proof import Proof
from rag.reader import Weighing
from tests.test_grounds import ground_of

GROUND = ground_of("市园林局", "公园进家门", "新建口袋公园12座。")
OTHER = Mismatch("number", (0, 3), (6, 9), 0.8)
HELD = Alignment(held=2)
MISSING = Alignment(held=2, missing=((0, 3),))
DIFFERS = Alignment(held=2, mismatches=(OTHER,))
BOTH = Alignment(held=2, missing=((4, 6),), mismatches=(OTHER,))
AGREES = Weighing(4.0, -4.0, 0.0, 1.0)
SILENT = Weighing(0.0, 0.0, 0.0, 0.0)


def proof_of(alignment, coverage=1.0, wider=1.0):
    return Proof(GROUND, GROUND.sentences, "新建口袋公园12座。", alignment, coverage, wider)


def single(proof, weighing, support, same):
    """The finding of a sentence of one statement."""
    (finding,) = judge([proof], [weighing], support, same)
    return finding


def verdict(alignment, weighing=AGREES, coverage=1.0, support=0.5, same=0.5):
    return single(proof_of(alignment, coverage, coverage), weighing, support, same).verdict


def test_all_three_agree():
    assert verdict(HELD) == "supported"
    assert verdict(Alignment()) == "supported"  # a statement without facts


@pytest.mark.parametrize("alignment", [MISSING, BOTH, DIFFERS])
def test_what_is_not_aligned_is_never_supported(alignment):
    assert verdict(alignment, support=0.0) != "supported"


def test_what_is_not_covered_is_not_supported():
    assert verdict(HELD, Weighing(4.0, -4.0, 0.0, 0.1), coverage=0.0) == "unverifiable"


def test_the_reader_vetoes():
    assert verdict(HELD, Weighing(-3.0, 3.0, 0.0, 1.0)) == "unverifiable"


def test_a_weak_voice_of_the_reader_does_not_veto():
    assert verdict(HELD, Weighing(0.0, OPPOSED, 0.0, 1.0)) == "supported"
    assert verdict(HELD, Weighing(0.0, OPPOSED + 0.01, 0.0, 1.0)) == "unverifiable"


def test_a_contradiction_needs_a_difference():
    shouting = Weighing(-9.0, 9.0, -9.0, 1.0)
    assert verdict(HELD, shouting, same=0.0) == "unverifiable"
    assert verdict(MISSING, shouting, same=0.0) == "unverifiable"
    assert verdict(DIFFERS, shouting) == "contradicted"
    assert verdict(BOTH, shouting) == "contradicted"


def test_a_contradiction_does_not_need_the_reader():
    assert verdict(DIFFERS) == "contradicted"


def test_a_difference_in_words_about_something_else_is_no_contradiction():
    assert verdict(DIFFERS, Weighing(0.0, 9.0, 0.0, 0.1), coverage=0.0) == "unverifiable"


def test_the_least_probability_is_enough():
    finding = single(proof_of(HELD), AGREES, 0.0, 0.0)
    assert single(proof_of(HELD), AGREES, finding.probability, 0.0).verdict == "supported"
    above = math.nextafter(finding.probability, 2.0)
    assert single(proof_of(HELD), AGREES, above, 0.0).verdict == "unverifiable"


def test_beside_a_supported_statement_a_difference_needs_less():
    """Its own few words say little, but the sentence is about the same matter."""
    differs, alike = proof_of(DIFFERS, 0.3, 0.3), Weighing(0.0, 0.0, 0.0, 0.5)
    reached = single(differs, alike, 0.5, 0.0).probability
    same = reached * 2  # twice what the statement reaches; beside a supported one a quarter is enough
    assert single(differs, alike, 0.5, same).verdict == "unverifiable"
    both = judge([proof_of(HELD), differs], [AGREES, alike], 0.5, same)
    assert [f.verdict for f in both] == ["supported", "contradicted"]
    alone = judge([proof_of(MISSING), differs], [AGREES, alike], 0.5, same)
    assert [f.verdict for f in alone] == ["unverifiable", "unverifiable"]
    little = judge([proof_of(HELD), differs], [AGREES, alike], 0.5, reached / BESIDE * 1.01)
    assert [f.verdict for f in little] == ["supported", "unverifiable"]


def test_a_supported_neighbour_lends_no_support():
    proofs = [proof_of(HELD), proof_of(MISSING), proof_of(HELD, 0.0, 0.0)]
    findings = judge(proofs, [AGREES, AGREES, SILENT], 0.5, 0.5)
    assert [f.verdict for f in findings] == ["supported", "unverifiable", "unverifiable"]


def test_every_statement_needs_its_weighing():
    with pytest.raises(ValueError, match="shorter"):
        judge([proof_of(HELD)], [], 0.5, 0.5)
    assert judge([], [], 0.5, 0.5) == []


def test_probability_by_hand():
    assert probability((1.0, 2.0, -2.0), (1.0, 0.5)) == 0.5  # 1 + 1 - 2 = 0
    assert probability((math.log(3), 0.0), (1.0,)) == pytest.approx(0.75)
    assert probability((0.0, -math.log(4)), (7.0,)) == pytest.approx(0.2)


def test_signals_stand_in_the_order_of_their_weights():
    found = signals(proof_of(Alignment(held=7), 0.4, 0.6), Weighing(1.0, 2.0, 3.0, 0.8))
    assert found[:4] == (0.4, 0.6, 0.8, FACTS)
    either = [math.log(math.exp(a) + math.exp(b)) for a, b in ((2.0, 3.0), (1.0, 2.0))]
    assert found[4:] == pytest.approx((1.0 - either[0], either[1] - 3.0))
    assert signals(proof_of(HELD, 0.4, 0.6), AGREES)[3] == 2
    assert len(SUPPORT) == len(SAME) == len(found) + 1  # the bias


ALIGNMENTS = st.sampled_from([HELD, Alignment(), MISSING, DIFFERS, BOTH])
LOGITS = st.floats(-12, 12)
SHARES = st.floats(0, 1)
WEIGHINGS = st.builds(Weighing, LOGITS, LOGITS, LOGITS, st.floats(-1, 1))


@given(ALIGNMENTS, WEIGHINGS, SHARES, SHARES, SHARES, SHARES)
def test_verdicts_whatever_the_figures(alignment, weighing, coverage, wider, support, same):
    proof = proof_of(alignment, coverage, wider)
    finding = single(proof, weighing, support, same)
    assert finding.proof is proof
    assert 0.0 < finding.probability < 1.0
    if finding.verdict == "supported":
        assert proof.aligned
        assert finding.probability >= support
        assert weighing.contradicted - weighing.supported <= OPPOSED
    if finding.verdict == "contradicted":
        assert alignment.mismatches
        assert finding.probability >= same


@given(WEIGHINGS, SHARES, SHARES, SHARES)
def test_more_coverage_never_takes_support_away(weighing, less, gain, support):
    more = min(1.0, less + gain)
    before = single(proof_of(HELD, less, less), weighing, support, 0.5)
    after = single(proof_of(HELD, more, more), weighing, support, 0.5)
    assert before.verdict == "unverifiable" or after.verdict == "supported"
