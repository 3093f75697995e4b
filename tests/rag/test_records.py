import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Case, Hit, Passage
from rag.records import Answer, Citation, Sentence

CITATION = Citation(1, "甲.txt", "0123456789abcdef", "双拥联盟", "市委", "共有34家。", 4, 10, 2)
PASSAGE = Passage("d:0-6", "d", 1, 0, 6, "共有34家。", "双拥联盟", 1)
CASE = Case("d", 1, "市委", "双拥联盟", 0, 4, 4, 10)


def answer(*sentences, citations=(CITATION,), **fields):
    return Answer("有多少家？", "联盟有多少家？", tuple(sentences), tuple(citations), **fields)


def test_no_sentence_is_a_refusal():
    assert answer().status == "refused"


def test_every_sentence_cited_is_grounded():
    assert answer(Sentence("34家", (1,)), Sentence("共有34家。", (1,))).status == "grounded"


def test_one_sentence_without_citation_refuses_the_whole():
    assert answer(Sentence("34家", (1,)), Sentence("很了不起。", ())).status == "refused"


def test_a_number_nobody_holds_refuses():
    assert answer(Sentence("34家", (1, 2))).status == "refused"
    assert answer(Sentence("34家", (1,)), citations=()).status == "refused"


def test_sentences_beside_the_words_of_a_refusal_are_only_related():
    record = answer(Sentence("共有34家。", (1,)), refusal="没有直接的回答：", span="34家")
    assert record.status == "related"
    assert record.answer == "没有直接的回答：\n共有34家。[1]"
    told = record.to_json()
    assert (told["status"], told["span"]) == ("related", None)
    assert [c["n"] for c in told["citations"]] == [1]
    assert answer(Sentence("共有34家。", (2,)), refusal="没有直接的回答：").status == "refused"


def test_help_is_neither_an_answer_nor_a_refusal():
    record = answer(citations=(), refusal="可以这样问", kind="help")
    assert (record.status, record.answer, record.to_json()["kind"]) == ("help", "可以这样问", "help")


@given(st.lists(st.frozensets(st.integers(1, 5))), st.frozensets(st.integers(1, 5)))
def test_6_status_follows_from_sentences_and_citations(cited, known):
    sentences = [Sentence("话", tuple(sorted(cites))) for cites in cited]
    citations = [Citation(n, "甲.txt", "d", None, None, "话", 0, 1, 1) for n in known]
    unsupported = [cites for cites in cited if not cites or cites - known]
    sound = bool(cited) and not unsupported
    for refusal, expected in (("", "grounded"), ("资料中没有找到。", "related")):
        record = answer(*sentences, citations=citations, refusal=refusal)
        assert record.status == (expected if sound else "refused")
        markers = [int(n) for n in re.findall(r"\[(\d+)\]", record.answer)]
        assert markers == ([n for s in sentences for n in s.cites] if sound else [])


def test_status_can_neither_be_given_nor_set():
    with pytest.raises(TypeError):
        Answer("问", "问", (), (), status="grounded")
    with pytest.raises((AttributeError, TypeError)):
        answer().status = "grounded"


def test_json_of_an_answer_is_the_contract():
    record = answer(Sentence("34家", (1,)), Sentence("共有34家。", (1,)), span="34家", ms=412)
    expected = {
        "question": "有多少家？",
        "standalone": "联盟有多少家？",
        "kind": "",
        "status": "grounded",
        "answer": "34家[1]\n共有34家。[1]",
        "span": "34家",
        "citations": [
            {
                "n": 1,
                "document": "甲.txt",
                "case": "双拥联盟",
                "unit": "市委",
                "quote": "共有34家。",
                "start": 4,
                "end": 10,
                "paragraph": 2,
                "carried": [],
            }
        ],
        "nearest": [],
        "engine": "extractive",
        "ms": 412,
    }
    assert record.to_json() == expected
    assert json.loads(json.dumps(record.to_json(), ensure_ascii=False)) == expected


def test_json_of_a_refusal_claims_nothing_and_shows_the_nearest():
    hits = (Hit(PASSAGE, "甲.txt", CASE, 0.12345678, 1), Hit(PASSAGE, "乙.txt", None, 0.1, 2))
    record = answer(Sentence("34家", ()), span="34家", refusal="资料中没有找到。", nearest=hits).to_json()
    assert (record["status"], record["answer"]) == ("refused", "资料中没有找到。")
    assert (record["span"], record["citations"]) == (None, [])
    first = {"document": "甲.txt", "case": "双拥联盟", "start": 0, "end": 6, "text": "共有34家。"}
    assert record["nearest"][0] == {**first, "score": 0.123457, "rank": 1}
    assert record["nearest"][1] == {**first, "document": "乙.txt", "case": None, "score": 0.1, "rank": 2}
