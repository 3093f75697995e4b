from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.compose import MAX_ANSWER, MAX_SHORT_ANSWER, clause_around, compose, select, short_answer
from rag.answering.evidence import rank_evidence
from rag.answering.question import analyse
from rag.citing.citations import CUT, JOIN, covered, number
from rag.records import Answer
from tests.support.readings import case_of, reading

PLAIN = "大篷车全年开进36个乡镇。"
LONG = (
    "大篷车从县城出发，"
    + "一路翻山越岭走村串户，" * 18
    + "全年开进36个乡镇，"
    + "带去科普展品和实验器材，" * 18
    + "深受欢迎。"
)
TEA = "茶农学校办了52期培训班。"


def evidence(question, *parts):
    """Ranked evidence from (hit, answers) pairs."""
    hits = [hit for hit, _ in parts]
    readings = [reading(hit.passage.text, *answers) for hit, answers in parts]
    return rank_evidence(question, hits, readings)


def answered(question, chosen, *documents):
    """The finished answer, as the chatbot makes it."""
    composed = compose(question, chosen, {d.id: d for d in documents}.__getitem__)
    sentences, citations = number(composed.drafts)
    assert len(sentences) == len(composed.drafts), "a draft says more than its sources"
    quotes = {c.n: c.quote for c in citations}
    texts = {d.id: d.text for d in documents}
    assert all(texts[c.document_id][c.start : c.end] == c.quote for c in citations)
    assert all(covered(s.text, [quotes[n] for n in s.cites]) for s in sentences)
    return Answer("问", "问", sentences, citations, composed.span)


def test_a_single_fact_leads_and_its_sentence_follows():
    document, _, hit = case_of("市科协", "科普大篷车", PLAIN + "队员多是退休教师。")
    question = analyse("大篷车全年开进了多少个乡镇？")
    chosen = evidence(question, (hit(PLAIN + "队员多是退休教师。"), [("36个", 9, 9)]))[:1]
    reply = answered(question, chosen, document)
    assert reply.answer == f"36个[1]\n{PLAIN}[1]"
    assert reply.span == short_answer(chosen[0]) == "36个"
    assert [c.quote for c in reply.citations] == [PLAIN]


TWO = "全年派出党员421名，组成18支突击队。"


@pytest.mark.parametrize(
    ("question", "read", "span"),
    [
        ("派了多少人、组了几支队？", "18支", None),
        ("派出多少名党员？", "421名", "421名"),
        ("为什么派出党员？", "421名", None),
    ],
)
def test_one_of_several_things_asked_for_is_no_short_answer(question, read, span):
    document, _, hit = case_of("市科协", "防汛", TWO)
    asked = analyse(question)
    chosen = evidence(asked, (hit(TWO), [(read, 9, 9)]))[:1]
    reply = answered(asked, chosen, document)
    assert reply.span == span
    assert TWO in reply.answer


def headless(unit, *paragraphs, name="甲.txt"):
    """A document whose case has a unit and no heading, and its first paragraph as a hit."""
    document, case, hit = case_of("", "简讯", *paragraphs, name=name)
    bare = replace(case, unit=unit, title="", heading_start=case.start, heading_end=case.start)
    return document, replace(hit(paragraphs[0]), case=bare)


SHORT_NEWS = "区信访局党支部接待群众146人次。"


def test_a_unit_without_a_heading_is_cited_where_the_case_names_it():
    document, hit = headless("区信访局党支部", SHORT_NEWS)
    question = analyse("哪个单位接待了群众146人次？")
    reply = answered(question, evidence(question, (hit, [("区信访局党支部", 9, 9)]))[:1], document)
    assert reply.span == "区信访局党支部"
    assert [c.quote for c in reply.citations] == ["区信访局党支部", SHORT_NEWS]


