"""What a person does with documents: take in, describe, replace, remove, carry to another machine."""

from index.library.archive import Archive
from index.library.bundle import export, opened
from index.library.collection import Collection
from index.library.ingest import BATCH, Ingestion, open_for_build, segmentation_for, stamp_for
from index.library.library import CONFIRMING, Library, Preview, is_past, originals_in, originals_of
from index.library.listing import documents_json, entry_json
from index.library.metadata import Said, checked, field, file_name
from index.library.recognised import recognised_of, sweep_recognised
from index.library.removal import comes_back, remove
from index.library.restore import Restoration
from index.library.scanned import Scanned
from index.library.sources import Report, Sources, read_files, read_folder

__all__ = [
    # archive
    "Archive",
    # bundle
    "export",
    "opened",
    # collection
    "Collection",
    # ingest
    "BATCH",
    "Ingestion",
    "open_for_build",
    "segmentation_for",
    "stamp_for",
    # library
    "CONFIRMING",
    "Library",
    "Preview",
    "is_past",
    "originals_in",
    "originals_of",
    # listing
    "documents_json",
    "entry_json",
    # metadata
    "Said",
    "checked",
    "field",
    "file_name",
    # recognised
    "recognised_of",
    "sweep_recognised",
    # removal
    "comes_back",
    "remove",
    # restore
    "Restoration",
    # scanned
    "Scanned",
    # sources
    "Report",
    "Sources",
    "read_files",
    "read_folder",
]
