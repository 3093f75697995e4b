"""The trainer's side of the 培训 tab as HTML: pure functions, everything from outside escaped."""

from collections.abc import Mapping, Sequence
from html import escape

from index.store import Entry
from people import MINUTES, TITLE_CHARS, Appeal, Attempt, Paper, Result, Saved, StoredQuestion
from rag.quiz import KINDS, Grade, QuizQuestion
from ui.training.question_bank import Making
from ui.training.render import (
    button,
    case_boxes,
    evidence_html,
    given_words,
    inputs_html,
    kind_boxes,
    meant_html,
    stem_html,
    verdict_html,
)

SHOWN = 50  # questions of the bank on one page
LINKS = {"bank": "题库", "compose": "组卷", "results": "成绩", "mastery": "掌握情况", "appeals": "申诉"}


def trainer_html(tab: str, body: str, appeals: int) -> str:
    """The trainer's views under their own row of links."""
    waiting = f"（{appeals}）" if appeals else ""
    links = "".join(
        f'<button type="button" data-do="{name}" data-id=""{" aria-current=page" if name == tab else ""}>'
        f"{words}{waiting if name == 'appeals' else ''}</button>"
        for name, words in LINKS.items()
    )
    return f'<nav class="inner" aria-label="管理">{links}{button("new", "添加题目")}</nav>{body}'


def bank_html(
    questions: Sequence[StoredQuestion], page: int, chosen: Mapping[str, str], making: Making
) -> str:
    """The questions of the bank, a page at a time."""
    kinds = "".join(
        f'<option value="{kind}"{" selected" if chosen.get("kind") == kind else ""}>{name}</option>'
        for kind, name in KINDS.items()
    )
    words = escape(chosen.get("words", ""))
    head = (
        f'<h2 tabindex="-1">题库（{len(questions)} 题）</h2><form class="pick"><label>题型<select name="kind">'
        f'<option value="">全部</option>{kinds}</select></label>'
        f'<label>题干或案例含<input name="words" value="{words}" maxlength="100"></label>{button("bank", "筛选", 0)}</form>'
    )
    rows = "".join(_bank_row(one) for one in questions[page * SHOWN : (page + 1) * SHOWN])
    more = ""
    if page:
        more += button("bank", "上一页", page - 1)
    if (page + 1) * SHOWN < len(questions):
        more += button("bank", "下一页", page + 1)
    made = ""
    if making.kept or making.thrown:
        made = (
            f'<p class="facts">本次启动后自动出题：留下 {making.kept} 题，'
            f"经阅读模型检验舍去 {making.thrown} 题。</p>"
        )
    return f'{head}{made}<ol class="book">{rows}</ol><form class="more">{_kept(chosen)}{more}</form>'


