"""Adapt the reader to propositions: questions on documents -> models/case-reader/propositions.safetensors.

    python -m training.propositions [--begin FILE] [--earlier SHARE] [--beside N] [--epochs 2] [--frozen 8]
        [--rate 0.0003] [--out FILE]

Goes on from adapters that read passages (training/reading.py), or from those of an earlier round, of whose
questions a share is then enough; what is read now is ``carried ‖ core``, and relevance asks whether this
proposition belongs to the answer. The lower layers keep their adapters, so that what they give is computed
once; with --frozen 0 all twelve are trained, which takes three times as long (bench/RESULTS.md says what it
gave). The hands of HANDS_HELD, which training/answers.py needs unseen, and every third document of
../shared/dev are held out and graded after each epoch.
"""

import argparse
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from chinese import fold
from index.embedding import PROPOSITIONS_FILE, READING_FILE
from index.settings import CASE_READER
from training.adapters import Descent, batches
from training.corpora import DEV, NEWS, SHARED, read_lines
from training.pairs import documents
from training.proposition_reads import (
    Read,
    exchanged,
    foreign,
    of_news,
    of_office,
    of_values,
    turns_of,
    with_earlier,
)
from training.questions import Example
from training.reading import NOWHERE, QUESTIONS, Answerer, auc, token_places

RATE = 3e-4
MIXED = 10  # code points by which the lengths of a batch may differ
SHARE = 0.45  # of the questions on news, times the share of those of an earlier round
LONGEST = 300  # code points of what is read; longer ones are left out
WEIGHT = 1.5  # of relevance beside the span
HELD = 3  # every third document is held out
SEED = 0
LAYERS = 12
HANDS = (
    "e1 e2 e3 e4 e5 e6 e7 e8 e9 e10 e11 e12 e13 e14 e21 e22 e23 e24 hf hg hh hi hk ht wa wb"
    " sa sb sc sd se sf sg sh si sj sk sl sm ta tb td te tf tg th ti tj tk tl tm tn to"
).split()
# The judgement is trained on some of them, the exams e21 to e24 are trained on by nothing.
HANDS_HELD = "e21 e22 e23 e24 hi wb sm ta tb td te tf tg th ti tj tk tl tm tn to".split()
FOLDERS = (
    *(SHARED / "dev" / name for name in ("booklets", "compilations", "regulations", "reports", "tables")),
    *(DEV / "documents" / name for name in HANDS),
)
QUESTION_FILES = ("questions.jsonl", "chains.jsonl")
LATER_FILES = ("labels.jsonl", "more.jsonl")  # of the second round; labels are of an exam's questions
SAID = 200  # batches between two lines of progress


