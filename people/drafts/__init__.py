"""What is typed and not sent yet, and work that is not finished: per owner, bounded, gone after a while."""

from people.drafts.drafts import CHARS, FIELDS, KEPT_DAYS, VALUE_CHARS, Change, Drafts, Kept, Outcome
from people.drafts.unfinished import WORK_BYTES, Unfinished

__all__ = [
    # drafts
    "CHARS",
    "Change",
    "Drafts",
    "FIELDS",
    "KEPT_DAYS",
    "Kept",
    "Outcome",
    "VALUE_CHARS",
    # unfinished
    "Unfinished",
    "WORK_BYTES",
]
