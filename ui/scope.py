"""Narrowing what is asked, checked or drawn: a form that folds out, and the filter it makes."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import gradio as gr

from index.errors import IndexFailure
from index.records import EVERYTHING, Case, Filter
from index.store import Entry
from people.accounts import Role
from rag.search import narrowed_to, told
from ui.access import Limits, Work
from ui.desk import Act, Refused
from ui.events import clicked
from ui.templating import render

LISTED = 300  # values offered for one field, the commonest
LOOKED_AT = 2000  # documents whose cases are asked for units
BETWEEN = re.compile("[、,，;；]")
ALL = "全部资料"
SEVERAL, DAY = "几个用顿号隔开", "2023-01-01 或 2023年"
DAYS = {"since": "first", "until": "last"}  # which day of a month or a year is meant
FIELDS = {  # name -> label, hint, longest
    "units": ("单位含", SEVERAL, 200),
    "sources": ("来源", SEVERAL, 200),
    "tags": ("标签", SEVERAL, 200),
    "since": ("日期从", DAY, 40),
    "until": ("日期到", DAY, 40),
}


class Catalogue(Protocol):
    """The part of a store that the form reads."""

    def documents(self) -> Sequence[Entry]:
        """Every document that is searched."""

    def cases(self, document_id: str) -> Sequence[Case]:
        """A document's cases."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the documents say of themselves, offered while the form is filled in; commonest first."""

    units: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def offered(store: Catalogue, without: Collection[str] = ()) -> Offered:
    """The values found in a store, but for some documents; one without a unit has those of its cases."""
    entries = [entry for entry in store.documents() if entry.id not in without]
    bare = [entry for entry in entries if not entry.metadata.unit and entry.cases][:LOOKED_AT]
    units = Counter(entry.metadata.unit for entry in entries if entry.metadata.unit)
    units.update(unit for entry in bare for unit in {case.unit for case in store.cases(entry.id)} if unit)
    sources = Counter(entry.metadata.source for entry in entries if entry.metadata.source)
    tags = Counter(tag for entry in entries for tag in entry.metadata.tags)
    counts = (units, sources, tags)
    return Offered(*(tuple(value for value, _ in count.most_common(LISTED)) for count in counts))


class Scope:
    """The form above a question or a draft; what a page narrows to comes in as an argument."""

    actions = dict.fromkeys(("narrow", "everything"), Role.USER)

    def __init__(
        self, store: Catalogue, place: str, limits: Limits | None = None, work: Work | None = None
    ) -> None:
        """``place`` tells the forms of one page apart."""
        self._work = work or Work()
        self._limits = limits or Limits()
        self._store = store
        self._place = place

    def start(self, request: gr.Request | None = None) -> tuple[str, Filter]:
        """The form as a new page shows it, with what was chosen before: (region, filter)."""
        where = self._work.kept(request, f"scope {self._place}", _chosen_before, EVERYTHING)
        return scope_html(where, written(where), self._offered(request), self._place), where

    def _offered(self, request: gr.Request | None) -> Offered:
        return offered(self._store, self._limits.closed(request))

    def act(
        self, where: Filter, event: gr.EventData, request: gr.Request | None = None
    ) -> tuple[str, Filter]:
        """限定 or 不限 was pressed: (region, filter); a refusal leaves the filter and what was written."""
        act = clicked(event)
        error, values = "", None
        try:
            where = filter_of(act) if act.do == "narrow" else EVERYTHING
            self._keep(request, act, where)
        except (Refused, IndexFailure) as refusal:
            error, values = str(refusal), {name: str(act.form.get(f"scope-{name}", "")) for name in FIELDS}
        html = scope_html(where, values or written(where), self._offered(request), self._place, error)
        return html, where

    def _keep(self, request: gr.Request | None, act: Act, where: Filter) -> None:
        """As it was written: what is out of date is reckoned anew each day."""
        name = f"scope {self._place}"
        if where == EVERYTHING:
            self._work.drop(request, name)
        else:
            self._work.keep(request, name, dict(act.form))


def _chosen_before(form: object) -> Filter:
    """The filter of a form as it was kept. Raises ValueError for one that makes none."""
    if not isinstance(form, dict):
        raise ValueError(f"{type(form).__name__} is no form")
    try:
        return filter_of(Act("narrow", "", form))
    except (Refused, IndexFailure) as refusal:
        raise ValueError(str(refusal)) from refusal


def filter_of(act: Act) -> Filter:
    """The filter of a filled-in form. Raises IndexFailure or Refused for one that cannot be."""
    units, sources, tags = (
        BETWEEN.split(act.text(f"scope-{name}", 1000)) for name in ("units", "sources", "tags")
    )
    since, until = (act.text(f"scope-{name}", 50) for name in ("since", "until"))
    return narrowed_to(units, sources, tags, since, until, in_force=bool(act.chosen("scope-valid")))


def written(where: Filter) -> dict[str, str]:
    """A filter as it is written into the form's fields."""
    named = {"units": where.units, "sources": where.sources, "tags": where.tags}
    words = {name: "、".join(values) for name, values in named.items()}
    return words | {"since": where.since, "until": where.until, "valid": where.valid_on}


def scope_html(where: Filter, values: Mapping[str, str], known: Offered, place: str, error: str = "") -> str:
    """The form, folded, with what is chosen in words; unfolded with the reason when it was refused."""
    narrowed = "" if where == EVERYTHING else told(where)
    return _rendered(values, known, place, form=True, narrowed=narrowed, error=error)


def scope_fields(known: Offered) -> str:
    """The inputs alone, folded, for a form that has other fields and a button of its own."""
    return _rendered(written(EVERYTHING), known, "drawn", form=False)


def _rendered(values: Mapping[str, str], known: Offered, place: str, **form: object) -> str:
    """``place`` tells the forms of one page apart."""
    lists = {"units": known.units, "sources": known.sources, "tags": known.tags}
    return render(
        "scope.html",
        fields=FIELDS,
        days=DAYS,
        values=values,
        offered=lists,
        place=place,
        everything=ALL,
        **form,
    )
