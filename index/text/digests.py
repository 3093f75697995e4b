"""The digests that name a text and notice a change. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from index.records import Case, Passage


def text_id(text: str) -> str:
    """A document's id: the first 16 hex digits of its text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def corpus_hash(ids: Iterable[str]) -> str:
    """One value for a set of documents: SHA-256 over their sorted ids."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()


def parts_digest(cases: Sequence[Case], passages: Sequence[Passage], blobs: Sequence[bytes]) -> str:
    """SHA-256 over a document's cases, passages and stored vectors, passages by (start, end)."""
    digest = hashlib.sha256(json.dumps([astuple(case) for case in cases]).encode())
    for passage, blob in sorted(zip(passages, blobs, strict=True), key=lambda p: (p[0].start, p[0].end)):
        digest.update(json.dumps(astuple(passage)).encode() + blob)
    return digest.hexdigest()
