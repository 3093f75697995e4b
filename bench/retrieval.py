"""Recall of the paragraph on CMRC 2018 dev: dense, full text, and ways of fusing them.

    python -m bench.retrieval [--squad FILE] [--store DIR] [--json FILE]

Every question is searched once in an EmbeddedStore without titles; the ways of fusing then work on
the same two rankings, ``rag.search.retriever.fuse`` as the program itself does.
"""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import report
from bench.squad import Asked, build_store, read_squad
from chinese.folding import fold
from index.embedding.embedder import Embedder
from rag.search.retriever import Ranked, fuse
from rag.settings import Settings
from training.corpora import SQUAD

DEPTHS = (1, 5, 10)
WEIGHTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
RANK_CONSTANT = 60  # of reciprocal rank fusion, as its authors chose it

Found = tuple[Ranked, Ranked]  # dense, full text
Fusion = Callable[[Ranked, Ranked], Ranked]


def main() -> None:
    """Search all questions and print recall for each way."""
    parser = report.parser(__doc__)
    parser.add_argument("--squad", type=Path, default=SQUAD)
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="keep the store here; default: a temporary one"
    )
    chosen = parser.parse_args()
    paragraphs, asked = read_squad(chosen.squad)
    with tempfile.TemporaryDirectory() as temporary:
        rankings = search_all(chosen.store or Path(temporary) / "store", paragraphs, asked)
    default = Settings().retrieval.dense_weight
    rows = [{"way": name, **recall(rankings, asked, way)} for name, way in ways(default).items()]
    title = f"Recall of the paragraph, {len(asked)} questions, {len(set(paragraphs))} paragraphs"
    report.show(title, rows, chosen.json)


def search_all(folder: Path, paragraphs: Sequence[str], asked: Sequence[Asked]) -> list[Found]:
    """Both rankings of every question, as deep as the program takes them."""
    settings = Settings()
    embedder = Embedder(settings.index)
    texts = [fold(a.question) for a in asked]
    depth = settings.retrieval.candidates
    with build_store(folder, paragraphs, embedder, settings.index) as store, store.snapshot() as now:
        vectors = embedder.encode_queries(texts)
        return [
            (now.search_dense(vector, depth), now.search_text(text, depth))
            for vector, text in zip(vectors, texts, strict=True)
        ]


def ways(default: float) -> dict[str, Fusion]:
    """Name -> fusion; the program's own setting is marked."""
    fused: dict[str, Fusion] = {
        f"hybrid, dense_weight {w}{' (the default)' if w == default else ''}": (
            lambda dense, text, w=w: fuse(dense, text, w)
        )
        for w in sorted({*WEIGHTS, default})
    }
    return {
        "dense": lambda dense, text: dense,
        "full text": lambda dense, text: text,
        **fused,
        f"reciprocal rank, constant {RANK_CONSTANT}": reciprocal_rank,
    }


def reciprocal_rank(dense: Ranked, text: Ranked) -> Ranked:
    """Reciprocal rank fusion with equal weights; best first, ties by id."""
    scores: dict[str, float] = {}
    for ranked in (dense, text):
        for rank, (passage, _) in enumerate(ranked, start=1):
            scores[passage] = scores.get(passage, 0.0) + 1 / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def recall(rankings: Sequence[Found], asked: Sequence[Asked], way: Fusion) -> dict[str, float]:
    """Share of questions whose paragraph is among the first 1, 5, 10 distinct paragraphs."""
    places = []
    for question, (dense, text) in zip(asked, rankings, strict=True):
        documents = list(dict.fromkeys(passage.split(":")[0] for passage, _ in way(dense, text)))
        known = question.paragraph in documents
        places.append(documents.index(question.paragraph) + 1 if known else None)
    return {
        f"recall@{k}": round(sum(p is not None and p <= k for p in places) / len(places), 4) for k in DEPTHS
    }


if __name__ == "__main__":
    main()
