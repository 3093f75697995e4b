"""Texts of different lengths -> passes of the model. Pure."""

from collections.abc import Iterator, Sequence

CUT = 448  # a longer text counts as that long: the models read little more of it


def batches(lengths: Sequence[int], most: int, whole: int) -> Iterator[list[int]]:
    """The places of all texts, longest first, in batches of at most ``most`` texts.

    A batch is padded to its longest text; padding included it holds at most ``whole`` code points, or one
    text. A pass takes as long as it holds, so that ``whole`` says how long others wait for their turn.
    """
    order = sorted(range(len(lengths)), key=lambda at: -lengths[at])
    start = 0
    while start < len(order):
        longest = max(1, min(lengths[order[start]], CUT))
        stop = start + max(1, min(most, whole // longest))
        yield order[start:stop]
        start = stop
