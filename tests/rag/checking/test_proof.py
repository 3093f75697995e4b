"""The sentences that may prove a statement, in text about made-up units and towns."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.folding import terms
from rag.checking import proof
from rag.checking.align_facts import Alignment, Mismatch
from rag.checking.proof import BREAK, CANDIDATES, HEADING, Rarity
from tests.rag.checking.test_grounds import ground_of
from tests.support.analysed import analysing

Proof, proofs, wording = map(analysing, (proof.Proof, proof.proofs, proof.wording))

SENTENCES = ("新建口袋公园12座。", "补种香樟300棵🙂。", "园长周文清每周巡园。", "２０２３年５月开放夜游。")
GROUND = ground_of("市园林局", "公园进家门", "".join(SENTENCES[:2]), "".join(SENTENCES[2:]), lead="🚢临江市")
RARITY = Rarity([GROUND])


def proved(statement):
    """The proof, the words of its sentences and what differs: the claimed and the document's words."""
    result = proofs(statement, GROUND, RARITY)[0]
    text = GROUND.document.text
    differing = [
        (statement[slice(*m.claimed)], text[slice(*result.source_place(m))])
        for m in result.alignment.mismatches
    ]
    return result, [text[a:b] for a, b in result.spans], differing


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("新建口袋公园十二座。", SENTENCES[0]),
        ("香樟补种了300棵。", SENTENCES[1]),
        ("周文清每周都巡园。", SENTENCES[2]),
        ("2023年5月起开放夜游。", SENTENCES[3]),
    ],
)
def test_one_sentence(statement, sentence):
    result, sentences, differing = proved(statement)
    assert (sentences, result.text, differing) == ([sentence], sentence, [])


def test_two_sentences():
    result, sentences, differing = proved("新建口袋公园12座，补种香樟300棵。")
    assert sorted(sentences) == sorted(SENTENCES[:2])
    assert result.text == BREAK.join(sentences)
    assert (result.aligned, differing, result.strongest) == (True, [], None)


@pytest.mark.parametrize(
    ("statement", "difference"),
    [
        ("新建口袋公园15座。", ("15座", "12座")),
        ("补种香樟３００多万棵。", ("３００多万棵", "300棵")),
        ("2023年6月开放夜游。", ("2023年6月", "２０２３年５月")),
        ("市水利局新建口袋公园12座。", ("市水利局", "市园林局")),  # in the heading
        ("新建口袋公园12座，补种香樟400棵。", ("400棵", "300棵")),  # of two sentences
        ("新建口袋公园15座，补种香樟300棵。", ("15座", "12座")),
    ],
)
def test_differences_point_into_the_document(statement, difference):
    result, _, differing = proved(statement)
    assert differing == [difference]
    assert not result.aligned
    assert result.strongest == result.alignment.mismatches[0]


@given(st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=2, unique=True), st.data())
def test_source_place_gives_the_words_of_the_source(chosen, data):
    spans = tuple(GROUND.sentences[i] for i in chosen)
    texts = [GROUND.document.text[a:b] for a, b in spans]
    text = BREAK.join(texts)
    which = data.draw(st.integers(0, len(texts) - 1))
    begun = sum(len(t) + len(BREAK) for t in texts[:which])
    start = data.draw(st.integers(0, len(texts[which]) - 1))
    end = data.draw(st.integers(start + 1, len(texts[which])))
    mismatch = Mismatch("word", (0, 1), (begun + start, begun + end), 0.5)
    result = Proof(GROUND, spans, text, Alignment(mismatches=(mismatch,)), 1.0, 1.0)
    a, b = result.source_place(mismatch)
    assert GROUND.document.text[a:b] == text[begun + start : begun + end]
    assert spans[which][0] <= a < b <= spans[which][1]


def test_an_absolute_place_is_the_document_s():
    mismatch = Mismatch("unit", (0, 4), (5, 9), 1.0, absolute=True)
    assert Proof(GROUND, GROUND.sentences[:1], "", Alignment(), 0.0, 0.0).source_place(mismatch) == (5, 9)


def test_a_place_outside_the_sentences_is_refused():
    result = Proof(GROUND, GROUND.sentences[:1], SENTENCES[0], Alignment(), 0.0, 0.0)
    with pytest.raises(ValueError, match="outside the 11 code points"):
        result.source_place(Mismatch("word", (0, 1), (40, 42), 1.0))


