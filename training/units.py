"""Marked documents -> models/case-reader/units.safetensors: which name around a case is its unit.

    python -m training.units FOLDER... [--as-printed HAND...] [--held HAND...] [--write FILE]

A folder holds docs/ and structure.jsonl, as those of tests/quality/documents do, all by one hand. Some hands
mark the office where a heading prints its party committee; of these, the folders that are not --as-printed,
the committee counts as right too, and rules may be heeded, which were not written for their documents.
Takes four minutes on one core.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from index.segment.cases import by_rules
from index.segment.tagged import tagged_cases
from index.segment.units import case_candidates, ruled_units, same_office
from index.settings import CASE_READER, UNITS_FILE
from training.corpora import NEWS as NEWS_FILE
from training.corpora import news
from training.line_marks import bare, marked_documents

EPOCHS, BATCH, RATE, DECAY, DROPPED, HIDDEN = 25, 16, 5e-3, 3e-2, 0.3, 32
NEWS = 200  # documents


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One case's candidates."""

    names: tuple[str, ...]
    features: Tensor  # (candidates, features)
    right: Tensor  # (candidates,) of bool
    wanted: str


class Ranker(nn.Module):
    """The ranker that index/segment/units/model.py reads."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.direct = nn.Linear(features, 1)
        self.hidden = nn.Linear(features, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, features: Tensor) -> Tensor:
        """(candidates,) of scores."""
        scored = self.direct(features) + self.out(self.drop(torch.relu(self.hidden(features))))
        return scored[:, 0]


def main() -> None:
    """Train; grade the hands that are held out; write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.units", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--as-printed", nargs="*", default=[], metavar="HAND")
    parser.add_argument("--held", nargs="*", default=[], metavar="HAND")
    parser.add_argument("--write", type=Path, nargs="?", const=CASE_READER / UNITS_FILE)
    chosen = parser.parse_args()
    seen, held = [], []
    for folder in chosen.folders:
        found = list(examples(folder, as_printed=folder.name in chosen.as_printed))
        (held if folder.name in chosen.held else seen).extend(found)
    seen.extend(news_examples())
    print(f"{len(seen)} cases; the unit is no candidate in {sum(not e.right.any() for e in seen)}")
    ranker = trained([one for one in seen if one.right.any()])
    if held:
        guessed = [one.names[int(ranker(one.features).argmax())] for one in held]
        right = sum(bare(name) == bare(one.wanted) for name, one in zip(guessed, held, strict=True))
        alike = sum(same_office(bare(n), bare(one.wanted)) for n, one in zip(guessed, held, strict=True))
        print(f"held out: {right} of {len(held)} right, {alike} the same office")
    if chosen.write:
        from safetensors.numpy import save_file

        state = ranker.state_dict().items()
        save_file({name: np.ascontiguousarray(tensor.numpy()) for name, tensor in state}, chosen.write)


def examples(folder: Path, *, as_printed: bool) -> Iterator[Example]:
    """The cases of a folder's documents, as they are marked."""
    for marked in marked_documents(folder):
        text, title = marked.document.text, marked.document.title
        cases = tagged_cases(marked.document, marked.blocks, marked.tags).cases
        ruled: list[str | None] = [None] * len(cases)
        if not as_printed:
            ruled = ruled_units(cases, by_rules(marked.document, marked.blocks).cases)
        every = case_candidates(text, title, cases, ruled)
        for found, wanted in zip(every, marked.wanted["cases"], strict=True):
            unit = wanted["unit"] or ""
            right = [
                bare(name) == bare(unit) or (not as_printed and _committee_of(name, unit))
                for name in found.names
            ]
            yield Example(
                found.names,
                torch.tensor(found.features),
                torch.tensor(right),
                unit,
            )


def news_examples() -> Iterator[Example]:
    """News documents, one case each, that are nobody's."""
    for article in news(NEWS_FILE, limit=NEWS):
        document = article.document
        cases = by_rules(document, article.blocks).cases
        if len(cases) != 1:
            continue
        (found,) = case_candidates(document.text, document.title, cases, [cases[0].unit])
        right = torch.tensor([not name for name in found.names])
        yield Example(found.names, torch.tensor(found.features), right, "")


def _committee_of(name: str, office: str) -> bool:
    return bool(office) and len(name) > len(office) and name.startswith(office) and same_office(name, office)


def trained(seen: Sequence[Example]) -> Ranker:
    """A ranker that gives the right candidates of a case most of the probability."""
    torch.manual_seed(0)
    order = random.Random(0)
    ranker = Ranker(seen[0].features.shape[1])
    optimiser = torch.optim.AdamW(ranker.parameters(), lr=RATE, weight_decay=DECAY)
    left = list(seen)
    for _ in range(EPOCHS):
        order.shuffle(left)
        for at in range(0, len(left), BATCH):
            batch = left[at : at + BATCH]
            scores = ranker(torch.cat([one.features for one in batch])).split(
                [len(one.names) for one in batch]
            )
            losses = [
                torch.logsumexp(scored, 0) - torch.logsumexp(scored[one.right], 0)
                for scored, one in zip(scores, batch, strict=True)
            ]
            optimiser.zero_grad()
            torch.stack(losses).mean().backward()
            optimiser.step()
    return ranker.eval()


if __name__ == "__main__":
    main()
