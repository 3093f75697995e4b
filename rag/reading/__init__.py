"""Question + passages -> logits of spans and relevance; claim + text -> logits of verdicts."""

from rag.reading.reader import CaseReader, Reading, SupportsReader, SupportsWeighing, Weighing

__all__ = [
    # reader
    "CaseReader",
    "Reading",
    "SupportsReader",
    "SupportsWeighing",
    "Weighing",
]
