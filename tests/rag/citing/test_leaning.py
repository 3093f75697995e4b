"""What a quote leans on: carried by the propositions in it, and not in it itself."""

from index.records import Carried, Proposition
from rag.citing import leans_on


def proposition(start, end, *carried):
    return Proposition("d", None, "clause", start, end, carried)


def test_each_carried_word_once_in_reading_order_and_none_that_is_quoted():
    unit, stem, subject = Carried("unit", 0, 4), Carried("stem", 6, 9), Carried("subject", 10, 12)
    inside = [proposition(10, 15, unit, stem), proposition(15, 20, unit, subject)]
    assert leans_on(inside, 10, 20) == (unit, stem)
    assert leans_on(inside, 15, 20) == (unit, subject)
    assert leans_on(inside, 20, 30) == ()
    assert leans_on([], 0, 30) == ()
