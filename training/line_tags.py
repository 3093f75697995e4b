"""Marked documents -> models/case-reader/lines.safetensors: what part of its document each line is.

    python -m training.line_tags FOLDER... [--held HAND...] [--seeds N] [--write FILE]

A folder holds docs/ and structure.jsonl, as those of tests/quality/documents do, all by one hand. With --held
the networks train on the other folders only.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from index.records import Block
from index.segment.tagged.line_features import PIECES, line_features
from index.segment.tagged.network import ALLOWED, FIRST, INSIDE, NEVER, TAGS
from index.settings import CASE_READER, LINES_FILE
from training.line_marks import marked_documents

EPOCHS, BATCH, RATE, DECAY, DROPPED, CLIP = 20, 8, 4e-3, 2e-2, 0.3, 5.0
INPUT, WIDTH, PIECE = 64, 48, 8  # sizes: of what is read, of a direction's states, of a piece's vector
BEGINNING, SHORT_WEIGHT = 2, 0.5  # lines of a body where documents are shortened


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One document's lines."""

    numbers: Tensor  # (lines, features)
    pieces: Tensor  # (lines, 6)
    styles: Tensor  # (lines,)
    tags: Tensor  # (lines,)
    weight: float


class Tagger(nn.Module):
    """The network that index/segment/tagged/network.py reads."""

    def __init__(self, features: int, pieces: int) -> None:
        super().__init__()
        self.pieces = nn.ModuleList(nn.Embedding(PIECES + 1, PIECE, padding_idx=0) for _ in range(pieces))
        self.input = nn.Linear(features + PIECE * pieces, INPUT)
        self.near = nn.LSTM(INPUT, WIDTH, bidirectional=True, batch_first=True)
        self.whole = nn.LSTM(4 * WIDTH, WIDTH, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * WIDTH, len(TAGS))
        self.drop = nn.Dropout(DROPPED)
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.start = nn.Parameter(torch.zeros(len(TAGS)))
        self.register_buffer("forbidden", torch.tensor(np.where(ALLOWED, np.float32(0), NEVER)))
        self.register_buffer("late", torch.where(torch.arange(len(TAGS)) == INSIDE, float(NEVER), 0.0))

    def scores(self, numbers: Tensor, pieces: Tensor, styles: Tensor, lengths: Sequence[int]) -> Tensor:
        """(documents, lines, tags), from padded documents."""
        embedded = [one(pieces[..., n]) for n, one in enumerate(self.pieces)]
        read = self.drop(torch.relu(self.input(self.drop(torch.cat([numbers, *embedded], dim=-1)))))
        near = _states(self.near, read, lengths)
        inside = (torch.arange(styles.shape[1]) < torch.tensor(lengths)[:, None]).float()
        alike = (styles[:, :, None] == styles[:, None, :]).float() * inside[:, None, :]
        of_style = alike @ near / alike.sum(dim=-1, keepdim=True).clamp(min=1)
        whole = _states(self.whole, self.drop(torch.cat([near, of_style], dim=-1)), lengths)
        return self.out(self.drop(whole))

    def loss(self, scores: Tensor, tags: Tensor, lengths: Sequence[int]) -> Tensor:
        """(documents,): the negative logarithm of the probability of the tags (Lafferty et al. 2001)."""
        between = self.transitions + self.forbidden
        ways = self.start + self.late + scores[:, 0]
        this = ways.gather(1, tags[:, :1])[:, 0]
        count = torch.tensor(lengths)
        for at in range(1, scores.shape[1]):
            inside = at < count
            reached = torch.logsumexp(ways[:, :, None] + between, dim=1) + scores[:, at]
            step = between[tags[:, at - 1], tags[:, at]] + scores[:, at].gather(1, tags[:, at : at + 1])[:, 0]
            ways = torch.where(inside[:, None], reached, ways)
            this = this + torch.where(inside, step, torch.zeros(()))
        return torch.logsumexp(ways, dim=1) - this


