"""The hits of two searches as one list. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from index.records import Hit


def merged(some: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """The hits of two searches, each passage once with its better score, best first."""
    best: dict[str, Hit] = {}
    for hit in (*some, *others):
        known = best.get(hit.passage.id)
        if known is None or hit.score > known.score:
            best[hit.passage.id] = hit
    order = sorted(best.values(), key=lambda hit: (-hit.score, hit.rank, hit.passage.id))
    return [replace(hit, rank=rank) for rank, hit in enumerate(order, 1)]
