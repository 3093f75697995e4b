"""Keeping an installation running: backups of all it holds, and putting one back."""

from people.operations.backup import backup
from people.operations.backup_file import Manifest, Member, opened
from people.operations.errors import DamagedBackup, OperationRefused
from people.operations.journal import refuse_half_restored
from people.operations.places import Places, places_of
from people.operations.restore import Restored, restore

__all__ = [
    # backup
    "backup",
    # backup_file
    "Manifest",
    "Member",
    "opened",
    # errors
    "DamagedBackup",
    "OperationRefused",
    # journal
    "refuse_half_restored",
    # places
    "Places",
    "places_of",
    # restore
    "Restored",
    "restore",
]
