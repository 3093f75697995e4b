"""How cost grows from 10 to 1,000,000 passages: exact and graph vector search, and full text.

    python -m bench.stores.growth [--most 100000] [--documents 5000] [--only vectors text]
                           [--store DIR] [--png bench/growth.png] [--json FILE]

Vectors are made: bench.stores.flat_limit.clustered_vectors draws them around 2,000 centres, of our
dimension, seeded; the questions are drawn likewise. --store adds the vectors of a real store, asked with
real questions. Both kinds of index are built by index/store/vectors.py at every size and asked in turns for
as many passages as the program asks for. Full text is measured in stores of the news made without a model.
A million vectors take 5 GB and, on two cores, most of an hour to build the graph.
"""

import ctypes
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import report
from bench.runtime.clock import measured, percentile
from bench.speed import questions
from bench.stores.flat_limit import clustered_vectors
from bench.stores.growth_plot import NEAREST, RECALL, RECALL_SHORT, draw
from chinese.folding import fold
from index.embedding.embedder import Embedder
from index.parse import ParsedFile
from index.settings import IndexSettings
from index.store.sqlite.store import EmbeddedStore
from index.store.vectors import VectorIndex
from rag.settings import Settings
from tests.support.storekit import FakeEmbedder
from training.corpora import NEWS, SQUAD, fill, news

Vectors = NDArray[np.float32]
SIZES = (10, 100, 1_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
DOCUMENTS = (10, 100, 1_000, 5_000, 20_000)
SEED = 7
MADE_QUESTIONS = 100
REAL_QUESTIONS = 60
PARTS = ("vectors", "text")
MB = 1e6


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of index over one set of vectors."""

    index: VectorIndex
    build_s: float
    held_mb: float  # memory the process holds for it, MB of 10^6 bytes


def main() -> None:
    """Measure the parts asked for, print their tables, draw them."""
    parser = report.parser(__doc__)
    parser.add_argument("--most", type=int, default=100_000, metavar="N", help="vectors, at most 1000000")
    parser.add_argument("--documents", type=int, default=5_000, metavar="N", help="of the news, full text")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--store", type=Path, metavar="DIR", help="measure its vectors as well")
    parser.add_argument("--png", type=Path, metavar="FILE", help="draw the curves here")
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--squad", type=Path, default=SQUAD)
    chosen = parser.parse_args()
    settings = Settings()
    depth, limit = settings.retrieval.candidates, settings.index.flat_limit
    asked = [fold(question) for question in questions(chosen.squad, REAL_QUESTIONS)]
    by_vectors: list[report.Row] = []
    by_text: list[report.Row] = []
    if "vectors" in chosen.only:
        built(clustered_vectors(1, np.random.default_rng(SEED)), graph=True)  # imports FAISS
        by_vectors = [made_size(count, depth) for count in SIZES if count <= chosen.most]
        rows = [*by_vectors, *([real_size(chosen.store, asked, depth)] if chosen.store else [])]
        report.show(f"Vectors, {depth} nearest, exact up to {limit} passages", rows, chosen.json)
    if "text" in chosen.only:
        by_text = text_sizes(news(chosen.news, limit=chosen.documents), asked, depth)
        report.show(f"Full text, {depth} best, {len(asked)} questions", by_text, chosen.json)
    if chosen.png:
        draw(by_vectors, by_text, limit, chosen.png)


def made_size(count: int, depth: int) -> report.Row:
    """One line for ``count`` made vectors."""
    vectors = clustered_vectors(count + MADE_QUESTIONS, np.random.default_rng(SEED))
    return size("made", vectors[:count], vectors[count:], depth)


def real_size(folder: Path, asked: Sequence[str], depth: int) -> report.Row:
    """One line for the vectors of a store, asked with embedded questions."""
    settings = IndexSettings()
    store = EmbeddedStore(folder, stamp=None, writable=False, settings=settings)
    with store, store.snapshot() as now:
        _, vectors = now.all_vectors()
    return size("store", vectors, Embedder(settings).encode_queries(asked), depth)


def size(name: str, stored: Vectors, asked: Vectors, depth: int) -> report.Row:
    """Both kinds over the same vectors: a line of the table."""
    flat, graph = built(stored, graph=False), built(stored, graph=True)
    taken: dict[bool, list[float]] = {False: [], True: []}
    for query in asked:
        for is_graph, kind in ((False, flat), (True, graph)):
            taken[is_graph].append(measured(lambda k=kind, q=query: k.index.search(q, depth)).wall * 1e3)
    return {
        "vectors": name,
        "passages": len(stored),
        "flat ms": median(taken[False]),
        "flat p95": percentile(taken[False], 95),
        "HNSW ms": median(taken[True]),
        "HNSW p95": percentile(taken[True], 95),
        "flat / HNSW": round(median(a / b for a, b in zip(taken[False], taken[True], strict=True)), 2),
        RECALL: round(recall(flat.index, graph.index, asked, depth), 4),
        RECALL_SHORT: round(recall(flat.index, graph.index, asked, NEAREST), 4),
        "flat built s": flat.build_s,
        "HNSW built s": graph.build_s,
        "flat MB": flat.held_mb,
        "HNSW MB": graph.held_mb,
    }


def built(vectors: Vectors, *, graph: bool) -> Kind:
    """An index as the store makes it; its memory is too small to be told below 10,000 passages."""
    indexes: list[VectorIndex] = []
    rows = np.arange(1, len(vectors) + 1, dtype=np.int64)
    ctypes.CDLL(None).malloc_trim(0)  # or what the last index left behind is used again, and not counted
    before = held_mb()
    taken = measured(lambda: indexes.append(VectorIndex.build(rows, vectors, 1, graph=graph)))
    return Kind(indexes[0], taken.wall, max(held_mb() - before, 0.0))


def recall(exact: VectorIndex, graph: VectorIndex, asked: Vectors, depth: int) -> float:
    """Share of the truly nearest that the graph has among its own nearest, when ``depth`` are asked for."""
    return mean(shared(nearest(exact, query, depth), nearest(graph, query, depth)) for query in asked)


def nearest(index: VectorIndex, query: Vectors, depth: int) -> list[int]:
    """Row numbers of the NEAREST best of a search for ``depth``."""
    return [row for row, _ in index.search(query, depth)[:NEAREST]]


def shared(true: Sequence[int], hits: Sequence[int]) -> float:
    """Share of ``true`` that was found, 0..1."""
    return len(set(true) & set(hits)) / len(true)


def held_mb() -> float:
    """Memory of this process that no file stands behind, MB of 10^6 bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) * 1024 / MB


