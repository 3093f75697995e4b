"""The network against PyTorch's own LSTM, and its paths against all paths that there are."""

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
import torch

from index.segment.tagged import LineFeatures
from index.segment.tagged.network import (
    ALLOWED,
    FIRST,
    INSIDE,
    TAGS,
    Network,
    best_path,
    log_probability,
    shipped_network,
)
from training.line_tags import Tagger, exported


@pytest.fixture
def tagger() -> Tagger:
    torch.manual_seed(3)
    tagger = Tagger(5, 2).eval()
    with torch.no_grad():
        tagger.transitions.normal_()
        tagger.start.normal_()
    return tagger


def network_of(*taggers: Tagger) -> Network:
    return Network({f"{n}.{name}": value for n, one in enumerate(taggers) for name, value in exported(one)})


def lines(count: int) -> LineFeatures:
    random = np.random.default_rng(count)
    return LineFeatures(
        random.random((count, 5), dtype=np.float32),
        random.integers(0, 1022, (count, 2)),
        random.integers(0, 3, count),
    )


def tensors_of(one: LineFeatures) -> tuple[torch.Tensor, ...]:
    return torch.tensor(one.numbers), torch.tensor(one.pieces), torch.tensor(one.styles)


def trained_scores(tagger: Tagger, one: LineFeatures) -> torch.Tensor:
    with torch.no_grad():
        return tagger.scores(*(part[None] for part in tensors_of(one)), [len(one.numbers)])


@pytest.mark.parametrize("count", [1, 2, 7])
def test_scores_are_those_of_the_network_that_was_trained(tagger: Tagger, count: int):
    wanted = trained_scores(tagger, lines(count))[0].numpy()
    np.testing.assert_allclose(network_of(tagger).scores(lines(count)), wanted, atol=1e-5)


def test_padding_changes_nothing(tagger: Tagger):
    short, long = lines(3), lines(6)
    pairs = zip(tensors_of(short), tensors_of(long), strict=True)
    padded = (torch.nn.utils.rnn.pad_sequence(pair, batch_first=True) for pair in pairs)
    with torch.no_grad():
        together = tagger.scores(*padded, [3, 6])
    torch.testing.assert_close(together[0, :3], trained_scores(tagger, short)[0])
    torch.testing.assert_close(together[1], trained_scores(tagger, long)[0])


def test_a_line_is_read_with_those_printed_alike(tagger: Tagger):
    network, one = network_of(tagger), lines(5)
    apart, same = (replace(one, styles=np.array(styles)) for styles in ([0, 1, 2, 3, 4], [0] * 5))
    assert not np.allclose(network.scores(apart), network.scores(same), atol=1e-4)


def test_several_networks_are_read_together(tagger: Tagger):
    torch.manual_seed(4)
    other = Tagger(5, 2).eval()
    mean = (network_of(tagger).scores(lines(4)) + network_of(other).scores(lines(4))) / 2
    np.testing.assert_allclose(network_of(tagger, other).scores(lines(4)), mean, atol=1e-5)


def possible(count: int) -> list[tuple[int, ...]]:
    paths = product(range(len(TAGS)), repeat=count)
    return [p for p in paths if p[0] != INSIDE and all(ALLOWED[a, b] for a, b in pairwise(p))]


def weight(network: Network, scores: np.ndarray, path: tuple[int, ...]) -> float:
    steps = sum(network.transitions[a, b] for a, b in pairwise(path))
    return float(network.start[path[0]] + steps + sum(scores[n, tag] for n, tag in enumerate(path)))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_best_path_is_the_best_of_all_possible_ones(tagger: Tagger, count: int):
    network = network_of(tagger)
    scores = network.scores(lines(count))
    assert tuple(best_path(network, scores)) == max(possible(count), key=lambda p: weight(network, scores, p))


def test_the_probabilities_of_all_paths_add_up_to_one(tagger: Tagger):
    network = network_of(tagger)
    scores = network.scores(lines(4))
    paths = possible(4)
    total = sum(np.exp(log_probability(network, scores, path)) for path in paths)
    assert total == pytest.approx(1, abs=1e-4)
    likely, unlikely = paths[3], paths[-1]
    difference = weight(network, scores, likely) - weight(network, scores, unlikely)
    told = log_probability(network, scores, likely) - log_probability(network, scores, unlikely)
    assert told == pytest.approx(difference, abs=1e-3)


def test_the_loss_in_training_is_the_probability_told_in_use(tagger: Tagger):
    tags = [0, 1, FIRST, INSIDE, 0]
    with torch.no_grad():
        loss = float(tagger.loss(trained_scores(tagger, lines(5)), torch.tensor([tags]), [5])[0])
    network = network_of(tagger)
    assert log_probability(network, network.scores(lines(5)), tags) == pytest.approx(-loss, abs=1e-3)


def test_no_body_goes_on_without_its_first_line(tagger: Tagger):
    network = network_of(tagger)
    scores = np.full((6, len(TAGS)), -5, dtype=np.float32)
    scores[:, INSIDE] = 5  # every line speaks for the inside of a body
    path = best_path(network, scores)
    assert path[0] != INSIDE
    assert all(ALLOWED[a, b] for a, b in pairwise(path))


def test_the_network_that_ships_reads_the_features_that_are_made():
    network = shipped_network()
    nothing = LineFeatures(
        np.zeros((1, network.width), np.float32), np.zeros((1, 6), np.int64), np.zeros(1, np.int64)
    )
    assert network.scores(nothing).shape == (1, len(TAGS))
