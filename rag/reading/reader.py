"""CaseReader: question + passages -> where the answer may stand; claim + text -> a first verdict."""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.embedding import compute_for
from index.errors import ModelUnavailable
from index.settings import Precision, Runtime
from rag.calibration import Calibration
from rag.reading.model import Logits, load
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


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the model says of one (claim, text) pair: three logits, and how alike the wording is."""

    supported: float
    contradicted: float
    unverifiable: float
    alike: float  # mean over the claim's tokens of the best cosine with a token of the text, -1..1

    @property
    def supports(self) -> bool:
        """Whether support is the loudest voice."""
        return self.supported > max(self.contradicted, self.unverifiable)

    def weaker(self, other: "Weighing") -> "Weighing":
        """Of two voices on one claim, of each verdict the one that speaks less for support."""
        return Weighing(
            min(self.supported, other.supported),
            max(self.contradicted, other.contradicted),
            max(self.unverifiable, other.unverifiable),
            min(self.alike, other.alike),
        )


class SupportsReading(Protocol):
    """What answering needs of a reader."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage for the question; one Reading a passage, in order."""


class SupportsWeighing(Protocol):
    """What checking needs of a reader."""

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> list[Weighing]:
        """Weigh each (claim, text) pair; one Weighing a pair, in order."""


class SupportsReader(SupportsReading, SupportsWeighing, Protocol):
    """Both roles in one."""


class CaseReader:
    """The shipped model in its reading role.

    Shared between threads: the tokenizer is never changed after it was set up, and a lock lets one thread
    at a time run the model, whose compiled form keeps a single inference request. Raises
    ModelUnavailable when the folder lacks the weights, the tokenizer or their calibration.
    """

    def __init__(
        self, folder: Path, *, precision: Precision = "auto", runtime: Runtime = "auto", batch_size: int = 8
    ) -> None:
        self._batch_size = batch_size
        self._lock = threading.Lock()
        self._temperature = Calibration.of(folder).temperature
        try:
            self._tokenizer = PairTokenizer(folder)
            self._model = load(folder, compute_for(precision), runtime)
        except (OSError, ValueError) as error:
            raise ModelUnavailable(
                f"阅读模型打不开：{folder}（{error}）。"
                "请检查 settings.toml 的 [reading] model，应为本机文件夹。"
            ) from error

    @classmethod
    def of(cls, settings: ReadingSettings) -> Self:
        """The reader that the settings name."""
        return cls(Path(settings.model), precision=settings.precision, runtime=settings.runtime)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage for the question; one Reading a passage, in order.

        The question is cut at 96 tokens and a passage so that both fit into 448.
        """
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
        readings: dict[int, Reading] = {}
        for at in range(0, len(order), READ_TOGETHER):
            chosen = order[at : at + READ_TOGETHER]
            batch = [passages[i] for i in chosen]
            readings.update(zip(chosen, self._read_batch(self._tokenizer.cut(question), batch), strict=True))
        return [readings[i] for i in range(len(passages))]

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> list[Weighing]:
        """Weigh each (claim, text) pair; one Weighing a pair, in order.

        A claim is cut at 96 tokens and a text so that both fit into 448.
        """
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        weighings: dict[int, Weighing] = {}
        for at in range(0, len(order), self._batch_size):
            chosen = order[at : at + self._batch_size]
            weighings.update(zip(chosen, self._weigh_batch([pairs[i] for i in chosen]), strict=True))
        return [weighings[i] for i in range(len(pairs))]

    def _weigh_batch(self, pairs: Sequence[tuple[str, str]]) -> list[Weighing]:
        claims = [self._tokenizer.cut(claim) for claim, _ in pairs]
        encoded = self._tokenizer.pairs(claims, [text for _, text in pairs])
        with self._lock:
            logits, hidden = self._model.verdicts(encoded.inputs)
        alike = [_alike(vectors, sides) for vectors, sides in zip(hidden, encoded.sides, strict=True)]
        return [
            Weighing(float(row[0]), float(row[1]), float(row[2]), likeness)
            for row, likeness in zip(logits, alike, strict=True)
        ]

    def _read_batch(self, question: str, passages: Sequence[str]) -> list[Reading]:
        encoded = self._tokenizer.pairs([question] * len(passages), passages)
        with self._lock:
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
                    relevance=float(relevance[row]) / self._temperature.relevance,
                )
            )
        return readings


def _alike(hidden: NDArray[np.float32], sides: Sequence[int | None]) -> float:
    """Mean over the first text's tokens of the best cosine with the second's; -1 when one is empty.

    Not by a product of matrices: the threads of NumPy's would go on spinning on the cores, and the next
    pass of the model took two to four times as long.
    """
    first, second = ([t for t, side in enumerate(sides) if side == which] for which in (0, 1))
    if not first or not second:
        return -1.0
    unit = hidden / np.maximum(np.sqrt(np.einsum("td,td->t", hidden, hidden))[:, None], 1e-12)
    return float(np.einsum("id,jd->ij", unit[first], unit[second]).max(axis=1).mean())
