"""Chosen sentences -> the lines of a digest, with headings before them and what they lean on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import Carried, Case, Document, Proposition, Span
from rag.answering.digest.outline import Sentence
from rag.answering.digest.roles import Role, heading_role
from rag.answering.digest.units import MARKERS, Unit
from rag.citing import CUT, JOIN, Draft, Place

LEAD_MARKERS = 4  # code points that a second marker takes
LONGEST_LEAD = 24  # code points of a heading before a line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a digest: words of the document, and what they lean on; offsets are code points."""

    role: Role
    start: int
    end: int
    lead: Span | None = None  # heading before the words: 建仓：3座仓总投资1460万元…
    leans: tuple[Carried, ...] = ()  # carried by its propositions and not in the line
    cut: bool = False  # whether its last sentence goes on

    @property
    def cost(self) -> int:
        """Code points of its draft's text, its markers and line break included."""
        words = self.end - self.start + MARKERS + (len(CUT) if self.cut else 0)
        return words + (self.lead[1] - self.lead[0] + len(JOIN) + LEAD_MARKERS if self.lead else 0)


def draft_of(line: Line, document: Document, case: Case | None) -> Draft:
    """The line as a sentence to be cited: its heading, where it has one, ： and its words."""
    place = Place(document, case, line.start, line.end)
    words = place.quote + (CUT if line.cut else "")
    if line.lead is None:
        return Draft(words, (place,))
    lead = Place(document, case, *line.lead)
    return Draft(f"{lead.quote}{JOIN}{words}", (lead, place))


def lines_of(
    text: str,
    sentences: Sequence[Sentence],
    chosen: Sequence[Unit],
    roles: Sequence[Role],
    propositions: Sequence[Proposition],
) -> list[Line]:
    """The lines in the order of ``roles`` and of the text; sentences that follow each other are one line."""
    lines: list[Line] = []
    shown: set[object] = set()
    apart = {role: len({unit.sentence.path for unit in chosen if unit.role == role}) > 1 for role in roles}
    last: Unit | None = None
    for unit in sorted(chosen, key=lambda unit: (roles.index(unit.role), unit.sentence.start)):
        start, path = _with_head(text, sentences, unit), unit.sentence.path
        if last and _goes_on(text, last, unit, start):
            lines[-1] = replace(lines[-1], end=unit.end, cut=unit.is_cut)
        else:
            alone = start == unit.sentence.start and apart[unit.role] and path not in shown
            lines.append(
                Line(unit.role, start, unit.end, _lead(text, path) if alone else None, cut=unit.is_cut)
            )
        shown.add(path)
        last = unit
    return [replace(line, leans=_leans(line, propositions)) for line in lines]


def _goes_on(text: str, last: Unit, unit: Unit, start: int) -> bool:
    same = (last.role, last.sentence.point) == (unit.role, unit.sentence.point)
    return same and not last.is_cut and not text[last.end : start].strip()


def _with_head(text: str, sentences: Sequence[Sentence], unit: Unit) -> int:
    """Where a line begins: with the short sentence that heads it, where that stands right before."""
    at = sentences.index(unit.sentence)
    before = sentences[at - 1] if at else None
    if before is None or not before.heads or before.point != unit.sentence.point:
        return unit.sentence.start
    return unit.sentence.start if text[before.end : unit.sentence.start].strip() else before.start


def _lead(text: str, path: Sequence[Span]) -> Span | None:
    """The innermost heading, where it says more than the role; of 建仓：把阵地扎在产地 the first part."""
    if not path:
        return None
    start, end = path[-1]
    first = text[start:end].partition(JOIN)[0]
    if heading_role(first) is not None or "\n" in first or not 0 < len(first) <= LONGEST_LEAD:
        return None
    return start, start + len(first)


def _leans(line: Line, propositions: Sequence[Proposition]) -> tuple[Carried, ...]:
    """What its propositions carry and the line does not show, headings aside, in the order of the text."""
    inside = [p for p in propositions if p.start < line.end and line.start < p.end]
    parts = [part for p in inside for part in p.carried if part.role != "path"]
    outside = [part for part in parts if not (line.start <= part.start and part.end <= line.end)]
    return tuple(sorted(dict.fromkeys(outside), key=lambda part: (part.start, part.end)))
