import random
from collections import Counter

import pytest

from training.corpora import DEV, NEWS, read_lines
from training.pairs import LABELS, documents, held_out, pairs, plain_pair
from training.verdict import CLAIMS, SECOND, parted

LINES = [*read_lines(CLAIMS), *read_lines(SECOND)]
TEXT = "滨河街道开办了夜校。夜校每周二上课，有学员40名。社区食堂在街角。老人用餐打八折。"


def told(label, evidence, words="夜校的学员有四十人"):
    return {"doc": "d", "claim": words, "label": label, "evidence": evidence}


def test_every_line_has_its_fields_and_short_quotations():
    for line in LINES:
        assert line.keys() == {"id", "doc", "claim", "label", "evidence", "style"}, line["id"]
        assert line["label"] in LABELS, line["id"]
        assert 8 <= len(line["claim"]) <= 110, line["id"]
        assert line["evidence"], line["id"]
        assert all(0 < len(words) <= 80 for words in line["evidence"]), line["id"]
    assert len({line["id"] for line in LINES}) == len({line["claim"] for line in LINES}) == len(LINES)
    assert min(Counter(line["label"] for line in LINES).values()) >= 0.2 * len(LINES)


def test_no_document_is_one_that_the_thresholds_are_fitted_on():
    fitted = {item["doc"] for item in read_lines(DEV / "news_qa.jsonl")}
    assert not fitted & {line["doc"] for line in LINES}


def test_evidence_is_verbatim():
    if not NEWS.exists():
        pytest.skip(f"the news documents are not here: {NEWS}")
    texts = documents(NEWS, {line["doc"] for line in LINES})
    assert [line["id"] for line in LINES if any(w not in texts[line["doc"]] for w in line["evidence"])] == []


def test_the_held_out_documents_of_a_round_are_not_trained_on_in_either():
    trained, graded = set(), set()
    for file in (CLAIMS, SECOND):
        told, held = parted(file, random.Random(0))
        assert len(told) + len(held) == len(read_lines(file))
        trained |= {claim["doc"] for claim in told}
        graded |= {claim["doc"] for claim in held}
    assert graded
    assert not trained & graded


def test_a_claim_is_paired_with_the_sentences_of_its_evidence():
    pair = plain_pair(told("supported", ["有学员40名"]), {"d": TEXT})
    assert (pair.text, pair.label) == ("夜校每周二上课，有学员40名。", LABELS.index("supported"))


def test_the_opening_of_a_text_stands_where_a_heading_would():
    text = "滨河街道的夜校办了三年，来的人越来越多，附近几个街道也跟着办起了各种各样的课堂。" + TEXT
    pair = plain_pair(told("supported", ["有学员40名"]), {"d": text})
    assert pair.text == f"{text[:40]}\n夜校每周二上课，有学员40名。"


def test_half_of_the_evidence_does_not_prove_a_claim_of_two_facts():
    samples = pairs([told("supported", ["开办了夜校", "有学员40名"])], {"d": TEXT}, random.Random(0))
    assert samples[0].text == "滨河街道开办了夜校。\n夜校每周二上课，有学员40名。"
    assert (samples[-1].text, LABELS[samples[-1].label]) == ("滨河街道开办了夜校。", "unverifiable")


def test_a_sentence_beside_the_point_proves_nothing():
    samples = pairs([told("contradicted", ["有学员40名"])], {"d": TEXT}, random.Random(0))
    assert LABELS[samples[-1].label] == "unverifiable"
    assert "40名" not in samples[-1].text


def test_held_out_documents_are_some_and_not_all():
    claims = [{"doc": f"d{n}"} for n in range(100)]
    assert len(held_out(claims, random.Random(0))) == 12


QUESTIONS = read_lines(CLAIMS.parent.parent / "questions" / "news.jsonl")
UNANSWERED = {"absent", "year", "place", "object", "premise", "rank"}


def test_every_question_has_its_fields_and_its_answer_inside_its_evidence():
    for line in QUESTIONS:
        assert line.keys() == {"id", "doc", "question", "answer", "evidence", "style"}, line["id"]
        assert 0 < len(line["evidence"]) <= 100, line["id"]
        assert (line["answer"] is None) == (line["style"] in UNANSWERED), line["id"]
        assert line["answer"] is None or line["answer"] in line["evidence"], line["id"]
    assert len({line["question"] for line in QUESTIONS}) == len(QUESTIONS)


def test_questions_keep_away_from_the_fitted_documents_and_quote_their_own():
    fitted = {item["doc"] for item in read_lines(DEV / "news_qa.jsonl")}
    assert not fitted & {line["doc"] for line in QUESTIONS}
    if not NEWS.exists():
        pytest.skip(f"the news documents are not here: {NEWS}")
    texts = documents(NEWS, {line["doc"] for line in QUESTIONS})
    assert [line["id"] for line in QUESTIONS if line["evidence"] not in texts[line["doc"]]] == []


def test_widened_evidence_stays_inside_its_text():
    samples = pairs([told("contradicted", ["有学员40名"]) for _ in range(30)], {"d": TEXT}, random.Random(2))
    shown = {pair.text for pair in samples if LABELS[pair.label] == "contradicted"}
    assert any(text.startswith(TEXT[:10]) and len(text) > 40 for text in shown)
    assert all(line in TEXT for text in shown for line in text.split("\n"))
