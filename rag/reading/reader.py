"""CaseReader: question + passages -> where the answer may stand; claim + text -> a first verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.embedding import batches, compute_for
from index.settings import Precision, Runtime
from index.turns import Turns
from rag.calibration import Calibration
from rag.reading.model import load
from rag.reading.spans import Reading, SpanReader, opening
from rag.reading.tokens import PairTokenizer
from rag.settings import ReadingSettings

WEIGHED_TOGETHER = 8  # pairs at most
PASS = 1024  # code points that a pass holds, padding included: as many pairs at once take no longer each


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


class CaseReader(SpanReader):
    """The shipped model in its reading role.

    Shared between threads as its base is. Raises ModelUnavailable when the folder lacks the weights, the
    tokenizer or their calibration.
    """

    def __init__(
        self,
        folder: Path,
        *,
        precision: Precision = "auto",
        runtime: Runtime = "auto",
        turns: Turns | None = None,
    ) -> None:
        temperature = Calibration.of(folder).temperature
        with opening(folder):
            self._heads = load(folder, compute_for(precision), runtime)
            super().__init__(PairTokenizer(folder), self._heads, temperature.relevance, turns)

    @classmethod
    def of(cls, settings: ReadingSettings, turns: Turns | None = None) -> Self:
        """The reader that the settings name."""
        return cls(Path(settings.model), precision=settings.precision, runtime=settings.runtime, turns=turns)

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> list[Weighing]:
        """Weigh each (claim, text) pair; one Weighing a pair, in order. Raises Cancelled.

        A claim is cut at 96 tokens and a text so that both fit into 448.
        """
        weighings: dict[int, Weighing] = {}
        for chosen in batches([len(claim) + len(text) for claim, text in pairs], WEIGHED_TOGETHER, PASS):
            weighings.update(zip(chosen, self._weigh_batch([pairs[i] for i in chosen]), strict=True))
        return [weighings[i] for i in range(len(pairs))]

    def _weigh_batch(self, pairs: Sequence[tuple[str, str]]) -> list[Weighing]:
        claims = [self._tokenizer.cut(claim) for claim, _ in pairs]
        encoded = self._tokenizer.pairs(claims, [text for _, text in pairs])
        with self._turns.turn():
            logits, hidden = self._heads.verdicts(encoded.inputs)
        alike = [_alike(vectors, sides) for vectors, sides in zip(hidden, encoded.sides, strict=True)]
        return [
            Weighing(float(row[0]), float(row[1]), float(row[2]), likeness)
            for row, likeness in zip(logits, alike, strict=True)
        ]


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
