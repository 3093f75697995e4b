"""What every benchmark prints: one aligned table, and the same figures as JSON on request."""

import argparse
import json
import os
import platform
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def parser(description: str | None) -> argparse.ArgumentParser:
    """An argument parser with the ``--json`` that all benchmarks share."""
    arguments = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    return arguments


def show(title: str, rows: Sequence[Row], json_file: Path | None) -> None:
    """Print ``rows`` as a Markdown table, a column for every name; write them to ``json_file``."""
    print(f"\n{title}")
    print("\n".join(table(rows)), flush=True)
    if json_file:
        results = json.loads(json_file.read_text(encoding="utf8")) if json_file.exists() else {}
        results[title] = {"date": f"{date.today()}", "machine": machine(), "rows": list(rows)}
        json_file.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def machine() -> str:
    """The processor's name and its number of cores."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores"


def table(rows: Sequence[Row]) -> list[str]:
    """The lines of a Markdown table, aligned for a terminal."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([_shown(row.get(name)) for name in names] for row in rows)]
    widths = [max(_width(line[i]) for line in cells) for i in range(len(names))]
    lines = [
        "| "
        + " | ".join(text + " " * (w - _width(text)) for text, w in zip(line, widths, strict=True))
        + " |"
        for line in cells
    ]
    return [lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
