"""Fit what the signals weigh in rag/checking/verdict_model.py, or sweep the thresholds of checking.

    python -m bench.fit_checking [--store DIR] [--sweep]

On claims the reader was not trained on: tests/quality/news_claims.jsonl and the held-out documents of
training/claims, in one store; nothing of ../shared/gold. A multinomial regression takes each claim as a
whole in the sentences that speak of it most, by the weights found so far, starting from those in
rag/checking/verdict_model.py. --sweep settles the claims with those weights under many thresholds.
"""

import argparse
import itertools
import random
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from bench.fit import minimised
from chinese import AnalysedText
from chinese.folding import fold
from index.embedding.embedder import Embedder
from index.settings import IndexRoot
from rag.answering.chatbot import Chatbot
from rag.checking.claims import split_claims
from rag.checking.findings import Lookup, settled, weighed
from rag.checking.source_texts import grounds
from rag.checking.verdict_model import WEIGHTS, signals
from rag.program import Program
from rag.reading.reader import SupportsWeighing, Weighing
from rag.records import Verdict
from rag.settings import CheckingSettings, Settings
from training.corpora import DEV, NEWS, fill, news, read_lines
from training.pairs import LABELS
from training.verdict import rounds

SIGNALS = "coverage wider alike facts support contradiction differs doubtful missing bias".split()
ROUNDS = 4
SUPPORT = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
CONTRADICT = (0.3, 0.4, 0.5)
OPPOSE = (0.4, 0.5, 0.6)


@dataclass(frozen=True, slots=True)
class Looked:
    """A claim with what may prove it."""

    id: str
    label: Verdict
    lookup: Lookup
    whole: torch.Tensor  # signals of the whole claim in each candidate of every ground, float32 (-1, signals)


class Remembering:
    """A reader that is not asked the same twice: thresholds are swept over what it said once."""

    def __init__(self, reader: SupportsWeighing) -> None:
        self._reader = reader
        self._said: dict[tuple[str, str], Weighing] = {}

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> list[Weighing]:
        """Weigh each (claim, text) pair that is new; one Weighing a pair, in order."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._said]
        self._said.update(zip(new, self._reader.weigh(new), strict=True))
        return [self._said[pair] for pair in pairs]


def main() -> None:
    """Fit the weights, or sweep the thresholds."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_checking", description=__doc__)
    parser.add_argument("--store", type=Path, help="keep the store of the claims' documents here")
    parser.add_argument("--sweep", action="store_true")
    chosen = parser.parse_args()
    ours = read_lines(DEV / "news_claims.jsonl")
    told = [*ours, *(claim for _, held in rounds(random.Random(0)) for claim in held)]
    with tempfile.TemporaryDirectory() as folder:
        store = chosen.store or Path(folder) / "store"
        settings = IndexRoot().index
        fill(store, news(NEWS, {c["doc"] for c in told}), Embedder(settings), settings).close()
        with Program.open(Settings(store=store)) as program:
            bot = program.chatbot
            reader = Remembering(bot.reader)
            looked = [entry for claim in told if (entry := look(bot, reader, claim))]
            print(f"{len(looked)} claims, {Counter(claim.label for claim in looked)}")
            if chosen.sweep:
                sweep(looked, reader, len(ours))
            else:
                show(fitted(looked), looked)


def look(bot: Chatbot, reader: SupportsWeighing, claim: Mapping[str, str]) -> Looked | None:
    """The claim with its candidates; None when it has no checkable part or nothing is found."""
    words = claim["claim"]
    parts = [(p.start, p.end) for c in split_claims(words) for p in c.parts if p.checkable]
    if not parts:
        return None
    settings = bot.settings.checking
    sources = grounds(bot.store, bot.retriever.search(fold(words), settings.passages), settings.texts)
    lookup = Lookup(AnalysedText(words), parts, sources)
    tried = [(lookup.statement, proof) for at in range(len(lookup)) for proof in lookup.of_whole(at)]
    rows = [
        signals(proof, weighing) for (_, proof), weighing in zip(tried, weighed(tried, reader), strict=True)
    ]
    label: Verdict = LABELS[LABELS.index(claim["label"])]
    return Looked(claim["id"], label, lookup, torch.tensor(rows)) if rows else None


