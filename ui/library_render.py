"""The 文库 tab as HTML: pure functions, everything from outside escaped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from index.library import Preview, is_past
from index.parse import FORMATS
from index.parse.decode import MAX_BYTES
from index.records import Case, Document, Metadata, Passage
from index.store import Entry
from ui.shelf import MAX_FILES, Looked
from ui.train_render import button

SHOWN = 50  # documents on one page
CHOICES = 300  # documents offered as the one a file replaces
BARS = 12


def page_html(body: str) -> str:
    """The tab around one of its views."""
    return f'<div class="train library">{body}</div>'


def list_html(entries: Sequence[Entry], page: int, chosen: Mapping[str, str], today: date) -> str:
    """Upload, filter and the documents found, a page at a time; a picture of them below."""
    rows = "".join(_row(entry, today) for entry in entries[page * SHOWN : (page + 1) * SHOWN])
    more = button("list", "上一页", page - 1) if page else ""
    more += button("list", "下一页", page + 1) if (page + 1) * SHOWN < len(entries) else ""
    fields = "".join(
        f'<label>{words}<input name="{name}" value="{escape(chosen.get(name, ""))}" maxlength="100"></label>'
        for name, words in (("words", "名称或标题含"), ("unit", "单位含"), ("tag", "标签"), ("year", "年份"))
    )
    kept = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in chosen.items())
    return page_html(
        f'{_upload()}<h2 tabindex="-1">文库（{len(entries)} 篇）</h2>'
        f'<form class="pick">{fields}{button("list", "筛选", 0)}</form>'
        f'<ol class="book">{rows or "<li>没有符合条件的资料。</li>"}</ol>'
        f'<form class="more">{kept}{more}</form>{_picture(entries)}'
    )


def _upload() -> str:
    shown = "、".join(FORMATS)
    return (
        f'<section class="entry"><label class="upload">加入资料<input type="file" class="sr" multiple'
        f' accept="{",".join(FORMATS)}" data-files="{MAX_FILES}" data-limit="{MAX_BYTES}"'
        f' aria-label="选择要加入的文件"></label><p>{shown}；一次最多 {MAX_FILES} 个，每个不超过'
        f" {MAX_BYTES // 1048576} MB。先看怎样切分，确认后才入库。</p></section>"
    )


def _row(entry: Entry, today: date) -> str:
    known = entry.metadata
    past = '<i class="state">已过有效期</i>' if is_past(known, today) else ""
    facts = [known.unit, known.date, known.source, *(f"#{tag}" for tag in known.tags)]
    facts.append(f"案例 {entry.cases} · 段落 {entry.passages}")
    title = entry.title or entry.name
    return (
        f'<li><p class="stem"><b>{escape(title)}</b>{past}</p><p class="count">{escape(entry.name)} · '
        f"{escape(' · '.join(fact for fact in facts if fact))}</p>{button('open', '查看', entry.id)}</li>"
    )


def _picture(entries: Sequence[Entry]) -> str:
    """How many documents each unit and each year has, as bars with their numbers in words."""
    units = Counter(entry.metadata.unit or "没有注明单位" for entry in entries)
    years = Counter(entry.metadata.date[:4] or "没有注明日期" for entry in entries)
    if not entries:
        return ""
    by_year = sorted(years.items())[-BARS:]
    return (
        '<section class="picture" aria-label="文库一览">'
        f"{_bars('各单位的篇数', units.most_common(BARS))}{_bars('各年的篇数', by_year)}</section>"
    )


def _bars(caption: str, counts: Sequence[tuple[str, int]]) -> str:
    most = max(count for _, count in counts)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td><span class="bar" style="width:{100 * n // most}%">'
        f"</span></td><td>{n} 篇</td></tr>"
        for name, n in counts
    )
    return f"<table><caption>{caption}</caption><tbody>{rows}</tbody></table>"


def previews_html(files: Sequence[Looked], entries: Sequence[Entry], done: int | None = None) -> str:
    """What would become of the uploaded files; ``done`` counts them while they are still being read."""
    if done is not None:
        bar = f'<p role="status">正在读取第 {done + 1} 个文件……</p><progress max="1"></progress>'
        return page_html(bar + "".join(_looked(n, file) for n, file in enumerate(files)))
    ready = [file for file in files if file.preview and not file.preview.known]
    body = "".join(_looked(n, file) for n, file in enumerate(files))
    store = button("store", f"入库 {len(ready)} 篇", "", "primary") if ready else ""
    replaces = _replaces(entries) if len(ready) == 1 else ""
    form = metadata_fields(Metadata(), "") if ready else ""
    return page_html(
        f'<h2 tabindex="-1">入库前看一看</h2>{body}<form class="edit">{form}{replaces}'
        f'<div class="do">{button("discard", "放弃", "")}{store}</div></form>'
    )


def _looked(number: int, file: Looked) -> str:
    name = escape(file.name)
    if file.preview is None:
        return f'<section class="card bad"><h3>{name}</h3><p role="alert">未能读入：{escape(file.error)}</p></section>'
    preview = file.preview
    notices = "".join(f"<p>{escape(notice)}</p>" for notice in preview.notices)
    if preview.known:
        notices += "<p>内容与库里已有的一篇完全相同，不会重复入库。</p>"
    cases = "".join(_case(number, case, preview) for case in preview.segmentation.cases)
    outside = sum(p.case_order is None for p in preview.passages)
    told = f"案例 {len(preview.segmentation.cases)} 个，段落 {len(preview.passages)} 个"
    told += f"（其中 {outside} 个不属于任何案例）" if outside else ""
    return (
        f'<section class="card"><h3>{name}</h3><p class="count">{told}</p>{notices}<ol class="cases">{cases}</ol>'
        f"{_outside(number, preview)}</section>"
    )


def _case(number: int, case: Case, preview: Preview) -> str:
    row = f"{number}:{case.order}"
    merge = button("merge", "并入上一个", row) if case.order > 1 else ""
    count = sum(p.case_order == case.order for p in preview.passages)
    title, unit = escape(case.title), escape(case.unit)
    return (
        f"<li><details><summary>{title}　<i>{unit or '没有单位'}　{count} 个段落</i></summary>"
        f'<form class="edit"><label>标题<input name="title" value="{title}" maxlength="200"></label>'
        f'<label>单位<input name="unit" value="{unit}" maxlength="100"></label>'
        f'<div class="do">{merge}{button("rename", "改名", row)}</div></form>'
        f"{_lines(number, preview, case.start, case.end)}</details></li>"
    )


def _outside(number: int, preview: Preview) -> str:
    texts = [part for part in preview.segmentation.parts if part.kind == "text"]
    lines = "".join(_lines(number, preview, part.start, part.end) for part in texts)
    return f"<details><summary>不属于任何案例的文字</summary>{lines}</details>" if lines else ""


def _lines(number: int, preview: Preview, start: int, end: int) -> str:
    text = preview.source.document.text
    rows = "".join(
        f"<p>{escape(text[b.start : b.end])} {button('split', '从这一行分开', f'{number}:{b.start}')}</p>"
        for b in preview.source.blocks
        if start <= b.start < end
    )
    return f'<div class="lines">{rows}</div>'


def metadata_fields(known: Metadata, title: str | None) -> str:
    """The inputs for what a person says of a document; without a title where several share them."""
    fields = [
        ("unit", "单位", known.unit, ""),
        ("date", "日期", known.date, "2023-12-20"),
        ("source", "来源", known.source, "福州日报"),
        ("tags", "标签（用顿号或逗号隔开）", "、".join(known.tags), ""),
        ("valid", "有效期的最后一天", known.valid_until, "2026-12-31"),
    ]
    if title:
        fields.insert(0, ("title", "标题", title, ""))
    return "".join(
        f'<label>{words}<input name="{name}" value="{escape(value)}" maxlength="200" placeholder="{hint}"></label>'
        for name, words, value, hint in fields
    )


def _replaces(entries: Sequence[Entry]) -> str:
    options = "".join(
        f'<option value="{escape(e.id)}">{escape(e.name)}　{escape(e.title)}</option>'
        for e in entries[:CHOICES]
    )
    return (
        '<label>这是哪一篇的新版（旧版不再检索，引用过它的回答仍能核对）<select name="replaces">'
        f'<option value="">不是新版</option>{options}</select></label>'
    )


def document_html(
    entry: Entry, document: Document, passages: Sequence[Passage], versions: Sequence[Entry], today: date
) -> str:
    """One stored document: what is known of it, its passages with their bounds, its older versions."""
    past = '<i class="state">已过有效期</i>' if is_past(entry.metadata, today) else ""
    older = "".join(f"<li>{escape(v.name)}　{button('open', '查看旧版', v.id)}</li>" for v in versions)
    newer = (
        f"<p>这是旧版，不再检索。{button('open', '看新版', entry.superseded_by)}</p>"
        if entry.superseded_by
        else ""
    )
    rows = "".join(
        f'<li><p class="count">{f"第 {p.page} 页　" if p.page else ""}{escape(p.context)}</p>'
        f"<p>{escape(p.text)}</p></li>"
        for p in passages
    )
    fields = metadata_fields(entry.metadata, entry.title or entry.name)
    save = button("describe", "保存", entry.id, "primary")
    return page_html(
        f'<h2 tabindex="-1">{escape(entry.title or entry.name)}{past}</h2>{newer}'
        f'<p class="count">{escape(entry.name)} · {len(document.text)} 字 · 案例 {entry.cases} · 段落 {entry.passages}</p>'
        f'<form class="edit">{fields}<div class="do">{button("list", "返回", 0)}{button("ask-remove", "删除", entry.id)}'
        f"{save}</div></form>"
        f"{f'<h3>旧版</h3><ul>{older}</ul>' if older else ''}"
        f'<h3>段落</h3><ol class="book">{rows or "<li>没有段落。</li>"}</ol>'
    )


def confirm_html(entry: Entry) -> str:
    """Whether to remove a document for good."""
    return page_html(
        f'<section class="card"><h2 tabindex="-1">删除《{escape(entry.title or entry.name)}》？</h2>'
        f"<p>{escape(entry.name)} 和它的旧版会从检索、全文索引和保存的原文件里一并删除，不能恢复。"
        "引用过它的旧回答会注明资料已移除。</p>"
        f'<form><div class="do">{button("open", "不删", entry.id)}{button("remove", "删除", entry.id, "primary")}'
        "</div></form></section>"
    )


def report_html(lines: Sequence[str]) -> str:
    """What was done, line by line."""
    said = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return page_html(
        f'<section class="card"><h2 tabindex="-1">入库结果</h2><ul>{said}</ul>'
        f'<form><div class="do">{button("list", "回到文库", 0)}</div></form></section>'
    )
