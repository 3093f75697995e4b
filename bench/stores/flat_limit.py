"""Where exact vector search stops being fast enough: flat against HNSW, the basis of ``flat_limit``.

    python -m bench.stores.flat_limit [--passages 20000 80000 200000]

Prints a line per size: milliseconds a search takes, their ratio, what the graph misses, and how
long it takes to build.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from index.store.vectors import VectorIndex

DIMENSION = 384
QUERIES = 100
NEIGHBOURS = 20
TOPICS = 2_000  # passages cluster by topic; evenly spread vectors would flatter nobody
SPREAD = 0.7  # of a passage around its centre, a centre's own being 1: cosine 0.67 between neighbours


def clustered_vectors(count: int, generator: np.random.Generator) -> np.ndarray:
    """Unit vectors around ``TOPICS`` centres, float32 (count, DIMENSION)."""
    centres = generator.standard_normal((TOPICS, DIMENSION)).astype(np.float32)
    vectors = centres[generator.integers(0, TOPICS, count)]
    noise = generator.standard_normal((count, DIMENSION), dtype=np.float32)  # in place: 1.5 GB a million
    noise *= SPREAD
    vectors += noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def median_ms(search: Callable[[np.ndarray], object], queries: np.ndarray) -> float:
    """Median milliseconds of one search."""
    times = []
    for query in queries:
        began = time.perf_counter()
        search(query)
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e3


def main() -> None:
    """Measure every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[20_000, 80_000, 200_000])
    for count in parser.parse_args().passages:
        generator = np.random.default_rng(7)
        vectors = clustered_vectors(count + QUERIES, generator)
        stored, queries = vectors[:count], vectors[count:]
        rows = np.arange(count, dtype=np.int64)
        flat = VectorIndex.build(rows, stored, 1, graph=False)
        began = time.perf_counter()
        graph = VectorIndex.build(rows, stored, 1, graph=True)
        seconds = time.perf_counter() - began
        exact_ms = median_ms(lambda q, i=flat: i.search(q, NEIGHBOURS), queries)
        graph_ms = median_ms(lambda q, i=graph: i.search(q, NEIGHBOURS), queries)
        recalls = [len(top(flat, query) & top(graph, query)) / NEIGHBOURS for query in queries]
        print(
            f"{count} passages: flat {exact_ms:.1f} ms, HNSW {graph_ms:.1f} ms, "
            f"ratio {exact_ms / graph_ms:.1f}; "
            f"recall@{NEIGHBOURS} {statistics.mean(recalls):.4f}, graph built in {seconds:.0f} s",
            flush=True,
        )


def top(index: VectorIndex, query: np.ndarray) -> set[int]:
    """Row numbers of the nearest passages."""
    return {row for row, _ in index.search(query, NEIGHBOURS)[:NEIGHBOURS]}


if __name__ == "__main__":
    main()
