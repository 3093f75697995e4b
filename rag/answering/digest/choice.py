"""Which of the sentences fit: something of each section first, then the heaviest of the rest. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answering.digest.outline import Sentence
from rag.answering.digest.units import MARKERS, POINTS_BACK, Unit

SHORTEST_CUT = 40  # code points that a sentence is cut to at least
HEADED = 26  # what a heading before a cut sentence may take
_CLAUSE_END = re.compile(r"[；;]|[，,](?![0-9])")


def chosen(text: str, sentences: Sequence[Sentence], units: Sequence[Unit], room: int) -> list[Unit]:
    """At most ``room`` code points of ``units``, the best of each section cut where there are many.

    A sentence that says nothing without the one before comes with it, under the same role.
    """
    share = _share([unit.cost for unit in units if unit.level == 0], room)
    taken: dict[Sentence, Unit] = {}
    for unit in sorted(units, key=lambda unit: (unit.level, -unit.weight)):
        if unit.sentence in taken:
            continue
        kept = _cut(text, unit, share) if unit.level == 0 else unit
        before = _before(text, sentences, kept)
        if before and before.sentence in taken:
            kept, before = replace(kept, role=taken[before.sentence].role), None
        together = [before, kept] if before else [kept]
        cost = sum(one.cost for one in together)
        if cost <= room:
            taken |= {one.sentence: one for one in together}
            room -= cost
    return list(taken.values())


def _share(costs: Sequence[int], room: int) -> int:
    """How long the first sentence of each section may be, so that all fit; short ones leave more."""
    left, rest = len(costs), room
    for cost in sorted(costs):
        if cost * left > rest:
            return max(SHORTEST_CUT, rest // left - MARKERS - HEADED)
        rest -= cost
        left -= 1
    return room


def _cut(text: str, unit: Unit, longest: int) -> Unit:
    """The sentence's first clauses, as many as fit; at least one."""
    start, end = unit.sentence.start, unit.sentence.end
    if end - start <= longest:
        return unit
    ends = [match.start() for match in _CLAUSE_END.finditer(text, start, end)]
    fitting = [at for at in ends if at - start <= longest] or ends[:1] or [end]
    return replace(unit, end=fitting[-1])


def _before(text: str, sentences: Sequence[Sentence], unit: Unit) -> Unit | None:
    """The sentence before, where the unit's needs it."""
    at = sentences.index(unit.sentence)
    if at == 0 or not POINTS_BACK.search(text[unit.sentence.start : unit.sentence.end]):
        return None
    before = sentences[at - 1]
    if before.heads or before.row or before.point != unit.sentence.point:
        return None
    return replace(unit, sentence=before, end=before.end)
