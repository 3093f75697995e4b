"""The digests that name a text and notice a change. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from index.records import Case, Passage, Proposition


def text_id(text: str) -> str:
    """A document's id: the first 16 hex digits of its text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def corpus_hash(ids: Iterable[str]) -> str:
    """One value for a set of documents: SHA-256 over their sorted ids."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()


def parts_digest(
    cases: Sequence[Case],
    passages: Sequence[Passage],
    blobs: Sequence[bytes],
    propositions: Sequence[Proposition] = (),
) -> str:
    """SHA-256 over a document's cases, passages, stored vectors and propositions, by (start, end)."""
    digest = hashlib.sha256(json.dumps([astuple(case) for case in cases]).encode())
    for passage, blob in sorted(zip(passages, blobs, strict=True), key=lambda p: (p[0].start, p[0].end)):
        digest.update(json.dumps(astuple(passage)).encode() + blob)
    for proposition in sorted(propositions, key=lambda p: (p.start, p.end)):
        digest.update(_said(proposition).encode())
    return digest.hexdigest()


def _said(proposition: Proposition) -> str:
    """All of a proposition in one line; ``astuple`` would take longer than storing it."""
    p = proposition
    carried = "".join(f"+{part.role}:{part.start}-{part.end}" for part in p.carried)
    values = "".join(f"={value.role}:{value.start}-{value.end}" for value in p.values)
    return f"{p.document_id} {p.case_order} {p.kind}:{p.start}-{p.end}{carried}{values}\n"