def test_a_unit_that_the_case_does_not_name_is_told_of_none():
    document, hit = headless("区文旅局", SHORT_NEWS)
    question = analyse("哪个单位接待了群众146人次？")
    reply = answered(question, evidence(question, (hit, [("区信访局党支部", 9, 9)]))[:1], document)
    assert "区文旅局" not in reply.answer
    assert SHORT_NEWS in reply.answer


def test_cases_without_headings_are_told_side_by_side():
    first, one = headless("区信访局党支部", SHORT_NEWS)
    second, two = headless("区司法局", "区司法局接待群众52人次。", name="乙.txt")
    question = analyse("哪些单位接待了群众？")
    reply = answered(question, evidence(question, (one, []), (two, [])), first, second)
    assert {"区信访局党支部", "区司法局"} <= {c.quote for c in reply.citations}


def test_a_short_answer_stays_under_150_characters_however_long_its_sentence_is():
    document, _, hit = case_of("市科协", "科普大篷车", LONG)
    question = analyse("大篷车全年开进了多少个乡镇？")
    assert question.short
    reply = answered(question, evidence(question, (hit(LONG), [("36个", 9, 9)])), document)
    lines = reply.answer.split("\n")
    assert lines[0] == "36个[1]"
    assert "全年开进36个乡镇" in lines[1]
    assert lines[1].startswith(CUT)
    assert lines[1].removesuffix("[1]").endswith(CUT)
    assert len(reply.answer) <= MAX_SHORT_ANSWER == 150
    assert [c.quote for c in reply.citations] == [LONG]


def test_a_reason_may_take_400_characters_and_has_no_line_of_its_own():
    document, _, hit = case_of("市科协", "科普大篷车", LONG)
    question = analyse("为什么大篷车深受欢迎？")
    assert not question.short
    reply = answered(question, evidence(question, (hit(LONG), [("带去科普展品", 9, 9)])), document)
    assert MAX_SHORT_ANSWER < len(reply.answer) <= MAX_ANSWER == 400
    assert len(reply.sentences) == 1


def test_further_sentences_come_only_while_they_fit():
    first, second, third = (
        "因为山路远，" + "甲" * 150 + "。",
        "因为器材少，" + "乙" * 250 + "。",
        "因为教师缺。",
    )
    body = first + second + third
    document, _, hit = case_of("市科协", "科普大篷车", body)
    question = analyse("为什么要办大篷车？")
    ranked = evidence(question, (hit(body), []))
    in_order = sorted(ranked, key=lambda e: e.start)
    reply = answered(question, in_order, document)
    assert [s.text for s in reply.sentences] == [first, third]
    assert len(reply.answer) <= MAX_ANSWER


def test_which_unit_is_answered_from_the_heading():
    document, case, hit = case_of("市科协", "科普大篷车", PLAIN)
    question = analyse("哪家单位的大篷车开进了乡镇？")
    assert question.asked == "unit"
    reply = answered(question, select(question, evidence(question, (hit(PLAIN), []))), document)
    assert reply.answer == f"市科协[1]\n{PLAIN}[2]"
    assert reply.span == "市科协"
    heading = reply.citations[0]
    assert (heading.quote, heading.paragraph) == ("市科协 科普大篷车", 0)
    assert (heading.start, heading.end) == (case.heading_start, case.heading_end)


def two_cases():
    first, _, hit_first = case_of("市科协", "科普大篷车", PLAIN)
    second, _, hit_second = case_of("市农业局", "茶农学校", TEA, name="乙.txt")
    parts = ((hit_first(PLAIN), []), (hit_second(TEA, rank=2), []))
    return first, second, parts


def test_several_cases_take_one_line_each():
    first, second, parts = two_cases()
    question = analyse("哪两家单位办了大篷车和茶农学校？")
    assert (question.several, question.count) == (True, 2)
    reply = answered(question, select(question, evidence(question, *parts)), first, second)
    assert sorted(s.text for s in reply.sentences) == [f"市农业局：{TEA}", f"市科协：{PLAIN}"]
    assert sorted(reply.span.split("、")) == ["市农业局", "市科协"]
    assert [s.cites for s in reply.sentences] == [(1, 2), (3, 4)]
    assert [c.paragraph for c in reply.citations] == [0, 1, 0, 1]


