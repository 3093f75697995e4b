"""Which questions a trainer would strike out: graded questions -> models/case-reader/worth.safetensors.

    python -m training.question_worth [--write]

Two linear heads over FAULTS, one on the vector of the shipped encoder beside a question's form
(rag/quiz/worth/sight.py), one on the form alone. Trained on training/worth/marked.jsonl: questions that the
program made of tests/quality/documents and that language models, which had seen no code, read and graded one
by one (../tests/quality/README.md). Graded on the folders of documents that each of FOLDS parts holds out;
what is written is trained on all of them. Takes under a minute on two cores.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from index.embedding import WORTH_FILE, Embedder
from index.settings import CASE_READER, ROOT, IndexRoot
from rag.quiz.worth import COUNT, FAULTS, Sight
from rag.quiz.worth.model import inputs
from training.corpora import read_lines

MARKED = ROOT / "training" / "worth" / "marked.jsonl"
FOLDS = 8
WIDTH = 5.0  # what vectors are multiplied by: their parts are small
DECAY = 3e-3
STEPS = 100
# The words that readers had for faults. A title that is cut or another's says little of the question.
KIND_OF = {
    "": "", "trivial": "trivial", "guess": "guess", "silly": "guess", "torn": "form", "case": "form",
    "unclear": "form", "wording": "form", "points": "form", "key": "form",
}  # fmt: skip
SHARES = (0.15, 0.25, 0.5, 1.0)  # of the questions, the likeliest, whose precision is told
Matrix = NDArray[np.float32]
Head = tuple[Matrix, Matrix]  # weight (faults, features) and bias (faults,)


@dataclass(frozen=True, slots=True)
class Graded:
    """One question and what its readers said: "" for flawless, else the fault's word."""

    folder: str
    sight: Sight
    grades: tuple[str, ...]

    def share(self, fault: str) -> float:
        """Of its readers those that found a fault of this kind."""
        return sum(KIND_OF[grade] == fault for grade in self.grades) / len(self.grades)

    @property
    def formed(self) -> bool:
        """Whether nobody found its words, title, case or points wrong."""
        return not self.share("form")

    @property
    def flawless(self) -> bool:
        """Whether more than half of its readers found nothing."""
        return self.grades.count("") * 2 > len(self.grades)


def main() -> None:
    """Grade on the documents held out, then train on all, and write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.question_worth", description=__doc__)
    parser.add_argument("--marked", type=Path, default=MARKED)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    some = list(graded(chosen.marked))
    embedder = Embedder(IndexRoot().index)
    given = inputs([one.sight for one in some], embedder)
    print(f"{len(some)} questions of {len({one.folder for one in some})} folders")
    for name, seen in (("with vectors", given), ("alone", given[:, -COUNT:])):
        print(f"{name}: {told(some, held_out(some, seen))}")
    if chosen.write:
        write(
            CASE_READER / WORTH_FILE,
            embedder.fingerprint,
            trained(some, given),
            trained(some, given[:, -COUNT:]),
        )


def graded(file: Path) -> Iterator[Graded]:
    """The questions of a file and their grades."""
    for line in read_lines(file):
        shown = line["question"]
        seen = Sight(
            **{**shown, "options": tuple(shown["options"]), "answer": tuple(shown["answer"])},
        )
        yield Graded(line["folder"], seen, tuple(line["grades"]))


def held_out(some: Sequence[Graded], given: Matrix) -> Matrix:
    """(questions, faults): probabilities by heads that have not seen the question's folder."""
    folders = sorted({one.folder for one in some})
    part = np.array([folders.index(one.folder) % FOLDS for one in some])
    out = np.zeros((len(some), len(FAULTS)), dtype=np.float32)
    for fold in range(FOLDS):
        rest = [one for one, own in zip(some, part, strict=True) if own != fold]
        weight, bias = trained(rest, given[part != fold])
        out[part == fold] = 1 / (1 + np.exp(-(given[part == fold] @ weight.T + bias)))
    return out


def trained(some: Sequence[Graded], given: Matrix) -> Head:
    """A logistic regression for each fault, every column centred and the form's scaled while it is fitted."""
    width = given.shape[1] - COUNT
    spread = given[:, width:].std(axis=0) + 1e-6
    scale = np.concatenate([np.full(width, WIDTH, dtype=np.float32), 1 / spread])
    centre = given.mean(axis=0)
    read = torch.tensor((given - centre) * scale)
    wanted = torch.tensor([[one.share(fault) for fault in FAULTS] for one in some], dtype=torch.float32)
    weight = torch.zeros(len(FAULTS), read.shape[1], requires_grad=True)
    bias = torch.zeros(len(FAULTS), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        logits = read @ weight.T + bias
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        loss = loss.mean(dim=0).sum() + DECAY * (weight**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    fitted = weight.detach().numpy() * scale
    return fitted, bias.detach().numpy() - fitted @ centre


def told(some: Sequence[Graded], faulty: Matrix) -> str:
    """AUC of each fault, and the flawless share of the likeliest, of all and of the well formed."""
    areas = [
        f"{fault} {area(np.array([one.share(fault) > 0 for one in some]), faulty[:, n]):.3f}"
        for n, fault in enumerate(FAULTS)
    ]
    order = np.argsort(-np.prod(1 - faulty, axis=1))
    flawless = np.array([some[n].flawless for n in order])
    formed = np.array([some[n].formed for n in order])
    best = [
        f"{share:.2f}: {_first(flawless, share):.3f} / {_first(flawless[formed], share):.3f}"
        for share in SHARES
    ]
    return f"AUC {', '.join(areas)}; flawless, of all / of the well formed, {', '.join(best)}"


def _first(flawless: NDArray[np.bool_], share: float) -> float:
    return float(flawless[: int(len(flawless) * share)].mean())


def area(positive: NDArray[np.bool_], scores: Matrix) -> float:
    """The area under the ROC curve."""
    ranks = scores.argsort().argsort() + 1
    n = int(positive.sum())
    return float((ranks[positive].sum() - n * (n + 1) / 2) / max(1, n * (len(positive) - n)))


def write(file: Path, encoder: str, both: Head, alone: Head) -> None:
    """Both heads in float32, with the faults they tell and the encoder they were trained on."""
    from safetensors.numpy import save_file

    tensors = {"with_vector": both[0], "with_vector.bias": both[1], "alone": alone[0], "alone.bias": alone[1]}
    kept = {name: np.ascontiguousarray(tensor, dtype=np.float32) for name, tensor in tensors.items()}
    save_file(kept, file, metadata={"encoder": encoder, "faults": " ".join(FAULTS)})


if __name__ == "__main__":
    main()
