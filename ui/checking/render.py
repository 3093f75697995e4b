"""A checked draft as HTML: pure functions, everything from outside escaped."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from rag.citing import formal
from rag.records import Check, CheckedPart, Citation, Difference
from rag.reports import (
    KINDS,
    MEANINGS,
    PROBLEMS,
    SCOPE,
    SHORT,
    WORDS,
    Piece,
    Range,
    State,
    counts,
    cut,
    difference_words,
    draft_marks,
    paragraphs,
    plain_report,
    quote_marks,
    state,
    sureness,
)
from ui.elements import opens

WAITING = "正在准备核查…"
# Beside the colour and the line: for whoever tells no red from green, and for print.
SIGNS: dict[State, str] = {"supported": "✓", "contradicted": "✗", "unverifiable": "?", "unchecked": "–"}


def running_html(done: int, total: int) -> str:
    """How far a check is, in sentences; ``total`` 0 is not begun yet."""
    words = f"已核查 {done} / {total} 句" if total else WAITING
    bar = f'<progress max="{max(total, 1)}" value="{done}" aria-label="核查进度"></progress>'
    cancel = '<button type="button" data-cancel>取消</button>'
    return f'<div class="running"><p role="status">{words}</p>{bar}{cancel}</div>'


def result_html(check: Check) -> str:
    """The whole draft, its sentences coloured, with counts, legend, filter and tools."""
    lines = "".join(
        f"<p{_problem_class(check, pieces)}>{''.join(_piece(check, p) for p in pieces)}</p>"
        for pieces in paragraphs(check)
    )
    none = '<p class="clean">没有发现矛盾或无依据的句子。</p>'
    return (
        f'<section class="checked" aria-label="核查结果"><h2 class="sr" tabindex="-1">核查结果</h2>'
        f"{_scope(check)}{_legend(check)}{_tools(check)}"
        f'<article class="draft" aria-label="稿件">{lines}</article>{none}</section>'
    )


def detail_html(check: Check, number: int, opened: int = 0) -> str:
    """Sentence ``number`` beside its sources; ``opened`` makes the same one twice a new value."""
    sentence = check.sentences[number]
    parts = [p for p in sentence.parts if p.checkable] or list(sentence.parts[:1])
    body = "".join(_part(check, part) for part in parts)
    return (
        f'<section class="detail" aria-label="核对依据"><header><h2 tabindex="-1">{_verdict(state(sentence))}'
        f'<span class="of">第 {number + 1} 句</span></h2>'
        f'<button type="button" data-fold>收起</button></header>{body}</section><!-- {opened} -->'
    )


def hint_html() -> str:
    """What stands where a sentence's sources will: how to get them."""
    return '<p class="hint">点一句话（用键盘时，选中后按回车），在这里对照资料原文。</p>'


def file_html(name: str, kind: str, data: bytes, made: int) -> str:
    """A file for the browser to save; ``made`` makes the same one twice a new value."""
    packed = b64encode(data).decode("ascii")
    facts = f'data-name="{escape(name)}" data-kind="{kind}" data-made="{made}"'
    return f'<i hidden {facts} data-file="{packed}"></i>'


def upload_html(formats: Sequence[str], limit: int) -> str:
    """The button that reads a file; more than ``limit`` bytes are not sent."""
    shown = "、".join(formats)
    return (
        f'<label class="upload">上传文件<input type="file" class="sr" accept="{",".join(formats)}"'
        f' data-limit="{limit}" aria-label="上传稿件文件（{shown}）"></label>'
    )


def _verdict(name: State) -> str:
    return f'<span class="verdict {name}"><span aria-hidden="true">{SIGNS[name]}</span> {WORDS[name]}</span>'


def _scope(check: Check) -> str:
    return f'<p class="narrowed-to">{SCOPE}{escape(check.scope)}。</p>' if check.scope else ""


def _legend(check: Check) -> str:
    items = "".join(
        f'<li title="{MEANINGS[name]}"><span class="sample {name}">{SIGNS[name]} {WORDS[name]}</span>'
        f' <b>{n}</b> 句<span class="means">{MEANINGS[name]}</span></li>'
        for name, n in counts(check).items()
    )
    return f'<ul class="legend" aria-label="标记说明和句数">{items}</ul>'


