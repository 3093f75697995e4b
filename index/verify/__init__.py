"""A whole store held against its invariants."""
