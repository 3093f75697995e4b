"""Which stored document a new one nearly repeats: told by its words, found by its vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chinese import query_terms
from index.records import Document, Passage
from index.store import StoreReader, Vectors

LIKE = 0.8  # share of common word pairs from which two texts are called nearly the same
_PROBES = 5  # longest passages whose neighbours are looked at
_NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A stored document that holds nearly the same words."""

    document_id: str
    name: str
    share: float  # common word pairs in all of both, 0..1 (Jaccard)


def probes(passages: Sequence[Passage]) -> list[int]:
    """Which passages of a document are looked up: the longest, as indices."""
    return sorted(range(len(passages)), key=lambda n: (-len(passages[n].text), n))[:_PROBES]


def nearly_same(
    document: Document, looked_up: Vectors, store: StoreReader, *, but: str = ""
) -> Likeness | None:
    """The stored document most like this one, if any is; ``but`` is one that does not count.

    ``looked_up`` are the vectors of its ``probes``, float32 (n, dimension).
    """
    near = [i for vector in looked_up for i, _ in store.search_dense(vector, _NEIGHBOURS)]
    candidates = dict.fromkeys(p.document_id for p in store.passages(near))
    words = _pairs(document.text)
    likenesses = []
    for other in candidates:
        if other not in (document.id, but):
            share = _jaccard(words, _pairs(store.document(other).text))
            likenesses.append(Likeness(other, store.document_name(other), share))
    best = max(likenesses, key=lambda likeness: (likeness.share, likeness.document_id), default=None)
    return best if best and best.share >= LIKE else None


def _pairs(text: str) -> set[tuple[str, str]]:
    """Neighbouring search terms: bigrams alone are shared by texts on one subject."""
    terms = query_terms(text)
    return set(pairwise(terms))


def _jaccard(first: set[tuple[str, str]], second: set[tuple[str, str]]) -> float:
    return len(first & second) / max(1, len(first | second))
