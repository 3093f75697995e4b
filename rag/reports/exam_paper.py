"""Papers in all their versions, and their keys -> Word files to print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.shared import Cm

from chinese.values import written
from rag.citing import formal
from rag.quiz import KINDS, LETTERS, TRUE, Kind, QuizQuestion
from rag.reports.word_document import blank_document, clean, number_pages

ROOM = {"short": 6, "passage": 4}  # empty lines for a written answer

Style = Literal["title", "subtitle", "section", "question", "option", "source", "line"]
Line = tuple[Style, str, bool]  # style, words, whether it stays on one page with the next


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One version of a paper, as it is printed and taken."""

    version: str  # A, B; "" where there is only one
    questions: tuple[QuizQuestion, ...]  # kinds together, their options in the version's order
    points: tuple[float, ...]  # of each


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one kind."""

    heading: str
    rows: tuple[tuple[int, QuizQuestion, float], ...]  # number through the whole paper, question, points


def parts(sheet: PaperSheet) -> tuple[Part, ...]:
    """A paper's parts in order, each heading with its number of questions and points."""
    kinds: list[Kind] = list(dict.fromkeys(question.kind for question in sheet.questions))
    made, n = [], 0
    for order, kind in enumerate(kinds, start=1):
        rows = tuple(
            (number, question, worth)
            for number, (question, worth) in enumerate(
                [
                    (question, worth)
                    for question, worth in zip(sheet.questions, sheet.points, strict=True)
                    if question.kind == kind
                ],
                start=n + 1,
            )
        )
        n += len(rows)
        made.append(Part(_heading(order, kind, [worth for *_, worth in rows]), rows))
    return tuple(made)


def _heading(order: int, kind: Kind, points: Sequence[float]) -> str:
    each = f"每题 {told(points[0])} 分，" if len({round(p, 2) for p in points}) == 1 else ""
    whole = f"共 {len(points)} 题，{each}共 {told(sum(points))} 分"
    return f"{written(order, 'chinese')}、{KINDS[kind]}题（{whole}）"


def told(points: float) -> str:
    """Points as people write them: 2, 2.5, 8.33."""
    return f"{round(points, 2):g}"


def paper_word(
    title: str,
    sheets: Sequence[PaperSheet],
    *,
    minutes: int | None,
    pass_mark: float | None,
    created: datetime,
) -> bytes:
    """The paper as a .docx, each version on pages of its own: numbered through, with room to write."""
    document = blank_document(title, created)
    for sheet in _new_pages(document, sheets):
        _write(document, _paper(title, sheet, minutes, pass_mark))
    return _saved(document)


def key_word(title: str, sheets: Sequence[PaperSheet], *, created: datetime) -> bytes:
    """The key of every version as a .docx: answers, points, and the source's words with their citation."""
    document = blank_document(f"{title} 参考答案", created)
    for sheet in _new_pages(document, sheets):
        _write(document, _key(title, sheet))
    return _saved(document)


def answer_line(question: QuizQuestion) -> str:
    """The answer to show: with its letters, and for a false statement with what it should say."""
    lettered = dict(zip(question.options, LETTERS, strict=False)) if TRUE not in question.options else {}
    chosen = [answer for answer in question.answer if answer in lettered]
    if len(chosen) == len(question.answer) > 0:
        return "；".join(
            f"{lettered[answer]}. {answer}" for answer in sorted(chosen, key=lettered.__getitem__)
        )
    shown = question.answer[0] if question.answer else ""
    return f"{shown}（{question.correction}）" if question.correction else shown


def _paper(title: str, sheet: PaperSheet, minutes: int | None, pass_mark: float | None) -> Iterator[Line]:
    yield "title", title, True
    if sheet.version:
        yield "subtitle", f"（{sheet.version} 卷）", True
    facts = [f"考试时间：{minutes} 分钟"] if minutes else []
    facts += [f"共 {len(sheet.questions)} 题", f"满分 {told(sum(sheet.points))} 分"]
    facts += [f"{told(pass_mark)} 分及格"] if pass_mark else []
    yield "line", "　　".join(facts), True
    yield "line", "单位：________________　　姓名：____________　　编号：____________", True
    yield "line", "得分：________", False
    for part in parts(sheet):
        yield "section", part.heading, True
        for n, question, worth in part.rows:
            yield from _question(n, question, worth)


def _question(n: int, question: QuizQuestion, worth: float) -> Iterator[Line]:
    judged = TRUE in question.options
    options = () if judged else tuple(zip(LETTERS, question.options, strict=False))
    room = ROOM.get(question.kind, 0)
    mark = "（　　）" if judged else ""
    yield "question", f"{n}. （{told(worth)} 分）{question.stem}{mark}", bool(options or room)
    for at, (letter, text) in enumerate(options, start=1):
        yield "option", f"{letter}. {text}", at < len(options)
    yield from (("line", "", at < room) for at in range(1, room + 1))


def _key(title: str, sheet: PaperSheet) -> Iterator[Line]:
    yield "title", f"{title} 参考答案", True
    if sheet.version:
        yield "subtitle", f"（{sheet.version} 卷）", True
    for part in parts(sheet):
        yield "section", part.heading, True
        for n, question, worth in part.rows:
            rest = list(_evidence(question))
            yield "question", f"{n}. （{told(worth)} 分）{answer_line(question) or '要点：'}", bool(rest)
            yield from ((style, words, at < len(rest)) for at, (style, words) in enumerate(rest, start=1))


def _evidence(question: QuizQuestion) -> Iterator[tuple[Style, str]]:
    for i, point in enumerate(question.points, start=1):
        yield "option", f"（{i}）{point.text}"
    if question.explanation:
        yield "source", f"解析：{question.explanation}"
    for citation in question.citations[: 1 if question.points else None]:
        quote = "" if question.points else f"：“{citation.quote.strip()}”"
        yield "source", f"出处：{formal(citation)}{quote}"
    if not question.citations:
        yield "source", "自编题，没有引用资料。"


def _new_pages(document: WordDocument, sheets: Sequence[PaperSheet]) -> Iterator[PaperSheet]:
    """The sheets, each begun on a page 1 of its own."""
    number_pages(document.sections[0])
    for at, sheet in enumerate(sheets):
        if at:
            number_pages(document.add_section(WD_SECTION.NEW_PAGE))
        yield sheet


def _write(document: WordDocument, lines: Iterator[Line]) -> None:
    for style, words, with_next in lines:
        text = clean(words)
        if style in ("title", "section"):
            paragraph = document.add_heading(text, 0 if style == "title" else 1)
        else:
            paragraph = document.add_paragraph(text)
        shape = paragraph.paragraph_format
        shape.left_indent = Cm(0.8 if style in ("option", "source") else 0)
        shape.keep_with_next, shape.keep_together = with_next, True
        if style == "subtitle":
            paragraph.alignment = document.styles["Title"].paragraph_format.alignment


def _saved(document: WordDocument) -> bytes:
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()
