"""What a click of the trainer gives."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ui.desk import Act
from ui.serving import Download

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Bar = tuple[str, str, int]  # a case, a trainee and the share they know of it, percent


@dataclass(frozen=True, slots=True)
class View:
    """A view, a file to save, or a chart beside the view."""

    html: str = ""
    file: Download | None = None
    chart: Sequence[Bar] = ()


Handler = Callable[[Act], View]
Framed = Callable[[str, str], View]  # the name of a view among the trainer's, its HTML


def file_view(name: str, suffix: str, kind: str, data: bytes) -> View:
    """A file to save, its name without what a file system refuses."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", name).strip() or "试卷"
    return View(file=Download(f"{safe}.{suffix}", kind, data))
