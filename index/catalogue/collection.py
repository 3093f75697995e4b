"""The entries of many documents together, and what can be counted of them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.catalogue.entries import CaseEntry, DocumentCatalogue, Honour, Level, Unit

# A name that says which place's body it is: 云溪市水利局. 市水利局 of two documents may be two bodies.
_WHOSE = re.compile(r"(?:中共)?[\u3400-\u9fff]{2,5}?[省市州盟县区旗]")
_RANK_ONLY = re.compile(r"(?:中共)?[省市州盟县区旗]")


@dataclass(frozen=True, slots=True)
class Holding:
    """One body with all that is known of it in the collection."""

    name: str  # the longest that is printed
    names: tuple[str, ...]  # all of them
    units: tuple[tuple[str, Unit], ...]  # each with the id of the document it is named in


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries of a store's documents in force, by the name of the document.

    Cases and documents are counted exactly. Honours are those that the texts say were given in words the
    reader knows: there may be more.
    """

    generation: int  # of the store
    documents: tuple[DocumentCatalogue, ...]

    def cases(self) -> list[tuple[DocumentCatalogue, CaseEntry]]:
        """Every case with its document."""
        return [(document, case) for document in self.documents for case in document.cases]

    def honours(
        self, level: Level = "", year: int | None = None, unit: str = ""
    ) -> list[tuple[DocumentCatalogue, Honour]]:
        """Every honour that meets all that is asked; one whose level or year is not known meets no such wish.

        ``unit``: the name or a shorter name of the body it was given to, or of one that this is a part of.
        """
        return [
            (document, honour)
            for document in self.documents
            for honour in document.honours
            if (not level or honour.level == level)
            and (year is None or honour.year == year)
            and (not unit or any(honour.unit.startswith(name) for name in _names_of(document, unit)))
        ]

    def units(self) -> list[Holding]:
        """The bodies that cases are about, each once, in the order in which they are first named.

        Two documents speak of one body where both name it with its place.
        """
        groups: dict[tuple[str, str], list[tuple[str, Unit]]] = {}
        for document in self.documents:
            for unit in document.units:
                if unit.cases:
                    groups.setdefault(_key(document, unit), []).append((document.document_id, unit))
        return [_holding(group) for group in groups.values()]


def _key(document: DocumentCatalogue, unit: Unit) -> tuple[str, str]:
    name = unit.name.removeprefix("中共")
    placed = _WHOSE.match(name) and not _RANK_ONLY.match(name)
    return ("", name) if placed else (document.document_id, name)


def _holding(group: list[tuple[str, Unit]]) -> Holding:
    names = dict.fromkeys(name for _, unit in group for name in (unit.name, *unit.short))
    return Holding(max((unit.name for _, unit in group), key=len), tuple(names), tuple(group))


def _names_of(document: DocumentCatalogue, asked: str) -> Iterator[str]:
    """All names that a document gives the body asked for; the name itself where it is no unit there."""
    yield asked
    for unit in document.units:
        if asked == unit.name or asked in unit.short:
            yield unit.name
            yield from unit.short
