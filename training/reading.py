"""Adapt the reader to answering: questions -> models/case-reader/reading.safetensors.

    python -m training.reading [--news FILE] [--packed FOLDER] [--epochs 2] [--begin FILE] [--out FILE]

Low-rank adapters (training/adapters.py) with new span and relevance heads, so that embedding stays as it
is. Trained on training/questions and on CMRC 2018 train, of which each epoch takes another part. Some
documents are held out and graded after each epoch: how often the span is the answer, and how well
relevance tells the answerable from the near misses (AUC). --begin goes on from adapters that are trained
already, each epoch on all of CMRC 2018 train, with other sentences around the answers, and half of our own.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch

from chinese.folding import fold
from index.embedding.embedder import READING_FILE
from index.settings import CASE_READER
from training.adapters import BATCH, AdaptedEncoder, batches, train
from training.corpora import NEWS, SHARED, read_lines
from training.pairs import documents, held_out
from training.questions import FOREIGN, Example, elsewhere, of_news, of_packed

QUESTIONS = Path(__file__).parent / "questions" / "news.jsonl"
PACKED = SHARED / "reader" / "training"
RATE = 3e-4
GO_ON = 2e-4  # the rate from adapters that are trained already
AGAIN = 0.5  # share of our own examples that come again then
MAX_TOKENS = 448
MIXED = 60  # characters by which the lengths of a batch may differ
REMEMBERED = 4_000  # packed examples an epoch, so that nothing is forgotten
SEED = 0  # of what is held out, and of the order
PACKED_SEED = 3
FAR_SEED = 4
FURTHER_SEED = 10  # of the epochs that go on, which must differ from the first ones
NOWHERE = 0  # the first token, where a passage without an answer points


class Answerer(AdaptedEncoder):
    """The encoder with adapters, start and end of the answer, and whether there is one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, ["qa_outputs", "relevance"], MAX_TOKENS)

    def forward(self, batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of start and end (2, examples, tokens), of relevance (examples,), and the places asked for.

        The places are token numbers, int64, (2, examples); a span beyond the cut counts as no answer.
        """
        encoded = self.encode(
            [fold(e.question) for e in batch], [e.passage for e in batch], return_offsets_mapping=True
        )
        offsets = encoded.pop("offset_mapping").tolist()
        sides = [encoded.sequence_ids(row) for row in range(len(batch))]
        hidden = self.hidden(encoded)
        spans = self.heads["qa_outputs"](hidden).permute(2, 0, 1)
        outside = torch.tensor([[side != 1 for side in row] for row in sides])
        outside[:, NOWHERE] = False
        places = [token_places(e, offsets[i], sides[i]) for i, e in enumerate(batch)]
        relevance = self.heads["relevance"](hidden[:, NOWHERE])[:, 0]
        return spans.masked_fill(outside, -1e4), relevance, torch.tensor(places).T

    def loss(self, batch: Sequence[Example]) -> torch.Tensor:
        """Cross entropy of start and end, and of whether there is an answer."""
        spans, relevance, places = self(batch)
        there = torch.tensor([float(example.span is not None) for example in batch])
        reading = torch.nn.functional.cross_entropy(spans.flatten(0, 1), places.flatten())
        return reading + torch.nn.functional.binary_cross_entropy_with_logits(relevance, there)


def token_places(
    example: Example, offsets: Sequence[tuple[int, int]], sides: Sequence[int | None]
) -> tuple[int, int]:
    """First and last token of the answer; both NOWHERE where there is none, or none that is whole."""
    if example.span is None:
        return NOWHERE, NOWHERE
    start, end = example.span
    held = [t for t, (a, b) in enumerate(offsets) if sides[t] == 1 and b > start and a < end]
    whole = bool(held) and offsets[held[-1]][1] >= end
    return (held[0], held[-1]) if whole else (NOWHERE, NOWHERE)


def main() -> None:
    """Train, grade after every epoch, save after every epoch."""
    parser = argparse.ArgumentParser(prog="python -m training.reading", description=__doc__)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--packed", type=Path, default=PACKED)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--begin", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, default=CASE_READER / READING_FILE)
    chosen = parser.parse_args()
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    own, graded = examples(chosen.news, shuffle)
    files = chosen.packed / "mrc.json.gz", chosen.packed / "unans.json.gz"
    model = Answerer(CASE_READER)
    if chosen.begin:
        model.load(chosen.begin)
        rounds = further_rounds(own, files, chosen.epochs, shuffle)
    else:
        rounds = first_rounds(own, files, chosen.epochs, shuffle)
    print(
        f"{len(own)} own examples, {[len(some) for some in rounds]} an epoch, {len(graded)} held out",
        flush=True,
    )
    epochs = [batches(some, lambda e: len(e.passage), MIXED, shuffle) for some in rounds]
    far = far_of(graded)
    rate = GO_ON if chosen.begin else RATE
    train(model, rate, epochs, model.loss, lambda: grade(model, graded, far), chosen.out)


def first_rounds(
    own: Sequence[Example], files: tuple[Path, Path], epochs: int, shuffle: random.Random
) -> list[list[Example]]:
    """What each epoch from the start takes: all of our own, and another part of the packed examples."""
    packed = of_packed(*files, random.Random(PACKED_SEED))
    shuffle.shuffle(packed)
    parts = [packed[at * REMEMBERED :][:REMEMBERED] for at in range(epochs)]
    return [_with_far([*own, *part], at) for at, part in enumerate(parts)]


def further_rounds(
    own: Sequence[Example], files: tuple[Path, Path], epochs: int, shuffle: random.Random
) -> list[list[Example]]:
    """What each epoch after those takes: half of our own, all the packed examples, cut in another way."""
    again = round(AGAIN * len(own))
    return [
        _with_far(
            [*shuffle.sample(own, again), *of_packed(*files, random.Random(FURTHER_SEED + at))],
            FURTHER_SEED + at,
        )
        for at in range(epochs)
    ]


def _with_far(some: list[Example], number: int) -> list[Example]:
    return some + elsewhere(some, FOREIGN, random.Random(FAR_SEED + number))


def examples(news: Path, shuffle: random.Random) -> tuple[list[Example], list[Example]]:
    """Our own questions to train on, and those of the documents held out, which ``shuffle`` draws."""
    questions = read_lines(QUESTIONS)
    texts = documents(news, {question["doc"] for question in questions})
    held = held_out(questions, shuffle)
    own = of_news([q for q in questions if q["doc"] not in held], texts, random.Random(1))
    return own, of_news([q for q in questions if q["doc"] in held], texts, random.Random(2))


def far_of(graded: Sequence[Example]) -> list[Example]:
    """Some of the held-out questions, each in a passage of another text."""
    return elsewhere(graded, FOREIGN, random.Random(FAR_SEED))


def grade(model: Answerer, some: Sequence[Example], far: Sequence[Example]) -> str:
    """Share of spans that are the answer's tokens; AUC of relevance against near misses and far passages."""
    right, scores = read(model, [*some, *far])
    there = [i for i, example in enumerate(some) if example.span]
    near = [scores[i] for i, example in enumerate(some) if not example.span]
    spans_right = sum(right[i] for i in there) / len(there)
    yes, no = [scores[i] for i in there], scores[len(some) :]
    spans_told = f"span {spans_right:.3f} of {len(there)}"
    near_told = f"AUC {auc(yes, near):.3f} of {len(near)} near misses"
    return f"{spans_told}, {near_told}, {auc(yes, no):.3f} of {len(no)} in other texts"


def read(model: Answerer, some: Sequence[Example]) -> tuple[list[bool], list[float]]:
    """Whether each span is the answer's tokens, and the logit of relevance."""
    model.eval()
    right: list[bool] = []
    scores: list[float] = []
    with torch.inference_mode():
        for at in range(0, len(some), BATCH):
            spans, relevance, places = model(some[at : at + BATCH])
            spans[:, :, NOWHERE] = -1e4
            right += (spans.argmax(2) == places).all(0).tolist()
            scores += relevance.tolist()
    return right, scores


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """How often one of the first is above one of the second; a tie counts half."""
    wins = sum((a > b) + (a == b) / 2 for a in higher for b in lower)
    return wins / len(higher) / len(lower)


if __name__ == "__main__":
    main()
