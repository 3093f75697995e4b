"""Question -> hits: dense and full text over one snapshot of the store, fused."""

from collections.abc import Mapping, Sequence

from index.embedding import SupportsEncoding, Vectors
from index.records import EVERYTHING, Filter, Hit
from index.store import PassageStore, StoreReader
from rag.settings import RetrievalSettings

NAME = 0.25  # of the scale of fused scores
RANKS = 60  # how slowly a reciprocal rank falls; the usual constant
Ranked = Sequence[tuple[str, float]]


def fuse(dense: Ranked, text: Ranked, dense_weight: float) -> list[tuple[str, float]]:
    """Weighted sum of both scores, each divided by the best of its kind; best first, ties by id.

    A passage one side did not return counts 0 there. Scores lie in 0..1 where both sides are
    positive; a dense score below 0 counts 0.
    """
    fused: dict[str, float] = {}
    for ranked, weight in ((dense, dense_weight), (text, 1 - dense_weight)):
        top = max((score for _, score in ranked), default=0.0)
        for passage_id, score in ranked:
            share = max(score, 0.0) / top if top > 0 else 0.0
            fused[passage_id] = fused.get(passage_id, 0.0) + weight * share
    return sorted(fused.items(), key=lambda pair: (-pair[1], pair[0]))


def by_rank(ranked: Ranked) -> list[tuple[str, float]]:
    """The same order with scores that follow from it alone: 1 for the first, falling as in reciprocal ranks.

    For a full text whose scores are counted by segment, or have another sign: only their order holds.
    """
    return [(passage_id, (RANKS + 1) / (RANKS + place)) for place, (passage_id, _) in enumerate(ranked, 1)]


def raised(fused: Ranked, named: Mapping[str, float]) -> list[tuple[str, float]]:
    """Raise what was found for quoted names by NAME times its share of the best of them."""
    top = max(named.values(), default=0.0)
    scores = dict(fused)
    for passage_id, score in named.items():
        share = score / top if top > 0 else 0.0
        scores[passage_id] = scores.get(passage_id, 0.0) + NAME * share
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


class Retriever:
    """Hybrid search over a store.

    Shared between threads without a lock: it is never changed, and a search has a snapshot of its own.
    """

    def __init__(
        self,
        store: PassageStore,
        embedder: SupportsEncoding,
        settings: RetrievalSettings,
        where: Filter = EVERYTHING,
    ) -> None:
        self._store = store
        self.embedder = embedder
        self._settings = settings
        self.where = where

    def narrowed(self, where: Filter) -> "Retriever":
        """The same search over those passages only that ``where`` leaves."""
        return Retriever(self._store, self.embedder, self._settings, where)

    def encoded(self, questions: Sequence[str]) -> list[Vectors]:
        """A vector for each question, float32, (dimension,): many at once take less time than one by one."""
        return list(self.embedder.encode_queries(questions))

    def search(
        self, question: str, k: int, names: Sequence[str] = (), vector: Vectors | None = None
    ) -> list[Hit]:
        """The ``k`` best passages, fewer when the store holds fewer; never an unknown or removed one.

        ``names`` that the question quotes are searched for by themselves as well: beside a whole
        question's words a short name weighs too little in a large store. ``vector`` is the question's
        own, where it was encoded before.
        """
        if vector is None:
            (vector,) = self.encoded([question])
        with self._store.snapshot() as snapshot:
            dense = snapshot.search_dense(vector, self._settings.candidates, self.where)
            text = snapshot.search_text(question, self._settings.candidates, self.where)
            if snapshot.by_rank:
                dense, text = by_rank(dense), by_rank(text)
            best = fuse(dense, text, self._settings.dense_weight)
            if names:
                named = dict(snapshot.search_text(" ".join(names), self._settings.candidates, self.where))
                best = raised(best, named)
            best = best[:k]
            return _hits(snapshot, best)


def _hits(snapshot: StoreReader, best: Ranked) -> list[Hit]:
    passages = snapshot.passages([passage_id for passage_id, _ in best])
    hits = []
    for rank, (passage, (_, score)) in enumerate(zip(passages, best, strict=True), start=1):
        order = passage.case_order
        hits.append(
            Hit(
                passage=passage,
                document=snapshot.document_name(passage.document_id),
                case=None if order is None else snapshot.case(passage.document_id, order),
                score=score,
                rank=rank,
            )
        )
    return hits
