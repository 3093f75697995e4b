"""Quoted names a statement gives to one another's bearers: 镇“甲”、村“乙” told as 镇“乙”、村“甲”. Pure."""

import re

from rag.align import Alignment, Mismatch
from rag.fold import fold

# The words that a quoted name follows at once say whose it is; two characters are the shortest word for that.
BORNE = re.compile(r"([\u4e00-\u9fff]{2})(“[^“”]+”)")
ALIKE = 1.0  # both bearers and both names are the source's own words


def exchanges(statement: str, source: str) -> Alignment:
    """Each quoted name told of another one's bearer, where the source tells both the other way round.

    Only a whole exchange counts: both bearers and both names stand in the statement and in the source,
    each bearer with the other's name, and the source nowhere has the statement's pairing.
    """
    ours, theirs = _borne(statement), _borne(source)
    total = Alignment()
    for (bearer, name), claimed in ours.items():
        for other_bearer, other in ours:
            turned = (bearer, other) in theirs and (other_bearer, name) in theirs
            if bearer != other_bearer and name != other and turned and (bearer, name) not in theirs:
                total += Alignment(mismatches=(Mismatch("name", claimed, theirs[bearer, other], ALIKE),))
    return total


def _borne(text: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Each (bearer, name) with the offsets of the name's first occurrence, quotation marks included."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for match in BORNE.finditer(text):
        found.setdefault((fold(match.group(1)), fold(match.group(2))), match.span(2))
    return found