def _tools(check: Check) -> str:
    copied = escape(plain_report(check))
    return (
        '<div class="bar"><div class="filter" role="group" aria-label="显示哪些句子">'
        '<button type="button" data-show="all" aria-pressed="true">全部</button>'
        '<button type="button" data-show="problems" aria-pressed="false">只看问题</button></div>'
        '<div class="tools"><button type="button" data-export="word">导出 Word</button>'
        '<button type="button" data-export="text">导出文本</button>'
        f'<button type="button" data-copy="{copied}">复制结果</button>'
        '<button type="button" data-edit>修改稿件</button></div></div>'
    )


def _problem_class(check: Check, pieces: Sequence[Piece]) -> str:
    found = any(p.sentence is not None and state(check.sentences[p.sentence]) in PROBLEMS for p in pieces)
    return ' class="problem"' if found else ""


def _piece(check: Check, piece: Piece) -> str:
    if piece.sentence is None:
        return f'<span class="between">{escape(check.text[piece.start : piece.end])}</span>'
    sentence = check.sentences[piece.sentence]
    name = state(sentence)
    spoken = f'<span class="sr">{WORDS[name]}：</span>' if piece.first else ""
    sign = SIGNS[name] if name not in PROBLEMS else f"{SIGNS[name]} {WORDS[name]}"
    tag = f'<span class="tag" aria-hidden="true">{sign}</span>' if piece.last else ""
    words = _marked(check.text, piece.start, piece.end, draft_marks(sentence.differences))
    problem = " problem" if name in PROBLEMS else ""
    return (
        f'<span class="said {name}{problem}" role="button" tabindex="0" data-sentence="{piece.sentence}">'
        f'{spoken}<span class="words">{words}</span>{tag}</span>'
    )


def _part(check: Check, part: CheckedPart) -> str:
    words = _marked(check.text, part.start, part.end, draft_marks(part.differences))
    differing = "".join(f"<li>{_difference(d)}</li>" for d in part.differences)
    listed = f'<ul class="differences" aria-label="出入">{differing}</ul>' if differing else ""
    short = part.verdict == "unverifiable"
    quotes = "".join(_quote(c, part.differences, short=short) for c in part.evidence)
    return (
        f'<section class="part {state(part)}"><h3>{_verdict(state(part))}</h3>'
        f'<p class="sure">{escape(sureness(part, check.text))}</p>{listed}'
        f'<h4 class="label">稿中</h4><blockquote class="claimed">{words}</blockquote>{quotes}</section>'
    )


def _difference(difference: Difference) -> str:
    kind = KINDS[difference.kind]
    return f"<b>{kind}</b>{escape(difference_words(difference).removeprefix(kind))}"


def _quote(citation: Citation, differences: Sequence[Difference], *, short: bool) -> str:
    words = _marked(citation.quote, 0, len(citation.quote), quote_marks(citation, differences))
    place = f"第{citation.paragraph}段" if citation.paragraph > 0 else "标题"
    place += f"（第{citation.page}页）" if citation.page else ""
    rows = (
        ("文件", citation.document),
        ("案例", citation.case),
        ("单位", citation.unit),
        ("位置", place),
    )
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    note = f'<p class="standing" role="note">{escape(citation.note)}</p>' if citation.note else ""
    return (
        f'<h4 class="label">{SHORT if short else "资料"}</h4><blockquote class="quote">{words}</blockquote>'
        f'<dl class="facts">{facts}</dl>{note}<button type="button" class="whole" {opens(citation)}'
        f' aria-label="{escape(f"查看原文全文：{formal(citation)}")}">查看原文全文</button>'
    )


def _marked(text: str, start: int, end: int, marks: Sequence[Range]) -> str:
    return "".join(
        f"<mark>{escape(text[a:b])}</mark>" if marked else escape(text[a:b])
        for a, b, marked in cut(start, end, marks)
    )
