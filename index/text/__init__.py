"""Words about texts: digests that name them, headings as they are written."""

from index.text.digests import corpus_hash, parts_digest, text_id
from index.text.headings import Heading, document_title, heading_run, headings_from, is_kicker, title_blocks

__all__ = [
    # digests
    "corpus_hash",
    "parts_digest",
    "text_id",
    # headings
    "Heading",
    "document_title",
    "heading_run",
    "headings_from",
    "is_kicker",
    "title_blocks",
]
