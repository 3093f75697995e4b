"""A document that corrects itself: what it calls wrong neither leads, nor proves, nor is asked."""

import pytest

from index.library.sources import read_files
from index.records import Document
from rag.answering.compose import Composition
from rag.answering.corrected import with_corrections
from rag.citing import Draft, Place
from rag.program import Program
from rag.quiz import make
from rag.settings import Settings

TEXT = """云阳县司法局机关党委2024年度工作总结

一、主要工作

登记一支部推出“延时办”，每周六上午开放窗口，全年受理公证申请1862件。登记二支部推出“上门办”，给行动不便的老人上门办理公证147人次。

机关党委全年组织专题学习12次，开展志愿服务36场，参加党员518人次。

更正：登记二支部“上门办”人次经核对应为174人次，正文误作147，以更正为准。
"""
ASKED = "登记二支部上门办理公证多少人次？"


@pytest.fixture(scope="module")
def program(tmp_path_factory, ingest):
    folder = tmp_path_factory.mktemp("corrected")
    (folder / "总结.txt").write_text(TEXT, encoding="utf8")
    ingest(folder / "store", read_files([folder / "总结.txt"]))
    with Program.open(Settings(store=folder / "store")) as opened:
        yield opened


def test_the_answer_ends_with_the_correction_and_does_not_lead_with_what_is_wrong(program):
    answer = program.chatbot.ask(ASKED)
    assert answer.status == "grounded"
    assert answer.span != "147人次"
    assert any("147人次" in sentence.text for sentence in answer.sentences[:1])
    assert "应为174人次" in answer.sentences[-1].text
    cited = {citation.n: citation.quote for citation in answer.citations}
    assert "以更正为准" in cited[answer.sentences[-1].cites[0]]


def test_an_answer_stays_within_its_limit_and_the_correction_comes_before_further_sentences():
    text = "甲站上门147次。" + "支部" * 185 + "。\n更正：上门次数应为174，正文误作147，以更正为准。"
    document = Document("d" * 16, "总结.txt", "总结", text)
    long = Draft(text[10:380], (Place(document, None, 10, 380),))
    wrong = Draft("甲站上门147次。", (Place(document, None, 0, 9),))
    composed = with_corrections(Composition("147次", (wrong, long)))
    assert [draft.text for draft in composed.drafts] == [wrong.text, text.rpartition("\n")[2]]
    assert composed.span is None
    crowded = with_corrections(Composition(None, (Draft(text[:380], (Place(document, None, 0, 380),)),)))
    assert len(crowded.drafts) == 1


def test_what_is_not_corrected_is_answered_as_ever(program):
    answer = program.chatbot.ask("“延时办”全年受理公证申请多少件？")
    assert answer.span == "1862件"
    assert not any("更正" in sentence.text for sentence in answer.sentences)


def test_the_wrong_value_proves_nothing_and_denies_nothing(program):
    said = [
        program.checker.check(f"登记二支部“上门办”给行动不便的老人上门办理公证{n}人次。").sentences[0]
        for n in (147, 174)
    ]
    assert said[0].verdict != "supported"
    assert said[1].verdict != "contradicted"


def test_no_question_rests_on_it(program):
    made = make(program.chatbot.store, program.chatbot.reader)
    assert made.questions
    assert made.thrown["资料里已更正"] > 0
    told = "".join(f"{one.stem}{one.answer}{[c.quote for c in one.citations]}" for one in made.questions)
    assert "147" not in told
    assert "174" not in told
