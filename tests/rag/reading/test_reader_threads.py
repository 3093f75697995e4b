"""One reader for many threads: nothing that one call sets may be seen by another."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.turns import Cancelled, Turns, caller, serving
from rag.reading import reader as module
from rag.reading.reader import CaseReader
from tests.support.tokenizers import tokenizers_in

FOLDER = Path(__file__).resolve().parents[3] / "models" / "case-reader"
LONG = "大篷车全年开进36个乡镇，受益群众1.2万人次。" * 40  # some 700 tokens
PASSAGES = (LONG, "队员多是退休教师，最年长的已有71岁。", "天气很好。")
QUESTIONS = ("大篷车全年开进了多少个乡镇？", "队员最年长的多少岁？" * 40)
CAP = 448  # tokens of a row, by the model card


class SilentModel:
    """In the place of the weights: says nothing of what it is given, and notes how wide that was."""

    def __init__(self) -> None:
        self.widths: list[int] = []

    def spans(self, inputs):
        rows, width = inputs["input_ids"].shape
        self.widths.append(width)
        return np.zeros((rows, width, 2), np.float32), np.zeros(rows, np.float32)

    def verdicts(self, inputs):
        rows, width = inputs["input_ids"].shape
        self.widths.append(width)
        # A token's vector is its id, so that the likeness of two texts depends on every token.
        angles = inputs["input_ids"].astype(np.float32) / 1000
        return np.zeros((rows, 3), np.float32), np.stack([np.cos(angles), np.sin(angles)], axis=-1)


@pytest.fixture
def model():
    return SilentModel()


@pytest.fixture
def reader(model, monkeypatch):
    monkeypatch.setattr(module, "load", lambda *_: model)
    return CaseReader(FOLDER)


def test_no_call_changes_how_a_tokenizer_truncates_or_pads(reader):
    before = tokenizers_in(reader)
    assert before
    for question in QUESTIONS:
        reader.read(question, PASSAGES)
        assert tokenizers_in(reader) == before
        reader.weigh([(question, LONG)])
        assert tokenizers_in(reader) == before


def test_threads_get_what_one_alone_gets_and_no_row_is_longer_than_the_cap(reader, model):
    def everything(question):
        readings = [(r.starts.tolist(), r.ends.tolist()) for r in reader.read(question, PASSAGES)]
        return readings, reader.weigh([(question, passage) for passage in PASSAGES])

    alone = [everything(question) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(everything, QUESTIONS * 24))
    assert together == alone * 24
    assert max(model.widths) == CAP


def test_every_pass_is_a_turn_of_whoever_asks_and_a_small_one(model, monkeypatch):
    had = []

    class Noting(Turns):
        @contextmanager
        def turn(self):
            with super().turn():
                had.append((caller().user, caller().kind, len(model.widths)))
                yield

    monkeypatch.setattr(module, "load", lambda *_: model)
    reader = CaseReader(FOLDER, turns=Noting())
    with serving("甲", "bulk"):
        reader.weigh([(QUESTIONS[0], LONG)] * 5 + [("短", "短")] * 9)
        assert had == [("甲", "bulk", n) for n in range(len(model.widths))]
        assert len(had) == 4  # two long, two long, a long and a short one, eight short ones
        had.clear()
        reader.read(QUESTIONS[0], PASSAGES)
    assert [user for user, *_ in had] == ["甲", "甲"]


def test_a_cancelled_request_stops_between_two_passes(reader, model):
    with (
        serving("甲", "bulk", lambda: len(model.widths) == 2),
        pytest.raises(Cancelled),
    ):
        reader.weigh([(QUESTIONS[0], LONG)] * 9)
    assert len(model.widths) == 2
    reader.weigh([(QUESTIONS[0], LONG)])
