"""What a broken model server costs a user: a note, never the answer, never more than the timeout."""

import time
from dataclasses import replace

import pytest

from rag.reading.reader import Weighing
from rag.settings import CheckingSettings, GenerationSettings
from rag.writing.engine import EngineFailed
from rag.writing.generator import Generator
from rag.writing.opening import open_engine
from tests.support import model_server as server
from tests.support.scripted import BODY, ScriptedEngine, extractive, two_cases

TRUTH = "云川市税务局开办“星火学堂”夜校，由32名青年党员轮流授课。"


class Reader:
    """Finds everything supported: what is proved is left to facts and wording."""

    def weigh(self, pairs):
        return [Weighing(6.0, -3.0, -3.0, 0.95) for _ in pairs]


def generated(engine, **options):
    store, hits = two_cases()
    answer = extractive(hits, BODY[0][: BODY[0].index("。") + 1])
    return answer, Generator(engine, store, Reader(), CheckingSettings()).generate(
        "问", answer, hits, **options
    )


def engine_at(url, **options):
    settings = GenerationSettings(
        engine="openai", model="m", url=url, timeout_s=0.6, wall_s=1.5, max_tokens=40, **options
    )
    return open_engine(settings)


def test_a_sound_answer_is_shown_with_the_models_name():
    with server.serving(server.says(TRUTH[:12], TRUTH[12:], "[1]")) as running:
        _, shown = generated(engine_at(running.url))
    assert shown.engine == "openai:m"
    assert [s.text for s in shown.sentences] == [TRUTH]
    assert shown.status == "grounded"
    assert shown.note == ""


BROKEN = {
    "500": server.fails(500),
    "429 for ever": server.fails(429),
    "wrong key": server.fails(401),
    "wrong model": server.fails(404),
    "too long": server.fails(400),
    "cut stream": server.breaks_off("云川市"),
    "garbage": server.raw(b"data: {not json\n\ndata: \xff\xfe\n\n"),
    "no stream at all": server.raw(b"<html>hello</html>", "text/html"),
    "endless": server.endless("一直写", 0.01),
    "alive but silent": server.endless("", 0.05),
    "empty": server.says(""),
    "slow first byte": server.silent(),
    "slow in the middle": server.silent("云川市税务局"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_server_gives_the_extractive_answer_and_a_note(name):
    began = time.monotonic()
    with server.serving(BROKEN[name]) as running:
        answer, shown = generated(engine_at(running.url))
    assert shown.sentences == answer.sentences
    assert shown.citations == answer.citations
    assert shown.engine == "extractive"
    assert shown.note.endswith("下面是资料原文。")
    assert "Error" not in shown.note
    assert time.monotonic() - began < 30  # a limit for hanging, not a measurement


def test_a_server_that_is_not_there():
    with server.serving(server.says("x")) as running:
        url = running.url
    _, shown = generated(engine_at(url))
    assert shown.note.endswith("下面是资料原文。")


def test_a_busy_server_is_asked_again():
    with server.serving(server.fails(429), server.fails(503), server.says(TRUTH)) as running:
        settings = GenerationSettings(
            engine="openai", model="m", url=running.url, timeout_s=10, wall_s=20, max_tokens=60
        )
        _, shown = generated(open_engine(settings))
        assert len(running.asked) == 3
    assert shown.engine == "openai:m"


def test_the_key_comes_from_the_environment_and_is_never_shown(monkeypatch, caplog):
    monkeypatch.setenv("TESTS_KEY", "sk-geheim-123")
    with server.serving(server.fails(401, "bad key sk-geheim-123")) as running:
        _, shown = generated(engine_at(running.url, key_env="TESTS_KEY"))
        sent = {name.lower(): value for name, value in running.headers[0].items()}
    assert sent["authorization"] == "Bearer sk-geheim-123"
    assert "geheim" not in shown.note + caplog.text


def test_stopping_hangs_up():
    with server.serving(server.endless("写", 0.02)) as running:
        calls = iter(range(1000))
        answer, shown = generated(engine_at(running.url), cancelled=lambda: next(calls) > 3)
    assert shown.sentences == answer.sentences
    assert shown.note == "已停止生成，下面是资料原文。"


def test_text_is_shown_as_it_comes():
    seen = []
    generated(ScriptedEngine(TRUTH), progress=seen.append)
    assert len(seen) > 3
    assert seen[-1] == TRUTH
    assert all(TRUTH.startswith(text.strip()) for text in seen)


def test_a_refusal_is_given_to_no_model():
    store, hits = two_cases()
    refused = replace(extractive(hits, BODY[0][:20]), sentences=(), citations=(), refusal="资料中没有找到。")
    engine = ScriptedEngine(TRUTH)
    generator = Generator(engine, store, Reader(), CheckingSettings())
    assert generator.generate("问", refused, hits) is refused
    assert engine.given == []


def test_too_small_a_context_is_told():
    _, shown = generated(ScriptedEngine(TRUTH, context=300, max_tokens=200))
    assert shown.engine == "extractive"
    assert shown.note


def test_question_and_rules_are_never_cut():
    engine = ScriptedEngine(TRUTH, context=1200, max_tokens=100)
    generated(engine)
    given = "".join(m["content"] for m in engine.given[0])
    assert "问" in given
    assert sum(len(m["content"]) for m in engine.given[0]) <= 1100


def test_a_model_that_cannot_be_loaded_is_told_in_chinese(tmp_path):
    settings = GenerationSettings(
        engine="transformers", model=str(tmp_path / "nirgends"), timeout_s=5, wall_s=30
    )
    engine = open_engine(settings)
    with pytest.raises(EngineFailed):
        engine.count("字")
    _, shown = generated(engine)
    assert shown.engine == "extractive"
    assert shown.note
