"""Places in documents -> verified citations, and what a reader should know of the cited document."""

from rag.citing.citations import CUT, JOIN, Draft, Place, cite, number, verbatim
from rag.citing.document_status import check_with_standing, marked, with_standing
from rag.citing.leaning import leans_on
from rag.citing.official_form import RECOGNISED, aside, cautious, formal, formal_hit, pasteable

__all__ = [
    # citations
    "CUT",
    "Draft",
    "JOIN",
    "Place",
    "cite",
    "number",
    "verbatim",
    # document_status
    "check_with_standing",
    "marked",
    "with_standing",
    # leaning
    "leans_on",
    # official_form
    "RECOGNISED",
    "aside",
    "cautious",
    "formal",
    "formal_hit",
    "pasteable",
]
