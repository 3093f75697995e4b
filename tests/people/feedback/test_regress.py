"""Ask, judge, approve, then python -m people regress: over the texts and the models that ship."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from index.store.opening import open_store
from people.__main__ import main
from people.database import open_database
from people.feedback import Approved, Feedback, Judged, Misses
from rag.cli.batch import claim_json
from rag.records import Answer
from rag.settings import CheckingSettings
from rag.writing import HandWritten, verified

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = ("军门社区有什么做法？", "哪些单位获得一等奖？", "市委政法委做了什么？")
MISSED = "火星基地有多少名党员？"


@pytest.fixture(scope="module")
def asked(program):
    """A question that is answered, its answer, and the answer to one that nothing answers."""
    question = next(q for q in QUESTIONS if program.chatbot.ask(q).status == "grounded")
    return question, program.chatbot.ask(question), program.chatbot.ask(MISSED)


@pytest.fixture
def place(tmp_path, shipped_store):
    shutil.copytree(shipped_store, tmp_path / "store")
    return f"sqlite:///{tmp_path / 'app.db'}", tmp_path / "store"


def regress(place, capsys, *more):
    url, store = place
    capsys.readouterr()
    code = main(["regress", "--database", url, "--store", str(store), *more])
    return code, capsys.readouterr().out


def filled(url, program, asked):
    """A database with a useful and a wrong answer, a useful verdict, a miss and an approved answer."""
    question, answer, refused = asked
    engine = open_database(url)
    feedback, owner, generation = Feedback(engine), str(uuid4()), program.chatbot.store.generation
    feedback.give(owner, Judged("answer", question, answer.to_json(), generation), useful=True)
    wrong = {**answer.to_json(), "span": "没有的", "answer": "没有的话"}
    feedback.give(owner, Judged("answer", question, wrong, generation), useful=False, reason="不对")
    feedback.give(owner, Judged("answer", MISSED, refused.to_json(), generation), useful=False)
    Misses(engine).missed(refused.standalone, owner, generation)
    quote = answer.citations[0].quote
    verdict = claim_json(program.checker.check(quote))
    assert verdict["verdict"] == "supported"
    feedback.give(owner, Judged("verdict", quote, verdict, generation), useful=True)
    written = HandWritten(question, f"{quote.strip()}[1]", answer.citations[:1])
    stands = verified(written, program.chatbot.store, program.chatbot.reader, CheckingSettings())
    Approved(engine).approve(question, TypeAdapter(Answer).dump_python(stands, mode="json"), "王芳")
    return engine


def test_an_approved_answer_is_found_and_is_an_answer_again(place, program, asked):
    engine = filled(place[0], program, asked)
    present = [entry.id for entry in program.chatbot.store.documents()]
    found = Approved(engine).find(f"请问，{asked[0]}", present)
    answer = TypeAdapter(Answer).validate_python(found.answer)
    assert (answer.status, answer.engine) == ("grounded", "approved")
    for c in answer.citations:
        assert program.chatbot.store.document(c.document_id).text[c.start : c.end] == c.quote
    assert Approved(engine).retire(present) == ()
    assert [m.question for m in Misses(engine).misses()] == [MISSED]
    engine.dispose()


def test_what_was_judged_is_asked_again_and_what_is_lost_fails(place, program, asked, capsys):
    filled(place[0], program, asked).dispose()
    code, out = regress(place, capsys, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["totals"] == {
        "kept": 3, "changed": 0, "lost": 0, "still wrong": 1, "gone": 1, "not replayed": 0,
    }  # fmt: skip
    assert [(r["rated"], r["outcome"]) for r in told["results"]] == [
        ("useful", "kept"), ("wrong", "gone"), ("wrong", "still wrong"), ("useful", "kept"),
        ("approved", "kept"),
    ]  # fmt: skip
    assert (told["store"], told["generation"]) == (str(place[1]), program.chatbot.store.generation)
    assert told["results"][0]["short_then"] == told["results"][0]["short_now"] != ""

    code, out = regress(place, capsys)
    assert (code, out.splitlines()[-1]) == (
        0, "共 5 条：没有变 3，说法变了 0，丢失 0，仍然有误 1，有误的已不再出现 1，没有重问 0。",
    )  # fmt: skip
    assert f"仍然有误（有误）：{MISSED}" in out

    with open_store(place[1], stamp=program.chatbot.store.stamp, writable=True) as store:
        store.apply(remove=[entry.id for entry in store.documents()])
    code, out = regress(place, capsys)
    assert code == 1
    assert f"丢失（已核定）：{asked[0]}" in out
    assert "原因：出处所在的资料已移除或有了新版" in out
    assert "丢失 3" in out.splitlines()[-1]


def test_the_other_commands_of_people_load_nothing_that_answers():
    looked = "import sys, people.__main__; print([m for m in sys.modules if m.split('.')[0] == 'rag'])"
    told = subprocess.run(
        [sys.executable, "-c", looked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"


def test_nothing_judged_is_said_and_no_store_is_refused(place, tmp_path, capsys):
    code, out = regress(place, capsys)
    assert (code, out) == (0, "还没有评价过的回答，也没有核定答案。\n")
    assert main(["regress", "--database", place[0], "--store", str(tmp_path / "none")]) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.strip().splitlines())) == ("", 1)