def fitted(looked: Sequence[Looked]) -> torch.Tensor:
    """Weights, (2, signals): of supported and of contradicted."""
    labels = torch.tensor([LABELS.index(claim.label) for claim in looked])
    weights = torch.tensor([WEIGHTS["supported"], WEIGHTS["contradicted"]])
    for _ in range(ROUNDS):
        rows = torch.stack([telling(claim.whole, weights) for claim in looked])
        mean, spread = rows.mean(0), rows.std(0).clamp(min=1e-3)
        mean[-1], spread[-1] = 0.0, 1.0  # the bias is the same in every row
        scaled = (rows - mean) / spread  # likeness varies little; the ridge should not mind

        def loss(flat: torch.Tensor, scaled: torch.Tensor = scaled) -> torch.Tensor:
            return torch.nn.functional.cross_entropy(logits(scaled, flat.reshape(2, -1)), labels)

        weights = minimised(loss, 2 * len(SIGNALS)).reshape(2, -1) / spread
        weights[:, -1] -= (weights * mean).sum(1)
    return weights


def telling(rows: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """The row that speaks of the claim most."""
    chances = logits(rows, weights).softmax(1)
    return rows[chances[:, :2].sum(1).argmax()]


def logits(rows: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Supported, contradicted, unverifiable: (rows, 3)."""
    return torch.cat([rows @ weights.T, torch.zeros(len(rows), 1)], 1)


def show(weights: torch.Tensor, looked: Sequence[Looked]) -> None:
    """Print the weights, and what the regression alone calls the claims."""
    for name, row in zip(LABELS, weights.tolist(), strict=False):
        print(f'    "{name}": ({", ".join(f"{value:.2f}" for value in row)}),')
    print("   ", SIGNALS)
    rows = torch.stack([telling(claim.whole, weights) for claim in looked])
    called = logits(rows, weights).argmax(1).tolist()
    table = Counter((claim.label, LABELS[c]) for claim, c in zip(looked, called, strict=True))
    for label in LABELS:
        print(f"  {label}: { ({other: table[label, other] for other in LABELS}) }")


def sweep(looked: Sequence[Looked], reader: SupportsWeighing, ours: int) -> None:
    """Accuracy and false supports for each set of thresholds, the most accurate of each support first."""
    print(f"accuracy and false supports: all {len(looked)}; of them the {ours} of tests/quality")
    for support in SUPPORT:
        rows = []
        for contradict, oppose in itertools.product(CONTRADICT, OPPOSE):
            settings = CheckingSettings(support=support, contradict=contradict, oppose=oppose)
            called = [verdict(claim, reader, settings) for claim in looked]
            dev = [pair for pair in zip(looked, called, strict=True) if not pair[0].id.startswith("tc-")]
            rows.append((*figures(list(zip(looked, called, strict=True))), *figures(dev), contradict, oppose))
        for row in sorted(rows, reverse=True)[:2]:
            all_right, all_false, right, false, contradict, oppose = row
            print(
                f"support {support} contradict {contradict} oppose {oppose}:"
                f" {all_right:.3f} {all_false}; {right:.3f} {false}"
            )


def verdict(claim: Looked, reader: SupportsWeighing, settings: CheckingSettings) -> str:
    """The verdict of the whole sentence, as rag.records derives it from its parts."""
    findings = settled(claim.lookup, reader, settings)
    verdicts = {finding.verdict for finding in findings}
    if verdicts == {"supported"}:
        return "supported"
    return "contradicted" if "contradicted" in verdicts else "unverifiable"


def figures(called: Sequence[tuple[Looked, str]]) -> tuple[float, int]:
    """Accuracy, and how many were falsely called supported."""
    right = sum(claim.label == given for claim, given in called)
    false = sum(given == "supported" != claim.label for claim, given in called)
    return right / len(called), false


if __name__ == "__main__":
    main()