def text_sizes(parsed: Sequence[ParsedFile], asked: Sequence[str], depth: int) -> list[report.Row]:
    """Full text in one store that grows; its vectors are of a fake model and are not searched."""
    counts = [count for count in DOCUMENTS if count < len(parsed)] + [len(parsed)]
    rows, seconds = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            row, taken = text_size(Path(folder), parsed[:count], asked, depth)
            seconds += taken
            rows.append(row | {"stored s, no model": seconds})
    return rows


def text_size(
    folder: Path, parsed: Sequence[ParsedFile], asked: Sequence[str], depth: int
) -> tuple[report.Row, float]:
    """One line, and the seconds it took to bring the store to this size."""
    made_stores: list[Any] = []
    filled = measured(lambda: made_stores.append(fill(folder, parsed, FakeEmbedder(), IndexSettings())))
    with made_stores[0] as store:
        passages = sum(entry.passages for entry in store.documents())
        for question in asked[:5]:
            store.search_text(question, depth)
        taken = [measured(lambda q=question: store.search_text(q, depth)).wall * 1e3 for question in asked]
    row = {
        "documents": len(parsed),
        "passages": passages,
        "full text ms": median(taken),
        "full text p95": percentile(taken, 95),
        "slowest": max(taken),
        "database MB": (folder / "store.db").stat().st_size / MB,
    }
    return row, filled.wall


if __name__ == "__main__":
    main()
