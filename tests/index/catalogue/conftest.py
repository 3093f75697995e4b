"""Texts as a store would hold them, and their catalogue."""

import pytest

from index.catalogue import catalogue_of, values_of
from index.parse import parse_file
from index.segment import segment
from index.segment.propositions import propositions_of


@pytest.fixture
def read(tmp_path):
    """A text -> (its document's text, its entries, its values)."""

    def catalogued(text, name="文.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf8")
        parsed = parse_file(path)
        segmentation = segment(parsed.document, parsed.blocks)
        propositions = propositions_of(parsed.document, parsed.blocks, segmentation)
        entries = catalogue_of(parsed.document, parsed.blocks, segmentation, propositions)
        return parsed.document.text, entries, values_of(parsed.document, propositions, entries.imprint.day)

    return catalogued
