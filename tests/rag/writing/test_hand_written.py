"""What a person writes in place of an answer: shown only as far as the words it cites prove it."""

from dataclasses import replace

import pytest

from index.library.sources import read_files
from rag.program import Program
from rag.records import Citation
from rag.settings import CheckingSettings, Settings
from rag.writing import HandWritten, NotProved, verified
from tests.rag.writing.test_verify_answer import SWAPS
from tests.support.scripted import BODY, OTHER_BODY, OTHER_TITLE, OTHER_UNIT, TITLE, UNIT

FIRST, SECOND, THIRD, FOURTH = (s + "。" for text in BODY for s in text.split("。") if s)
OTHER, OTHER_SECOND = OTHER_BODY
QUESTION = "云川市税务局的夜校开了多少期？"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, ingest):
    folder = tmp_path_factory.mktemp("hand")
    cases = ((UNIT, TITLE, BODY), (OTHER_UNIT, OTHER_TITLE, OTHER_BODY))
    for number, (unit, title, body) in enumerate(cases):
        (folder / f"{number}.txt").write_text("\n".join([f"{unit} {title}", *body]), encoding="utf8")
    ingest(folder / "store", read_files([folder / "0.txt", folder / "1.txt"]))
    return folder


@pytest.fixture(scope="module")
def program(folder):
    with Program.open(Settings(store=folder / "store")) as opened:
        yield opened


@pytest.fixture(scope="module")
def chosen(program):
    """A citation of words of either document."""
    store = program.chatbot.store

    def choose(n, words):
        for entry in store.documents():
            text = store.document(entry.id).text
            if words in text:
                at = text.index(words)
                return Citation(n, entry.name, entry.id, None, None, words, at, at + len(words), 1)
        raise AssertionError(words)

    return choose


@pytest.fixture(scope="module")
def check(program):
    def said(text, *citations, **more):
        written = HandWritten(QUESTION, text, citations, **more)
        return verified(written, program.chatbot.store, program.chatbot.reader, CheckingSettings())

    return said


def refusal(check, text, *citations, **more):
    with pytest.raises(NotProved) as refused:
        check(text, *citations, **more)
    return str(refused.value)


@pytest.mark.parametrize("sentence", [FIRST, SECOND, THIRD, FOURTH, OTHER, OTHER_SECOND])
def test_a_sentence_of_the_source_stands_word_for_word(check, chosen, program, sentence):
    answer = check(f"{sentence}[7]", chosen(7, sentence))
    assert (answer.status, answer.engine, answer.question) == ("grounded", "approved", QUESTION)
    assert [(s.text, s.cites) for s in answer.sentences] == [(sentence, (1,))]
    (c,) = answer.citations
    assert c.unit in (UNIT, OTHER_UNIT)
    assert program.chatbot.store.document(c.document_id).text[c.start : c.end] == c.quote == sentence


def test_other_words_stand_where_what_they_cite_proves_them(check, chosen):
    answer = check(
        f"夜校截至2023年底已开课186期。[2]{FIRST}[1]",
        chosen(1, FIRST),
        chosen(2, "截至2023年底，夜校已开课186期"),
        span="186期",
        kind="value",
    )
    assert (answer.status, answer.span, answer.kind) == ("grounded", "186期", "value")
    assert [s.cites for s in answer.sentences] == [(1,), (2,)]
    assert [c.quote for c in answer.citations] == [SECOND, FIRST]


def test_not_one_altered_sentence_stands(check, chosen):
    tried = 0
    for sentence in (FIRST, SECOND, THIRD, FOURTH, OTHER, OTHER_SECOND):
        for right, wrong in SWAPS:
            if right in sentence:
                lie = sentence.replace(right, wrong)
                assert lie.rstrip("。") in refusal(check, f"{lie}[1]", chosen(1, sentence))
                tried += 1
    assert tried > 15


def test_a_point_left_out_is_no_word_for_word(check, chosen):
    lie = SECOND.replace("1.26万", "126万")
    assert "126万" in refusal(check, f"{lie}[1]", chosen(1, SECOND))


def test_all_that_does_not_stand_is_named_with_its_reason(check, chosen):
    with pytest.raises(NotProved) as refused:
        check(f"{SECOND}[1]夜校获得国务院表彰。[1]护河队有90名党员。[2]", chosen(1, SECOND), chosen(2, OTHER))
    assert [r.text for r in refused.value.removed] == ["夜校获得国务院表彰。", "护河队有90名党员。"]
    assert all(r.reason for r in refused.value.removed)
    assert "夜校获得国务院表彰" in str(refused.value)


def test_what_is_true_but_not_where_it_is_cited_does_not_stand(check, chosen):
    told = refusal(check, f"{SECOND}[1]", chosen(1, OTHER))
    assert "“" + SECOND in told


def test_a_sentence_without_a_name_is_about_the_one_before(check, chosen):
    unnamed = "处置排污线索27条，梅溪河水质由四类提升到二类。"
    told = refusal(check, f"{SECOND}[1]{unnamed}[2]", chosen(1, SECOND), chosen(2, OTHER_SECOND))
    assert unnamed in told
    assert SECOND not in told
    named = check(f"{SECOND}[1]{OTHER}[2]", chosen(1, SECOND), chosen(2, OTHER))
    assert [s.text for s in named.sentences] == [SECOND, OTHER]
    told = refusal(check, f"{OTHER}[1]{SECOND}[2]", chosen(1, OTHER), chosen(2, SECOND))
    assert "没有写明说的是谁" in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "答案是空的"),
        ("[1]", "答案是空的"),
        (SECOND, "没有标出处"),
        (f"{SECOND}[1]{FIRST}", "没有标出处"),
        (f"{SECOND}[3]", "没有编号为[3]的出处"),
        (f"{SECOND}[1]{SECOND}[1]", "重复"),
    ],
)
def test_what_is_not_cited_does_not_stand(check, chosen, text, message):
    assert message in refusal(check, text, chosen(1, SECOND))


def test_a_citation_that_is_not_in_the_store_proves_nothing(check, chosen):
    good = chosen(1, SECOND)
    assert "不一致" in refusal(check, f"{SECOND}[1]", replace(good, start=good.start + 1))
    assert "不一致" in refusal(check, f"{SECOND}[1]", replace(good, quote=SECOND.replace("186", "187")))
    assert "移除" in refusal(check, f"{SECOND}[1]", replace(good, document_id="0" * 16))
    assert check(f"{SECOND}[1]", good, replace(good, n=2, document_id="0" * 16)).status == "grounded"


def test_the_short_answer_stands_in_the_text_and_the_whole_has_a_limit(check, chosen):
    assert "187期" in refusal(check, f"{SECOND}[1]", chosen(1, SECOND), span="187期")
    every = [FIRST, SECOND, THIRD, FOURTH, OTHER, OTHER_SECOND]
    citations = [chosen(n, sentence) for n, sentence in enumerate(every, start=1)]
    assert len(check("".join(f"{s}[{n}]" for n, s in enumerate(every, start=1)), *citations).sentences) == 6


def test_a_replaced_document_proves_nothing_any_more(folder, ingest, check, chosen):
    good = chosen(1, OTHER_SECOND)
    path = folder / "1.txt"
    path.write_text(path.read_text(encoding="utf8").replace("27条", "28条"), encoding="utf8")
    ingest(folder / "store", read_files([path]))
    assert "新版" in refusal(check, f"{OTHER_SECOND}[1]", good)