@dataclass(frozen=True, slots=True)
class Plan:
    """How the reader is trained."""

    begin: Path  # adapters it goes on from
    frozen: int  # layers from below that keep theirs
    rate: float
    epochs: int
    out: Path


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A batch after the frozen layers."""

    reads: Sequence[Read]
    hidden: torch.Tensor  # bfloat16, (reads, tokens, width)
    mask: torch.Tensor  # (reads, tokens)
    outside: torch.Tensor  # bool, (reads, tokens): where no answer may stand
    places: torch.Tensor  # int64, (2, reads): first and last token of the answer


class PropositionReader(Answerer):
    """The reader with its upper layers' adapters and heads to be trained."""

    def __init__(self, folder: Path, frozen: int) -> None:
        super().__init__(folder)
        self._frozen = frozen
        for name, adapter in self.adapters.items():
            layer = re.search(r"layer\.([0-9]+)\.", name)
            if layer and int(layer.group(1)) < frozen:
                adapter.requires_grad_(False)

    def prepare(self, reads: Sequence[Read]) -> Prepared:
        """What the frozen layers give for a batch."""
        encoded = self.encode(
            [fold(one.question) for one in reads],
            [one.text for one in reads],
            return_offsets_mapping=True,
        )
        offsets = encoded.pop("offset_mapping").tolist()
        sides = [encoded.sequence_ids(row) for row in range(len(reads))]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            embedded = self.encoder.embeddings(
                input_ids=encoded["input_ids"], token_type_ids=encoded["token_type_ids"]
            )
            hidden = self._through(embedded, encoded["attention_mask"], 0, self._frozen)
        outside = torch.tensor([[side != 1 for side in row] for row in sides])
        outside[:, NOWHERE] = False
        examples = [Example(one.question, one.text, one.span) for one in reads]
        places = [token_places(e, offsets[i], sides[i]) for i, e in enumerate(examples)]
        return Prepared(reads, hidden.bfloat16(), encoded["attention_mask"], outside, torch.tensor(places).T)

    def logits(self, batch: Prepared) -> tuple[torch.Tensor, torch.Tensor]:
        """Start and end, (2, reads, tokens), and relevance, (reads,)."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self._through(batch.hidden.float(), batch.mask, self._frozen, LAYERS)
        hidden = self.dropped(hidden)
        spans = self.heads["qa_outputs"](hidden).permute(2, 0, 1).masked_fill(batch.outside, -1e4)
        return spans, self.heads["relevance"](hidden[:, NOWHERE])[:, 0]

    def descend(self, batch: Prepared) -> torch.Tensor:
        """Cross entropy of start and end where they are known, and of whether it belongs to the answer."""
        spans, relevance = self.logits(batch)
        told = torch.tensor([one.span is not None or not one.belongs for one in batch.reads])
        belongs = torch.tensor([float(one.belongs) for one in batch.reads])
        loss = torch.nn.functional.cross_entropy(
            spans.flatten(0, 1), batch.places.flatten(), reduction="none"
        ).view(2, -1)
        reading = (loss * told).sum() / max(1, 2 * int(told.sum()))
        return reading + WEIGHT * torch.nn.functional.binary_cross_entropy_with_logits(relevance, belongs)

    def _through(self, hidden: torch.Tensor, mask: torch.Tensor, first: int, last: int) -> torch.Tensor:
        away = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.encoder.encoder.layer[first:last]:
            given = layer(hidden, away)
            hidden = given[0] if isinstance(given, tuple) else given
        return hidden


def main() -> None:
    """Train, grade and save after every epoch."""
    parser = argparse.ArgumentParser(prog="python -m training.propositions", description=__doc__)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--begin", type=Path, default=CASE_READER / READING_FILE, metavar="FILE")
    parser.add_argument("--earlier", type=float, default=1.0, help="share of the first round's questions")
    parser.add_argument("--beside", type=int, default=LAYERS, help="reads that do not answer, a question")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--frozen", type=int, default=8, help="layers from below that keep their adapters")
    parser.add_argument("--out", type=Path, default=CASE_READER / PROPOSITIONS_FILE)
    chosen = parser.parse_args()
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    held = [one for folder in FOLDERS for one in asked_of(folder) if _held(folder, one.doc)]
    own = thinned(trained_on(chosen.news, shuffle, chosen.earlier), chosen.beside, shuffle)
    plan = Plan(chosen.begin, chosen.frozen, chosen.rate, chosen.epochs, chosen.out)
    fit(plan, own, held, shuffle)


def thinned(reads: Sequence[Read], beside: int, shuffle: random.Random) -> list[Read]:
    """All that answer, and of each question at most ``beside`` others; of one without an answer two more."""
    asked: dict[tuple[str, str], list[Read]] = {}
    for one in reads:
        asked.setdefault((one.id, one.question), []).append(one)
    kept = []
    for some in asked.values():
        others = [one for one in some if not one.belongs]
        shuffle.shuffle(others)
        kept += [one for one in some if one.belongs]
        kept += others[: beside if some[0].answerable else beside + 2]
    return kept


def fit(plan: Plan, own: list[Read], held: list[Read], shuffle: random.Random) -> None:
    """Train on ``own`` and grade on ``held`` after every epoch."""
    print(f"{len(own)} to train on, {len(held)} held out", flush=True)
    model = PropositionReader(CASE_READER, plan.frozen)
    model.load(plan.begin)
    model.eval()
    graded = [model.prepare(batch) for batch in batches(held, lambda one: len(one.text), 0, shuffle)]
    print(f"before: {grade(model, graded)}", flush=True)
    prepared = [model.prepare(batch) for batch in batches(own, lambda one: len(one.text), MIXED, shuffle)]
    descent = Descent(model, plan.rate, plan.epochs * len(prepared))
    for number in range(plan.epochs):
        shuffle.shuffle(prepared)
        model.train()
        total = 0.0
        for done, batch in enumerate(prepared, 1):
            total += descent.step(model.descend(batch))
            if not done % SAID:
                print(f"epoch {number}, {done} of {len(prepared)}: loss {total / done:.3f}", flush=True)
        print(f"epoch {number}: {grade(model, graded)}", flush=True)
        model.save(plan.out)


def trained_on(news: Path, shuffle: random.Random, earlier: float = 1.0) -> list[Read]:
    """What is trained on, with a share of the questions that an earlier round had."""
    questions = [q for q in read_lines(QUESTIONS) if shuffle.random() < SHARE * earlier]
    own = of_news(questions, documents(news, {question["doc"] for question in questions}))
    own += foreign(own, shuffle)
    for folder in FOLDERS:
        own += [one for one in more_of(folder, shuffle, earlier) if not _held(folder, one.doc)]
    return [one for one in own if len(one.text) <= LONGEST]


def asked_of(folder: Path) -> list[Read]:
    """The questions and chains of a folder as they stand."""
    return of_office(folder / "docs", _questions(folder, (*QUESTION_FILES, *LATER_FILES)))


def more_of(folder: Path, shuffle: random.Random, earlier: float = 1.0) -> list[Read]:
    """The same, a share of them after another question, some exchanged, and the values marked by hand."""
    questions = [one for one in _questions(folder, QUESTION_FILES) if shuffle.random() < earlier]
    questions += _questions(folder, LATER_FILES)
    made = [*with_earlier(questions, shuffle), *exchanged(questions, shuffle)]
    if (folder / "values.jsonl").exists():
        values = of_values(read_lines(folder / "values.jsonl"), shuffle)
        made += [one for one in values if shuffle.random() < earlier]
    return of_office(folder / "docs", made)


def _questions(folder: Path, names: Sequence[str]) -> list[dict[str, Any]]:
    files = (folder / name for name in names)
    return [turn for file in files if file.exists() for turn in turns_of(read_lines(file))]


def _held(folder: Path, doc: str) -> bool:
    """Whether a document is held out: all of two hands, and every third of ../shared/dev."""
    if folder.parent == SHARED / "dev":
        return int("".join(re.findall("[0-9]+", doc)[:1])) % HELD == 0
    return folder.name in HANDS_HELD


def grade(model: PropositionReader, batched: Sequence[Prepared]) -> str:
    """How often the most relevant proposition belongs to the answer; AUC of the highest relevance."""
    model.eval()
    found: dict[str, list[tuple[float, Read]]] = {}
    with torch.inference_mode():
        for batch in batched:
            relevance = model.logits(batch)[1].tolist()
            for one, score in zip(batch.reads, relevance, strict=True):
                found.setdefault(one.id, []).append((score, one))
    best = [max(scored, key=lambda pair: pair[0]) for scored in found.values()]
    answered = [(score, one) for score, one in best if one.answerable]
    near = [score for score, one in best if not one.answerable]
    first = sum(one.belongs for _, one in answered) / len(answered)
    told = auc([score for score, _ in answered], near)
    return f"first of {len(answered)}: {first:.3f}, AUC {told:.3f} of {len(near)} near misses"


if __name__ == "__main__":
    main()
