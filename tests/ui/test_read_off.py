"""Example questions read off booklets and tables."""

from index.records import Carried, Document, Proposition
from index.store import Entry
from ui.chat.read_off import read_off

TEXT = (
    "1. 问：多久开一次会？\n每月一次。\n县税务局 经费（万元） 6.8\n县税务局 备注 3\n县水务局 日期 2024年1月\n"
)


def at(words, role=""):
    start = TEXT.index(words)
    return Carried(role, start, start + len(words)) if role else (start, start + len(words))


def said(words, kind, **carried):
    start, end = at(words)
    parts = tuple(at(name, role) for role, name in carried.items())
    return Proposition("d", None, kind, start, end, parts)


class Texts:
    def __init__(self, *propositions):
        self.propositions = propositions

    def documents(self):
        return [Entry(i, f"{i}.txt", "", "", 0, 1) for i in ("d", "limited")]

    def document(self, document_id):
        return Document(document_id, "d.txt", "", TEXT)

    def propositions_of(self, document_id):
        return self.propositions if document_id == "d" else ()


def test_a_booklets_question_without_its_number_and_an_amount_in_a_cell():
    texts = Texts(
        said("每月一次", "clause", question="1. 问：多久开一次会？"),
        said("2024年1月", "cell", row="县水务局", column="日期"),
        said("3", "cell", row="县税务局", column="备注"),
        said("6.8", "cell", row="县税务局", column="经费（万元）"),
    )
    assert read_off(texts, 3) == (["多久开一次会？"], {"县税务局的经费是多少？": "6.8"})


def test_nothing_is_read_off_where_nothing_is_asked_or_the_document_is_left_out():
    clause = said("每月一次", "clause", question="1. 问：多久开一次会？")
    assert read_off(Texts(said("每月一次", "clause")), 3) == ([], {})
    assert read_off(Texts(clause), 3, without={"d"}) == ([], {})
