"""Files on their way into the 文库 as HTML: being read, looked at, stored. Pure."""

from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from types import MappingProxyType

from index.library import Preview
from index.records import Case, Metadata, Passage
from index.store import Entry
from ui.library.corrections import Opened
from ui.library.scans import PageView
from ui.library.shelf import Looked, Shelf
from ui.pieces import pieces
from ui.templating import render

CHOICES = 300  # documents offered as the one a file is a new version of
LINES = 200  # lines of one case that can be split at; passages shown of it
WAITS, NOW, DONE, BAD = "等待", "正在读取", "已读入", "未能读入"
_PREFILLED = {"date": "日期", "source": "来源"}  # fields that are filled in from the text, with their labels

Field = tuple[str, str, str, str]  # name, label, value, hint


def reading_html(looked: Sequence[Looked], names: Sequence[str], pages: tuple[int, int] | None = None) -> str:
    """How far the reading of uploaded files is, each with its state.

    ``pages`` of the one at hand that are recognised, and in all: 0 where that is not known.
    """
    states = [(DONE if file.preview else BAD, _told(file)) for file in looked]
    stops = len(looked) < len(names)
    return _progress(
        "正在读取上传的文件", names, states, NOW if pages is None else _page(*pages), stops=stops
    )


def _page(done: int, total: int) -> str:
    """Which page is being recognised."""
    if not total:
        return f"正在识别 第{done + 1}页"
    return f"正在识别 第{done + 1}/{total}页" if done < total else f"已识别 {total} 页，正在整理"


def storing_html(names: Sequence[str], done: int) -> str:
    """How far the storing of files is."""
    return _progress("正在入库", names, [("已入库", "")] * done, "正在入库")


def _progress(
    title: str, names: Sequence[str], states: Sequence[tuple[str, str]], now: str, *, stops: bool = False
) -> str:
    each = zip(names, chain(states, [(now, "")], repeat((WAITS, ""))), strict=False)
    rows = [(name, state, more, state == BAD) for name, (state, more) in each]
    return render("library/progress.html", title=title, rows=rows, done=len(states), stops=stops)


def _told(file: Looked) -> str:
    if file.preview is None:
        return file.error
    return f"案例 {len(file.preview.segmentation.cases)} 个，段落 {len(file.preview.passages)} 个"


def previews_html(
    shelf: Shelf,
    entries: Sequence[Entry],
    form: Mapping[str, object],
    opened: Opened | None = None,
    *,
    grouped: bool = False,
    scans: Mapping[int, PageView] = MappingProxyType({}),
) -> str:
    """What would become of the files; ``form`` is what was filled in before, ``opened`` the case at hand.

    ``grouped``: whether documents can be limited to groups; ``scans`` has the recognised page of each file.
    """
    read = _read_alike(shelf)
    said = {
        name: str(form.get(f"about-{name}", read.get(name, "")))
        for name in ("unit", "date", "source", "tags", "valid")
    }
    known = Metadata(said["unit"], said["date"], said["source"], (), said["valid"])
    ticks = form.get("internal")
    replaces = [_replaces(n, shelf, entries, str(form.get(f"replaces-{n}", ""))) for n in shelf.ready]
    return render(
        "library/previews.html",
        cards=[_card(n, file, n in shelf.ready, opened) for n, file in enumerate(shelf.files)],
        scans=scans,
        confirmed=ticks if isinstance(ticks, list) else [],
        ready=len(shelf.ready),
        shelf=shelf.folder.name if shelf.folder else "",
        prefilled="和".join(
            label for name, label in _PREFILLED.items() if read[name] and said[name] == read[name]
        ),
        fields=metadata_fields(known, None, said["tags"]),
        groups=str(form.get("about-groups", "")) if grouped else None,
        replaces=[(number, name, choices) for number, name, choices in replaces if choices],
    )


def _read_alike(shelf: Shelf) -> dict[str, str]:
    """Day and source as the texts say them, by the name of the input; "" where the files differ."""
    says = [shelf.preview(number).says for number in shelf.ready]
    fields = {"date": {said.date for said in says}, "source": {said.source for said in says}}
    return {name: values.pop() if len(values) == 1 else "" for name, values in fields.items()}


