"""What every command line shares: exit codes, errors, progress."""

from index.cli.command import (
    DONE,
    UNPROCESSED,
    UNUSABLE,
    Parser,
    guarded,
    progress_bar,
    refuse,
    say,
    settings_error,
)

__all__ = [
    # command
    "DONE",
    "Parser",
    "UNPROCESSED",
    "UNUSABLE",
    "guarded",
    "progress_bar",
    "refuse",
    "say",
    "settings_error",
]
