"""The 文库 tab as HTML: the list, its picture, a document. Pure functions, everything from outside escaped."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from index.library import comes_back, is_past
from index.parse import FORMATS
from index.parse.decode import MAX_BYTES
from index.records import Passage
from index.store import Entry, Source
from ui.elements import button
from ui.library.catalogue import IN_FORCE, NO_DATE, NO_UNIT, PAST, Found, counted
from ui.library.preview_render import metadata_fields, page_html
from ui.library.shelf import MAX_FILES

SHOWN = 50  # documents, passages or lines on one page
BARS = 12  # units and years drawn; the rest are told as a number
UNITS = 3  # of a document's units, how many are named in the list
FIELDS = (
    ("words", "名称或标题含"),
    ("unit", "单位含"),
    ("source", "来源含"),
    ("tag", "标签"),
    ("year", "年份"),
)


def list_html(found: Sequence[Found], page: int, chosen: Mapping[str, str], today: date) -> str:
    """Upload, filter and the documents found, a page at a time; a picture of them below."""
    rows = "".join(_row(entry, units, today) for entry, units in found[page * SHOWN : (page + 1) * SHOWN])
    nothing = "没有符合条件的资料。" if any(chosen.values()) else "文库是空的。请先加入资料。"
    return page_html(
        f'{_upload()}<h2 tabindex="-1">文库（{len(found)} 篇）</h2>{_filters(chosen)}'
        f'<ol class="book">{rows or f"<li>{nothing}</li>"}</ol>{_more("list", "", page, len(found), chosen)}'
        f"{_picture(found)}"
    )


def _upload() -> str:
    kinds = " ".join(FORMATS)  # no line may break before a dot
    return (
        f'<section class="entry">{_files("加入资料", "选择要加入的文件", "multiple")}<p class="count">{kinds}；'
        f"一次最多 {MAX_FILES} 个，每个不超过 {MAX_BYTES // 1048576} 兆。先看怎样切分，确认后才入库。</p></section>"
    )


def _files(words: str, label: str, more: str) -> str:
    """A button that chooses files."""
    return (
        f'<label class="upload">{words}<input type="file" class="sr" accept="{",".join(FORMATS)}" {more}'
        f' data-files="{MAX_FILES}" data-limit="{MAX_BYTES}" aria-label="{label}"></label>'
    )


def _filters(chosen: Mapping[str, str]) -> str:
    fields = "".join(
        f'<label>{words}<input name="{name}" value="{escape(chosen.get(name, ""))}" maxlength="100"></label>'
        for name, words in FIELDS
    )
    states = "".join(
        f"<option{' selected' if chosen.get('valid') == words else ''}>{words}</option>"
        for words in (IN_FORCE, PAST)
    )
    valid = f'<label>有效期<select name="valid"><option value="">全部</option>{states}</select></label>'
    return f'<form class="pick">{fields}{valid}{button("list", "筛选", 0)}</form>'


def _row(entry: Entry, units: Sequence[str], today: date) -> str:
    known = entry.metadata
    past = '<i class="state">已过有效期</i>' if is_past(known, today) else ""
    named = "、".join(units[:UNITS]) + (f"等 {len(units)} 个单位" if len(units) > UNITS else "")
    facts = [entry.name, named, known.date, known.source, *(f"#{tag}" for tag in known.tags)]
    facts.append(f"案例 {entry.cases}，段落 {entry.passages}")
    return (
        f'<li><div><p class="stem"><b>{escape(entry.title or entry.name)}</b>{past}</p>'
        f'<p class="count">{escape(" · ".join(fact for fact in facts if fact))}</p></div>'
        f"{button('open', '查看', entry.id)}</li>"
    )


def _more(do: str, row: str, page: int, total: int, kept: Mapping[str, str]) -> str:
    """Buttons to the pages before and after; ``row`` is what the page number is added to."""
    buttons = button(do, "上一页", f"{row}{page - 1}") if page else ""
    buttons += button(do, "下一页", f"{row}{page + 1}") if (page + 1) * SHOWN < total else ""
    hidden = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in kept.items())
    return f'<form class="more">{hidden}{buttons}</form>' if buttons else ""


def _picture(found: Sequence[Found]) -> str:
    """How many documents each unit and each year has, as bars with their numbers; a bar narrows the list."""
    picture = counted(found)
    told = [name for name, _ in (*picture.units, *picture.years) if name not in (NO_UNIT, NO_DATE)]
    if not told:
        return '<p class="empty">给资料注明单位和日期后，这里会画出各单位、各年的篇数。</p>' if found else ""
    return (
        f'<section class="picture" aria-label="文库一览">{_bars("各单位的篇数", "unit", picture.units)}'
        f"{_bars('各年的篇数', 'year', picture.years)}</section>"
    )


def _bars(caption: str, name: str, counts: Sequence[tuple[str, int]]) -> str:
    most = max(count for _, count in counts)
    rows = "".join(
        f'<tr><th scope="row"><form><input type="hidden" name="{name}" value="{escape(words)}">'
        f'{button("list", words, 0)}</form></th><td><span class="bar" style="width:{100 * n / most:.1f}%">'
        f"</span></td><td>{n} 篇</td></tr>"
        for words, n in counts[:BARS]
    )
    rest = (
        f'<tr><th scope="row">另有 {len(counts) - BARS} 个</th><td></td><td></td></tr>'
        if counts[BARS:]
        else ""
    )
    return f"<table><caption>{caption}</caption><tbody>{rows}{rest}</tbody></table>"


def document_html(
    entry: Entry,
    source: Source,
    passages: Sequence[Passage],
    versions: Sequence[Entry],
    page: int,
    today: date,
) -> str:
    """One stored document: what is known of it, its passages or an old version's lines, its versions."""
    past = '<i class="state">已过有效期</i>' if is_past(entry.metadata, today) else ""
    title = escape(entry.title or entry.name)
    keep = button("original", "下载原文件", entry.id) if source.original else ""
    if entry.superseded_by:
        newer = button("open", "看新版", entry.superseded_by)
        head = f'<p class="standing" role="note">这是旧版，不再检索；引用过它的回答仍可核对。{newer}{keep}</p>{_done(entry)}'
    else:
        fields = metadata_fields(entry.metadata, entry.title or entry.name)
        save = button("describe", "保存", entry.id, "primary")
        newer = _files("上传新版", "选择这份资料的新版", f'data-replaces="{entry.id}"')
        does = f"{button('list', '返回', 0)}{keep}{newer}{_remove(entry)}{save}"
        head = f'<form class="edit">{fields}<div class="do">{does}</div></form>'
    older = "".join(f"<li>{escape(v.name)}　{button('open', '查看旧版', v.id)}</li>" for v in versions)
    old = f'<h3>旧版</h3><ul class="versions">{older}</ul>' if older else ""
    rows, total, what = _contents(entry, source, passages, page)
    return page_html(
        f'<h2 tabindex="-1">{title}{past}</h2><p class="count">{escape(entry.name)} · {len(source.document.text)} 字'
        f" · 案例 {entry.cases} · 段落 {entry.passages}</p>{head}{old}<h3>{what}</h3>"
        f'<ol class="book">{rows or "<li>没有段落。</li>"}</ol>{_more("open", f"{entry.id}:", page, total, {})}'
    )


