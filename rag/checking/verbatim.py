"""Whether a statement is its source's own words with whole items left out. Pure.

列为甲、乙、丙 holds 列为乙 and 列为丙; 甲管收、乙管送 does not hold 甲管送: what is left out there begins and
ends inside items. 在某街道， at the beginning may be what the whole text tells of.
"""

import re
from difflib import SequenceMatcher
from itertools import pairwise

from chinese import bare, fold

SHORTEST = 8  # code points without stops: fewer are found by chance
KEPT = 2  # of every stretch that is kept
RUNS = 4  # stretches kept at most
_DENYING = re.compile("[不未没无非否勿莫除仅只拟]|以外|之外")
_STOPS = "、，,；;"
_WHERE = re.compile(r"在(?P<place>[^，,；;。]{2,20})[，,]")


def excerpt(statement: str, source: str, opening: str = "") -> bool:
    """Whether every word of ``statement`` stands in one sentence of ``source``, in order, items left out.

    Where the statement begins with 在……， the place may stand in ``opening`` instead, how its text begins.
    """
    where = _WHERE.match(statement)
    if where and bare(where["place"]) in bare(opening):
        statement = statement[where.end() :]
    said = bare(statement)
    return len(said) >= SHORTEST and any(_holds(said, fold(line)) for line in source.split("\n"))


def _holds(said: str, line: str) -> bool:
    there = [i for i, character in enumerate(line) if character.isalnum()]
    plain = "".join(line[i] for i in there)
    if said in plain:
        return True
    blocks = SequenceMatcher(None, said, plain, autojunk=False).get_matching_blocks()[:-1]
    whole = sum(block.size for block in blocks) == len(said)
    if not whole or len(blocks) > RUNS or any(block.size < KEPT for block in blocks):
        return False
    gaps = [(there[a.b + a.size - 1] + 1, there[b.b]) for a, b in pairwise(blocks)]
    return all(_item(line[start:end]) for start, end in gaps)


def _item(left_out: str) -> bool:
    """Whole items end with a stop; what denies or limits may not be left out."""
    words = left_out.rstrip("“‘《「")
    return words[-1:] in tuple(_STOPS) and not _DENYING.search(words)
