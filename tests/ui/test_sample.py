"""The draft that 核查 offers to be tried: out of the store, verified before it is offered."""

import pytest

from index.records import Case, Document
from index.store import Entry
from index.turns import Cancelled
from rag.records import Check, CheckedPart, CheckedSentence
from ui.checking.sample import Sample, candidates

FIRST = "县水务局去年修好水渠12条，惠及各村的农户。"
SECOND = "县档案馆全年整理旧卷35个，都能在网上查到。"
TEXT = f"开头的话。\n甲局 做法一\n{FIRST}没有数的一句。\n乙局 做法二\n{SECOND}\n"
CHANGED = FIRST + SECOND.replace("35", "40")


class Texts:
    generation = 1

    def documents(self):
        return [Entry(name, f"{name}.txt", "", "", 2, 1) for name in ("d", "limited")]

    def document(self, document_id):
        return Document(document_id, "d.txt", "", TEXT)

    def cases(self, document_id):
        starts = [TEXT.index(FIRST), TEXT.index(SECOND)]
        ends = [TEXT.index("乙局"), len(TEXT)]
        return [
            Case(document_id, n, "局", "做法", 0, 0, a, b)
            for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1)
        ]


def verdicts(*names):
    """A check that finds these verdicts, whatever the draft."""

    def check(draft):
        parts = [CheckedPart(0, 1, True, name) for name in names]
        return Check(draft, tuple(CheckedSentence("句", 0, 1, (part,)) for part in parts), 1)

    return check


def test_two_sentences_as_they_stand_but_for_one_number():
    assert list(candidates(Texts(), without={"limited"})) == [CHANGED]
    assert list(candidates(Texts(), without={"d", "limited"})) == []


def test_only_a_draft_that_shows_both_verdicts_is_offered():
    assert Sample(Texts(), verdicts("supported", "contradicted")).draft() == CHANGED
    assert Sample(Texts(), verdicts("supported", "unverifiable")).draft() == ""


def test_it_is_made_once_and_again_for_other_documents():
    store, asked = Texts(), []
    both = verdicts("supported", "contradicted")
    sample = Sample(store, lambda draft: asked.append(draft) or both(draft))
    assert CHANGED in sample.start()
    assert CHANGED in sample.start()
    assert len(asked) == 1
    store.generation = 2
    sample.start()
    assert len(asked) == 2


@pytest.mark.parametrize(("error", "logged"), [(Cancelled(), False), (RuntimeError("model gone"), True)])
def test_a_check_that_ends_otherwise_offers_nothing(caplog, error, logged):
    def check(draft):
        raise error

    start = Sample(Texts(), check).start()
    assert "data-sample" not in start
    assert "逐句" in start or "每句话" in start
    assert ("model gone" in caplog.text) is logged


def test_without_documents_it_says_where_they_come_from():
    class Empty(Texts):
        def documents(self):
            return []

    assert "请先到“文库”加入资料" in Sample(Empty(), verdicts()).start()
