"""Stored documents as programs are told of them."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from index.store import Entry, StoreReader

_FIELDS = ("id", "name", "title", "cases", "passages")


def documents_json(reader: StoreReader, without: Collection[str] = ()) -> list[dict[str, Any]]:
    """Every document that is searched but those of these ids, without its text, by name."""
    return [entry_json(reader, entry) for entry in reader.documents() if entry.id not in without]


def entry_json(reader: StoreReader, entry: Entry) -> dict[str, Any]:
    """One document: what it is called, what is known of it, and the ids of its older versions."""
    told = {name: getattr(entry, name) for name in _FIELDS} | asdict(entry.metadata)
    return told | {"versions": [old.id for old in reader.versions(entry.id)]}
