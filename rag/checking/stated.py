"""A ground's propositions with the words that each leans on, ready to compare. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chinese import AnalysedText, fold, terms, withdrawn
from chinese.values import Quantity
from index.records import CarriedRole, Document, Proposition
from rag.checking.amount_relations import amounts_of

_UNIT = re.compile(r"[（(]([^（）()]{1,4})[）)]\s*$")  # 人数（名）: what a column counts
_BARE = re.compile(r"[0-9][0-9,，.]*")
_READ: frozenset[CarriedRole] = frozenset(
    ("unit", "subject", "row", "column", "group", "stem", "time", "predicate", "condition", "question")
)
_OWN: frozenset[CarriedRole] = frozenset(("row", "column", "group"))
_STOPS = re.compile(r"[。！？!?；;\n]")
_PAUSES = re.compile(r"[，,；;：:。！？!?、\n]")
_SAID = re.compile(r"[\u4e00-\u9fffA-Za-z0-9.%]")
FEWEST = 2  # code points of a clause, and of a word that changes places


@dataclass(frozen=True, eq=False)
class Stated:
    """One proposition of a document; what it is compared by is worked out once."""

    document: Document
    proposition: Proposition
    beside: "list[Stated]" = field(default_factory=list, repr=False)  # of its sentence, row or column
    withdrawn: tuple[tuple[int, int], ...] = ()  # places in the document that the text itself calls wrong

    def _carried(self, roles: frozenset[CarriedRole]) -> list[str]:
        text = self.document.text
        parts = [text[c.start : c.end] for c in self.proposition.carried if c.role in roles]
        return list(dict.fromkeys(parts))

    @cached_property
    def core(self) -> AnalysedText:
        """Its own words; the number of a cell with the unit that its column names."""
        words = self.document.text[self.proposition.start : self.proposition.end]
        if self.proposition.kind == "cell" and _BARE.fullmatch(words.strip()):
            for header in self._carried(_OWN):
                if unit := _UNIT.search(header):
                    return AnalysedText(f"{words.rstrip()}{unit[1]}")
        return AnalysedText(words)

    @cached_property
    def leaning(self) -> AnalysedText:
        """The words it leans on, headings left out, one a line."""
        roles = frozenset(c.role for c in self.proposition.carried) - {"path"}
        return AnalysedText("\n".join(self._carried(roles)))

    @cached_property
    def path(self) -> AnalysedText:
        """The headings over it, one a line."""
        return AnalysedText("\n".join(self._carried(frozenset(("path",)))))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The terms of its words and of those it leans on."""
        return self.core.vocabulary | self.leaning.vocabulary

    @cached_property
    def folded(self) -> str:
        """All its words, folded: where a name may stand."""
        return fold(f"{self.core.text}\n{self.leaning.text}\n{self.path.text}")

    @cached_property
    def read(self) -> str:
        """What the reader is given: the words it leans on and its own."""
        return "，".join(dict.fromkeys([*self._carried(_READ), self.core.text]))

    @cached_property
    def own(self) -> str:
        """Its own words with those that name its row and column: what nothing else says."""
        return "，".join([*self._carried(_OWN), self.core.text])

    @cached_property
    def amounts(self) -> tuple[Quantity, ...]:
        """The amounts of its own words."""
        return amounts_of(self.core)

    @cached_property
    def clauses(self) -> tuple[tuple[tuple[int, int], frozenset[str]], ...]:
        """Its clauses, each with its words: offsets into the document; a cell is one, with its headers."""
        first, last = self.proposition.start, self.proposition.end
        if self.proposition.kind == "cell":
            return (((first, last), words_with_amounts(self.own)),)
        said = self.document.text[first:last]
        return tuple(((first + a, first + b), words_with_amounts(said[a:b])) for a, b in pieces(said))

    def stands(self, start: int, end: int) -> bool:
        """Whether its text does not call ``[start, end)`` of the core wrong."""
        first, last = self.place(start, end)
        return not any(a < last and first < b for a, b in self.withdrawn)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """``[start, end)`` of the core as offsets into the document, a unit lent by a column left out."""
        first = self.proposition.start
        return first + start, min(first + end, self.proposition.end)


def stated_of(document: Document, propositions: Sequence[Proposition]) -> tuple[Stated, ...]:
    """The propositions in reading order, each with those beside it."""
    wrong = [(one.start, one.end) for one in withdrawn(document.text)]
    all_stated = tuple(
        Stated(document, one, withdrawn=tuple((a, b) for a, b in wrong if one.start <= a < one.end))
        for one in propositions
    )
    groups: dict[object, list[Stated]] = {}
    for stated in all_stated:
        for key in _keys(stated):
            groups.setdefault(key, []).append(stated)
    for stated in all_stated:
        near = {id(other): other for key in _keys(stated) for other in groups[key][:40]}
        stated.beside.extend(near.values())
    return all_stated


def _keys(stated: Stated) -> Iterator[object]:
    proposition = stated.proposition
    if proposition.kind == "cell":
        for role in ("row", "column"):
            yield role, tuple((c.start, c.end) for c in proposition.carried if c.role == role)
        return
    before = stated.document.text[: proposition.start]
    last = max((m.end() for m in _STOPS.finditer(before, max(0, len(before) - 400))), default=0)
    yield "sentence", last


def words_with_amounts(text: str) -> frozenset[str]:
    """Its terms, and its amounts by value: 七名 and 7名 are one."""
    amounts = (f"={q.low}~{q.high}" for q in AnalysedText(text).quantities)
    return frozenset(terms(text)).union(amounts)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between pauses that say something."""
    begun = 0
    for match in [*_PAUSES.finditer(text), None]:
        end = match.start() if match else len(text)
        if _SAID.search(text, begun, end) and end - begun >= FEWEST:
            yield begun, end
        begun = match.end() if match else end


def frequencies(stated: Iterable[Stated]) -> Counter[str]:
    """In how many propositions each term stands."""
    return Counter(term for one in stated for term in one.vocabulary)
