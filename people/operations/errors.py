"""Why a backup or a restore was not done; each message is for the administrator, in Chinese."""

from index.errors import IndexFailure


class OperationRefused(IndexFailure):
    """Nothing was done: says what stands in the way, and the next step."""


class DamagedBackup(OperationRefused):
    """The file is no backup, or not all of it is what was written; nothing was restored."""
