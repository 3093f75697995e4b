"""The picture of bench.stores.growth: searching, building, memory and recall over the number of passages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import report

NEAREST = 10  # of which recall counts
RECALL = f"recall@{NEAREST}"  # when as many are asked for as the program asks for
RECALL_SHORT = f"{RECALL}, {NEAREST} asked"


def draw(by_vectors: Sequence[report.Row], by_text: Sequence[report.Row], limit: int, path: Path) -> None:
    """Write the curves as a PNG: searching, building, memory, recall."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, ((search, build), (memory, recalled)) = pyplot.subplots(2, 2, figsize=(10, 7.5), dpi=130)
    lines(search, by_vectors, {"flat ms": "C0-o", "flat p95": "C0:", "HNSW ms": "C1-o", "HNSW p95": "C1:"})
    lines(search, by_text, {"full text ms": "C2-o", "full text p95": "C2:"})
    lines(build, by_vectors, {"flat built s": "C0-o", "HNSW built s": "C1-o"})
    lines(build, by_text, {"stored s, no model": "C2-o"})
    lines(memory, by_vectors, {"flat MB": "C0-o", "HNSW MB": "C1-o"})
    lines(memory, by_text, {"database MB": "C2-o"})
    lines(recalled, by_vectors, {RECALL: "C1-o", RECALL_SHORT: "C1:"})
    titles = ("one search, ms", "building, s", "memory or disk, MB", f"HNSW against flat, {RECALL}")
    for axes, title in zip((search, build, memory, recalled), titles, strict=True):
        axes.axvline(limit, color="lightgrey", linewidth=1, zorder=0)
        axes.set(xscale="log", xlabel="passages", title=title)
        if axes is recalled:
            axes.set_ylim(top=1.002)
        else:
            axes.set_yscale("log")
        if axes.lines[:-1]:
            axes.legend(fontsize=8)
    figure.suptitle(
        f"How cost grows; the store turns to HNSW at the grey line, {limit} passages", fontsize=11
    )
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)


def lines(axes: Any, rows: Sequence[report.Row], styles: dict[str, str]) -> None:
    """Draw columns of a table over the number of passages; values of 0 are left out."""
    for name, style in styles.items():
        points = [(row["passages"], row[name]) for row in rows if row[name] > 0]
        if points:
            axes.plot(*zip(*points, strict=True), style, label=name, markersize=4, linewidth=1.5)
