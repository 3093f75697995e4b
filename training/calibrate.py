"""Temperature of the trained reader's relevance -> models/case-reader/calibration.json.

    python -m training.calibrate [--news FILE] [--weights FILE] [--write]

The one number that makes relevance a probability on the questions held out of training/reading.py: of
least negative log likelihood (Guo et al. 2017, On Calibration of Modern Neural Networks). Without --write
it is only told. The thresholds in the file come of bench.fit (answer) and bench.fit_checking (the others).
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from index.embedding.embedder import CALIBRATION_FILE, READING_FILE
from index.settings import CASE_READER
from training.corpora import NEWS
from training.reading import SEED, Answerer, examples, far_of, read

BINS = 10  # of equal width, in the expected calibration error
STEPS = 200


def main() -> None:
    """Fit and tell the temperature, and write it where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--weights", type=Path, default=CASE_READER / READING_FILE)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    _, graded = examples(chosen.news, random.Random(SEED))
    graded += far_of(graded)
    model = Answerer(CASE_READER)
    model.load(chosen.weights)
    logits = torch.tensor(read(model, graded)[1])
    labels = torch.tensor([float(example.span is not None) for example in graded])
    fitted = temperature(logits, labels)
    before, after = (calibration_error(some, labels) for some in (logits, logits / fitted))
    print(f"temperature {fitted:.2f} on {len(graded)} examples")
    print(f"expected calibration error {before:.3f} before, {after:.3f} after")
    if chosen.write:
        write(CASE_READER / CALIBRATION_FILE, fitted)


def temperature(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """What to divide logits, float32 (examples,), by, so that they fit labels 0 or 1 best; > 0."""
    log = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([log], max_iter=STEPS)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = binary_cross_entropy_with_logits(logits / log.exp(), labels)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return float(log.detach().exp())


def calibration_error(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """Mean distance, 0..1, between what is said and what is, over bins of probability, by their size."""
    said = logits.sigmoid()
    number = (said * BINS).long().clamp(max=BINS - 1)
    gaps: Sequence[float] = [
        float((said[number == at].mean() - labels[number == at].mean()).abs() * (number == at).sum())
        for at in range(BINS)
        if (number == at).any()
    ]
    return sum(gaps) / len(labels)


def write(file: Path, fitted: float) -> None:
    """Put the temperature into a calibration file; the rest of it stays."""
    kept = json.loads(file.read_text(encoding="utf8"))
    kept["temperature"]["relevance"] = round(fitted, 2)
    file.write_text(f"{json.dumps(kept, indent=2)}\n", encoding="utf8")


if __name__ == "__main__":
    main()
