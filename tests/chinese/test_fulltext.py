import math
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.search_terms import indexed, match_expression, query_terms, question_terms, selective
from index.store.opening import open_store
from index.store.sqlite.schema import TABLES
from tests.support.storekit import STAMP, item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("机关党建", ["机关", "关党", "党建"]),
        ("党", ["党"]),
        ("", []),
        ("，。“”！", []),
        ("網格員", ["网格", "格员"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("网格员2.145万名", ["网格", "格员", "2.145", "万名"]),
        ("12345热线", ["12345", "热线"]),
        ("“138”工作机制3.0版", ["138", "工作", "作机", "机制", "3.0", "版"]),
        ("党建+双拥", ["党建", "双拥"]),
        ("活动率100%。", ["活动", "动率", "100"]),
        ("第1.名", ["第", "1", "名"]),
        ("GB/T 19001", ["gb", "t", "19001"]),
        ("〇五年", ["〇五", "五年"]),
        ("𠮷祥", ["𠮷祥"]),
        ("こんにちは café", ["こんにちは", "café"]),
        ("上面\n千条", ["上面", "千条"]),
    ],
)
def test_terms_worked_by_hand(text, expected):
    assert query_terms(text) == expected


@given(st.text())
def test_every_term_reaches_the_table_as_one_token(text):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        connection.execute("INSERT INTO fulltext (rowid, context, text) VALUES (1, '', ?)", (indexed(text),))
        stored = dict(connection.execute("SELECT term, cnt FROM vocabulary"))
    asked = query_terms(text)
    assert stored == {term: asked.count(term) for term in asked}


def test_a_question_gives_each_term_once_and_is_cut_at_two_thousand_characters():
    assert question_terms("双拥双拥") == ["双拥", "拥双"]
    assert question_terms("无" * 2000 + "网格") == ["无无"]


def test_selective_takes_the_rarest_within_the_bound_but_always_one():
    assert selective([("常", 15_000), ("少", 3), ("无", 0), ("多", 6_000)]) == ["少", "多"]
    assert selective([("常", 90_000)]) == ["常"]
    assert selective([("无", 0)]) == []
    assert selective([("乙", 2), ("甲", 2)]) == sorted(["乙", "甲"])


@pytest.mark.parametrize(
    "question",
    [
        '双拥"',
        '" OR text:联盟',
        "双拥 NEAR(联盟, 2)",
        "text : 双拥",
        "双拥*",
        "NOT 双拥 AND ()",
        "^双拥 -联盟",
        "'; DROP TABLE passages; --双拥",
        "双拥\x00联盟",
    ],
)
def test_operators_in_a_question_are_inert(tmp_path, question):
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        stored = item("甲.txt", "标题", "双拥联盟。", "别的内容。")
        store.add([stored])
        assert [passage_id for passage_id, _ in store.search_text(question, 5)] == [stored.passages[0].id]
        assert len(store.passages_of(stored.document.id)) == 2


def test_a_quote_inside_a_term_is_doubled():
    assert match_expression(['a"b', "c"]) == '"a""b" OR "c"'


def bm25(documents, query, index):
    """The formula of the FTS5 manual (k1 = 1.2, b = 0.75), on ready-made tokens."""
    average = sum(map(len, documents)) / len(documents)
    score = 0.0
    for term in query:
        holding = sum(term in d for d in documents)
        if not holding:
            continue
        idf = max(math.log((len(documents) - holding + 0.5) / (holding + 0.5)), 1e-6)
        frequency = documents[index].count(term)
        length = 1 - 0.75 + 0.75 * len(documents[index]) / average
        score += idf * frequency * 2.2 / (frequency + 1.2 * length)
    return score


def test_scores_equal_bm25_worked_on_the_tokens(tmp_path):
    lines = ("双拥联盟双拥", "网格员100名", "热线接入", "参观人次", "水利阵地")
    tokens = [
        ["双拥", "拥联", "联盟", "盟双", "双拥"],
        ["网格", "格员", "100", "名"],
        ["热线", "线接", "接入"],
        ["参观", "观人", "人次"],
        ["水利", "利阵", "阵地"],
    ]
    heading = ["某标", "标题"]
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        stored = item("甲.txt", "某标题", *lines)
        store.add([stored])
        hits = store.search_text("双拥网格100", 5)
    documents = [heading + row for row in tokens]
    query = ["双拥", "网格", "100"]
    expected = {p.id: bm25(documents, query, i) for i, p in enumerate(stored.passages)}
    assert [i for i, _ in hits] == [stored.passages[1].id, stored.passages[0].id]
    for identity, score in hits:
        assert score == pytest.approx(expected[identity], rel=1e-9)


def test_ties_are_ordered_by_passage_id_and_cut_there(tmp_path):
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        stored = [item(f"{n}.txt", f"标题{n}", "同样的一句话。") for n in "甲乙丙丁"]
        store.add(stored)
        ids = sorted(s.passages[0].id for s in stored)
        assert [i for i, _ in store.search_text("同样的一句话", 10)] == ids
        assert [i for i, _ in store.search_text("同样的一句话", 2)] == ids[:2]
        assert store.search_text("同样的一句话", 0) == []


def test_the_heading_is_searched_too_and_unknown_words_find_nothing(tmp_path):
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        stored = item("甲.txt", "党建双拥", "联盟已扩充。")
        store.add([stored, item("乙.txt", "热线", "便民服务。"), item("丙.txt", "网格", "治理。")])
        assert [i for i, _ in store.search_text("雙擁", 5)] == [stored.passages[0].id]
        assert store.search_text("量子纠缠", 5) == []
        assert store.search_text("", 5) == []


def test_a_very_long_question_is_answered(tmp_path):
    with open_store(tmp_path, stamp=STAMP, writable=True) as store:
        text = "".join(chr(0x4E00 + i) for i in range(3000))
        stored = item("甲.txt", "标题", text)
        store.add([stored])
        assert [i for i, _ in store.search_text(text * 20, 5)] == [stored.passages[0].id]
