"""Timing: by the wall clock, and by the CPU time that the work took in all threads."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
WARM_UP = 5  # questions asked before the clock starts


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds."""

    wall: float
    cpu: float


def measured(work: Callable[[], object]) -> Taken:
    """Run ``work`` once."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - began, time.process_time() - worked)


def each(work: Callable[[T], object], questions: Sequence[T]) -> list[float]:
    """Seconds of each question, the first few asked once before."""
    for question in questions[:WARM_UP]:
        work(question)
    return [measured(lambda q=question: work(q)).wall for question in questions]


def percentile(values: Sequence[float], share: int) -> float:
    """The value that ``share`` percent of the values do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]
