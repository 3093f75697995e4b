"""A whole store held against its invariants."""

from index.verify.verify import problems

__all__ = [
    # verify
    "problems",
]
