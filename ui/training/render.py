"""The trainee's side of the 培训 tab as HTML: pure functions, everything from outside escaped."""

from collections.abc import Mapping, Sequence
from html import escape

from people import NAME_CHARS, Progress, Trainee, WrongEntry
from rag.citing import formal
from rag.quiz import KINDS, LETTERS, SECTIONS, Grade, Line, QuizQuestion
from rag.records import Citation
from ui.desk import Desk, Told
from ui.elements import button, note_html, opens
from ui.training.question_bank import Making

TABS = {
    "home": "练习",
    "wrong": "错题本",
    "cards": "学习卡",
    "progress": "我的进度",
    "papers": "试卷",
    "bank": "管理",
}
MOST = 50  # questions of one round


def page_html(tab: str, trainee: Trainee | None, body: str, note: str = "") -> str:
    """The frame around every view: who is learning, and where to go."""
    if trainee is None:
        return f'<section class="train">{note_html(note)}{body}</section>'
    links = "".join(
        f'<button type="button" data-do="{name}" data-id=""{" aria-current=page" if name == tab else ""}>'
        f"{words}</button>"
        for name, words in TABS.items()
    )
    who = f'<p class="who" data-trainee="{trainee.id}">学员：<b>{escape(trainee.name)}</b>{button("leave", "换人")}</p>'
    return (
        f'<section class="train"><header><nav aria-label="培训">{links}</nav>{who}</header>'
        f"{note_html(note)}{body}</section>"
    )


def entry_html(trainees: Sequence[Trainee]) -> str:
    """Choosing who learns."""
    rows = "".join(f"<li>{button('choose', one.name, one.id)}</li>" for one in trainees)
    known = f'<p class="label">选择学员</p><ul class="trainees">{rows}</ul>' if rows else ""
    return (
        f'<div class="entry" data-trainees><h2 tabindex="-1">培训</h2>'
        f"<p>按案例出题，答完当场对照原文。先选择学员，或者写下姓名新建一个。</p>{known}"
        f'<form><label>姓名<input name="name" maxlength="{NAME_CHARS}" autocomplete="off"></label>'
        f"{button('add', '新建学员', style='primary')}</form></div>"
    )


def home_html(cases: Mapping[str, int], making: Making, due: int, scope: str) -> str:
    """Starting a round; ``cases`` with their numbers of questions, ``scope`` the form that narrows them."""
    state = ""
    if making.running:
        words = f"（{making.done} / {making.total} 个案例）" if making.total else ""
        again = "" if cases else " data-making"
        state = f'<p class="making" role="status"{again}>正在从资料出题{words}，出好的题可以先练。</p>'
    elif making.failed:
        state = note_html(
            "出题时程序出了错，题目没有出完。请重新启动程序；如果还是不行，请把程序窗口里的提示告诉管理员。"
        )
    elif not cases:
        state = note_html("题库里还没有题目：资料库是空的，或者资料里没有适合出题的内容。")
    waiting = f"其中 {due} 道是该复习的" if due else "先出该复习的，再出没做过的"
    return (
        f'{state}<div class="start"><div><h2 tabindex="-1">今日十题</h2><p>{waiting}。</p>'
        f"{button('ten', '开始今日十题', style='primary')}</div></div>"
        f'<form class="choose"><h3>自选练习</h3>{case_boxes(cases)}{kind_boxes()}{scope}'
        f'<label class="number">题数<input name="n" value="10" inputmode="numeric" size="4"></label>'
        f"{button('practise', '开始练习')}</form>"
    )


def case_boxes(cases: Mapping[str, int]) -> str:
    """Tick boxes for the cases; none ticked means all."""
    boxes = "".join(
        f'<label><input type="checkbox" name="cases" value="{escape(name)}">{escape(name)}<i>{n} 题</i></label>'
        for name, n in cases.items()
    )
    return f'<fieldset class="cases"><legend>案例（不选就是全部）</legend>{boxes}</fieldset>'


def kind_boxes() -> str:
    """Tick boxes for the kinds; none ticked means all."""
    boxes = "".join(
        f'<label><input type="checkbox" name="kinds" value="{kind}">{name}</label>'
        for kind, name in KINDS.items()
    )
    return f'<fieldset class="kinds"><legend>题型（不选就是全部）</legend>{boxes}</fieldset>'


