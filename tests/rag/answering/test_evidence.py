import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.evidence import FUSED, RELEVANCE, SPAN, rank_evidence, worth_reading
from rag.answering.question import analyse
from rag.reading.spans import BREVITY, Reading
from tests.support.readings import LOW, case_of, reading

COUNT = "大篷车全年开进36个乡镇。"
TEACHERS = "队员多是退休教师。"
AWARD = "2021年获评优秀项目。"
QUESTION = analyse("大篷车开进了多少个乡镇？")


def ranked(question, *parts):
    hits = [hit for hit, _ in parts]
    return rank_evidence(question, hits, [r for _, r in parts])


def test_sentences_are_places_in_the_document():
    document, _, hit = case_of("市科协", "科普大篷车", "开头一句。" + COUNT + TEACHERS)
    sentences = ranked(QUESTION, (hit(COUNT + TEACHERS), reading(COUNT + TEACHERS)))
    assert sorted(e.text for e in sentences) == sorted([COUNT, TEACHERS])
    for evidence in sentences:
        assert document.text[evidence.start : evidence.end] == evidence.text


def test_the_sentence_with_the_words_and_the_type_asked_for_comes_first():
    _, _, hit = case_of("市科协", "科普大篷车", AWARD + COUNT + TEACHERS)
    sentences = ranked(QUESTION, (hit(AWARD + COUNT + TEACHERS), reading(AWARD + COUNT + TEACHERS)))
    assert sentences[0].text == COUNT
    span = sentences[0].span
    assert COUNT[span.start : span.end] == "36个"
    assert span.typed


def test_equal_words_are_told_apart_by_the_readers_logits():
    first, second = "甲队有12名队员。", "乙队有15名队员。"
    text = first + second
    _, _, hit = case_of("市科协", "科普大篷车", text)
    question = analyse("有多少名队员？")
    for words, winner in (("12名", first), ("15名", second)):
        assert ranked(question, (hit(text), reading(text, (words, 9.0, 9.0))))[0].text == winner


def test_a_span_stays_inside_its_sentence():
    text = TEACHERS + COUNT
    _, _, hit = case_of("市科协", "科普大篷车", text)
    # The reader wants an answer from one sentence into the next.
    straddling = reading(text, ("教师。大篷车", 20.0, 20.0))
    for evidence in ranked(analyse("队员是什么人？"), (hit(text), straddling)):
        if evidence.span:
            assert 0 <= evidence.span.start < evidence.span.end <= len(evidence.text)
            assert evidence.text[evidence.span.start : evidence.span.end] in evidence.text
        assert evidence.span_score < 40.0


def test_nothing_of_the_type_asked_for_means_no_span():
    _, _, hit = case_of("市科协", "科普大篷车", TEACHERS)
    (evidence,) = ranked(QUESTION, (hit(TEACHERS), reading(TEACHERS, ("教师", 9.0, 9.0))))
    assert evidence.span is None
    assert evidence.span_score == pytest.approx(18.0 - BREVITY * math.log(2))


def test_a_sentence_of_two_overlapping_passages_counts_once_with_its_better_score():
    _, _, hit = case_of("市科协", "科普大篷车", AWARD + COUNT + TEACHERS)
    left, right = AWARD + COUNT, COUNT + TEACHERS
    sentences = ranked(
        QUESTION,
        (hit(left, score=0.9, rank=1), reading(left, relevance=-3.0)),
        (hit(right, score=0.8, rank=2), reading(right, relevance=6.0)),
    )
    assert sorted(e.text for e in sentences) == sorted([AWARD, COUNT, TEACHERS])
    (count,) = [e for e in sentences if e.text == COUNT]
    assert (count.relevance, count.hit.rank) == (6.0, 2)


def test_scores_fall_and_ties_follow_rank_and_position():
    same = "科普进校园。"
    _, _, hit_one = case_of("甲局", "科普", same + "科普进社区。")
    _, _, hit_two = case_of("甲局", "科普", same, name="乙.txt")
    both = same + "科普进社区。"
    sentences = ranked(
        analyse("为什么？"),
        (hit_two(same, rank=2), reading(same)),
        (hit_one(both, rank=1), reading(both)),
    )
    assert [e.score for e in sentences] == sorted((e.score for e in sentences), reverse=True)
    tied = [(e.hit.rank, e.start) for e in sentences if e.score == pytest.approx(sentences[0].score)]
    assert tied == sorted(tied)
    assert len(tied) > 1


