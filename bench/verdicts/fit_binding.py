"""Fit what the signals of bound facts weigh in rag/checking/bound/weights.py.

    python -m bench.verdicts.fit_binding STORES --sets NAME,… [--news STORE] [--shared DIR]

Each claim of the sets (as bench.verdicts.claim_sets takes them), and of tests/quality/news_claims.jsonl at
half weight where a store of its documents is given. Prints the weights, and for each threshold what claims
are called whose set was left out of the fit.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from bench.fit import minimised
from bench.verdicts.claim_sets import VERDICTS, claims_file
from rag.checking.bound.verdict import Weighed, weigh
from rag.program import Program
from rag.settings import Settings
from training.bound_claims import looked_up
from training.corpora import DEV, SHARED, read_lines

RIDGE = 10.0  # strength of the ridge, over all claims
NEWS = 0.5  # what a news claim counts
FOLDS = 12  # of the news documents
THRESHOLDS = tuple(n / 100 for n in range(40, 95, 5))


@dataclass(frozen=True, slots=True)
class Sample:
    """A claim's signals, its label and what it is left out with."""

    signals: tuple[float, ...]
    label: str
    fold: str
    weight: float
    nameable: bool
    held: bool


def main() -> None:
    """Fit both regressions and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.verdicts.fit_binding", description=__doc__)
    parser.add_argument("stores", type=Path)
    parser.add_argument("--sets", required=True)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--shared", type=Path, default=SHARED / "dev")
    chosen = parser.parse_args()
    samples: list[Sample] = []
    for name in chosen.sets.split(","):
        claims = read_lines(claims_file(name, chosen.shared))
        samples += sampled(chosen.stores / name, claims, lambda claim, name=name: name, 1.0)
    if chosen.news:
        claims = read_lines(DEV / "news_claims.jsonl")
        documents = sorted({claim["doc"] for claim in claims})
        folds = {document: f"news {at % FOLDS}" for at, document in enumerate(documents)}
        samples += sampled(chosen.news, claims, lambda claim: folds[claim["doc"]], NEWS)
    for constant, label in (("SUPPORTED", "supported"), ("CONTRADICTED", "contradicted")):
        show(constant, fitted(samples, label))
    print(*calls(samples), sep="\n")


def sampled(store: Path, claims: Sequence[Mapping[str, Any]], fold: Any, weight: float) -> Iterator[Sample]:
    """The samples of the claims of one store; a claim for which nothing is found is left out."""
    with Program.open(Settings(store=store)) as program:
        for claim, sentence, sources in looked_up(program, claims):
            parts = [
                (p.start - sentence.start, p.end - sentence.start) for p in sentence.parts if p.checkable
            ]
            reader = program.chatbot.reader
            weighed: Weighed | None = weigh(sentence.text, parts, sources, reader) if parts else None
            if weighed:
                named = bool(weighed.differences)
                yield Sample(weighed.signals, claim["label"], fold(claim), weight, named, weighed.held)


def fitted(samples: Sequence[Sample], label: str) -> torch.Tensor:
    """Weights of the signals and the bias, (signals + 1,)."""
    rows = torch.tensor([sample.signals for sample in samples], dtype=torch.float64)
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    scaled = torch.cat([(rows - mean) / spread, torch.ones(len(rows), 1, dtype=torch.float64)], 1)
    targets = torch.tensor([float(sample.label == label) for sample in samples], dtype=torch.float64)
    counts = torch.tensor([sample.weight for sample in samples], dtype=torch.float64)

    def loss(weights: torch.Tensor) -> torch.Tensor:
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            scaled @ weights.to(torch.float64), targets, weight=counts, reduction="sum"
        )
        return each + RIDGE / 2 * weights[:-1].square().sum()

    weights = minimised(loss, scaled.shape[1]).to(torch.float64)
    raw = weights[:-1] / spread
    return torch.cat([raw, (weights[-1] - (raw * mean).sum()).reshape(1)])


def show(constant: str, weights: torch.Tensor) -> None:
    """Print the weights as weights.py holds them."""
    values = ", ".join(f"{value:.4g}" for value in weights.tolist())
    print(f"{constant} = ({values})")


def calls(samples: Sequence[Sample]) -> list[str]:
    """For each threshold, how many of each label are called contradicted, and supported, in left-out sets."""
    chances = {label: left_out(samples, label) for label in ("contradicted", "supported")}
    lines = []
    for label, chance in chances.items():
        for threshold in THRESHOLDS:
            counts = []
            for truth in VERDICTS:
                over = [
                    c >= threshold and (s.nameable if label == "contradicted" else s.held)
                    for s, c in zip(samples, chance, strict=True)
                    if s.label == truth and not s.fold.startswith("news")
                ]
                counts.append(f"{truth} {sum(over)}/{len(over)}")
            lines.append(f"{label} from {threshold:.2f}: {', '.join(counts)}")
    return lines


def left_out(samples: Sequence[Sample], label: str) -> list[float]:
    """Each sample's probability by weights fitted without its fold."""
    chances = [0.0] * len(samples)
    for fold in {sample.fold for sample in samples}:
        weights = fitted([sample for sample in samples if sample.fold != fold], label)
        for at, sample in enumerate(samples):
            if sample.fold == fold:
                row = torch.tensor([*sample.signals, 1.0], dtype=torch.float64)
                chances[at] = float(torch.sigmoid(weights @ row))
    return chances


if __name__ == "__main__":
    main()
