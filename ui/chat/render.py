"""Questions and answers as HTML: pure functions, everything from outside escaped."""

from collections.abc import Sequence
from html import escape

from index.records import Hit
from rag.citing import formal, formal_hit, pasteable
from rag.records import Answer, Citation, Sentence
from ui.elements import opens

NOT_FOUND = "资料中没有找到"
SEARCHING = "正在检索资料…"
NEAREST_CHARS = 110  # code points of a nearest passage shown; the source panel has the rest
EMPHASISED_CHARS = 24  # the longest short answer set in bold


def pending_html(question: str, stage: str = SEARCHING) -> str:
    """A question whose answer is still being looked for."""
    return _turn(question, f'<p class="stage" role="status">{escape(stage)}</p>', "pending")


def writing_html(question: str, text: str) -> str:
    """What a model has written so far; nothing of it is verified, and it looks so."""
    stop = '<button type="button" class="stop" data-stop>停止</button>'
    stage = f'<p class="stage" role="status">模型正在写，以下内容还没有核对{stop}</p>'
    return _turn(question, f'{stage}<p class="unverified">{escape(text)}</p>', "pending")


def failed_html(question: str, message: str) -> str:
    """A question that could not be answered because of an error; ``message`` says what to do."""
    return _turn(question, f'<p class="failure" role="alert">{escape(message)}</p>', "failed")


def turn_html(question: str, answer: Answer, *, shown: int | None = None, note: str = "") -> str:
    """A question and its answer; with ``shown``, only that many sentences so far.

    ``note`` is one line below the answer, e.g. that it could not be saved.
    """
    if answer.status == "refused":
        body = _refusal(answer)
    elif shown is not None and shown < len(answer.sentences):
        return _turn(question, _sentences(answer, answer.sentences[:shown]), "pending")
    else:
        body = _sentences(answer, answer.sentences) + _sources(answer.citations) + _tools(answer)
    body = _understood(question, answer) + body + _written(answer) + _scope(answer)
    if note:
        body += f'<p class="failure" role="alert">{escape(note)}</p>'
    return _turn(question, body, answer.status)


def welcome_html() -> str:
    """What an empty conversation shows: what this is for."""
    return (
        '<section class="welcome"><h2>有什么想查的？</h2>'
        "<p>回答只用资料里的原话。点开每句话后面的编号，可以核对原文；资料里没有的，会如实说没有。</p></section>"
    )


def examples_html(questions: Sequence[str]) -> str:
    """Questions to start with; empty without any. The style sheet shows them beside no turn."""
    buttons = "".join(
        f'<li><button type="button" data-question="{escape(q)}">{escape(q)}</button></li>' for q in questions
    )
    return f'<p class="label">可以这样问</p><ul class="examples">{buttons}</ul>' if questions else ""


def _written(answer: Answer) -> str:
    """Who wrote the answer where it was a model, what of it was removed, or why it is not shown."""
    parts = []
    if answer.engine != "extractive":
        parts.append(f'<p class="engine">由模型 {escape(answer.engine)} 写成，留下的每句都与原文核对过。</p>')
    if answer.note:
        parts.append(f'<p class="engine" role="status">{escape(answer.note)}</p>')
    if answer.removed:
        rows = "".join(f"<li>{escape(words)}</li>" for words in answer.removed)
        parts.append(
            f'<details class="removed"><summary>模型写了但没有依据的 {len(answer.removed)} 句，'
            f"已删去</summary><ul>{rows}</ul></details>"
        )
    return "".join(parts)


def _scope(answer: Answer) -> str:
    """What the search was narrowed to, said under the answer: elsewhere there may be more."""
    return f'<p class="engine">只查了这些资料：{escape(answer.scope)}。</p>' if answer.scope else ""


def _understood(question: str, answer: Answer) -> str:
    """How a follow-up question was understood, to be corrected and asked again."""
    if answer.standalone in ("", question):
        return ""
    words = escape(answer.standalone)
    return (
        f'<p class="understood">理解为：{words}'
        f'<button type="button" data-fill="{words}">改一下再问</button></p>'
    )


def _turn(question: str, body: str, state: str) -> str:
    return (
        f'<article class="turn {state}"><h3 class="sr">提问</h3><p class="question">{escape(question)}</p>'
        f'<h3 class="sr">回答</h3><div class="answer">{body}</div></article>'
    )


def _sentences(answer: Answer, sentences: Sequence[Sentence]) -> str:
    cited = {c.n: c for c in answer.citations}
    parts = []
    for sentence in sentences:
        marks = "".join(_marker(cited[n]) for n in sentence.cites)
        parts.append(f'<p class="sentence">{_emphasised(sentence.text, answer.span)}{marks}</p>')
    return "".join(parts)


def _emphasised(text: str, span: str | None) -> str:
    before, found, after = text.partition(span) if span and len(span) <= EMPHASISED_CHARS else (text, "", "")
    strong = f"<strong>{escape(found)}</strong>" if found else ""
    return escape(before) + strong + escape(after)


def _marker(citation: Citation) -> str:
    label = escape(f"出处{citation.n}：{formal(citation)}，查看原文")
    return (
        f'<button type="button" class="cite" {opens(citation)}'
        f' aria-label="{label}" title="{escape(formal(citation))}">[{citation.n}]</button>'
    )


def _sources(citations: Sequence[Citation]) -> str:
    items = "".join(
        f'<li><span class="n">[{c.n}]</span>'
        f'<button type="button" {opens(c)}>{escape(formal(c))}</button>'
        f"{_standing(c)}</li>"
        for c in citations
    )
    return f'<h4 class="label">出处</h4><ol class="sources">{items}</ol>'


def _standing(citation: Citation) -> str:
    return f'<span class="standing">{escape(citation.note)}</span>' if citation.note else ""


def _tools(answer: Answer) -> str:
    return (
        f'<div class="tools"><button type="button" data-copy="{escape(pasteable(answer))}">'
        "复制回答和出处</button></div>"
    )


def _refusal(answer: Answer) -> str:
    reason = answer.refusal.strip().removeprefix(f"{NOT_FOUND}。").strip()
    title = "" if reason.startswith(NOT_FOUND) else f'<p class="verdict">{NOT_FOUND}</p>'
    text = f'<p class="{"reason" if title else "verdict"}">{escape(reason)}</p>' if reason else ""
    if not answer.nearest:
        return title + text
    items = "".join(_near(hit) for hit in answer.nearest)
    label = '<h4 class="label">最接近的原文（供参考，不是答案）</h4>'
    return f'{title}{text}{label}<ul class="nearest">{items}</ul>'


def _near(hit: Hit) -> str:
    passage = hit.passage
    text = passage.text.strip()
    clipped = text if len(text) <= NEAREST_CHARS else text[: NEAREST_CHARS - 1] + "…"
    return (
        f'<li><button type="button" {opens(passage)}><span class="from">{escape(formal_hit(hit))}</span>'
        f'<span class="words">{escape(clipped)}</span></button></li>'
    )
