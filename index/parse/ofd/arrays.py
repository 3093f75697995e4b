"""The lists of numbers in an OFD file. Pure."""

from collections.abc import Iterator
from math import isfinite, nan

_REPEATED = "g"  # "g 3 5.6" stands for "5.6 5.6 5.6"


def numbers(words: str | None, count: int) -> tuple[float, ...]:
    """The first ``count`` numbers of a list; () when there are fewer, or one is no finite number."""
    try:
        found = tuple(map(float, (words or "").split(None, count)[:count]))
    except ValueError:
        return ()
    return found if len(found) == count and isfinite(sum(found)) else ()


def number(words: str | None, default: float = nan) -> float:
    """One number; ``default`` for none, and for what is not finite."""
    if not words:
        return default
    try:
        value = float(words)
    except ValueError:
        return default
    return value if isfinite(value) else default


def steps(words: str | None, most: int) -> list[float]:
    """The distances between letters, repetitions written out, at most ``most``; up to the first bad one."""
    found: list[float] = []
    tokens = iter((words or "").split())
    for token in tokens:
        times, value = _step(token, tokens)
        if not isfinite(value) or len(found) >= most:
            break
        found += [value] * min(times, most - len(found))
    return found


def _step(token: str, tokens: Iterator[str]) -> tuple[int, float]:
    """How often a distance comes, and the distance."""
    if token != _REPEATED:
        return 1, number(token)
    times = number(next(tokens, ""), 0.0)
    return max(0, int(times)), number(next(tokens, ""))
