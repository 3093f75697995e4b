"""A paper and its answer key -> Word files or plain text to print."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from docx.shared import Cm

from chinese.values import written
from rag.citing import formal
from rag.quiz import KINDS, LETTERS, Kind, QuizQuestion
from rag.reports.word_document import blank_document, clean

ROOM = {"short": 6, "blank": 0}  # empty lines for a written answer


def paper_word(
    title: str, questions: Sequence[QuizQuestion], *, minutes: int | None, created: datetime
) -> bytes:
    """The paper as a .docx: questions by kind, numbered through, with room to write."""
    return _word(title, list(_paper(title, questions, minutes)), created)


def key_word(title: str, questions: Sequence[QuizQuestion], *, created: datetime) -> bytes:
    """The answer key as a .docx: answers, points, and the words of the source with their citation."""
    return _word(f"{title} 参考答案", list(_key(title, questions)), created)


def paper_text(title: str, questions: Sequence[QuizQuestion], *, minutes: int | None) -> str:
    """The paper as plain text."""
    return "\n".join(words for _, words in _paper(title, questions, minutes))


def key_text(title: str, questions: Sequence[QuizQuestion]) -> str:
    """The answer key as plain text."""
    return "\n".join(words for _, words in _key(title, questions))


def answer_line(question: QuizQuestion) -> str:
    """The answer to show: with its letter, and for a false statement with what it should say."""
    if not question.answer:
        return ""
    answer = question.answer[0]
    if question.kind in ("choice", "match") and answer in question.options:
        answer = f"{LETTERS[question.options.index(answer)]}. {answer}"
    return f"{answer}（{question.correction}）" if question.correction else answer


Line = tuple[str, str]  # style, words


def _paper(title: str, questions: Sequence[QuizQuestion], minutes: int | None) -> Iterator[Line]:
    yield "title", title
    limit = f"时间：{minutes} 分钟　　" if minutes else ""
    yield (
        "line",
        f"{limit}共 {len(questions)} 题　　单位：____________　　姓名：____________　　得分：________",
    )
    for heading, numbered in _sections(questions):
        yield "section", heading
        for n, question in numbered:
            mark = "（　　）" if question.kind == "judge" else ""
            yield "question", f"{n}. {question.stem}{mark}"
            if question.kind in ("choice", "match"):
                yield from (
                    ("option", f"{letter}. {text}")
                    for letter, text in zip(LETTERS, question.options, strict=False)
                )
            yield from (("line", "") for _ in range(ROOM.get(question.kind, 0)))


def _key(title: str, questions: Sequence[QuizQuestion]) -> Iterator[Line]:
    yield "title", f"{title} 参考答案"
    for heading, numbered in _sections(questions):
        yield "section", heading
        for n, question in numbered:
            yield "question", f"{n}. {answer_line(question) or '要点：'}"
            for i, point in enumerate(question.points, start=1):
                yield "option", f"（{i}）{point.text}"
            for citation in question.citations[: 1 if question.points else None]:
                quote = "" if question.points else f"：“{citation.quote.strip()}”"
                yield "source", f"出处：{formal(citation)}{quote}"


def _sections(questions: Sequence[QuizQuestion]) -> Iterator[tuple[str, list[tuple[int, QuizQuestion]]]]:
    """Questions by kind in the order of KINDS, numbered through."""
    n = 0
    present: list[Kind] = [kind for kind in KINDS if any(q.kind == kind for q in questions)]
    for order, kind in enumerate(present, start=1):
        chosen = [q for q in questions if q.kind == kind]
        yield (
            f"{written(order, 'chinese')}、{KINDS[kind]}题（共 {len(chosen)} 题）",
            list(enumerate(chosen, start=n + 1)),
        )
        n += len(chosen)


def _word(title: str, lines: Sequence[Line], created: datetime) -> bytes:
    document = blank_document(title, created)
    for style, words in lines:
        text = clean(words)
        if style in ("title", "section"):
            document.add_heading(text, 0 if style == "title" else 1)
            continue
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.left_indent = Cm(0.8 if style in ("option", "source") else 0)
        paragraph.paragraph_format.keep_with_next = style == "question"
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()
