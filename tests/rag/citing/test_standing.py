"""Documents with an end: marked in answers, in evidence and in reports; narrowed searches leave them out."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from index.library.library import Library
from index.library.sources import read_files
from index.records import Filter, Metadata
from index.settings import IndexSettings
from rag.answering.judging import OUTSIDE
from rag.citing.document_status import GONE, REPLACED, marked
from rag.citing.official_form import cautious, pasteable
from rag.program import Program
from rag.reports.check_report import plain_report, word_report
from rag.settings import Settings
from tests.support.files import office_files

TEXT = "滨江区教育局 建“三色课堂”\n2022年3月，滨江区教育局推出“三色课堂”，覆盖全区120所学校。\n"
QUESTION = "滨江区教育局的“三色课堂”覆盖多少所学校？"
CLAIM = "2022年3月，滨江区教育局推出“三色课堂”，覆盖全区120所学校。"
PAST = "这份资料已过有效期（2023-12-31）"
IN_FORCE = Filter(valid_on="2024-06-01")


@pytest.fixture(scope="module")
def place(tmp_path_factory, ingest, shipped_embedder):
    folder = tmp_path_factory.mktemp("standing")
    heading, line = TEXT.splitlines()
    pages = [
        [(50, 500, 12, "前言在这里，说明这些材料的来历。")],
        [(50, 520, 18, heading), (50, 480, 12, line)],
    ]
    (folder / "三色课堂.pdf").write_bytes(office_files.pdf(*pages, width=900))
    ingest(folder / "store", read_files([folder / "三色课堂.pdf"]))
    return folder, Library(folder / "store", shipped_embedder, IndexSettings())


@pytest.fixture(scope="module")
def program(place):
    with Program.open(Settings(store=place[0] / "store")) as opened:
        yield opened


@pytest.fixture(scope="module")
def chatbot(program):
    return program.chatbot


def only(chatbot):
    (entry,) = chatbot.store.documents()
    return entry.id


def test_what_is_past_is_marked_and_can_be_left_out(place, chatbot):
    document_id = only(chatbot)
    first = chatbot.ask(QUESTION)
    assert (first.span, first.citations[0].note, first.citations[0].page) == ("120所", "", 2)
    place[1].describe(document_id, "", Metadata(valid_until="2023-12-31"))
    answer = chatbot.ask(QUESTION)
    assert {c.note for c in answer.citations} == {PAST}
    assert answer.to_json()["citations"][0]["note"] == PAST
    assert f"（第2页）（{PAST}）" in pasteable(answer)
    refused = chatbot.narrowed(IN_FORCE).ask(QUESTION)
    assert (refused.status, refused.scope) == ("refused", "不含已过有效期的")
    assert OUTSIDE in refused.answer
    assert refused.to_json()["scope"] == "不含已过有效期的"
    # A follow-up is understood by what was said before, and kept within the scope all the same.
    again = chatbot.narrowed(IN_FORCE).ask("它覆盖多少所学校？", [first])
    assert again.status == "refused"
    assert chatbot.ask("它覆盖多少所学校？", [first]).status == "grounded"


def test_evidence_of_a_check_is_marked_and_reported(place, program):
    place[1].describe(only(program.chatbot), "", Metadata(valid_until="2023-12-31"))
    checker = program.checker
    check = checker.check(CLAIM)
    (sentence,) = check.sentences
    assert sentence.verdict == "supported"
    assert {(c.note, c.page) for c in sentence.evidence} == {(PAST, 2)}
    assert f"（{PAST}）：" in plain_report(check)
    narrowed = checker.narrowed(IN_FORCE).check(CLAIM)
    assert [s.verdict for s in narrowed.sentences] == ["unverifiable"]
    assert narrowed.sentences[0].evidence == ()
    assert "核查时只对照了这些资料：不含已过有效期的。" in plain_report(narrowed)
    for report, words in ((check, PAST), (narrowed, "核查时只对照了这些资料")):
        assert words in "".join(_words(word_report(report, datetime(2026, 1, 1).astimezone())))


def _words(data):
    """All words of a .docx, footnotes too."""
    import zipfile
    from io import BytesIO

    from lxml import etree

    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield from etree.fromstring(package.read(name)).itertext()


def test_citations_kept_from_earlier_are_marked_when_replaced_or_removed(place, chatbot):
    folder, library = place
    old = only(chatbot)
    library.describe(old, "", Metadata())
    kept = chatbot.ask(QUESTION).citations
    assert marked(kept, chatbot.store, date.today()) == kept
    (folder / "新.txt").write_text(TEXT.replace("120所", "130所"), encoding="utf-8")
    preview = library.preview(folder / "新.txt", chatbot.store)
    library.store([preview], Metadata(), {preview.source.document.id: old})
    assert {c.note for c in marked(kept, chatbot.store, date.today())} == {REPLACED}
    assert chatbot.store.document(old).text[kept[0].start : kept[0].end] == kept[0].quote
    assert chatbot.ask(QUESTION).span == "130所"
    library.remove(only(chatbot))
    assert marked(kept, chatbot.store, date.today()) == tuple(replace(c, note=GONE) for c in kept)
    assert cautious(replace(kept[0], note=GONE)).endswith(f"（第2页）（{GONE}）")
