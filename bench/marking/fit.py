"""Fit what the signals weigh in rag/quiz/grading/weights.py on marked answers.

    python -m bench.marking.fit [--data FILE]

A logistic regression over the points of tests/quality/marked_answers.jsonl that nothing exact decides.
Of a point's wordings the one that speaks most for it by the weights so far counts, twice over. Printed: how
far the marks agree when each document is left out in turn, at several thresholds, then the weights.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from bench.fit import minimised
from bench.marking.agreement import FILES
from rag.quiz.grading.points import weighed
from rag.reading import CaseReader
from rag.settings import Settings
from training.corpora import read_lines

ROUNDS = 3
DECAY = 2.0  # of squared weights, on standardised signals
THRESHOLDS = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


@dataclass(frozen=True, slots=True)
class Decided:
    """One point of one answer."""

    document: str
    given: bool
    rows: torch.Tensor  # (wordings, signals + 1), float32; empty where something exact decides


def main() -> None:
    """Print the agreement and the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.marking.fit", description=__doc__)
    parser.add_argument("--data", type=Path, default=FILES[0], metavar="FILE")
    marked = decisions(parser.parse_args().data)
    documents = sorted({one.document for one in marked})
    held_out: list[tuple[float, bool]] = []
    for document in documents:
        weights = fitted([one for one in marked if one.document != document])
        held_out += [(_probability(one, weights), one.given) for one in marked if one.document == document]
    for threshold in THRESHOLDS:
        wrong = [(p >= threshold, given) for p, given in held_out if (p >= threshold) != given]
        credited = sum(said for said, _ in wrong)
        print(
            f"{threshold}: {1 - len(wrong) / len(held_out):.4f} agreed, {credited} credited wrongly, "
            f"{len(wrong) - credited} refused wrongly, of {len(held_out)}"
        )
    print("WEIGHTS = (" + ", ".join(f"{w:.2f}" for w in fitted(marked).tolist()) + ")")


def decisions(file: Path) -> list[Decided]:
    """Every point of every answer of the file, whole passages left out."""
    reader = CaseReader.of(Settings().reading)
    found = []
    for record in read_lines(file):
        for answer in record["answers"]:
            if answer["style"] in ("passage", "salad"):
                continue
            made = weighed(record["question"], record["points"], answer["answer"], reader)
            for i, one in enumerate(made):
                rows = [] if one.differs else [[*each.row, 1.0] for each in one.signals]
                given = i in answer["met"]
                found.append(Decided(record["document"], given, torch.tensor(rows)))
    return found


def fitted(marked: Sequence[Decided]) -> torch.Tensor:
    """The weights, the bias last."""
    open_ = [one for one in marked if len(one.rows)]
    labels = torch.tensor([float(one.given) for one in open_])
    best = torch.stack([one.rows[0] for one in open_])
    weights = _regression(best, labels)
    for _ in range(ROUNDS):
        best = torch.stack([one.rows[int((one.rows @ weights).argmax())] for one in open_])
        weights = _regression(best, labels)
    return weights


def _regression(rows: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Weights for the signals as they are, found on standardised ones."""
    mean, deviation = rows[:, :-1].mean(0), rows[:, :-1].std(0) + 1e-9
    scaled = torch.cat([(rows[:, :-1] - mean) / deviation, rows[:, -1:]], 1)

    def loss(weights: torch.Tensor) -> torch.Tensor:
        fit = torch.nn.functional.binary_cross_entropy_with_logits(scaled @ weights, labels, reduction="sum")
        return fit + DECAY / 2 * (weights[:-1] ** 2).sum()

    weights = minimised(loss, rows.shape[1])
    plain = weights[:-1] / deviation
    return torch.cat([plain, (weights[-1] - (plain * mean).sum()).reshape(1)])


def _probability(one: Decided, weights: torch.Tensor) -> float:
    return float(torch.sigmoid(one.rows @ weights).max()) if len(one.rows) else 0.0


if __name__ == "__main__":
    main()