def _states(lstm: nn.LSTM, read: Tensor, lengths: Sequence[int]) -> Tensor:
    packed = nn.utils.rnn.pack_padded_sequence(read, lengths, batch_first=True, enforce_sorted=False)
    return nn.utils.rnn.pad_packed_sequence(lstm(packed)[0], batch_first=True)[0]


def main() -> None:
    """Train, and write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.line_tags", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--held", nargs="*", default=[], metavar="HAND")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--write", type=Path, nargs="?", const=CASE_READER / LINES_FILE)
    chosen = parser.parse_args()
    examples = list(_marked(f for f in chosen.folders if f.name not in chosen.held))
    print(f"{len(examples)} documents, {sum(len(e.tags) for e in examples)} lines", flush=True)
    tensors: dict[str, np.ndarray] = {}
    for seed in range(chosen.seeds):
        tagger = trained(examples, seed)
        tensors |= {f"{seed}.{name}": value for name, value in exported(tagger)}
    if chosen.write:
        from safetensors.numpy import save_file

        save_file(tensors, chosen.write, metadata={"tags": " ".join(TAGS)})


def _marked(folders: Iterator[Path]) -> Iterator[Example]:
    """Every document, and each of several cases once more with no more than the beginning of each body."""
    for folder in folders:
        for one in marked_documents(folder):
            yield _example(one.document.text, one.blocks, one.tags, 1.0)
            if one.tags.count(FIRST) > 1:
                kept = _beginnings(one.tags)
                blocks, tags = [one.blocks[n] for n in kept], [one.tags[n] for n in kept]
                yield _example(one.document.text, blocks, tags, SHORT_WEIGHT)


def _beginnings(tags: Sequence[int]) -> list[int]:
    """The lines outside bodies, and of each body the first ``BEGINNING``."""
    kept, inside = [], 0
    for at, tag in enumerate(tags):
        inside = inside + 1 if tag == INSIDE else 0
        if inside < BEGINNING:
            kept.append(at)
    return kept


def _example(text: str, blocks: Sequence[Block], tags: Sequence[int], weight: float) -> Example:
    lines = line_features(text, blocks)
    return Example(
        torch.tensor(lines.numbers),
        torch.tensor(lines.pieces),
        torch.tensor(lines.styles),
        torch.tensor(tags),
        weight,
    )


def trained(examples: Sequence[Example], seed: int) -> Tagger:
    """One network, begun with ``seed``."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    tagger = Tagger(examples[0].numbers.shape[1], examples[0].pieces.shape[1])
    optimiser = torch.optim.AdamW(tagger.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in _batches(examples, order):
            loss = _loss(tagger, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), CLIP)
            optimiser.step()
            schedule.step()
    return tagger.eval()


def _batches(examples: Sequence[Example], order: random.Random) -> list[list[Example]]:
    """Documents of about one length together, in another order each time."""
    near = sorted(examples, key=lambda one: len(one.tags) * order.uniform(0.6, 1.6))
    batches = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    order.shuffle(batches)
    return batches


def _loss(tagger: Tagger, batch: Sequence[Example]) -> Tensor:
    lengths = [len(one.tags) for one in batch]
    numbers, pieces, styles, tags = (
        nn.utils.rnn.pad_sequence([getattr(one, name) for one in batch], batch_first=True)
        for name in ("numbers", "pieces", "styles", "tags")
    )
    losses = tagger.loss(tagger.scores(numbers, pieces, styles, lengths), tags, lengths)
    return (losses * torch.tensor([one.weight for one in batch])).sum() / len(batch)


def exported(tagger: Tagger) -> Iterator[tuple[str, np.ndarray]]:
    """The tensors as network.py names them, the two biases of each LSTM gate in one."""
    state = {name: tensor.detach().numpy() for name, tensor in tagger.state_dict().items()}
    for name, tensor in state.items():
        if ".bias_ih" in name:
            yield name.replace("bias_ih", "bias"), tensor + state[name.replace("ih", "hh")]
        elif name.startswith("pieces."):
            yield name.removesuffix(".weight"), tensor
        elif name not in ("forbidden", "late") and ".bias_hh" not in name:
            yield name, tensor


if __name__ == "__main__":
    main()