def _says(preview: Preview) -> list[tuple[str, str]]:
    """What a text says of itself: label and words."""
    says = preview.says
    fields = [("日期", says.date), ("作者", "、".join(says.authors)), ("来源", says.source)]
    return [(label, words) for label, words in (*fields, ("发文单位", says.issuer)) if words]


def _card(number: int, file: Looked, ready: bool, opened: Opened | None) -> dict[str, object]:
    if file.preview is None:
        return {"name": file.name, "error": file.error}
    preview = file.preview
    outside = [passage for passage in preview.passages if passage.case_order is None]
    spans = [(part.start, part.end) for part in preview.segmentation.parts if part.kind == "text"]
    return {
        "name": file.name,
        "error": None,
        "number": number,
        "ready": ready,
        "title": preview.source.document.title,
        "says": _says(preview),
        "internal": preview.internal if ready else "",
        "notices": [*preview.notices, *_warnings(preview, ready)],
        "cases": [
            _case(case, preview, opened == Opened(number, case.order)) for case in preview.segmentation.cases
        ],
        "passages": len(preview.passages),
        "outside": len(outside),
        "rest": {"lines": _lines(preview, spans), "passages": _listed(outside)} if spans else None,
    }


def _warnings(preview: Preview, ready: bool) -> list[str]:
    if preview.known:
        return ["内容与库里已有的一篇完全相同，不会重复入库。"]
    if not ready:
        return ["内容与上面的一个文件完全相同，只入库一次。"]
    warnings = []
    if like := preview.like:
        warnings.append(
            f"与库里的《{like.name}》有 {like.share:.0%} 的文字相同；如果是它的新版，请在下面选它。"
        )
    elif preview.namesake:
        warnings.append("库里有一篇同名的资料，内容不同；如果是它的新版，请在下面选它。")
    return warnings


def _case(case: Case, preview: Preview, here: bool) -> dict[str, object]:
    passages = [passage for passage in preview.passages if passage.case_order == case.order]
    return {
        "case": case,
        "here": here,
        "count": len(passages),
        "lines": _lines(preview, [(case.start, case.end)]),
        "passages": _listed(passages),
    }


def _lines(preview: Preview, spans: Sequence[tuple[int, int]]) -> dict[str, object]:
    """The lines of some stretches as they are drawn, and how many are not shown."""
    text, blocks = preview.source.document.text, preview.source.blocks
    inside = [b for b in blocks if any(start <= b.start < end for start, end in spans)]
    return {"shown": list(pieces(text, inside[:LINES])), "rest": len(inside[LINES:])}


def _listed(passages: Sequence[Passage]) -> dict[str, object]:
    return {"shown": passages[:LINES], "rest": len(passages[LINES:])}


def metadata_fields(known: Metadata, title: str | None, tags: str = "") -> list[Field]:
    """The inputs for what a person says of a document; without a title where several share them."""
    fields = [
        ("unit", "单位", known.unit, ""),
        ("date", "日期", known.date, "2023-12-20 或 2023年12月"),
        ("source", "来源", known.source, "福州日报"),
        ("tags", "标签（用顿号或逗号隔开）", tags or "、".join(known.tags), ""),
        ("valid", "有效期的最后一天", known.valid_until, "2026-12-31 或 2026年12月"),
    ]
    return fields if title is None else [("title", "标题", title, ""), *fields]


def _replaces(
    number: int, shelf: Shelf, entries: Sequence[Entry], chosen: str
) -> tuple[int, str, list[tuple[Entry, bool]]]:
    """Which stored document a file is a new version of: likely ones first, none unless somebody says so."""
    preview = shelf.preview(number)
    likely = {preview.like.document_id} if preview.like else set()
    likely |= {preview.namesake.id} if preview.namesake else set()
    first = [entry for entry in entries if entry.id in likely or entry.id == chosen]
    rest = [entry for entry in entries if entry not in first][: CHOICES - len(first)]
    return number, shelf.files[number].name, [(entry, entry.id == chosen) for entry in (*first, *rest)]
