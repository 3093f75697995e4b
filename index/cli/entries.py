"""Entries of the catalogue as they are shown: for JSON, and as lines for people."""

from collections.abc import Iterator, Sequence
from typing import Any

from index.catalogue import DocumentCatalogue, Honour, Imprint
from index.records import Span


def placed(text: str, span: Span) -> dict[str, Any]:
    """A stretch of a text with its words."""
    return {"start": span[0], "end": span[1], "quote": text[slice(*span)]}


def described(text: str, entries: DocumentCatalogue) -> dict[str, Any]:
    """What a document says of itself, its units and its honours, ready for JSON."""
    return {
        "imprint": _imprint(text, entries.imprint),
        "units": [
            {"name": u.name, **placed(text, u.place), "short": list(u.short), "cases": list(u.cases)}
            for u in entries.units
        ],
        "honours": [honour(text, h) for h in entries.honours],
        "authors": [
            {"case": entry.case.order, **placed(text, name)}
            for entry in entries.cases
            for name in entry.authors
        ],
    }


def honour(text: str, h: Honour) -> dict[str, Any]:
    """An honour, ready for JSON; null for what the text does not surely say."""
    return {
        **placed(text, (h.start, h.end)),
        "name": h.name,
        "level": {"value": h.level, **placed(text, h.level_at)} if h.level_at else None,
        "giver": placed(text, h.giver) if h.giver else None,
        "year": {"value": h.year, **placed(text, h.year_at)} if h.year_at else None,
        "holder": placed(text, h.holder) if h.holder else None,
        "unit": h.unit or None,
        "case": h.case_order,
        "proposition": h.proposition,
    }


def told(contents: dict[str, Any]) -> Iterator[str]:
    """The imprint, units and honours of ``described``, a line each."""
    said = contents["imprint"]
    authors = dict.fromkeys(name["quote"] for name in [*said["authors"], *contents["authors"]])
    parts = [
        ("日期", said["date"] and said["date"]["value"]),
        ("作者", "、".join(authors)),
        ("来源", said["source"] and said["source"]["quote"]),
        ("发文单位", said["issuer"] and said["issuer"]["quote"]),
    ]
    if any(words for _, words in parts):
        yield "；".join(f"{name}：{words}" for name, words in parts if words)
    for h in contents["honours"]:
        yield f"  [荣誉] {honour_line(h)}"


def honour_line(h: dict[str, Any]) -> str:
    """One honour of ``honour`` for people: to whom, which, its level, giver and year."""
    whom = h["unit"] or (h["holder"] and h["holder"]["quote"]) or "（未写明单位）"
    known: Sequence[Any] = (
        h["level"] and h["level"]["value"],
        h["giver"] and h["giver"]["quote"],
        h["year"] and f"{h['year']['value']}年",
    )
    more = "，".join(words for words in known if words)
    return " ".join(f"{whom} {h['name']}".split()) + (f"（{more}）" if more else "")


def _imprint(text: str, imprint: Imprint) -> dict[str, Any]:
    return {
        "title": placed(text, imprint.title) if imprint.title else None,
        "date": {"value": imprint.day, **placed(text, imprint.date)} if imprint.date else None,
        "authors": [placed(text, name) for name in imprint.authors],
        "source": placed(text, imprint.source) if imprint.source else None,
        "issuer": placed(text, imprint.issuer) if imprint.issuer else None,
    }
