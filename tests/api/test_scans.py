"""Scans through the API: added, cited as recognised, listed for those who may read them."""

from datetime import date

import pytest

from index.parse.scans import recognition
from index.store import open_store
from rag.citing.document_status import with_standing
from rag.records import Answer, Citation, Sentence
from tests.support.files import scans

DOCUMENTS, ASK, CHAT = "/api/v1/documents", "/api/v1/ask", "/v1/chat/completions"
WORDS = ["水务局清渠行动简报", "石桥县水务局修好水渠12条。"]
QUESTION = "水务局修好多少条水渠？"


@pytest.fixture
def recognised(monkeypatch):
    page = scans.recognised(*WORDS)
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "_recognised", lambda *given: iter([page]))


def added(office, name, data):
    got = office.call("POST", DOCUMENTS, "librarian-key", files={"file": (name, data)})
    assert got.status_code == 201
    return got.json()


def citing(office, document_id, quote):
    """Let the program answer with these words of a document, completed as the real one does."""
    with open_store(office.folder) as store:
        document = store.document(document_id)
        start = document.text.index(quote)
        cited = Citation(1, document.name, document.id, None, None, quote, start, start + len(quote), 1)
        cites = with_standing([cited], store, date(2026, 1, 1))
    answer = Answer(QUESTION, QUESTION, (Sentence(quote, (1,)),), cites, "12条", kind="value")
    office.program.chatbot.ask = lambda question, history=(): answer


def test_a_scan_is_added_and_its_citations_say_that_they_were_recognised(office, recognised):
    picture = scans.as_file(scans.page(*WORDS).resize((620, 877)), "PNG")
    told = added(office, "简报.png", picture)
    assert any("是扫描件，文字由程序识别，平均把握 99%" in notice for notice in told["report"])
    citing(office, told["document"]["id"], "修好水渠12条")
    (citation,) = office.post(ASK, {"question": QUESTION}).json()["citations"]
    assert (citation["recognised"], citation["page"]) == (True, 1)
    message = {"role": "user", "content": QUESTION}
    chat = office.post(CHAT, {"model": "xinhuoshi", "messages": [message]}).json()
    assert chat["citations"] == [citation]
    assert "（第1页，扫描件识别）" in chat["choices"][0]["message"]["content"]


def test_citations_of_text_say_nothing_of_recognising(office):
    told = added(office, "简报.md", f"# {WORDS[0]}\n\n{WORDS[1]}\n".encode())
    citing(office, told["document"]["id"], "修好水渠12条")
    (citation,) = office.post(ASK, {"question": QUESTION}).json()["citations"]
    assert "recognised" not in citation


def test_a_scan_is_refused_by_name_where_nothing_can_recognise_it(office, monkeypatch):
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    picture = scans.as_file(scans.page(*WORDS).resize((620, 877)), "PNG")
    got = office.call("POST", DOCUMENTS, "librarian-key", files={"file": ("简报.png", picture)})
    assert got.status_code == 422
    assert "「简报.png」是图片，这里没有装文字识别" in got.json()["detail"]
