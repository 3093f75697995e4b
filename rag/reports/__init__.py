"""Checks, exam papers and certificates as Word files and plain text, in the words a user reads."""

from rag.reports.answer_text import hit_line, plain_answer
from rag.reports.certificate import certificate_word
from rag.reports.check_report import SCOPE, SHORT, plain_report, word_report
from rag.reports.exam_paper import PaperSheet, Part, key_word, paper_word, parts
from rag.reports.results_word import ReportTable, tables_word
from rag.reports.wording import (
    KINDS,
    MEANINGS,
    PROBLEMS,
    WORDS,
    Piece,
    Range,
    State,
    counts,
    cut,
    difference_words,
    draft_marks,
    paragraphs,
    quote_marks,
    state,
    sureness,
)

__all__ = [
    # answer_text
    "hit_line",
    "plain_answer",
    # certificate
    "certificate_word",
    # check_report
    "SCOPE",
    "SHORT",
    "plain_report",
    "word_report",
    # exam_paper
    "PaperSheet",
    "Part",
    "key_word",
    "paper_word",
    "parts",
    # results_word
    "ReportTable",
    "tables_word",
    # wording
    "KINDS",
    "MEANINGS",
    "PROBLEMS",
    "Piece",
    "Range",
    "State",
    "WORDS",
    "counts",
    "cut",
    "difference_words",
    "draft_marks",
    "paragraphs",
    "quote_marks",
    "state",
    "sureness",
]
