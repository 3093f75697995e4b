"""Clicks on a preview -> a corrected segmentation: titles and units as filled in, cases merged and split."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.library import Library, Preview, field
from index.records import Case
from index.segment import merged, renamed, split
from ui.desk import Act, Refused
from ui.library.shelf import Shelf

TITLE, UNIT = 200, 100  # code points


@dataclass(frozen=True, slots=True)
class Opened:
    """Which case stays unfolded after a correction: the one that was worked on."""

    file: int  # place on the shelf
    order: int


def edited(library: Library, shelf: Shelf, act: Act) -> Shelf:
    """The shelf with the titles and units that the form holds: they count without a button of their own.

    Raises Refused or IndexFailure for a title that cannot be.
    """
    for number in shelf.ready:
        preview = shelf.preview(number)
        cases: Sequence[Case] = preview.segmentation.cases
        for case in preview.segmentation.cases:
            key = f"{number}-{case.order}"
            if f"title-{key}" not in act.form:
                continue
            title, unit = act.text(f"title-{key}", TITLE).strip(), act.text(f"unit-{key}", UNIT).strip()
            if title != case.title:
                title = field("案例的标题", title, TITLE)
            if unit != case.unit:
                unit = field("案例的单位", unit, UNIT)
            if (title, unit) != (case.title, case.unit):
                cases = renamed(cases, case.order, title, unit)
        if cases is not preview.segmentation.cases:
            shelf = shelf.changed(number, library.corrected(preview, cases))
    return shelf


def corrected(library: Library, shelf: Shelf, act: Act) -> tuple[Shelf, Opened]:
    """The shelf after a click on 并入上一个, 从这一行分开 or 改名. Raises Refused or IndexFailure."""
    file, _, place = act.id.partition(":")
    if not (file.isdecimal() and place.isdecimal() and len(file) < 6 and len(place) < 12):
        raise Refused("没有找到要改的地方。请重新上传后再试。")
    number, at = int(file), int(place)
    if number not in shelf.ready:
        raise Refused("这个文件不能改。请重新上传后再试。")
    preview = shelf.preview(number)
    cases = _changed(preview, act.do, at)
    if cases is None:
        return shelf, Opened(number, at)
    order = (
        next((c.order for c in cases if c.heading_start == at), 1) if act.do == "split" else max(1, at - 1)
    )
    return shelf.changed(number, library.corrected(preview, cases)), Opened(number, order)


def _changed(preview: Preview, do: str, at: int) -> Sequence[Case] | None:
    """The cases after a merge of case ``at`` or a split at line ``at``; None where titles were all."""
    cases, source = preview.segmentation.cases, preview.source
    if do == "merge":
        return merged(cases, at)
    if do == "split":
        return split(cases, source.blocks, source.document.text, at)
    return None
