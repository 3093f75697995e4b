"""Errors that end at a user: each names the value, the limit and the next step, in Chinese."""


class IndexFailure(Exception):
    """Base of every error the offline half raises for its user."""


class UnreadableSource(IndexFailure):
    """A source file that cannot be read as text; names the file and what to do."""


class SecretSource(UnreadableSource):
    """A source file that bears a mark of secrecy, or one of an office that nobody confirmed."""


class StoreMismatch(IndexFailure):
    """The store was made by another model, splitter or corpus; names both and the mending command."""


class StoreMissing(IndexFailure):
    """There is no store in the folder yet."""


class StoreDamaged(IndexFailure):
    """The store's database is damaged; nothing was deleted."""


class StoreBusy(IndexFailure):
    """Another process is writing to the store."""


class ModelUnavailable(IndexFailure):
    """The model's folder or hub name cannot be loaded."""
