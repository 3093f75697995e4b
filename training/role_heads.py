"""What a sentence of a case tells: marked sentences -> models/case-reader/roles.safetensors.

    python -m training.role_heads [--write]

Two linear heads over ROLES, one on the vector of the shipped encoder beside heading, place and words
(rag/answering/digest/features.py), one on these alone. Trained on training/roles/marked.jsonl, sentences
that a person read in their documents, each under a known heading once more as if none stood above it; and,
as weak labels, on other sentences of these documents under such headings, their headings hidden. Every third
document is held out and graded; what is written is trained on all of them. Takes a minute on one core.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from index.embedding import ROLES_FILE, Embedder
from index.library import read_folder
from index.records import Span
from index.segment import segment
from index.settings import CASE_READER, ROOT, IndexRoot
from index.store import Source
from rag.answering.digest.features import COUNT, features, role_above
from rag.answering.digest.outline import Sentence, outline
from rag.answering.digest.roles import ROLES, Role
from training.corpora import read_lines

MARKED = ROOT / "training" / "roles" / "marked.jsonl"
WIDTH = 10.0  # what vectors are multiplied by: their parts are small
GIVEN = 5.0  # and the other features, so that decay holds them back less
DECAY = {True: 1e-2, False: 1e-3}  # with vectors or without
STEPS = 200
HELD = 3  # every third document is held out
SHORTEST = 12  # code points of a sentence that is labelled by its heading alone
NONE = len(ROLES) - 1  # the heading feature of a sentence under none
Matrix = NDArray[np.float32]
Head = tuple[Matrix, Matrix]  # weight (roles, features) and bias (roles,)


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One sentence with what is known of it."""

    document: str
    text: str
    given: Matrix  # (22,), features()
    role: int  # index into ROLES

    def hidden(self) -> "Example":
        """The same as if no heading of known words stood above it."""
        given = self.given.copy()
        given[: len(ROLES)] = np.arange(len(ROLES)) == NONE
        return Example(self.document, self.text, given, self.role)


