"""A fake embedder and ready-made documents for the store's tests; imports no torch."""

import hashlib
import re

import numpy as np

from index.records import Block, Carried, Case, Document, Passage, Proposition, Value
from index.store.contract import Ingested, StoreStamp

DIMENSION = 8
STAMP = StoreStamp(model="fake@1", dimension=DIMENSION, splitter="test-1")


def fake_vectors(texts, dimension=DIMENSION):
    """One unit vector per text, seeded by its hash: equal texts, equal vectors."""
    rows = []
    for text in texts:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        row = np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, dtype=np.float32).reshape(-1, dimension)


class FakeEmbedder:
    """Counts what it is asked to embed."""

    def __init__(self, fingerprint="fake@1", dimension=DIMENSION):
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.embedded = []

    def encode_passages(self, texts, progress=None):
        self.embedded.extend(texts)
        if progress:
            progress(len(texts))
        return fake_vectors(texts, self.dimension)

    def encode_queries(self, texts):
        return fake_vectors(texts, self.dimension)


def item(name, *lines, origin="", unit="某单位", dimension=DIMENSION):
    """A document whose first line is a case's heading and whose other lines are its passages."""
    text = "\n".join(lines)
    document_id = hashlib.sha256(text.encode()).hexdigest()[:16]
    document = Document(document_id, name, lines[0], text)
    head = len(lines[0])
    case = Case(document_id, 1, unit, lines[0], 0, head, min(head + 1, len(text)), len(text))
    blocks = [Block("heading", 0, head, 1)]
    passages, at = [], head + 1
    said = [Proposition(document_id, 1, "heading", 0, head)]
    for number, line in enumerate(lines[1:], start=1):
        end = at + len(line)
        blocks.append(Block("paragraph", at, end))
        identity = f"{document_id}:{at}-{end}"
        passages.append(Passage(identity, document_id, 1, at, end, line, lines[0], number))
        said.append(_said(document_id, head, at, line))
        at = end + 1
    vectors = fake_vectors([p.text for p in passages], dimension)
    return Ingested(
        document, tuple(blocks), (case,), tuple(passages), vectors, origin, propositions=tuple(said)
    )


def _said(document_id, head, at, line):
    """What a line says under the heading, with its first run of digits as a value."""
    digits = re.search(r"[0-9.]+", line)
    values = (Value(at + digits.start(), at + digits.end()),) if digits else ()
    carried = (Carried("path", 0, head),)
    return Proposition(document_id, 1, "clause", at, at + len(line), carried, values)


def hits(store, questions=("双拥联盟", "网格员 2.145", "红色航线"), k=10):
    """What the store answers: compared before and after."""
    with store.snapshot() as now:
        results = []
        for question in questions:
            results.append(now.search_text(question, k))
            results.append(now.search_dense(fake_vectors([question])[0], k))
        return results, [(e.id, e.name, e.passages) for e in now.documents()]


ALPHA = ("甲.txt", "双拥联盟", "联盟已扩充至34家成员单位。", "开展双拥工作。")
BETA = ("乙.txt", "网格治理", "配备专兼职网格员2.145万名。", "小区网格8511个。", "入格党员18.7万名。")
GAMMA = ("丙.txt", "红色航线", "开辟闽江红色航线。", "参观6800人次。")
