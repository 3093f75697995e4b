"""A draft -> a verdict for every sentence, with the words that prove it."""

from rag.checking.align_facts import TITLE, align, fact_spans, how_many, when
from rag.checking.bound.binding import Sharing, bind
from rag.checking.checker import Checker, UnusableDraft, kind_of_check
from rag.checking.claims import split_claims
from rag.checking.draft_files import FORMATS, MAX_FILE, read_draft, read_file, too_large
from rag.checking.findings import best_findings
from rag.checking.proof import wording
from rag.checking.source_texts import Ground, grounds
from rag.checking.stated import Stated, stated_of
from rag.checking.verdict_model import Finding

__all__ = [
    # align_facts
    "TITLE",
    "align",
    "fact_spans",
    "how_many",
    "when",
    # bound.binding
    "Sharing",
    "bind",
    # checker
    "Checker",
    "UnusableDraft",
    "kind_of_check",
    # claims
    "split_claims",
    # draft_files
    "FORMATS",
    "MAX_FILE",
    "read_draft",
    "read_file",
    "too_large",
    # findings
    "best_findings",
    # proof
    "wording",
    # source_texts
    "Ground",
    "grounds",
    # stated
    "Stated",
    "stated_of",
    # verdict_model
    "Finding",
]
