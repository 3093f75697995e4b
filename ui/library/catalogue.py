"""The list of the 文库: which documents meet what was filled in, and how many each unit and year has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.library import is_past
from index.records import Case
from index.store import Entry, PassageStore

FILTERS = ("words", "unit", "source", "tag", "year", "valid")
IN_FORCE, PAST = "现行有效", "已过有效期"
NO_UNIT, NO_DATE = "没有注明单位", "没有注明日期"
EntryUnits = tuple[Entry, tuple[str, ...]]  # a document and its units


@dataclass(frozen=True, slots=True)
class Picture:
    """How many documents there are of each unit, the commonest first, and of each year, the latest first."""

    units: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]


class Catalogue:
    """Looks through a store's documents; knows their units until the store changes.

    Shared between threads without a lock: what is known is replaced whole, and a call keeps to what it took.
    """

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self._units: tuple[int, dict[str, tuple[str, ...]]] = (-1, {})

    def matching(self, chosen: Mapping[str, str], today: date) -> list[EntryUnits]:
        """The documents that meet all that ``chosen`` asks, by name; "" asks nothing."""
        with self._store.snapshot() as now:
            generation, entries = now.generation, now.documents()
            known, units = self._units
            if generation != known:
                units = {e.id: _units(e, now.cases(e.id)) for e in entries}
                self._units = (generation, units)
        return [(e, units[e.id]) for e in entries if _meets(e, units[e.id], chosen, today)]


def counted(documents: Sequence[EntryUnits]) -> Picture:
    """The picture of some documents; a document of several units counts for each."""
    units = Counter(unit for _, names in documents for unit in names or (NO_UNIT,))
    years = Counter(entry.metadata.date[:4] or NO_DATE for entry, _ in documents)
    return Picture(
        tuple(sorted(units.items(), key=lambda bar: (bar[0] == NO_UNIT, -bar[1], bar[0]))),
        tuple(sorted(years.items(), key=lambda bar: (bar[0] != NO_DATE, bar[0]), reverse=True)),
    )


def _units(entry: Entry, cases: Sequence[Case]) -> tuple[str, ...]:
    """The unit that was noted for a document, and those of its cases."""
    return tuple(dict.fromkeys(unit for unit in (entry.metadata.unit, *(c.unit for c in cases)) if unit))


def _meets(entry: Entry, units: Sequence[str], chosen: Mapping[str, str], today: date) -> bool:
    known, unit, year = entry.metadata, chosen["unit"], chosen["year"]
    past = is_past(known, today)
    return (
        chosen["words"] in f"{entry.name}\n{entry.title}"
        and (not unit or any(unit in name for name in units) or (unit == NO_UNIT and not units))
        and chosen["source"] in known.source
        and (not chosen["tag"] or chosen["tag"] in known.tags)
        and (known.date.startswith(year) or (year == NO_DATE and not known.date))
        and (not chosen["valid"] or past == (chosen["valid"] == PAST))
    )