def test_better_relevance_fusion_or_span_never_lowers_a_score():
    _, _, hit = case_of("市科协", "科普大篷车", COUNT)
    (base,) = ranked(QUESTION, (hit(COUNT, score=0.5), reading(COUNT)))
    (relevant,) = ranked(QUESTION, (hit(COUNT, score=0.5), reading(COUNT, relevance=2.0)))
    (fused,) = ranked(QUESTION, (hit(COUNT, score=0.7), reading(COUNT)))
    (spanned,) = ranked(QUESTION, (hit(COUNT, score=0.5), reading(COUNT, ("36个", LOW + 1, LOW + 1))))
    # Two logits more of relevance, 0.2 more of the fused score, one logit more at either end of the span.
    assert relevant.score - base.score == pytest.approx(2 * RELEVANCE, abs=1e-5)
    assert fused.score - base.score == pytest.approx(0.2 * FUSED, abs=1e-5)
    assert spanned.score - base.score == pytest.approx(2 * SPAN, abs=1e-5)
    assert min(RELEVANCE, FUSED, SPAN) > 0


def test_no_hits_no_evidence():
    assert rank_evidence(QUESTION, [], []) == []


def test_hits_and_readings_must_match():
    _, _, hit = case_of("市科协", "科普大篷车", COUNT)
    with pytest.raises(ValueError, match="shorter"):
        rank_evidence(QUESTION, [hit(COUNT)], [])


@given(
    st.text(st.sampled_from("大篷车36个乡镇，。；“”！？😀\n 年月"), min_size=1, max_size=60).filter(
        str.strip
    ),
    st.sampled_from(["有多少个？", "哪一年？", "叫什么？", "有哪些？", "为什么？", "谁？", "哪里？"]),
    st.integers(0, 2**31),
)
def test_whatever_the_logits_spans_lie_inside_sentences_and_hold_a_word(text, question, seed):
    random = np.random.default_rng(seed)
    document, _, hit = case_of("市科协", "科普大篷车", text)
    starts = np.arange(len(text))
    opens, closes = random.normal(0, 5, (2, len(text))).astype(np.float32)
    for evidence in ranked(analyse(question), (hit(text), Reading(starts, starts + 1, opens, closes, 0.0))):
        assert document.text[evidence.start : evidence.end] == evidence.text
        if evidence.span:
            assert 0 <= evidence.span.start < evidence.span.end <= len(evidence.text)
            assert any(c.isalnum() for c in evidence.text[evidence.span.start : evidence.span.end])


def test_what_was_found_much_more_faintly_is_not_read():
    _, _, hit = case_of("市科协", "科普大篷车", COUNT)
    near, fair, faint = (replace(hit(COUNT), score=score) for score in (1.0, 0.31, 0.29))
    assert worth_reading(QUESTION, [near, fair, faint]) == [near, fair]
    assert worth_reading(QUESTION, []) == []


def test_a_question_about_several_cases_reads_all():
    _, _, hit = case_of("市科协", "科普大篷车", COUNT)
    hits = [replace(hit(COUNT), score=1.0), replace(hit(COUNT), score=0.1)]
    several = analyse("哪两个案例开办了夜校？")
    assert several.several
    assert worth_reading(several, hits) == hits


def test_rarity_is_counted_among_all_that_was_found():
    _, _, hit = case_of("市科协", "科普大篷车", COUNT + TEACHERS + AWARD)
    asked = analyse("大篷车的队员")
    alone = rank_evidence(asked, [hit(COUNT)], [reading(COUNT)])
    among = rank_evidence(asked, [hit(COUNT)], [reading(COUNT)], [hit(COUNT), hit(TEACHERS), hit(AWARD)])
    assert [e.text for e in alone] == [e.text for e in among] == [COUNT]
    assert among[0].score != alone[0].score
