"""Question + passages -> logits of spans and relevance; claim + text -> logits of verdicts."""

from rag.reading.proposition_text import PropositionText, proposition_text, sentence_text
from rag.reading.question_text import BAR, after
from rag.reading.reader import CaseReader, SupportsReader, SupportsReading, SupportsWeighing, Weighing
from rag.reading.spans import PropositionReader, Reading

__all__ = [
    # proposition_text
    "PropositionText",
    "proposition_text",
    "sentence_text",
    # question_text
    "BAR",
    "after",
    # reader
    "CaseReader",
    "SupportsReader",
    "SupportsReading",
    "SupportsWeighing",
    "Weighing",
    # spans
    "PropositionReader",
    "Reading",
]
