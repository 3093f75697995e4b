"""Checks and exam papers as Word files and plain text, in the words a user reads."""

from rag.reports.answer_text import hit_line, plain_answer
from rag.reports.check_report import SCOPE, SHORT, plain_report, word_report
from rag.reports.exam_paper import key_word, paper_word
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
    # check_report
    "SCOPE",
    "SHORT",
    "plain_report",
    "word_report",
    # exam_paper
    "key_word",
    "paper_word",
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