def test_the_strongest_mismatch_has_the_likest_surroundings():
    weak, strong = (Mismatch("word", (0, 1), (0, 1), alike) for alike in (0.2, 0.7))
    result = Proof(GROUND, GROUND.sentences[:1], SENTENCES[0], Alignment(mismatches=(weak, strong)), 0.0, 0.0)
    assert result.strongest is strong


@pytest.mark.parametrize(
    ("alignment", "aligned"),
    [
        (Alignment(), True),
        (Alignment(held=3), True),
        (Alignment(held=3, missing=((0, 1),)), False),
        (Alignment(held=3, mismatches=(Mismatch("word", (0, 1), (0, 1), 0.0),)), False),
    ],
)
def test_aligned_means_nothing_missing_and_nothing_different(alignment, aligned):
    assert Proof(GROUND, GROUND.sentences[:1], SENTENCES[0], alignment, 1.0, 1.0).aligned is aligned


def test_a_ground_without_sentences_proves_nothing():
    assert proofs("新建公园。", ground_of("市园林局", "公园", ""), RARITY) == []


def test_the_whole_ground_may_cover_what_the_sentence_does_not():
    result, sentences, _ = proved("市园林局园长周文清每周巡园。")
    assert sentences == [SENTENCES[2]]
    assert result.coverage < result.wider


def test_wording_leaves_amounts_and_dates_out():
    assert wording("2023年5月修桥900座。") == frozenset({"修桥"})
    assert wording("900座，2023年5月") == frozenset()


def test_rare_terms_weigh_more():
    rarity = Rarity([ground_of("市园林局", "渡口", "渡口", "渡口", "夜校")])
    often, seldom = math.log(1 + 3 / 2.5), math.log(1 + 3 / 1.5)
    both = frozenset({"渡口", "夜校"})
    assert rarity.share(both, frozenset({"夜校"})) == pytest.approx(seldom / (often + seldom))
    assert rarity.share(both, frozenset({"渡口", "茶馆"})) == pytest.approx(often / (often + seldom))
    assert rarity.share(both, both) == 1.0
    assert rarity.share(both, frozenset()) == 0.0
    assert rarity.share(frozenset(), frozenset()) == 1.0  # nothing wanted


@given(st.text(alphabet="新建口袋公园12座补种香樟0棵，。周文清每🙂月年５市局", max_size=20))
def test_a_proof_is_verbatim(statement):
    result = proofs(statement, GROUND, RARITY)[0]
    text = GROUND.document.text
    assert result.text == BREAK.join(text[a:b] for a, b in result.spans)
    assert len(set(result.spans)) == len(result.spans) <= 2
    assert set(result.spans) <= set(GROUND.sentences)
    assert 0.0 <= result.coverage <= result.wider <= 1.0 + 1e-9
    assert result.coverage == pytest.approx(RARITY.share(wording(statement), frozenset(terms(result.text))))
    for mismatch in result.alignment.mismatches:
        a, b = result.source_place(mismatch)
        words = text if mismatch.absolute else result.text
        assert text[a:b] == words[slice(*mismatch.source)] != ""


def test_other_sentences_follow_the_likeliest_each_once():
    candidates = proofs("香樟补种了300棵。", GROUND, RARITY)
    assert len(candidates) == CANDIDATES
    assert candidates[0].text == SENTENCES[1]
    assert len({candidate.text for candidate in candidates}) == CANDIDATES
    assert all(candidate.text in SENTENCES for candidate in candidates)


def test_the_reader_is_told_the_heading_first():
    result = proofs("新建口袋公园12座。", GROUND, RARITY)[0]
    assert result.told == f"{GROUND.heading[:HEADING]}{BREAK}{SENTENCES[0]}"


def test_a_part_keeps_its_own_facts_counted_from_its_start():
    statement = "新建口袋公园15座，补种香樟400棵，种下水杉70棵。"
    whole = proofs(statement, GROUND, RARITY)[0]
    first, second, third = (
        (statement.index(clause), statement.index(clause) + len(clause))
        for clause in ("新建口袋公园15座", "补种香樟400棵", "种下水杉70棵")
    )
    words = [
        [statement[a:b][slice(*m.claimed)] for m in whole.part(a, b).alignment.mismatches]
        for a, b in (first, second)
    ]
    assert words == [["15座"], ["400棵"]]
    lacking = whole.part(*third).alignment.missing
    assert [statement[slice(*third)][a:b] for a, b in lacking] == ["70棵"]