def main() -> None:
    """Grade on the documents held out, then train on all, and write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.role_heads", description=__doc__)
    parser.add_argument("--marked", type=Path, default=MARKED)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    marked, weak = examples(chosen.marked)
    embedder = Embedder(IndexRoot().index)
    texts = sorted({one.text for one in (*marked, *weak)})
    vectors = dict(zip(texts, embedder.encode_passages(texts), strict=True))
    documents = sorted({one.document for one in marked})
    held = set(documents[::HELD])
    graded = [one for one in marked if one.document in held]
    seen = [one for one in enlarged(marked, weak) if one.document not in held]
    print(f"{len(marked)} marked in {len(documents)} documents, {len(weak)} by headings alone")
    for name, known in (("with vectors", vectors), ("alone", None)):
        head = trained(seen, known)
        print(f"{name}: {told(head, graded, known)}")
        print(f"{name}, headings hidden: {told(head, [one.hidden() for one in graded], known)}")
    if chosen.write:
        every = enlarged(marked, weak)
        write(CASE_READER / ROLES_FILE, embedder.fingerprint, trained(every, vectors), trained(every, None))


def examples(file: Path) -> tuple[list[Example], list[Example]]:
    """What a person marked, and what headings say of other sentences of the same documents."""
    marks: dict[str, dict[int, tuple[str, Role]]] = {}
    for line in read_lines(file):
        marks.setdefault(line["doc"], {})[line["start"]] = (line["text"], line["role"])
    marked: list[Example] = []
    weak: list[Example] = []
    for folder in sorted({str(Path(doc).parent) for doc in marks}):
        for source in read_folder(ROOT / folder).readable:
            known = marks.get(name := f"{folder}/{source.document.name}", {})
            _check(source, name, known)
            for sentence, given in sentences(source):
                text = source.document.text[sentence.start : sentence.end]
                own = next(
                    (role for at, (_, role) in known.items() if sentence.start <= at < sentence.end), None
                )
                above = role_above(source.document.text, sentence)
                if own:
                    marked.append(Example(name, text, given, ROLES.index(own)))
                elif above and not (sentence.heads or sentence.row) and len(text) >= SHORTEST:
                    weak.append(Example(name, text, given, ROLES.index(above)).hidden())
    return marked, weak


def _check(source: Source, name: str, known: Mapping[int, tuple[str, Role]]) -> None:
    for at, (text, _) in known.items():
        if not source.document.text.startswith(text, at):
            raise ValueError(f"{name}: at {at} stands no {text[:20]!r}, mark the document again")


def sentences(source: Source) -> Iterator[tuple[Sentence, Matrix]]:
    """The sentences of each case, and of the text outside them, with their features."""
    document, blocks = source.document, source.blocks
    whole = (0, len(document.text))
    spans: list[Span] = [(case.start, case.end) for case in segment(document, blocks).cases]
    for span in (*spans, whole):
        found = outline(document, blocks, span)
        if span == whole:
            found = [s for s in found if not any(start <= s.start < end for start, end in spans)]
        yield from zip(found, features(document.text, found, span), strict=True)


def enlarged(marked: Sequence[Example], weak: Sequence[Example]) -> list[Example]:
    """All that is trained on: the marked, those under known headings without them too, and the weak."""
    return [*marked, *(one.hidden() for one in marked if not one.given[NONE]), *weak]


def inputs(some: Sequence[Example], vectors: Mapping[str, Matrix] | None) -> Matrix:
    """(examples, 384 + 22), or (examples, 22) without vectors."""
    given = np.stack([one.given for one in some])
    return given if vectors is None else np.hstack([np.stack([vectors[one.text] for one in some]), given])


def trained(some: Sequence[Example], vectors: Mapping[str, Matrix] | None) -> Head:
    """Multinomial logistic regression, its vectors centred while it is fitted."""
    plain = inputs(some, vectors)
    width = plain.shape[1] - COUNT
    scale = np.array([WIDTH] * width + [GIVEN] * COUNT, dtype=np.float32)
    centre = np.concatenate([plain[:, :width].mean(axis=0), np.zeros(COUNT, dtype=np.float32)])
    read = torch.tensor((plain - centre) * scale)
    roles = torch.tensor([one.role for one in some])
    weight = torch.zeros(len(ROLES), read.shape[1], requires_grad=True)
    bias = torch.zeros(len(ROLES), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(read @ weight.T + bias, roles)
        loss = loss + DECAY[vectors is not None] * (weight**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    fitted = weight.detach().numpy() * scale
    return fitted, bias.detach().numpy() - fitted @ centre


def told(head: Head, some: Sequence[Example], vectors: Mapping[str, Matrix] | None) -> str:
    """Accuracy, the same without 其他, and recall and precision of each role."""
    guessed = (inputs(some, vectors) @ head[0].T + head[1]).argmax(axis=1)
    roles = np.array([one.role for one in some])
    right = guessed == roles
    each = []
    for number, role in enumerate(ROLES):
        hits = int((right & (roles == number)).sum())
        counts = int((roles == number).sum()), int((guessed == number).sum())
        each.append(f"{role} {hits / max(1, counts[0]):.2f}/{hits / max(1, counts[1]):.2f}")
    core = right[roles != NONE].mean()
    return f"{right.mean():.3f} of {len(some)}, {core:.3f} but for 其他; {', '.join(each)}"


def write(file: Path, encoder: str, both: Head, alone: Head) -> None:
    """Both heads in float32, with the roles they tell and the encoder they were trained on."""
    from safetensors.numpy import save_file

    tensors = {"with_vector": both[0], "with_vector.bias": both[1], "alone": alone[0], "alone.bias": alone[1]}
    kept = {name: np.ascontiguousarray(tensor, dtype=np.float32) for name, tensor in tensors.items()}
    save_file(kept, file, metadata={"encoder": encoder, "roles": " ".join(ROLES)})


if __name__ == "__main__":
    main()
