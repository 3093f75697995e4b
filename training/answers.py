"""Which sentence answers, and whether any does -> models/case-reader/answers.safetensors.

    python -m training.answers STORES --hands sm ta … news --held ti tm tn to [--every 2] [--write]

One hidden layer over what was seen of a question's likeliest sentences (rag/answering/judging/features.py),
trained on the probability that a softmax with a null gives to the sentences that answer, or to none where
none does. Several networks from different beginnings are kept as one, their scores averaged. STORES keeps a
store a hand and what was seen; the readers must not have been trained on the hands that are named here.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from index.embedding import ANSWERS_FILE
from index.settings import CASE_READER
from rag.answering.judging.features import COUNT
from rag.answering.judging.model import AnswerModel, probabilities
from training.answer_looks import Seen, seen_of

UNITS, NETWORKS, STEPS = 24, 8, 500
RARE = 0.1  # what is divided by at least: a feature that is seldom met must not decide where it is
RATE, DECAY, DROPPED = 0.01, 3e-3, 0.2
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
Weights = dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]


def main() -> None:
    """Look, train, grade on the hands held out, and write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.answers", description=__doc__)
    parser.add_argument("stores", type=Path)
    parser.add_argument("--hands", nargs="*", default=[])
    parser.add_argument("--held", nargs="*", default=[])
    parser.add_argument("--every", type=int, default=1, help="look at each so manieth question of a new hand")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    own = [one for hand in chosen.hands for one in seen_of(chosen.stores, hand, chosen.every)]
    held = [one for hand in chosen.held for one in seen_of(chosen.stores, hand, chosen.every)]
    if not own:
        return
    weights = trained(own)
    print(f"{len(own)} readings to fit, {len(held)} held out")
    for name, some in (("fitted", own), ("held out", held)):
        if some:
            print(f"{name}: {graded(AnswerModel(weights), some)}")
    if chosen.write:
        save_file(weights, CASE_READER / ANSWERS_FILE)


def trained(seen: Sequence[Seen]) -> Weights:
    """The weights of NETWORKS networks as those of one.

    A question whose answer no reading found says nothing of a sentence, and is left out.
    """
    found = {one.id for one in seen if one.held.any()}
    seen = [one for one in seen if len(one.held) and (not one.answerable or one.id in found)]
    rows = np.concatenate([one.features for one in seen])
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), RARE)
    most = max(len(one.held) for one in seen)
    given = np.zeros((len(seen), most, COUNT), dtype=np.float32)
    there = np.zeros((len(seen), most), dtype=bool)
    right = np.zeros((len(seen), most + 1), dtype=bool)  # the last one is none
    for row, one in enumerate(seen):
        given[row, : len(one.held)] = (one.features - mean) / scale
        there[row, : len(one.held)] = True
        right[row, : len(one.held)] = one.held
        right[row, most] = not one.held.any()
    networks = [
        _network(torch.from_numpy(given), torch.from_numpy(there), torch.from_numpy(right), seed)
        for seed in range(NETWORKS)
    ]
    joined = {name: torch.cat([network[name] for network in networks]).numpy() for name in networks[0]}
    joined["out"] = joined["out"] / NETWORKS
    joined["out.bias"] = joined["out.bias"].mean(keepdims=True)
    return {"mean": mean, "scale": scale, **joined}


def _network(
    given: torch.Tensor, there: torch.Tensor, right: torch.Tensor, seed: int
) -> dict[str, torch.Tensor]:
    torch.manual_seed(seed)
    hidden, out = torch.nn.Linear(COUNT, UNITS), torch.nn.Linear(UNITS, 1)
    steps = torch.optim.AdamW([*hidden.parameters(), *out.parameters()], lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(steps, max_lr=RATE, total_steps=STEPS)
    none = torch.zeros(len(given), 1)
    for _ in range(STEPS):
        dropped = torch.nn.functional.dropout(given, DROPPED)
        scores = out(torch.tanh(hidden(dropped)))[..., 0].masked_fill(~there, -1e4)
        chances = torch.log_softmax(torch.cat([scores, none], dim=1), dim=1)
        loss = -torch.logsumexp(chances.masked_fill(~right, -1e4), dim=1).mean()
        steps.zero_grad()
        loss.backward()
        steps.step()
        schedule.step()
    learned = {
        "hidden": hidden.weight,
        "hidden.bias": hidden.bias,
        "out": out.weight[0],
        "out.bias": out.bias,
    }
    return {name: weight.detach().clone() for name, weight in learned.items()}


def graded(model: AnswerModel, seen: Sequence[Seen]) -> str:
    """Of each question's likeliest reading: how often its first sentence answers, and at each threshold more.

    The shares answered rightly, answered wrongly, and of near misses refused.
    """
    best: dict[str, tuple[float, bool, bool]] = {}
    for one in seen:
        if not len(one.held):
            continue
        scores = model.scores(one.features)
        first = int(np.argmax(scores))
        chance = float(probabilities(scores)[first])
        if one.id not in best or chance > best[one.id][0]:
            best[one.id] = (chance, bool(one.held[first]), one.answerable)
    told = [(chance, right) for chance, right, answerable in best.values() if answerable]
    near = [chance for chance, _, answerable in best.values() if not answerable]
    lines = [f"first of {len(told)} answers: {np.mean([right for _, right in told]):.3f}"]
    for threshold in THRESHOLDS:
        right = np.mean([chance >= threshold and good for chance, good in told])
        wrong = np.mean([chance >= threshold and not good for chance, good in told])
        refused = np.mean([chance < threshold for chance in near]) if near else float("nan")
        lines.append(f"  {threshold}: right {right:.3f}, wrong {wrong:.3f}, near refused {refused:.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