def ask_html(desk: Desk) -> str:
    """The question to be answered."""
    question = desk.question
    return (
        f'<form class="asking">{_heading(desk)}{inputs_html(question, "response")}'
        f'<p class="do">{button("answer", "提交答案", question.id, "primary")}</p></form>'
    )


def told_html(desk: Desk, told: Told) -> str:
    """What became of the answer, with the words of the source."""
    question = desk.question
    last = desk.at + 1 == len(desk.questions)
    appeal = (
        '<p class="appealed" role="status">已申诉，等培训员处理。</p>'
        if told.appealed
        else '<details class="appeal"><summary>对判分有疑问</summary><label>说明理由'
        f'<textarea name="words" rows="2" maxlength="500"></textarea></label>{button("appeal", "提交申诉")}</details>'
    )
    return (
        f'<form class="asking told">{_heading(desk)}{verdict_html(question, told.response, told.grade)}'
        f"{evidence_html(question)}{appeal}"
        f'<p class="do">{button("next", "看结果" if last else "下一题", style="primary")}</p></form>'
    )


def done_html(desk: Desk) -> str:
    """The round is over."""
    n = len(desk.questions)
    wrong = "" if desk.right == n else "答错的题已放进错题本，过些天会再出现在今日十题里。"
    return (
        f'<div class="done"><h2 tabindex="-1">本轮完成：{n} 题，答对 {desk.right} 题</h2><p>{wrong}</p>'
        f'<p class="do">{button("wrong", "看错题本")}{button("home", "再练一轮", style="primary")}</p></div>'
    )


def inputs_html(question: QuizQuestion, name: str, response: str = "") -> str:
    """Where the answer goes."""
    if question.options:
        rows = "".join(
            f'<label><input type="radio" name="{escape(name)}" value="{escape(option)}"'
            f"{' checked' if option == response else ''}>{_letter(question, i)}{escape(option)}</label>"
            for i, option in enumerate(question.options)
        )
        return f'<fieldset class="options"><legend class="sr">选项</legend>{rows}</fieldset>'
    label = "填写的内容" if question.kind == "blank" else "答案"
    if question.kind == "blank":
        return (
            f'<label class="fill"><span class="sr">{label}</span><input name="{escape(name)}"'
            f' value="{escape(response)}" maxlength="200" autocomplete="off" placeholder="填写横线上的内容"></label>'
        )
    return (
        f'<label class="fill"><span class="sr">{label}</span><textarea name="{escape(name)}" rows="6"'
        f' maxlength="2000" placeholder="分点作答，写出要点即可">{escape(response)}</textarea></label>'
    )


def verdict_html(question: QuizQuestion, response: str, grade: Grade) -> str:
    """Right or wrong, the right answer, and which points were met."""
    word = "答对了" if grade.correct else ("部分答对" if grade.score else "答错了")
    style = "right" if grade.correct else "wrong"
    sign = "✓" if grade.correct else "✗"
    said = f'<p class="yours">你的答案：{given_words(response)}</p>'
    meant = meant_html(question) if question.answer else ""
    points = "".join(
        f'<li class="{"met" if i in grade.met else "missed"}">{"✓ 已答出" if i in grade.met else "✗ 未答出"}：'
        f"{escape(point.text)}</li>"
        for i, point in enumerate(question.points)
    )
    message = f"<p>{escape(grade.message)}</p>" if grade.message else ""
    return (
        f'<div class="graded {style}" role="status"><h3>{sign} {word}</h3>{said}{meant}{message}'
        f"{f'<ul class=points>{points}</ul>' if points else ''}</div>"
    )


def meant_html(question: QuizQuestion) -> str:
    """The right answer on a line."""
    return f'<p class="meant">正确答案：<b>{escape(answer_words(question) or "见要点")}</b></p>'


def given_words(response: str) -> str:
    """An answer as it was given, escaped."""
    return escape(response.strip() or "（没有作答）")


def stem_html(question: QuizQuestion) -> str:
    """A question's kind and words, where several stand on one page."""
    return f'<p class="stem"><i class="kind">{KINDS[question.kind]}</i>{escape(question.stem)}</p>'


