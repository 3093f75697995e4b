"""SQuAD-layout files (CMRC 2018 dev): paragraphs to search, questions to ask, answers to mark."""

import json
import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.embedding.embedder import SupportsEncoding
from index.parse import parse_text
from index.settings import IndexSettings
from index.store.contract import PassageStore
from index.text.digests import text_id
from training.corpora import fill


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the file."""

    id: str
    question: str
    answers: tuple[str, ...]
    starts: tuple[int, ...]  # code points into the paragraph
    paragraph: str  # document id of the paragraph that answers it


def read_squad(path: Path) -> tuple[list[str], list[Asked]]:
    """All paragraphs and all questions of a SQuAD-layout file."""
    paragraphs: list[str] = []
    asked: list[Asked] = []
    for entry in json.loads(path.read_text(encoding="utf8"))["data"]:
        for paragraph in entry["paragraphs"]:
            text = paragraph["context"]
            paragraphs.append(text)
            for qa in paragraph["qas"]:
                answers = tuple(a["text"] for a in qa["answers"])
                starts = tuple(a["answer_start"] for a in qa["answers"])
                asked.append(Asked(qa["id"], qa["question"], answers, starts, text_id(text)))
    return paragraphs, asked


def build_store(
    folder: Path, texts: Sequence[str], embedder: SupportsEncoding, settings: IndexSettings
) -> PassageStore:
    """A store in ``folder`` with one document a text, opened for reading."""
    parsed = [parse_text(text, f"{number}.txt") for number, text in enumerate(texts)]
    return fill(folder, parsed, embedder, settings)


def sample(asked: Sequence[Asked], count: int, seed: int) -> list[Asked]:
    """``count`` questions, the same ones for the same seed."""
    return random.Random(seed).sample(list(asked), count)


def marks(answer: str, accepted: Sequence[str]) -> tuple[float, float]:
    """Exact match and F1, 0..1, best over the accepted answers, as CMRC 2018 defines them.

    Punctuation and blanks are left out; F1 counts the longest common run of characters.
    """
    pairs = [_marks(_bare(answer), _bare(want)) for want in accepted]
    return max(exact for exact, _ in pairs), max(f1 for _, f1 in pairs)


def _marks(answer: str, want: str) -> tuple[float, float]:
    run = _longest_common_run(answer, want)
    return float(answer == want), 2 * run / (len(answer) + len(want)) if run else 0.0


def _bare(text: str) -> str:
    kept = (c for c in text.lower() if not c.isspace())
    return "".join(c for c in kept if not unicodedata.category(c).startswith(("P", "S")))


def _longest_common_run(a: str, b: str) -> int:
    best, before = 0, [0] * (len(b) + 1)
    for x in a:
        row = [0] * (len(b) + 1)
        for j, y in enumerate(b):
            if x == y:
                row[j + 1] = before[j] + 1
                best = max(best, row[j + 1])
        before = row
    return best
