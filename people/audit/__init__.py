"""The audit: who did what, when and from where, in a chain of hashes that a change breaks."""

__all__: list[str] = []