def _kept(chosen: Mapping[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in chosen.items()
    )


def _bank_row(one: StoredQuestion) -> str:
    kind = KINDS.get(one.kind, one.kind)  # type: ignore[call-overload]
    marks = [words for held, words in ((one.hidden, "已隐藏"), (one.retired, "资料已移除，停用")) if held]
    marks += [{"edited": "已修改", "added": "手工添加"}[one.origin]] if one.origin != "made" else []
    state = "".join(f'<i class="state">{words}</i>' for words in marks)
    turn = button("show", "恢复出题", one.id) if one.hidden else button("hide", "隐藏", one.id)
    stem, answer = str(one.content["stem"]), [str(a) for a in one.content["answer"]]
    return (
        f'<li><p class="stem"><i class="kind">{kind}</i>{state}{escape(stem)}</p>'
        f'<p class="meant">答案：{escape(answer[0]) if answer else "见要点"}</p>'
        f'<p class="do">{button("edit", "修改", one.id)}{turn}</p></li>'
    )


def edit_html(question: QuizQuestion) -> str:
    """Changing a question's words; its evidence stays."""
    options = escape("\n".join(question.options))
    answers = escape("\n".join(question.answer))
    fields = f'<label>题干<textarea name="stem" rows="4" maxlength="1000">{escape(question.stem)}</textarea></label>'
    if question.kind in ("choice", "match"):
        fields += f'<label>选项，每行一个<textarea name="options" rows="4">{options}</textarea></label>'
    if question.kind != "short":
        fields += f'<label>答案（填空可写几种写法，每行一种）<textarea name="answer" rows="2">{answers}</textarea></label>'
    return (
        f'<form class="edit"><h2 tabindex="-1">修改题目（{KINDS[question.kind]}）</h2>{fields}{evidence_html(question)}'
        f'<p class="do">{button("bank", "不改了", 0)}{button("save", "保存", question.id, "primary")}</p></form>'
    )


def new_html(documents: Sequence[Entry]) -> str:
    """Adding a question by hand, with the words of a source that prove it."""
    kinds = "".join(f'<option value="{kind}">{name}</option>' for kind, name in KINDS.items())
    texts = "".join(f'<option value="{escape(e.id)}">{escape(e.name)}</option>' for e in documents[:1000])
    return (
        f'<form class="edit"><h2 tabindex="-1">添加题目</h2><label>题型<select name="kind">{kinds}</select></label>'
        f'<label>资料<select name="document">{texts}</select></label>'
        '<label>原文依据（从资料里原样复制）<textarea name="quote" rows="3" maxlength="2000"></textarea></label>'
        '<label>题干（填空用 ____ 表示空）<textarea name="stem" rows="3" maxlength="1000"></textarea></label>'
        '<label>选项，每行一个（单选、归类）<textarea name="options" rows="4"></textarea></label>'
        '<label>答案（判断写“正确”或“错误”；简答不填，以原文依据为要点）<textarea name="answer" rows="2"></textarea></label>'
        f'<p class="do">{button("insert", "添加", style="primary")}</p></form>'
    )


def compose_html(cases: Mapping[str, int], scope: str) -> str:
    """Making a paper; ``scope`` is the form that narrows what it is drawn from."""
    return (
        '<form class="choose"><h2 tabindex="-1">组卷</h2>'
        f'<label>试卷名称<input name="title" maxlength="{TITLE_CHARS}" autocomplete="off"></label>'
        '<label class="number">题数<input name="n" value="20" inputmode="numeric" size="4"></label>'
        f'<label class="number">时限（分钟，最多 {MINUTES}，不限时留空）<input name="minutes" value="30" inputmode="numeric"'
        f' size="4"></label>{case_boxes(cases)}{kind_boxes()}{scope}'
        f'<p class="do">{button("make", "生成试卷", style="primary")}</p></form>'
    )


def papers_html(papers: Sequence[Paper], trainer: bool) -> str:
    """The papers: to take, or for the trainer to print and to look at results."""
    if not papers:
        return '<h2 tabindex="-1">试卷</h2><p class="empty">还没有试卷。可以在“管理”的“组卷”里生成。</p>'
    rows = "".join(_paper_row(paper, trainer) for paper in papers)
    return f'<h2 tabindex="-1">{"成绩和导出" if trainer else "试卷"}</h2><ul class="papers">{rows}</ul>'


def _paper_row(paper: Paper, trainer: bool) -> str:
    limit = f"{paper.minutes} 分钟" if paper.minutes else "不限时"
    facts = f"{len(paper.question_ids)} 题，{limit}，{paper.created.astimezone():%Y-%m-%d %H:%M} 生成"
    does = (
        button("result", "看成绩", paper.id)
        + button("word", "导出试卷 Word", paper.id)
        + button("key", "导出答案 Word", paper.id)
        if trainer
        else button("paper", "打开答卷", paper.id, "primary")
    )
    return f'<li><p><b>{escape(paper.title)}</b><span class="facts">{facts}</span></p><p class="do">{does}</p></li>'


def paper_html(
    paper: Paper, attempt: Attempt, questions: Sequence[QuizQuestion], saved: Sequence[Saved]
) -> str:
    """Taking a paper: all questions on one page, each answer kept as it is given."""
    held = {one.question_id: one.response for one in saved}
    rows = "".join(f"<li>{stem_html(q)}{inputs_html(q, q.id, held.get(q.id, ''))}</li>" for q in questions)
    clock = ""
    if attempt.deadline:
        clock = f'<p class="clock" role="timer" data-deadline="{attempt.deadline.timestamp():.0f}"></p>'
    return (
        f'<form class="paper" data-keep="{attempt.id}"><h2 tabindex="-1">{escape(paper.title)}</h2>'
        f'{clock}<ol>{rows}</ol><p class="do">{button("hand", "交卷", attempt.id, "primary")}</p></form>'
    )


def marked_html(
    paper: Paper, result: Result, rows: Sequence[tuple[QuizQuestion, Saved | None, Grade | None]]
) -> str:
    """A paper handed in: score, and every question with its evidence."""
    listed = "".join(
        f"<li>{stem_html(q)}"
        f"{verdict_html(q, saved.response, grade) if saved and grade else _unanswered(q)}{evidence_html(q)}</li>"
        for q, saved, grade in rows
    )
    points = round(100 * (result.score or 0), 1)
    return (
        f'<div class="marked"><h2 tabindex="-1">{escape(paper.title)}：{points:g} 分</h2>'
        f"<p>共 {result.total} 题，答对 {result.right} 题。</p><ol>{listed}</ol></div>"
    )


def _unanswered(question: QuizQuestion) -> str:
    return f'<p class="yours">没有作答。</p>{meant_html(question)}'


def results_html(paper: Paper, rows: Sequence[Sequence[object]], headings: Sequence[str]) -> str:
    """Everybody's results of one paper, to look at and to export."""
    does = button("csv", "导出 CSV", paper.id) + button("xlsx", "导出 Excel", paper.id)
    return (
        f'<h2 tabindex="-1">{escape(paper.title)}：成绩</h2><p class="do">{does}</p>{table_html(headings, rows)}'
        if rows
        else f'<h2 tabindex="-1">{escape(paper.title)}：成绩</h2><p class="empty">还没有人作答。</p>'
    )


def table_html(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A plain table."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def mastery_html(rows: Sequence[Sequence[object]], headings: Sequence[str]) -> str:
    """The figures beside the chart."""
    if not rows:
        return '<h2 tabindex="-1">掌握情况</h2><p class="empty">还没有学员做过题。</p>'
    does = button("mastery-csv", "导出 CSV") + button("mastery-xlsx", "导出 Excel")
    return f'<h2 tabindex="-1">掌握情况</h2><p class="do">{does}</p>{table_html(headings, rows)}'


def appeals_html(rows: Sequence[tuple[Appeal, QuizQuestion]]) -> str:
    """What trainees say against grades."""
    if not rows:
        return '<h2 tabindex="-1">申诉</h2><p class="empty">没有待处理的申诉。</p>'
    listed = "".join(
        f"<li><form>{stem_html(q)}"
        f'<p class="yours">{escape(appeal.trainee)} 答：{given_words(appeal.response)}</p>'
        f"{meant_html(q)}"
        f"<p>理由：{escape(appeal.words or '（没有写）')}</p>{evidence_html(q)}"
        f'<label>处理意见<input name="note" maxlength="500"></label>'
        f'<p class="do">{button("uphold", "算对", appeal.id)}{button("reject", "维持原判", appeal.id)}</p></form></li>'
        for appeal, q in rows
    )
    return f'<h2 tabindex="-1">申诉（{len(rows)} 条待处理）</h2><ol class="book">{listed}</ol>'
