"""Question + texts -> where in each the answer may stand, and whether it is there at all."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.embedding import compute_for
from index.errors import ModelUnavailable
from index.turns import Turns
from rag.calibration import Calibration
from rag.reading.model import Logits, SpanHeads, load_propositions
from rag.reading.tokens import PairTokenizer
from rag.settings import ReadingSettings

MAX_SPAN_TOKENS = 60
READ_TOGETHER = 2  # passages: of one question they differ in length, and more would be padded to the longest
BREVITY = 1.2  # what the log of a span's length costs; how it was chosen stands in bench/RESULTS.md
LIKELY = 20  # spans that the expected one is chosen among and by


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the model says of one passage. Token t covers ``text[starts[t]:ends[t]]``."""

    starts: NDArray[np.int64]  # (tokens,) offsets into the passage, code points
    ends: NDArray[np.int64]  # (tokens,)
    opens: Logits  # (tokens,) logit that the answer starts here
    closes: Logits  # (tokens,) logit that it ends here
    relevance: float  # logit that the passage answers the question at all, divided by its temperature

    def score(self, start: int, end: int) -> float:
        """Start plus end logit of ``[start, end)``, less its log length; -inf when no token covers it."""
        covered = np.flatnonzero((self.ends > start) & (self.starts < end))
        if not covered.size or start >= end:
            return float("-inf")
        return float(self.opens[covered[0]] + self.closes[covered[-1]]) - BREVITY * math.log(end - start)

    def best_span(self, start: int, end: int) -> tuple[float, int, int]:
        """Highest-scoring span inside ``[start, end)``: (score, start, end); score -inf when none."""
        scores, starts, ends = self._spans(start, end)
        if not scores.size:
            return float("-inf"), start, start
        at = int(np.argmax(scores))
        return float(scores[at]), int(starts[at]), int(ends[at])

    def expected_span(self, start: int, end: int) -> tuple[float, int, int]:
        """The span expected to share most with the answer, as best_span gives one, with that one's score.

        Of the likeliest spans the one of the highest mean F1 in code points with them all, each counted by
        its probability (minimum Bayes risk, Kumar and Byrne 2004).
        """
        scores, starts, ends = self._spans(start, end)
        if not scores.size:
            return float("-inf"), start, start
        likely = np.argsort(-scores, kind="stable")[:LIKELY]
        starts, ends = starts[likely], ends[likely]
        chances = np.exp(scores[likely] - scores[likely[0]])
        shared = np.minimum(ends[:, None], ends) - np.maximum(starts[:, None], starts)
        lengths = ends - starts
        expected = (2 * np.maximum(shared, 0) / (lengths[:, None] + lengths)) @ chances
        at = int(np.argmax(expected))
        return float(scores[likely[0]]), int(starts[at]), int(ends[at])

    def _spans(self, start: int, end: int) -> tuple[Logits, NDArray[np.int64], NDArray[np.int64]]:
        """Score, start and end of every span inside ``[start, end)``, (spans,) each."""
        inside = np.flatnonzero((self.starts >= start) & (self.ends <= end) & (self.ends > self.starts))
        first, last = np.nonzero(np.triu(np.tri(len(inside), k=MAX_SPAN_TOKENS - 1)))
        first, last = inside[first], inside[last]
        starts, ends = self.starts[first], self.ends[last]
        scores = self.opens[first] + self.closes[last] - BREVITY * np.log(ends - starts)
        return scores, starts, ends


class SpanReader:
    """A model in its reading role.

    Shared between threads: the tokenizer is never changed after it was set up, and the threads take turns
    with the model, whose compiled form keeps a single inference request.
    """

    def __init__(
        self, tokenizer: PairTokenizer, model: SpanHeads, temperature: float, turns: Turns | None = None
    ) -> None:
        """``temperature`` is what the logit of relevance is divided by.

        ``turns`` are those of all models of this machine; its own where none are given.
        """
        self._tokenizer = tokenizer
        self._model = model
        self._turns = turns or Turns()
        self._relevance = temperature

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage for the question; one Reading a passage, in order. Raises Cancelled.

        The question is cut at 96 tokens and a passage so that both fit into 448.
        """
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
        readings: dict[int, Reading] = {}
        for at in range(0, len(order), READ_TOGETHER):
            chosen = order[at : at + READ_TOGETHER]
            batch = [passages[i] for i in chosen]
            readings.update(zip(chosen, self._read_batch(self._tokenizer.cut(question), batch), strict=True))
        return [readings[i] for i in range(len(passages))]

    def _read_batch(self, question: str, passages: Sequence[str]) -> list[Reading]:
        encoded = self._tokenizer.pairs([question] * len(passages), passages)
        with self._turns.turn():
            spans, relevance = self._model.spans(encoded.inputs)
        readings = []
        for row in range(len(passages)):
            mine = [token for token, side in enumerate(encoded.sides[row]) if side == 1]
            readings.append(
                Reading(
                    starts=encoded.offsets[row][mine, 0],
                    ends=encoded.offsets[row][mine, 1],
                    opens=spans[row, mine, 0],
                    closes=spans[row, mine, 1],
                    relevance=float(relevance[row]) / self._relevance,
                )
            )
        return readings


class PropositionReader(SpanReader):
    """The shipped model as it reads one proposition after another, each after what it leans on.

    Its adapters are those of a training of its own (models/case-reader/MODEL_CARD.md). Raises
    ModelUnavailable when the folder lacks them, the tokenizer or the calibration.
    """

    @classmethod
    def of(cls, settings: ReadingSettings, turns: Turns | None = None) -> Self:
        """The reader in the folder that the settings name."""
        folder = Path(settings.model)
        with opening(folder):
            model = load_propositions(folder, compute_for(settings.precision), settings.runtime)
            return cls(PairTokenizer(folder), model, Calibration.of(folder).temperature.relevance, turns)


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """Tells the user which folder holds no model and where it is named. Raises ModelUnavailable."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"阅读模型打不开：{folder}（{error}）。请检查 settings.toml 的 [reading] model，应为本机文件夹。"
        ) from error
