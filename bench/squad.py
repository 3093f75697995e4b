"""SQuAD-layout files (CMRC 2018 dev) as a store to search and questions to ask."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.cases import segment
from index.embed import SupportsEncoding
from index.parse import parse_text
from index.passages import split_passages
from index.settings import IndexSettings
from index.snapshot import text_id
from index.store import Ingested, PassageStore, StoreStamp, open_store


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
    stamp = StoreStamp(embedder.fingerprint, embedder.dimension, "bench")
    parsed = [parse_text(text, f"{number}.txt") for number, text in enumerate(dict.fromkeys(texts))]
    cut = [(p, segment(p.document, p.blocks)) for p in parsed]
    split = [split_passages(p.document, segmentation, settings) for p, segmentation in cut]
    flat = [f"{p.context}\n{p.text}" if p.context else p.text for passages in split for p in passages]
    vectors = embedder.encode_passages(flat)
    ingested, at = [], 0
    for (p, segmentation), passages in zip(cut, split, strict=True):
        mine = vectors[at : at + len(passages)]
        ingested.append(Ingested(p.document, tuple(p.blocks), segmentation.cases, tuple(passages), mine))
        at += len(passages)
    with open_store(folder, stamp=stamp, writable=True, settings=settings) as store:
        store.apply(add=ingested)
    return open_store(folder, stamp=stamp, settings=settings)
