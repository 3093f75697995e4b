"""How to cut a question's passages into batches: batch size and padding, as a ratio to one at a time.

    python -m bench.runtime.batching [--questions 24] [--json FILE]

Each question brings 8 passages, as when answering; every way sees the same questions in turn, token
counts nobody has met before included, because oneDNN compiles a kernel for each new shape.
"""

import statistics
from collections.abc import Sequence
from pathlib import Path

from bench import report
from bench.runtime.clock import measured, percentile
from bench.runtime.precision import Pairs, passages, subset
from bench.runtime.runtimes import Runtime, torch_runtime
from bench.stores.probe import peak_mb
from index.embedding import dtype_for
from rag.settings import Settings
from training.corpora import SQUAD

PASSAGES = 8
WAYS = [(1, 1), (1, 16), (2, 16), (4, 16), (8, 1), (8, 16), (8, 64)]  # batch size, padded to a multiple of


def main() -> None:
    """Time every way on every question."""
    parser = report.parser(__doc__)
    parser.add_argument("--squad", type=Path, default=SQUAD)
    parser.add_argument("--questions", type=int, default=24, metavar="N")
    chosen = parser.parse_args()
    settings = Settings().reading
    folder = Path(settings.model)
    pairs, run = Pairs(folder), torch_runtime(folder, dtype=dtype_for(settings.precision))
    texts, asked = subset(chosen.squad, chosen.questions)
    pool = [text for _, text in passages(texts)]
    taken: dict[tuple[int, int], list[float]] = {way: [] for way in WAYS}
    for number, question in enumerate(asked):
        mine = [pool[(number * PASSAGES + i) % len(pool)] for i in range(PASSAGES)]
        for way in WAYS:
            taken[way].append(
                measured(lambda w=way, q=question.question, m=mine: forward(run, pairs, q, m, w)).wall
            )
    base = statistics.median(taken[1, 1])
    rows = [
        {
            "passages a batch": way[0],
            "tokens padded to a multiple of": way[1],
            "median, times as fast": round(base / statistics.median(seconds), 2),
            "95th percentile, times as fast": round(base / percentile(seconds, 95), 2),
        }
        for way, seconds in taken.items()
    ]
    report.show(
        f"Batching, {settings.precision}, {len(asked)} questions x {PASSAGES} passages", rows, chosen.json
    )
    print(f"peak memory {peak_mb():.0f} MB")


def forward(run: Runtime, pairs: Pairs, question: str, texts: Sequence[str], way: tuple[int, int]) -> None:
    """Read all texts, the shortest first, in batches."""
    size, multiple = way
    ordered = sorted(texts, key=len)
    for at in range(0, len(ordered), size):
        some = ordered[at : at + size]
        run(pairs.arrays(pairs.encode([question] * len(some), some, multiple)))


if __name__ == "__main__":
    main()
