"""Files on their way into the 文库 as HTML: being read, looked at, stored. Pure, everything escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from index.library import Preview
from index.records import Case, Metadata, Passage
from index.store import Entry
from ui.elements import button
from ui.library.corrections import Opened
from ui.library.shelf import Looked, Shelf

CHOICES = 300  # documents offered as the one a file is a new version of
LINES = 200  # lines of one case that can be split at; passages shown of it
WAITS, NOW, DONE, BAD = "等待", "正在读取", "已读入", "未能读入"


def page_html(body: str) -> str:
    """The tab around one of its views."""
    return f'<div class="train library">{body}</div>'


def reading_html(looked: Sequence[Looked], names: Sequence[str]) -> str:
    """How far the reading of uploaded files is, each with its state."""
    states = [(DONE if file.preview else BAD, _told(file)) for file in looked]
    return _progress("正在读取上传的文件", names, states, NOW)


def storing_html(names: Sequence[str], done: int) -> str:
    """How far the storing of files is."""
    return _progress("正在入库", names, [("已入库", "")] * done, "正在入库")


def _progress(title: str, names: Sequence[str], states: Sequence[tuple[str, str]], now: str) -> str:
    later = [(now, ""), *([(WAITS, "")] * len(names))]
    rows = "".join(
        f'<li class="{"bad" if state == BAD else ""}"><b>{escape(name)}</b><i class="state">{state}</i>{escape(more)}</li>'
        for name, (state, more) in zip(names, [*states, *later], strict=False)
    )
    return page_html(
        f'<section class="card"><h2 tabindex="-1" role="status">{title}（{len(states)} / {len(names)}）</h2>'
        f'<progress max="{len(names)}" value="{len(states)}" aria-label="{title}"></progress>'
        f'<ul class="files">{rows}</ul></section>'
    )


def _told(file: Looked) -> str:
    if file.preview is None:
        return file.error
    return f"案例 {len(file.preview.segmentation.cases)} 个，段落 {len(file.preview.passages)} 个"


def previews_html(
    shelf: Shelf, entries: Sequence[Entry], form: Mapping[str, Any], opened: Opened | None = None
) -> str:
    """What would become of the files; ``form`` is what was filled in before, ``opened`` the case at hand."""
    cards = "".join(_card(n, file, n in shelf.ready, opened) for n, file in enumerate(shelf.files))
    ready = shelf.ready
    last = ""
    if ready:
        said = {
            name: str(form.get(f"about-{name}", "")) for name in ("unit", "date", "source", "tags", "valid")
        }
        known = Metadata(said["unit"], said["date"], said["source"], (), said["valid"])
        fields = metadata_fields(known, None, said["tags"])
        several = "（下面几个文件都一样的写在这里，入库后可以逐篇改）" if len(ready) > 1 else ""
        replaces = "".join(_replaces(n, shelf, entries, str(form.get(f"replaces-{n}", ""))) for n in ready)
        last = f'<section class="card about"><h3>说明{several}</h3><div class="edit">{fields}{replaces}</div></section>'
    store = button("store", f"入库 {len(ready)} 篇", "", "primary") if ready else ""
    return page_html(
        f'<form class="preview"><h2 tabindex="-1">入库前看一看</h2><p class="count">切分得不对可以改：改标题和单位、'
        "并入上一个案例、从某一行分开。现在还没有入库。</p>"
        f'{cards}{last}<div class="do">{button("discard", "放弃", "")}{store}</div></form>'
    )


def _card(number: int, file: Looked, ready: bool, opened: Opened | None) -> str:
    name = escape(file.name)
    if file.preview is None:
        return f'<section class="card bad"><h3>{name}</h3><p role="alert">未能读入：{escape(file.error)}</p></section>'
    preview = file.preview
    said = [*preview.notices, *_warnings(preview, ready)]
    notices = "".join(f'<p class="standing">{escape(one)}</p>' for one in said)
    cases = preview.segmentation.cases
    outside = [p for p in preview.passages if p.case_order is None]
    told = f"案例 {len(cases)} 个，段落 {len(preview.passages)} 个"
    told += f"（其中 {len(outside)} 个不属于任何案例）" if outside and cases else ""
    title = escape(preview.source.document.title)
    body = ""
    if ready:
        listed = "".join(_case(number, case, preview, opened) for case in cases)
        body = f'<ol class="pieces">{listed}</ol>{_outside(number, preview, outside)}'
    return (
        f'<section class="card"><h3>{name}</h3><p class="count">{f"标题：{title}　" if title else ""}{told}</p>'
        f"{notices}{body}</section>"
    )


def _warnings(preview: Preview, ready: bool) -> list[str]:
    if preview.known:
        return ["内容与库里已有的一篇完全相同，不会重复入库。"]
    if not ready:
        return ["内容与上面的一个文件完全相同，只入库一次。"]
    found = []
    if like := preview.like:
        found.append(f"与库里的《{like.name}》有 {like.share:.0%} 的文字相同；如果是它的新版，请在下面选它。")
    elif preview.namesake:
        found.append("库里有一篇同名的资料，内容不同；如果是它的新版，请在下面选它。")
    return found


def _case(number: int, case: Case, preview: Preview, opened: Opened | None) -> str:
    row, key = f"{number}:{case.order}", f"{number}-{case.order}"
    here = opened == Opened(number, case.order)
    merge = button("merge", "并入上一个", row) if case.order > 1 else ""
    passages = [p for p in preview.passages if p.case_order == case.order]
    title, unit = escape(case.title), escape(case.unit)
    return (
        f"<li><details{' open data-here' if here else ''}><summary>{title}　<i>{unit or '没有单位'}　"
        f"{len(passages)} 个段落</i></summary>"
        f'<div class="edit case" data-enter="rename"><label>标题<input name="title-{key}" value="{title}"'
        f' maxlength="200"></label><label>单位<input name="unit-{key}" value="{unit}" maxlength="100"></label>'
        f'<p class="do">{merge}{button("rename", "改名", row)}</p></div>'
        f"{_lines(number, preview, [(case.start, case.end)])}{_passages(passages)}</details></li>"
    )


def _outside(number: int, preview: Preview, passages: Sequence[Passage]) -> str:
    spans = [(part.start, part.end) for part in preview.segmentation.parts if part.kind == "text"]
    if not spans:
        return ""
    name = "不属于任何案例的文字" if preview.segmentation.cases else "全文（没有划分案例）"
    return (
        f"<details><summary>{name}　<i>{len(passages)} 个段落</i></summary>"
        f"{_lines(number, preview, spans)}{_passages(passages)}</details>"
    )


def _lines(number: int, preview: Preview, spans: Sequence[tuple[int, int]]) -> str:
    """The lines of some stretches, each of which may open a case of its own."""
    text = preview.source.document.text
    found = [b for b in preview.source.blocks if any(start <= b.start < end for start, end in spans)]
    rows = "".join(
        f"<p><span>{escape(text[b.start : b.end])}</span>{button('split', '从这一行分开', f'{number}:{b.start}')}</p>"
        for b in found[:LINES]
    )
    more = f'<p class="count">还有 {len(found) - LINES} 行没有列出。</p>' if found[LINES:] else ""
    return f'<div class="lines">{rows}{more}</div>' if rows else ""


def _passages(passages: Sequence[Passage]) -> str:
    """How the text is cut for search; each passage is found and read by itself."""
    rows = "".join(
        f"<li>{f'第 {p.page} 页　' if p.page else ''}{escape(p.text)}</li>" for p in passages[:LINES]
    )
    more = f'<li class="count">还有 {len(passages) - LINES} 个没有列出。</li>' if passages[LINES:] else ""
    return (
        f'<details class="cut"><summary>看段落怎样切分</summary><ol>{rows}{more}</ol></details>'
        if rows
        else ""
    )


def metadata_fields(known: Metadata, title: str | None, tags: str = "") -> str:
    """The inputs for what a person says of a document; without a title where several share them."""
    fields = [
        ("unit", "单位", known.unit, ""),
        ("date", "日期", known.date, "2023-12-20"),
        ("source", "来源", known.source, "福州日报"),
        ("tags", "标签（用顿号或逗号隔开）", tags or "、".join(known.tags), ""),
        ("valid", "有效期的最后一天", known.valid_until, "2026-12-31"),
    ]
    if title is not None:
        fields.insert(0, ("title", "标题", title, ""))
    return "".join(
        f'<label>{words}<input name="about-{name}" value="{escape(value)}" maxlength="200" placeholder="{hint}"></label>'
        for name, words, value, hint in fields
    )


def _replaces(number: int, shelf: Shelf, entries: Sequence[Entry], chosen: str) -> str:
    """Which stored document a file is a new version of: likely ones first, none unless somebody says so."""
    preview = shelf.preview(number)
    likely = {preview.like.document_id} if preview.like else set()
    likely |= {preview.namesake.id} if preview.namesake else set()
    first = [entry for entry in entries if entry.id in likely or entry.id == chosen]
    rest = [entry for entry in entries if entry not in first][: CHOICES - len(first)]
    options = "".join(
        f'<option value="{escape(e.id)}"{" selected" if e.id == chosen else ""}>'
        f"{escape(e.name)}　{escape(e.title)}</option>"
        for e in (*first, *rest)
    )
    if not options:
        return ""
    return (
        f"<label>《{escape(shelf.files[number].name)}》是哪一篇的新版？旧版不再检索，引用过它的回答仍能核对"
        f'<select name="replaces-{number}"><option value="">不是新版</option>{options}</select></label>'
    )
