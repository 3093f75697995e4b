"""Quoted names swapped: 镇“甲”、村“乙” told as 镇“乙”、村“甲”, “甲”管收、“乙”管送 as “甲”管送. Pure."""

import re

from chinese import fold
from rag.checking.align_facts import Alignment, Mismatch

# The words that a quoted name follows at once say whose it is; two characters are the shortest word for that.
BORNE = re.compile(r"([\u4e00-\u9fff]{2})(“[^“”]+”)")
# What is said of a quoted name follows it at once and ends with its item.
SAID = re.compile(r"(“[^“”]{1,16}”)([\u4e00-\u9fff]{2,6})(?=[、，,；;。！？\n]|$)")
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
    return total + _said_of_another(statement, source)


def _said_of_another(statement: str, source: str) -> Alignment:
    """What the statement says of one quoted name and the source of others only, telling otherwise of it."""
    theirs = [(fold(m.group(1)), fold(m.group(2)), m.span(2)) for m in SAID.finditer(source)]
    total = Alignment()
    for match in SAID.finditer(statement):
        name, said = fold(match.group(1)), fold(match.group(2))
        owners = {other for other, words, _ in theirs if words == said}
        own = [span for other, words, span in theirs if other == name and words != said]
        if owners and own and name not in owners:
            total += Alignment(mismatches=(Mismatch("word", match.span(2), own[0], ALIKE),))
    return total


def _borne(text: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Each (bearer, name) with the offsets of the name's first occurrence, quotation marks included."""
    names: dict[tuple[str, str], tuple[int, int]] = {}
    for match in BORNE.finditer(text):
        names.setdefault((fold(match.group(1)), fold(match.group(2))), match.span(2))
    return names
