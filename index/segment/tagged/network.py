"""Lines -> tags: bidirectional LSTMs under a conditional random field, in NumPy.

Huang et al. 2015, Bidirectional LSTM-CRF Models for Sequence Tagging; between the two layers each line is
given the mean state of all lines that are printed alike, so that these are taken for the same. Trained by
training/line_tags.py; a few networks that were begun differently are read together, their scores averaged.
Without side effects: shared freely.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.segment.tagged.line_features import LineFeatures, Matrix, Pieces
from index.settings import CASE_READER, LINES_FILE

TAGS = ("outside", "heading", "first", "inside")  # of a line: outside all cases, and so on
OUTSIDE, HEADING, FIRST, INSIDE = range(4)
NEVER = np.float32(-1e4)
Tensors = Mapping[str, NDArray[np.float32]]
# A body's first line goes before its others; under a heading stands a body, another heading, or nothing.
ALLOWED = np.array([[1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1]], dtype=bool)


@dataclass(frozen=True, slots=True)
class Network:
    """Networks of one shape, each named by a number: "0.out.weight"."""

    tensors: Tensors

    @property
    def _members(self) -> Sequence[str]:
        return sorted({name.partition(".")[0] for name in self.tensors})

    @property
    def width(self) -> int:
        """How many features a line has."""
        pieces = [t for name, t in self.tensors.items() if name.startswith(f"{self._members[0]}.pieces.")]
        return int(
            self.tensors[f"{self._members[0]}.input.weight"].shape[1] - sum(t.shape[1] for t in pieces)
        )

    def scores(self, lines: LineFeatures) -> Matrix:
        """(lines, tags): how much each line speaks for each tag."""
        every = [self._scores(one, lines) for one in self._members]
        return np.asarray(np.mean(every, axis=0), dtype=np.float32)

    @property
    def transitions(self) -> Matrix:
        """(tags, tags): what the tag before gives to the next."""
        mean = np.mean([self.tensors[f"{one}.transitions"] for one in self._members], axis=0)
        return np.where(ALLOWED, mean, NEVER)

    @property
    def start(self) -> Matrix:
        """(tags,): what the beginning of the document gives."""
        mean = np.mean([self.tensors[f"{one}.start"] for one in self._members], axis=0)
        return np.where(np.arange(len(TAGS)) == INSIDE, NEVER, mean)

    def _scores(self, member: str, lines: LineFeatures) -> Matrix:
        def tensor(name: str) -> Matrix:
            return self.tensors[f"{member}.{name}"]

        pieces = lines.pieces
        embedded = [tensor(f"pieces.{n}")[pieces[:, n]] for n in range(pieces.shape[1])]
        read = np.hstack([lines.numbers, *embedded]) @ tensor("input.weight").T + tensor("input.bias")
        read = np.maximum(read, 0)
        for layer in ("near", "whole"):
            forth, back = (
                [tensor(f"{layer}.{kind}_l0{way}") for kind in ("weight_ih", "weight_hh", "bias")]
                for way in ("", "_reverse")
            )
            read = np.hstack([_lstm(read, *forth), _lstm(read[::-1], *back)[::-1]])
            if layer == "near":
                read = np.hstack([read, _of_style(read, lines.styles)])
        return np.asarray(read @ tensor("out.weight").T + tensor("out.bias"), dtype=np.float32)


def _of_style(states: Matrix, styles: Pieces) -> Matrix:
    """The mean state of the lines printed like each line, itself among them."""
    sums = np.zeros((int(styles.max()) + 1, states.shape[1]), dtype=np.float32)
    np.add.at(sums, styles, states)
    return np.asarray((sums / np.maximum(np.bincount(styles), 1)[:, None])[styles], dtype=np.float32)


def _lstm(read: Matrix, inner: Matrix, own: Matrix, bias: Matrix) -> Matrix:
    """The states of one direction, (lines, width); gates in PyTorch's order: in, forget, cell, out."""
    width = own.shape[1]
    given = read @ inner.T + bias
    state = cell = np.zeros(width, dtype=np.float32)
    states = np.empty((len(read), width), dtype=np.float32)
    for at, step in enumerate(given):
        gates = step + own @ state
        opened, kept, out = (  # logistic, as a tangent: no overflow
            (1 + np.tanh(gates[n * width : (n + 1) * width] / 2)) / 2 for n in (0, 1, 3)
        )
        cell = kept * cell + opened * np.tanh(gates[2 * width : 3 * width])
        state = states[at] = out * np.tanh(cell)
    return states


def best_path(network: Network, scores: Matrix) -> list[int]:
    """The likeliest tags of the lines, one or more (Viterbi)."""
    reached = network.start + scores[0]
    came: list[NDArray[np.int64]] = []
    for line in scores[1:]:
        ways = reached[:, None] + network.transitions
        came.append(ways.argmax(axis=0))
        reached = ways.max(axis=0) + line
    path = [int(reached.argmax())]
    for before in reversed(came):
        path.append(int(before[path[-1]]))
    return path[::-1]


def log_probability(network: Network, scores: Matrix, path: Sequence[int]) -> float:
    """The natural logarithm of the probability of these tags among all that lines may have; at most 0."""
    transitions = network.transitions
    all_ways = network.start + scores[0]
    this = float(all_ways[path[0]])
    for before, tag, line in zip(path, path[1:], scores[1:], strict=False):
        all_ways = np.logaddexp.reduce(all_ways[:, None] + transitions, axis=0) + line
        this += float(transitions[before, tag] + line[tag])
    return this - float(np.logaddexp.reduce(all_ways))


@cache
def shipped_network(folder: Path = CASE_READER) -> Network:
    """The network that ships. Raises FileNotFoundError where it is missing."""
    from safetensors.numpy import load_file

    return Network(load_file(folder / LINES_FILE))
