"""What was recognised on scans: kept beside the source files by content, gone with them."""

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path

# Seconds that a file nobody stored stays recognised: longer than the page keeps it waiting, 30 days.
UNUSED = 31 * 24 * 3600.0


def recognised_of(originals: Path) -> Path:
    """The folder beside the one of the source files."""
    return originals.with_name(f"{originals.name}-recognised")


def forget(originals: Path, names: Iterable[str]) -> None:
    """Delete what was recognised of these source files, named as they are kept."""
    for name in names:
        if stem := Path(name).stem:
            for kept in recognised_of(originals).glob(f"{stem}.*.jsonl"):
                kept.unlink(missing_ok=True)


def sweep_recognised(originals: Path, unused: float = UNUSED) -> None:
    """Delete what was recognised of files that were never stored, ``unused`` seconds after it was."""
    stored = {path.stem for path in originals.glob("*")}
    for kept in recognised_of(originals).glob("*.jsonl"):
        with contextlib.suppress(FileNotFoundError):  # another process sweeps too
            if kept.name.split(".")[0] not in stored and time.time() - kept.stat().st_mtime > unused:
                kept.unlink()
