"""The texts that a sentence may rest on: cases, and surroundings in a text without cases."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document, Hit, Passage
from index.store.opening import open_store
from rag.checking.source_texts import SURROUNDINGS, AnalysedGrounds, grounds
from tests.support.readings import case_of
from tests.support.storekit import ALPHA, BETA, STAMP, item


class Shelf:
    """A store of the given documents, in memory."""

    def __init__(self, *documents, cases=(), passages=()):
        self._documents = {d.id: d for d in documents}
        self._cases, self._passages = cases, passages

    def document(self, document_id):
        return self._documents[document_id]

    def cases(self, document_id):
        return [c for c in self._cases if c.document_id == document_id]

    def passages_of(self, document_id):
        return [p for p in self._passages if p.document_id == document_id]

    def propositions_of(self, document_id, start=0, end=None):
        return []


def ground_of(unit, title, *paragraphs, lead=""):
    """The ground of a document of one case."""
    document, case, hit = case_of(unit, title, *paragraphs, lead=lead)
    (ground,) = grounds(Shelf(document, cases=(case,)), [hit(paragraphs[0])], 1)
    return ground


def plain(text, *stretches, context="渡口纪事"):
    """A document without cases whose passages are ``stretches``, and a hit for each."""
    document = Document(hashlib.sha256(text.encode()).hexdigest()[:16], "丙.txt", "渡口", text)
    passages = tuple(
        Passage(f"{document.id}:{a}-{b}", document.id, None, a, b, text[a:b], context, n)
        for n, (a, b) in enumerate(stretches, start=1)
    )
    return document, passages, [Hit(p, "丙.txt", None, 1.0 / n, n) for n, p in enumerate(passages, start=1)]


def words(ground):
    return [ground.document.text[a:b] for a, b in ground.sentences]


def test_a_case_is_one_ground():
    paragraphs = ("新建口袋公园12座。园长每周巡园。", "“好不好？看！”的喊声不断。")
    document, case, hit = case_of("市园林局", "公园进家门", *paragraphs, lead="临江市纪实")
    hits = [hit("园长每周巡园。", score=0.9), hit("喊声不断。", score=0.4)]
    (ground,) = grounds(Shelf(document, cases=(case,)), hits, 5)
    assert words(ground) == ["新建口袋公园12座。", "园长每周巡园。", "“好不好？看！”的喊声不断。"]
    assert ground.body.text == "\n".join(words(ground))
    assert (ground.unit, ground.heading) == ("市园林局", "市园林局 公园进家门")
    assert (ground.document, ground.case) == (document, case)
    assert ground.setting == "\n临江市纪实\n"  # no title, and the text before the first heading


def test_the_setting_is_folded():
    assert ground_of("市园林局", "公园", "建公园。", lead="臨江ＡＢＣ").setting == "\n临江abc\n"


def test_grounds_keep_the_order_of_their_best_hits():
    parks, first, hit_one = case_of("市园林局", "公园", "新建公园12座。", name="甲.txt")
    rivers, second, hit_two = case_of("市水利局", "清淤", "清淤42公里。派船7艘。", name="乙.txt")
    shelf = Shelf(parks, rivers, cases=(first, second))
    hits = [hit_two("清淤42公里。", 0.9), hit_one("新建公园12座。", 0.8), hit_two("派船7艘。", 0.7)]
    assert [g.unit for g in grounds(shelf, hits, 5)] == ["市水利局", "市园林局"]
    assert [g.unit for g in grounds(shelf, hits, 1)] == ["市水利局"]
    assert grounds(shelf, [], 5) == []


@pytest.mark.parametrize(("gap", "near"), [(SURROUNDINGS - 1, True), (SURROUNDINGS, False)])
def test_surroundings_of_a_hit_in_a_text_without_cases(gap, near):
    """Stretches less than 600 code points away, before and behind, belong to it."""
    text = f"从前停航。{'河' * gap}渡口通航。{'河' * gap}后来免费。"
    at = 5 + gap
    document, passages, hits = plain(text, (0, 5), (at, at + 5), (at + 5 + gap, at + 10 + gap))
    (ground,) = grounds(Shelf(document, passages=passages), hits[1:2], 5)
    assert words(ground) == (["从前停航。", "渡口通航。", "后来免费。"] if near else ["渡口通航。"])
    assert (ground.case, ground.unit, ground.heading) == (None, "", "渡口纪事")


def test_overlapping_passages_give_each_sentence_once():
    text = "渡口通航。票价降低。乘客增加。"
    document, passages, hits = plain(text, (0, 10), (5, 15))
    (ground,) = grounds(Shelf(document, passages=passages), hits, 5)
    assert ground.sentences == ((0, 5), (5, 10), (10, 15))


def test_what_lies_outside_the_cases_is_a_ground_of_its_own():
    document, case, hit = case_of("市园林局", "公园", "新建公园12座。", lead="临江市有公园。")
    lead = Passage("lead", document.id, None, 0, 7, "临江市有公园。", "", 0)
    inside = hit("新建公园12座。", score=0.5)
    shelf = Shelf(document, cases=(case,), passages=(lead, inside.passage))
    both = grounds(shelf, [Hit(lead, "甲.txt", None, 0.9, 1), inside], 5)
    assert [words(g) for g in both] == [["临江市有公园。"], ["新建公园12座。"]]


def test_a_removed_document_is_no_ground(tmp_path):
    with open_store(tmp_path / "store", stamp=STAMP, writable=True) as store:
        store.add([item(*ALPHA), item(*BETA)])
        passage = store.passages_of(item(*ALPHA).document.id)[0]
        hit = Hit(passage, "甲.txt", store.case(passage.document_id, 1), 1.0, 1)
        assert words(grounds(store, [hit], 5)[0]) == ["联盟已扩充至34家成员单位。", "开展双拥工作。"]
        store.remove(passage.document_id)
        with pytest.raises(KeyError):
            grounds(store, [hit], 5)


PIECES = ["渡口通航。", "票价降低！", "🙂", "\r\n", "\n", "　", "Ａb。"]


@given(st.lists(st.sampled_from(PIECES), min_size=1), st.data())
def test_sentences_lie_in_the_document_in_order(pieces, data):
    text = "".join(pieces)
    edge = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(edge, edge), min_size=1, max_size=4))
    stretches = sorted((min(p), max(p)) for p in pairs)
    document, passages, hits = plain(text, *stretches)
    (ground,) = grounds(Shelf(document, passages=passages), hits, 1)
    edges = [e for span in ground.sentences for e in span]
    assert edges == sorted(edges)
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in ground.sentences)


def test_equal_grounds_are_analysed_once_and_the_oldest_are_forgotten():
    def ground(which):
        return ground_of("市园林局", "公园", f"新建公园{which}座。")

    kept = AnalysedGrounds(most=2)
    first, second = kept.same(ground(1)), kept.same(ground(2))
    assert kept.same(ground(1)) is first  # used again: now the second is the oldest
    assert kept.same(ground(3)) not in (first, second)
    assert kept.same(ground(1)) is first
    assert kept.same(ground(2)) is not second
