"""The list of documents while another page lists a newer generation of the store."""

from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

from index.store import Entry
from ui.library.catalogue import FILTERS, Catalogue


class ChangingStore:
    """Every snapshot is of a newer generation, with another document; ``ending`` runs as the first ends."""

    def __init__(self):
        self.generation = 0
        self.ending = lambda: None

    @contextmanager
    def snapshot(self):
        self.generation += 1
        entry = Entry(f"d{self.generation}", "甲.md", "", "", 0, 0)
        yield SimpleNamespace(generation=self.generation, documents=lambda: [entry], cases=lambda _: [])
        ending, self.ending = self.ending, lambda: None
        ending()


def test_a_list_keeps_to_its_own_generation_when_another_page_lists_a_newer_one():
    store = ChangingStore()
    catalogue = Catalogue(store)
    asked = dict.fromkeys(FILTERS, ""), date(2026, 1, 1)
    store.ending = lambda: catalogue.matching(*asked)
    assert [entry.id for entry, _ in catalogue.matching(*asked)] == ["d1"]
