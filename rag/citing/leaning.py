"""What quoted words lean on elsewhere in their document: subject, header, stem, question. Pure."""

from collections.abc import Iterable

from index.records import Carried, Proposition


def leans_on(propositions: Iterable[Proposition], start: int, end: int) -> tuple[Carried, ...]:
    """The carried words of the propositions that stand in ``[start, end)``, each once, in reading order.

    Left out is what stands in ``[start, end)`` itself: it is quoted already.
    """
    carried = {
        (part.start, part.end): part
        for one in propositions
        if one.start < end and start < one.end
        for part in one.carried
        if not (start <= part.start and part.end <= end)
    }
    return tuple(carried[span] for span in sorted(carried))
