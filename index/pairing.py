"""k headings in a row, then n paragraphs: which paragraphs belong to which heading.

Order is the key, and the layout only has to be plausible; the words say where one body ends and
the next begins, and they may veto an order that contradicts them.
"""

import re
from collections.abc import Sequence

from index.lines import LINE_BREAK

MAX_COMPARED = 150  # headings or paragraphs of one run that are compared with each other
OPENING = 24  # code points in which a body names its unit first, when it does
GAP_WEIGHT = 1.0  # of a wider gap, against 1.0 for naming a whole unit in the opening
UNEVEN_WEIGHT = 0.02  # per paragraph off the even division; only ever breaks ties
CLEAR = 0.25  # evidence a division needs when the paragraphs do not divide evenly
_WORDS = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9+.%]+")


def divide(
    headings: Sequence[tuple[str, str]], paragraphs: Sequence[str], gaps: Sequence[int], per_heading: int
) -> list[int] | None:
    """Where each heading's body begins: k ascending indices into ``paragraphs``; None if unclear.

    Args:
        headings: (unit, title) of each of the k >= 2 headings.
        paragraphs: the texts of the n paragraphs after them, author's lines joined to the one above.
        gaps: blank lines in front of each paragraph.
        per_heading: paragraphs each body has elsewhere in the document; 0 when it is not regular.

    """
    k, n = len(headings), len(paragraphs)
    if n < k or (n > MAX_COMPARED and n > k):
        return None
    starts = list(range(k))
    if n > k:
        starts, score = _best_division(_evidence(headings, paragraphs), _wide_gaps(gaps, k))
        if score < CLEAR:
            starts = _by_count(k, n, per_heading)
    if not starts or _contradicted(headings, paragraphs, starts):
        return None
    return starts


def blank_lines(text: str, start: int, end: int) -> int:
    """How many empty lines lie between two blocks, ``text[start:end]`` being what parts them."""
    return max(0, sum(1 for _ in LINE_BREAK.finditer(text, start, end)) - 1)


def affinity(headings: Sequence[tuple[str, str]], bodies: Sequence[str]) -> float:
    """How much better the bodies fit the headings in order than crosswise; above 0 they fit.

    Per pair the share of the heading's own words that its body holds, less the mean share over
    the other bodies.
    """
    if len(headings) > MAX_COMPARED:
        return 0.0
    words = _distinctive([unit + "\n" + title for unit, title in headings])
    total = 0.0
    for own, heading_words in enumerate(words):
        shares = [_share(heading_words, body) for body in bodies]
        others = [share for index, share in enumerate(shares) if index != own]
        total += shares[own] - sum(others) / max(1, len(others))
    return total


def _by_count(k: int, n: int, per_heading: int) -> list[int]:
    """Even division; else what the rest of the document does, the last body taking what is over."""
    size = n // k if n % k == 0 else per_heading
    return [index * size for index in range(k)] if size and n >= k * size else []


def _evidence(headings: Sequence[tuple[str, str]], paragraphs: Sequence[str]) -> list[list[float]]:
    """[heading][paragraph]: how much the paragraph's words speak for this heading, mean 0."""
    titles = _distinctive([title for _, title in headings])
    units = _distinctive([unit for unit, _ in headings])
    raw = [
        [
            0.5 * _share(titles[i], p) + 0.5 * _share(units[i], p) + _share(units[i], p[:OPENING])
            for p in paragraphs
        ]
        for i in range(len(headings))
    ]
    means = [sum(column) / len(headings) for column in zip(*raw, strict=True)]
    return [[value - mean for value, mean in zip(row, means, strict=True)] for row in raw]


def _wide_gaps(gaps: Sequence[int], k: int) -> set[int]:
    """The k - 1 paragraphs that stand after a wider gap than all the others do; empty if none stand out."""
    inner = sorted(range(1, len(gaps)), key=lambda index: -gaps[index])
    widest, others = inner[: k - 1], inner[k - 1 :]
    stands_out = bool(others) and gaps[widest[-1]] > gaps[others[0]]
    return set(widest) if stands_out else set()


def _best_division(evidence: list[list[float]], wide: set[int]) -> tuple[list[int], float]:
    """The contiguous division with the most evidence, and what speaks for its weakest boundary."""
    k, n = len(evidence), len(evidence[0])
    sums = [_running_sums(row) for row in evidence]
    worst = float("-inf")
    best = [[worst] * (n + 1) for _ in range(k + 1)]
    came = [[0] * (n + 1) for _ in range(k + 1)]
    best[0][0] = 0.0
    for i in range(1, k + 1):
        for end in range(i, n + 1):
            for start in range(i - 1, end):
                if best[i - 1][start] == worst:
                    continue
                uneven = UNEVEN_WEIGHT * abs((end - start) - n / k)
                gain = sums[i - 1][end] - sums[i - 1][start] + GAP_WEIGHT * (start in wide) - uneven
                if best[i - 1][start] + gain > best[i][end]:
                    best[i][end] = best[i - 1][start] + gain
                    came[i][end] = start
    starts, end = [], n
    for i in range(k, 0, -1):
        end = came[i][end]
        starts.append(end)
    starts.reverse()
    bounds = [*starts, n]
    # The first paragraph and the last belong where they are under any division: the evidence
    # is what speaks for the boundaries between them.
    found = min(
        evidence[i][start] - evidence[i - 1][start] + GAP_WEIGHT * (start in wide)
        for i, start in enumerate(bounds[:-1])
        if i
    )
    return starts, found


def _running_sums(row: list[float]) -> list[float]:
    sums = [0.0]
    for value in row:
        sums.append(sums[-1] + value)
    return sums


def _contradicted(headings: Sequence[tuple[str, str]], paragraphs: Sequence[str], starts: list[int]) -> bool:
    """Whether a body opens with another heading's unit and names its own nowhere."""
    if len(headings) > MAX_COMPARED:
        return False
    bounds = [*starts, len(paragraphs)]
    for own, (unit, _) in enumerate(headings):
        body = "\n".join(paragraphs[bounds[own] : bounds[own + 1]])
        named = {name for name, _ in headings if name and body.startswith(name)} - {unit}
        if named and unit and unit not in body:
            return True
    return False


def _distinctive(texts: Sequence[str]) -> list[set[str]]:
    """Each text's character pairs and ASCII words that no other of the texts has."""
    words = [_pairs(text) for text in texts]
    return [
        mine - set().union(*(other for index, other in enumerate(words) if index != own))
        for own, mine in enumerate(words)
    ]


def _pairs(text: str) -> set[str]:
    found: set[str] = set()
    for run in _WORDS.findall(text):
        found.update((run,) if run.isascii() else (run[i : i + 2] for i in range(len(run) - 1)))
    return found


def _share(words: set[str], text: str) -> float:
    return sum(word in text for word in words) / len(words) if words else 0.0
