"""k headings in a row, then n paragraphs: which paragraphs belong to which heading.

Order is the key, and the layout only has to be plausible; the words say where one body ends and
the next begins, and they may veto an order that contradicts them.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from math import inf

from chinese import LINE_BREAK

MAX_COMPARED = 150  # headings or paragraphs of one run that are compared with each other
OPENING = 24  # code points in which a body names its unit first, when it does
GAP_WEIGHT = 1.0  # of a wider gap, against 1.0 for naming a whole unit in the opening
CERTAIN_WEIGHT = 10.0  # more than all that words may say
UNEVEN_WEIGHT = 0.02  # per paragraph off the even division; only ever breaks ties
CLEAR = 0.25  # evidence a division needs when the paragraphs do not divide evenly
SURER = 0.1  # the same where some bodies are known to begin
Matrix = list[list[float]]  # [heading][paragraph]
_WORDS = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9+.%]+")


def divide(
    headings: Sequence[tuple[str, str]],
    paragraphs: Sequence[str],
    gaps: Sequence[int],
    per_heading: int | None,
    certain: Sequence[int] = (),
) -> list[int] | None:
    """Where each heading's body begins: k ascending indices into ``paragraphs``; None if unclear.

    Args:
        headings: (unit, title) of each of the k >= 2 headings.
        paragraphs: the texts of the n paragraphs after them, author's lines joined to the one above.
        gaps: blank lines in front of each paragraph.
        per_heading: paragraphs each body has elsewhere in the document; 0 when there is no
            elsewhere, None when it is not regular.
        certain: paragraphs at which a body begins, fewer than there are headings.

    """
    k, n = len(headings), len(paragraphs)
    if n < k or (n > MAX_COMPARED and n > k):
        return None
    starts = list(range(k))
    if n > k:
        content, opening = _evidence(headings, paragraphs)
        evidence = [gap + CERTAIN_WEIGHT * (at in certain) for at, gap in enumerate(_gap_evidence(gaps, k))]
        starts, weakest = _best_division(content, opening, evidence)
        if weakest < (SURER if certain else CLEAR):
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


def _by_count(k: int, n: int, per_heading: int | None) -> list[int]:
    """Even division; else what the rest of the document does, the last body taking what is over.

    A document whose bodies differ in length elsewhere gives no reason to count: empty.
    """
    if per_heading is None:
        return []
    size = n // k if n % k == 0 else per_heading
    return [index * size for index in range(k)] if size and n >= k * size else []


def _evidence(headings: Sequence[tuple[str, str]], paragraphs: Sequence[str]) -> tuple[Matrix, Matrix]:
    """[heading][paragraph]: how much its words speak for this heading, and for opening its body.

    Both have mean 0 over the headings, so that what fits them all speaks for none.
    """
    titles = _distinctive([title for _, title in headings])
    units = _distinctive([unit for unit, _ in headings])
    content = [
        [(_share(t, p) + _share(u, p)) / 2 for p in paragraphs] for t, u in zip(titles, units, strict=True)
    ]
    opening = [[_share(unit, p[:OPENING]) for p in paragraphs] for unit in units]
    return _centred(content), _centred(opening)


def _centred(matrix: Matrix) -> Matrix:
    means = [sum(column) / len(matrix) for column in zip(*matrix, strict=True)]
    return [[value - mean for value, mean in zip(row, means, strict=True)] for row in matrix]


def _gap_evidence(gaps: Sequence[int], k: int) -> list[float]:
    """GAP_WEIGHT for k - 1 paragraphs that stand after wider gaps than the others do, else 0."""
    inner = sorted(range(1, len(gaps)), key=lambda index: -gaps[index])
    widest, others = inner[: k - 1], inner[k - 1 :]
    stand_out = bool(others) and gaps[widest[-1]] > gaps[others[0]]
    return [GAP_WEIGHT if stand_out and index in widest else 0.0 for index in range(len(gaps))]


def _best_division(content: Matrix, opening: Matrix, gap: list[float]) -> tuple[list[int], float]:
    """The contiguous division with the most evidence, and what speaks for its weakest boundary."""
    k, n = len(content), len(gap)
    sums = [list(accumulate(row, initial=0.0)) for row in content]
    best = [[-inf] * (n + 1) for _ in range(k + 1)]
    came = [[0] * (n + 1) for _ in range(k + 1)]
    best[0][0] = 0.0
    for i in range(k):
        for end in range(i + 1, n + 1):
            for start in range(i, end):
                uneven = UNEVEN_WEIGHT * abs((end - start) - n / k)
                gain = sums[i][end] - sums[i][start] + opening[i][start] + gap[start] - uneven
                if best[i][start] + gain > best[i + 1][end]:
                    best[i + 1][end] = best[i][start] + gain
                    came[i + 1][end] = start
    starts = [n]
    for i in range(k, 0, -1):
        starts.insert(0, came[i][starts[0]])
    both = [[c + o for c, o in zip(*rows, strict=True)] for rows in zip(content, opening, strict=True)]
    weakest = min(both[i][starts[i]] - both[i - 1][starts[i]] + gap[starts[i]] for i in range(1, k))
    return starts[:-1], weakest


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