def answer_words(question: QuizQuestion) -> str:
    """The answer to show; for a false statement with what it should say."""
    corrected = f"（{question.correction}）" if question.correction else ""
    return (question.answer[0] if question.answer else "") + corrected


def evidence_html(question: QuizQuestion) -> str:
    """The words of the source, each to be opened."""
    quotes = "".join(quote_html(citation) for citation in question.citations)
    return f'<div class="evidence"><p class="label">原文</p>{quotes}</div>'


def quote_html(citation: Citation) -> str:
    """One quotation with its source."""
    source = f'<button type="button" class="cite" {opens(citation)}>{escape(formal(citation))}</button>'
    note = f'<span class="standing">{escape(citation.note)}</span>' if citation.note else ""
    return f"<blockquote>{escape(citation.quote)}</blockquote><p class=source>{source}{note}</p>"


def wrong_html(entries: Sequence[tuple[WrongEntry, QuizQuestion]]) -> str:
    """错题本."""
    if not entries:
        return '<h2 tabindex="-1">错题本</h2><p class="empty">没有错题。答错的题会放在这里，连续答对两次后移出。</p>'
    rows = "".join(
        f"<li>{stem_html(q)}"
        f'<p class="yours">错 {entry.times_wrong} 次，最近答的是：{given_words(entry.last_wrong.response)}</p>'
        f"{meant_html(q)}{evidence_html(q)}</li>"
        for entry, q in entries
    )
    return (
        f'<h2 tabindex="-1">错题本（{len(entries)} 题）</h2><p class="do">{button("again", "重做错题", style="primary")}</p>'
        f'<ol class="book">{rows}</ol>'
    )


def cards_html(cases: Sequence[str], chosen: str, lines: Sequence[Line]) -> str:
    """学习卡: one case at a glance."""
    options = "".join(
        f"<option{' selected' if case == chosen else ''}>{escape(case)}</option>" for case in cases
    )
    picked = (
        f'<form class="pick"><label>案例<select name="case" data-go="card">{options}</select></label></form>'
    )
    sections = ""
    for section in SECTIONS:
        quotes = "".join(quote_html(line.citation) for line in lines if line.section == section)
        sections += f'<section class="card"><h3>{section}</h3>{quotes}</section>' if quotes else ""
    return f'<h2 tabindex="-1">学习卡</h2>{picked}{sections or "<p class=empty>没有可显示的内容。</p>"}'


def progress_html(rows: Sequence[Progress]) -> str:
    """A trainee's progress by case and by kind."""
    if not rows:
        return '<h2 tabindex="-1">我的进度</h2><p class="empty">还没有做过题。</p>'
    by_case, by_kind = _summed((r.case, r) for r in rows), _summed((r.kind, r) for r in rows)
    kinds = {KINDS.get(kind, kind): counts for kind, counts in by_kind.items()}  # type: ignore[call-overload]
    return f'<h2 tabindex="-1">我的进度</h2>{_table("案例", by_case)}{_table("题型", kinds)}'


def _summed(rows: object) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for name, row in rows:  # type: ignore[attr-defined]
        answered, right = found.get(name, (0, 0))
        found[name] = answered + row.answered, right + row.right
    return found


def _table(what: str, rows: Mapping[str, tuple[int, int]]) -> str:
    body = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{answered}</td><td>{right}</td>"
        f'<td><meter min="0" max="1" value="{right / answered:.3f}"></meter> {right / answered:.0%}</td></tr>'
        for name, (answered, right) in rows.items()
    )
    head = f"<tr><th>{what}</th><th>做过</th><th>答对</th><th>掌握率</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _heading(desk: Desk) -> str:
    question = desk.question
    return (
        f'<p class="count">第 {desk.at + 1} / {len(desk.questions)} 题<i class="kind">{KINDS[question.kind]}</i></p>'
        f'<h2 class="stem" tabindex="-1">{escape(question.stem)}</h2>'
    )


def _letter(question: QuizQuestion, i: int) -> str:
    return "" if question.kind == "judge" else f"{LETTERS[i]}. "
