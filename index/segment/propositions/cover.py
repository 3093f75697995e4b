"""Every word of a document lies in a proposition: what no rule has taken becomes one by itself. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator

from index.records import Proposition, Span


def uncovered(text: str, within: Span, taken: bytearray) -> Iterator[Span]:
    """The runs of ``text[within]`` that hold a word outside ``taken``, trimmed to their words."""
    at, end = within
    while at < end:
        if taken[at] or not says(text[at]):
            at += 1
            continue
        last = at
        stop = at + 1
        while stop < end and not taken[stop] and text[stop] not in "\r\n":
            if says(text[stop]):
                last = stop
            stop += 1
        yield at, last + 1
        at = stop


def mark(taken: bytearray, propositions: Iterable[Proposition]) -> None:
    """Note what the propositions hold, in their cores and their carried words."""
    for proposition in propositions:
        for start, end in (
            (proposition.start, proposition.end),
            *((c.start, c.end) for c in proposition.carried),
        ):
            taken[start:end] = b"\1" * (end - start)


def says(character: str) -> bool:
    """Whether the character is more than a blank or a punctuation mark."""
    return unicodedata.category(character)[0] in "LNSM"
