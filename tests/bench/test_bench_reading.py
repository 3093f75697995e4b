"""Windows of a paragraph, and the answer that is read in them."""

import itertools

import numpy as np

from bench.reading import WINDOW, answer, windows
from chinese.sentences import split_sentences
from rag.reading.spans import Reading

TEXT = "".join(f"第{n}天，街道的工作人员到社区里走访了许多户人家，听他们说了说心里话。" for n in range(40))


def test_windows_hold_every_sentence_whole_and_fit():
    spans = windows(TEXT)
    assert len(spans) > 2
    assert all(high - low <= WINDOW for low, high in spans)
    held = [s for s in split_sentences(TEXT) if any(low <= s[0] and s[1] <= high for low, high in spans)]
    assert held == split_sentences(TEXT)
    assert all(after[0] < before[1] for before, after in itertools.pairwise(spans))


def test_a_sentence_longer_than_a_window_stands_alone():
    long = "走访了" * WINDOW + "。"
    assert windows(f"早上开会。{long}晚上写信。") == [
        (0, 5),
        (5, 5 + len(long)),
        (5 + len(long), 10 + len(long)),
    ]


class Pointing:
    """Finds these words by their characters wherever they stand."""

    def __init__(self, words):
        self.words = words

    def read(self, question, passages):
        return [self.reading(passage) for passage in passages]

    def reading(self, passage):
        at = passage.find(self.words)
        opens, closes = np.full((2, len(passage)), -1.0, dtype=np.float32)
        if at >= 0:
            opens[at] = closes[at + len(self.words) - 1] = 5.0
        places = np.arange(len(passage))
        return Reading(places, places + 1, opens, closes, 0.0)


def test_the_best_window_answers_and_its_sentence_is_the_evidence():
    reply = answer(Pointing("第33天"), "哪一天", TEXT)
    assert reply.text == "第33天"
    assert reply.sentence == "第33天，街道的工作人员到社区里走访了许多户人家，听他们说了说心里话。"
