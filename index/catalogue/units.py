"""The bodies that a document's cases are about, by all the names it gives them. Pure."""

import re
from collections.abc import Iterator, Sequence

from chinese import core
from index.catalogue.entries import Imprint, Unit
from index.records import Case, Document, Span
from index.segment import unit_place

SHORTEST = 3  # code points of a shorter name
_INTRODUCED = re.compile(
    r"[（(](?:以下|下)?统?(?:简称|称)为?[:：]?[\s　]*[“「]?(?P<short>[\u3400-\u9fff]{2,16})[”」]?[)）]"
)
_RANKED = re.compile(r"^[\u3400-\u9fff]{1,5}?(?P<rest>[省市州县区旗].+)")
_FULL = (
    (re.compile("工作委员会"), "工委"),
    (re.compile("(?<!工作)委员会"), "委"),
    (re.compile("妇女联合会"), "妇联"),
)
_NOT_BEFORE = re.compile(r"[省市州县区旗\u3400-\u9fff]")


def units_of(document: Document, cases: Sequence[Case], imprint: Imprint) -> Iterator[Unit]:
    """The units of the cases in their order, then the body that issued the document, each once."""
    about: dict[str, list[int]] = {}
    for case in cases:
        if case.unit:
            about.setdefault(case.unit, []).append(case.order)
    first = {case.unit: place for case in reversed(cases) if (place := unit_place(document.text, case))}
    names = dict.fromkeys(about)
    if imprint.issuer:
        names.setdefault(document.text[slice(*imprint.issuer)])
    introduced = list(_introduced(document.text, names))
    for name in names:
        place = first.get(name) or _first(document.text, name) or imprint.issuer
        if place:
            short = tuple(dict.fromkeys([*_said(introduced, name), *_plain(document.text, name, names)]))
            yield Unit(name, place, short, tuple(about.get(name, ())))


def _first(text: str, name: str) -> Span | None:
    at = text.find(name)
    return (at, at + len(name)) if at >= 0 else None


def _introduced(text: str, names: Sequence[str] | dict[str, None]) -> Iterator[tuple[str, str]]:
    """Full and shorter name where the text itself says so: 某局（以下简称“该局”）."""
    for match in _INTRODUCED.finditer(text):
        for name in names:
            if text.endswith(name, 0, match.start()):
                yield name, match["short"]


def _said(introduced: Sequence[tuple[str, str]], name: str) -> Iterator[str]:
    return (short for full, short in introduced if full == name)


def _plain(text: str, name: str, names: dict[str, None]) -> Iterator[str]:
    """Shorter names that are plainly the same body, and stand in the text: 市水利局 of 云溪市水利局.

    None that could be another of the document's units.
    """
    shorter = [name.removeprefix("中共")]
    for full, short in _FULL:
        shorter += [full.sub(short, s) for s in list(shorter) if full.search(s)]
    shorter += [ranked["rest"] for s in list(shorter) if (ranked := _RANKED.match(s))]
    shorter += [core(name)]
    for short in dict.fromkeys(shorter):
        alone = [other for other in names if other.endswith(short) or other.startswith(short)] in ([name], [])
        if short != name and len(short) >= SHORTEST and alone and _stands(text, name, short):
            yield short


def _stands(text: str, name: str, short: str) -> bool:
    """Whether a shorter name stands in the text outside the longer one, and ends no other body's name."""
    at = text.find(short)
    while at >= 0:
        whole = text.rfind(name, max(0, at - len(name)), at + len(short))
        before = text[at - 1 : at]
        if not (0 <= whole <= at) and not (_NOT_BEFORE.match(before) and short[0] not in "省市州县区旗"):
            return True
        at = text.find(short, at + 1)
    return False
