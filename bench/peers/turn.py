"""One turn of the comparison: a task on standard input, figures on standard output.

Both sides speak it, each in its own environment, so it needs the standard library alone.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version

from bench.runtime.clock import Taken, each, measured

PACKAGES = ("torch", "sentence-transformers", "transformers", "faiss-cpu")


@dataclass(frozen=True, slots=True)
class Task:
    """What both sides are to do."""

    texts: Sequence[str]  # whole documents
    questions: Sequence[str]
    folder: str  # where the index goes; does not exist yet
    model: str
    passage_prefix: str
    query_prefix: str
    passage_chars: int  # code points a passage aims at
    overlap_chars: int  # code points neighbours share, for a splitter that counts them
    neighbours: int  # passages a search returns
    dtype: str  # precision of the peer's model; ours chooses its own
    began: float = 0.0  # when the process was started, seconds since 1970


@dataclass(frozen=True, slots=True)
class Figures:
    """What one side took for one task."""

    start_s: float  # start of the process, imports, model, a few texts to warm up
    build_s: float  # texts -> index on disk, ready to be searched
    build_cpu_s: float  # the same in all threads
    passages: int
    embedded_chars: int  # code points given to the model, prefixes left out
    search_s: Mapping[str, Sequence[float]]  # way of searching -> seconds of each question
    peak_mb: float  # MB of 10^6 bytes
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Built:
    """An index, open for searching."""

    passages: int
    embedded_chars: int
    searches: Mapping[str, Callable[[str], object]]  # way -> question -> passages


def play(prepare: Callable[[Task], Callable[[], Built]]) -> None:
    """Read the task, prepare, build, search, write the figures."""
    task = Task(**json.load(sys.stdin))
    build = prepare(task)
    started = time.time() - task.began
    results: list[Built] = []
    taken = measured(lambda: results.append(build()))
    searched = {way: each(search, task.questions) for way, search in results[0].searches.items()}
    print(json.dumps(asdict(figures(started, taken, results[0], searched))))


def figures(started: float, taken: Taken, built: Built, searched: Mapping[str, Sequence[float]]) -> Figures:
    """All of one turn, with the process's own peak and package versions."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    versions = {name: version(name) for name in PACKAGES}
    return Figures(
        started, taken.wall, taken.cpu, built.passages, built.embedded_chars, searched, peak, versions
    )
