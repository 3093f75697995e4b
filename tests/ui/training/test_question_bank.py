"""Questions retire with their documents: removed, replaced, brought back; and are drawn within a scope."""

from dataclasses import replace

import pytest

from index.library.ingest import stamp_for
from index.library.library import Library
from index.records import Filter, Metadata
from index.settings import IndexSettings
from index.store.opening import open_store
from people.database import open_database
from people.learning import Learning
from rag.citing.document_status import REPLACED
from rag.records import Citation
from tests.support.questions import BLANK
from tests.support.storekit import FakeEmbedder
from ui.training.question_bank import QuestionBank, stored

TEXT = "# 河口镇案例\n\n## 县水利局 修好水渠\n\n县水利局修好水渠12条。\n"


@pytest.fixture
def place(tmp_path):
    settings, embedder = IndexSettings(), FakeEmbedder()
    folder = tmp_path / "store"
    open_store(folder, stamp=stamp_for(embedder, settings), writable=True).close()
    with open_store(folder) as store:
        bank = QuestionBank(Learning(open_database(f"sqlite:///{tmp_path / 'app.db'}")).bank, store, None)
        yield bank, Library(folder, embedder, settings), tmp_path
        bank.close()


def put(place, name, text, replaces=""):
    """Store a document; its id."""
    bank, library, folder = place
    (folder / name).write_text(text, encoding="utf-8")
    preview = library.preview(folder / name, bank.store)
    document_id = preview.source.document.id
    library.store([preview], Metadata(), {document_id: replaces} if replaces else {})
    return document_id


def asked(place, document_id):
    """Put a question about a stored document into the bank; its id."""
    bank = place[0]
    quote = "县水利局修好水渠12条。"
    start = bank.store.document(document_id).text.index(quote)
    cited = Citation(1, "案例.md", document_id, "修好水渠", "县水利局", quote, start, start + len(quote), 1)
    question = replace(BLANK, id=f"q-{document_id}", document_id=document_id, citations=(cited,))
    bank.bank.put([stored(question, "made")])
    return question.id


def ids(found):
    return {question.id for question in found}


def test_a_question_retires_when_its_document_is_removed(place):
    bank, library, _ = place
    kept, gone = (put(place, f"{n}.md", TEXT + f"\n第{n}篇。\n") for n in (1, 2))
    questions = {asked(place, kept), asked(place, gone)}
    assert ids(bank.questions()) == questions
    library.remove(gone)
    assert ids(bank.questions()) == {f"q-{kept}"}
    assert ids(bank.drawn(10, 0, [], [])) == {f"q-{kept}"}


def test_a_question_retires_when_its_document_is_replaced_and_says_so(place):
    bank = place[0]
    old = put(place, "甲.md", TEXT)
    question = asked(place, old)
    new = put(place, "乙.md", TEXT.replace("12", "13"), replaces=old)
    assert bank.questions() == []
    assert bank.question(question).citations[0].note == REPLACED  # in the wrong-answer book, say
    put(place, "甲.md", TEXT, replaces=new)
    assert ids(bank.questions()) == {question}
    assert bank.question(question).citations[0].note == ""


def test_questions_are_drawn_within_a_scope(place):
    bank, library, _ = place
    one, other = (put(place, f"{n}.md", TEXT + f"\n第{n}篇。\n") for n in (1, 2))
    first, second = asked(place, one), asked(place, other)
    library.describe(one, "", Metadata(tags=("志愿",), valid_until="2020-01-01"))
    assert ids(bank.drawn(10, 0, [], [], Filter(tags=("志愿",)))) == {first}
    assert ids(bank.drawn(10, 0, [], [], Filter(valid_on="2024-01-01"))) == {second}
    assert ids(bank.drawn(10, 0, [], [], Filter(units=("水利",)))) == {first, second}
    assert bank.drawn(10, 0, [], [], Filter(units=("别的",))) == []
    (drawn,) = bank.drawn(10, 0, [], [], Filter(tags=("志愿",)))
    assert drawn.citations[0].note == "这份资料已过有效期（2020-01-01）"
