"""A count that the source tells by naming each thing: 三个街道 for 甲街道、乙街道和丙街道. Pure."""

import re
from collections.abc import Iterable

from chinese import enumerations

FEWEST, MOST = 2, 10  # of things that people count instead of naming
_LAST = re.compile(r"[\u4e00-\u9fff](?:和|及|与|以及)[\u4e00-\u9fff]")


def listed(count: int, source: str) -> bool:
    """Whether ``source`` enumerates exactly ``count`` things, 2 to 10 of them."""
    return FEWEST <= count <= MOST and count in set(_lengths(source))


def _lengths(source: str) -> Iterable[int]:
    for run in enumerations(source):
        yield len(run)
        if _LAST.search(source[slice(*run[-1])]):  # 甲、乙和丙
            yield len(run) + 1
