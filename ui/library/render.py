"""The 文库 tab as HTML: the list, its picture, a document. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from chinese.values import spoken, written_day
from index.library import comes_back, is_past
from index.parse import FORMATS
from index.parse.decode import MAX_BYTES
from index.records import Metadata, Passage
from index.store import Entry, Source
from ui.library.catalogue import IN_FORCE, NO_DATE, NO_UNIT, PAST, EntryUnits, counted
from ui.library.preview_render import metadata_fields
from ui.library.shelf import MAX_FILES
from ui.templating import render

SHOWN = 50  # documents, passages or lines on one page
BARS = 12  # units and years drawn; the rest are told as a number
UNITS = 3  # of a document's units, how many are named in the list
LIMITS = (FORMATS, MAX_FILES, MAX_BYTES)  # of an upload: kinds, files, bytes of each
FIELDS = (
    ("words", "名称或标题含"),
    ("unit", "单位含"),
    ("source", "来源含"),
    ("tag", "标签"),
    ("year", "年份"),
)


def list_html(documents: Sequence[EntryUnits], page: int, chosen: Mapping[str, str], today: date) -> str:
    """Upload, filter and the documents found, a page at a time; a picture of them below."""
    here = documents[page * SHOWN : (page + 1) * SHOWN]
    return render(
        "library/list.html",
        limits=LIMITS,
        total=len(documents),
        fields=FIELDS,
        states=(IN_FORCE, PAST),
        chosen=chosen,
        rows=[(entry, is_past(entry.metadata, today), _facts(entry, units)) for entry, units in here],
        page=page,
        last=(page + 1) * SHOWN >= len(documents),
        picture=_picture(documents),
    )


def _facts(entry: Entry, units: Sequence[str]) -> str:
    known = entry.metadata
    named = "、".join(units[:UNITS]) + (f"等 {len(units)} 个单位" if len(units) > UNITS else "")
    facts = [entry.name, named, known.date, known.source, *(f"#{tag}" for tag in known.tags)]
    facts.append(f"案例 {entry.cases}，段落 {entry.passages}")
    return " · ".join(fact for fact in facts if fact)


def _picture(documents: Sequence[EntryUnits]) -> dict[str, object] | None:
    """How many documents each unit and each year has; None where no document says either."""
    picture = counted(documents)
    told = [name for name, _ in (*picture.units, *picture.years) if name not in (NO_UNIT, NO_DATE)]
    return {"units": _bars(picture.units), "years": _bars(picture.years)} if told else None


def _bars(counts: Sequence[tuple[str, int]]) -> dict[str, object]:
    """Each with its number and its share of the longest in %; how many are not drawn."""
    most = max(count for _, count in counts)
    shown = [(words, count, f"{100 * count / most:.1f}") for words, count in counts[:BARS]]
    return {"shown": shown, "rest": len(counts) - len(shown)}


def document_html(
    entry: Entry,
    source: Source,
    passages: Sequence[Passage],
    versions: Sequence[Entry],
    page: int,
    today: date,
    groups: Sequence[str] | None = None,
) -> str:
    """One stored document: what is known of it, its passages or an old version's lines, its versions.

    ``groups`` are those it is limited to; None where there are no accounts.
    """
    here, text = slice(page * SHOWN, (page + 1) * SHOWN), source.document.text
    old = bool(entry.superseded_by)
    total = len(source.blocks) if old else len(passages)
    return render(
        "library/document.html",
        entry=entry,
        past=is_past(entry.metadata, today),
        characters=len(text),
        original=source.original,
        fields=metadata_fields(entry.metadata, entry.title or entry.name),
        limits=LIMITS,
        groups=groups,
        versions=versions,
        passages=[] if old else passages[here],
        lines=[text[block.start : block.end] for block in source.blocks[here]] if old else [],
        total=total,
        page=page,
        last=(page + 1) * SHOWN >= total,
    )


def confirm_html(entry: Entry) -> str:
    """Whether to remove a document for good."""
    return render("library/confirm.html", entry=entry, comes_back=comes_back(entry))


def removed_html(entry: Entry) -> str:
    """That a document was removed, and what would bring it back."""
    return report_html(
        [f"已删除《{entry.title or entry.name}》（{entry.name}）。{comes_back(entry)}"], "已删除"
    )


def over_lines(known: Metadata, today: date) -> list[str]:
    """A warning where documents were stored whose validity is over."""
    day = written_day(known.valid_until, last=True)
    if day is None or day >= today:
        return []
    return [f"有效期到 {spoken(day)}，已经过期：照样检索，引用时会注明。如果写错了，请打开这份资料改正。"]


def report_html(lines: Sequence[str], title: str = "入库结果") -> str:
    """What was done, line by line."""
    return render("library/report.html", lines=lines, title=title)
