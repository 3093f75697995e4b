"""Documents -> gone everywhere: from search, with their older versions and their source files."""

from collections.abc import Sequence
from pathlib import Path

from index.library.recognised import forget
from index.library.sources import DOCS
from index.store import Entry, PassageStore, drop


def remove(store: PassageStore, ids: Sequence[str], originals: Path | None) -> list[Entry]:
    """Remove documents in one commit; ``originals`` keeps the source files, None keeps none.

    Raises KeyError for an unknown id: nothing is removed then.
    """
    with store.snapshot() as now:
        entries = [now.entry(document_id) for document_id in ids]
        gone = [version for entry in entries for version in (entry, *now.versions(entry.id))]
        files = {now.source(version.id).original for version in gone} if originals else set()
    store.apply(remove=ids)
    if not originals:
        return entries
    names = {version.name for version in gone}
    newer = {entry.superseded_by for entry in entries}
    with store.snapshot() as now:
        # One file read by two parsers may be two documents: of one name, or one the other's version.
        near = [entry for entry in now.documents() if entry.name in names or entry.id in newer]
        near += [older for entry in near for older in now.versions(entry.id)]
        files -= {now.source(entry.id).original for entry in near}
    drop(originals, files)
    forget(originals, files)
    return entries


def comes_back(entry: Entry) -> str:
    """What to say of a removed document whose file would bring it back; "" for others."""
    if not entry.origin.startswith(DOCS):
        return ""
    return (
        f"它来自资料文件夹里的“{entry.origin.removeprefix(DOCS)}”：这个文件还在的话，"
        "下次启动（make run）或运行 python -m index build 会再次收录；不想要它，请把文件也移走。"
    )