def test_a_comparison_quotes_each_unit_that_is_named():
    *_, parts = two_cases()
    question = analyse("市科协和市农业局分别做了什么？")
    chosen = select(question, evidence(question, *parts))
    assert {e.hit.case.unit for e in chosen} == {"市科协", "市农业局"}


def test_a_fact_is_not_mixed_with_another_case():
    *_, parts = two_cases()
    question = analyse("大篷车开进了多少个乡镇？")
    chosen = select(question, evidence(question, *parts))
    assert [e.hit.case.unit for e in chosen] == ["市科协"]


JOINT = "市精神文明建设指导委员会办公室、市未成年人思想道德建设工作联席会议办公室"


@pytest.mark.parametrize(
    ("unit", "count", "lines"),
    # 37 + 1 + 10 + 24 characters is the least a line with the joint unit takes: five fit into 400.
    [("市科协", 2, 2), ("市科协", 8, 8), (JOINT, 2, 2), (JOINT, 5, 5), (JOINT, 8, 5)],
)
def test_lines_of_several_long_cases_stay_within_400(unit, count, lines):
    cases = [case_of(unit, "科普大篷车", LONG, name=f"{n}.txt") for n in range(count)]
    question = analyse(f"哪{count}家单位的大篷车全年开进乡镇？")
    parts = [(hit(LONG, rank=n), [("全年开进36个乡镇", 9, 9)]) for n, (_, _, hit) in enumerate(cases, 1)]
    reply = answered(question, select(question, evidence(question, *parts)), *(d for d, _, _ in cases))
    assert len(reply.sentences) == lines
    assert all(s.text.startswith(unit + JOIN) for s in reply.sentences)
    assert reply.span.split("、").count(unit.split("、")[0]) == lines
    assert len(reply.answer) <= MAX_ANSWER


def test_outside_every_case_the_sentence_alone_is_quoted():
    document, _, hit = case_of("", "科普大篷车", PLAIN)
    question = analyse("哪家单位的大篷车开进了乡镇？")
    reply = answered(question, select(question, evidence(question, (hit(PLAIN), []))), document)
    assert [c.paragraph for c in reply.citations] == [1]
    assert PLAIN in [s.text for s in reply.sentences]


def test_clause_around_by_hand():
    text = "一二三，四五六，七八九，甲乙丙。"
    assert clause_around(text, 4, 5, 100) == text
    # 4 characters of room go to the two marks: 8 are left, which is two clauses.
    assert clause_around(text, 4, 7, 12) == "一二三，四五六，……"
    assert clause_around(text, 8, 11, 12) in ("……四五六，七八九，……", "……七八九，甲乙丙。")
    assert clause_around(text, 12, 15, 8) == "……甲乙丙。"


SENTENCE = st.text(st.sampled_from("党建双拥4５ab，、；。“”😀 "), min_size=1, max_size=120)


@given(SENTENCE, st.data(), st.integers(20, 130))
def test_clause_around_fits_is_verbatim_and_holds_the_span_where_it_can(text, data, room):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    clause = clause_around(text, start, end, room)
    assert len(clause) <= max(room, 0)
    inner = clause.removeprefix(CUT).removesuffix(CUT) if clause != text else clause
    assert inner in text
    if clause != text:
        at = [n for n in range(len(text)) if text.startswith(inner, n)]
        assert clause.startswith(CUT) or any(not text[:n].strip() for n in at)
        assert clause.endswith(CUT) or any(not text[n + len(inner) :].strip() for n in at)
    stops = "，、；。"
    inside = not any(c in stops for c in text[start:end]) and end - start <= room - 2 * len(CUT)
    clauses = [c for s in stops for c in text.replace(s, "\n").split("\n")]
    if inside and start < end and max(map(len, clauses)) < room - 2 * len(CUT) - 1:
        assert text[start:end].strip() in clause
