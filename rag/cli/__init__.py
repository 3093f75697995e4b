"""The commands of python -m rag that need more than a line."""

from rag.cli.batch import (
    Processed,
    Record,
    answer_record,
    check_record,
    each,
    read_lines,
    search_record,
    write_lines,
)

__all__ = [
    # batch
    "Processed",
    "Record",
    "answer_record",
    "check_record",
    "each",
    "read_lines",
    "search_record",
    "write_lines",
]
