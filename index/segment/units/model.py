"""Candidates -> the unit of each case: a ranker of one hidden layer. Without side effects: shared freely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from index.records import Case
from index.segment.units.features import Matrix, case_candidates, same_office
from index.settings import CASE_READER, UNITS_FILE

MOST = 150  # cases of a document that are ranked; of a longer one the rules' units stay


@dataclass(frozen=True, slots=True)
class Ranker:
    """Scores candidates; trained by training/units.py."""

    tensors: Mapping[str, Matrix]

    def scores(self, features: Matrix) -> Matrix:
        """(candidates,): the higher, the likelier."""
        hidden = np.maximum(features @ self.tensors["hidden.weight"].T + self.tensors["hidden.bias"], 0)
        direct = features @ self.tensors["direct.weight"].T + self.tensors["direct.bias"]
        scored = direct + hidden @ self.tensors["out.weight"].T + self.tensors["out.bias"]
        return np.asarray(scored[:, 0], dtype=np.float32)


def units_of(
    text: str, title: str, cases: Sequence[Case], ruled: Sequence[str | None], ranker: Ranker
) -> list[str]:
    """The unit of each case, "" for none; ``ruled`` as ``case_candidates`` takes them.

    The ranker says which office it is; where rules name the same, or only they name one,
    their words stay. A document that is one case may be nobody's, as news are.
    """
    if len(cases) > MOST:
        return [unit or "" for unit in ruled]
    every = case_candidates(text, title, cases, ruled)
    ranked = [found.names[int(ranker.scores(found.features).argmax())] for found in every]
    return [
        told if told and (not name or same_office(name, told)) else name
        for name, told in zip(ranked, ruled, strict=True)
    ]


@cache
def shipped_ranker(folder: Path = CASE_READER) -> Ranker:
    """The ranker that ships. Raises FileNotFoundError where it is missing."""
    from safetensors.numpy import load_file

    return Ranker(load_file(folder / UNITS_FILE))