def _done(entry: Entry) -> str:
    return f'<form><div class="do">{button("list", "返回", 0)}{_remove(entry)}</div></form>'


def _remove(entry: Entry) -> str:
    return button("ask-remove", "删除", entry.id)


def _contents(entry: Entry, source: Source, passages: Sequence[Passage], page: int) -> tuple[str, int, str]:
    """A page of passages, or of lines for an old version; how many there are, and what they are."""
    here = slice(page * SHOWN, (page + 1) * SHOWN)
    if not entry.superseded_by:
        rows = "".join(_passage(p) for p in passages[here])
        return rows, len(passages), f"段落（{len(passages)} 个）"
    text, blocks = source.document.text, source.blocks
    rows = "".join(f"<li><p>{escape(text[b.start : b.end])}</p></li>" for b in blocks[here])
    return rows, len(blocks), f"原文（{len(blocks)} 行）"


def _passage(passage: Passage) -> str:
    place = f"第 {passage.page} 页　" if passage.page else ""
    return f'<li><p class="count">{place}{escape(passage.context)}</p><p>{escape(passage.text)}</p></li>'


def confirm_html(entry: Entry) -> str:
    """Whether to remove a document for good."""
    older = "" if entry.superseded_by else "和它的旧版"
    return page_html(
        f'<section class="card"><h2 tabindex="-1">删除《{escape(entry.title or entry.name)}》？</h2>'
        f"<p>{escape(entry.name)} {older}会从检索、全文索引和保存的原文件里一并删除，不能恢复。"
        f"引用过它的旧回答会注明资料已移除。{escape(comes_back(entry))}</p>"
        f'<form><div class="do">{button("open", "不删", entry.id)}{button("remove", "删除", entry.id, "primary")}'
        "</div></form></section>"
    )


def removed_html(entry: Entry) -> str:
    """That a document was removed, and what would bring it back."""
    return report_html(
        [f"已删除《{entry.title or entry.name}》（{entry.name}）。{comes_back(entry)}"], "已删除"
    )


def report_html(lines: Sequence[str], title: str = "入库结果") -> str:
    """What was done, line by line."""
    said = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return page_html(
        f'<section class="card"><h2 tabindex="-1">{title}</h2><ul class="said">{said}</ul>'
        f'<form><div class="do">{button("list", "回到文库", 0, "primary")}</div></form></section>'
    )
