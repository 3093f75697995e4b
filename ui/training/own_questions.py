"""Questions that a trainer edits or adds: what the form says, checked against the source."""

from dataclasses import replace

from index.records import Case, Document
from index.store import StoreReader
from rag.citing import Place, cite
from rag.quiz import (
    BLANK,
    CHOSEN,
    FALSE,
    KINDS,
    LETTERS,
    TRUE,
    WRITTEN,
    Kind,
    Point,
    QuizQuestion,
    question_id,
    text_topic,
)
from ui.desk import Act, Refused

STEM_CHARS = 1000
QUOTE_CHARS = 2000
FEWEST, MOST = 2, len(LETTERS)  # options
SEVERAL = 2  # right options of a 多选, at least


def changed(question: QuizQuestion, act: Act) -> QuizQuestion:
    """The question with the form's words; its id and evidence stay. Raises Refused."""
    stem, options, answer = _fields(question.kind, act)
    if question.kind not in CHOSEN:
        options = question.options
    _check(question.kind, stem, options, answer)
    return replace(question, stem=stem, options=options, answer=answer, correction="")


def written(act: Act, store: StoreReader) -> QuizQuestion:
    """A new question; its quote must stand in the chosen document word for word. Raises Refused."""
    name = act.text("kind", 20)
    kind: Kind | None = next((known for known in KINDS if known == name), None)
    if kind is None:
        raise Refused(f"没有题型“{name}”。请从列表里选择。")
    stem, options, answer = _fields(kind, act)
    if kind == "judge":
        options = (TRUE, FALSE)
    _check(kind, stem, options, answer)
    document, case, start = _quoted(act, store)
    quote = act.text("quote", QUOTE_CHARS).strip()
    citation = cite(Place(document, case, start, start + len(quote)), 1)
    return QuizQuestion(
        id=question_id(document.id, kind, stem, answer or (quote,)),
        kind=kind,
        stem=stem,
        options=options,
        answer=answer,
        points=(Point(quote, citation),) if kind in WRITTEN else (),
        citations=(citation,),
        document=document.name,
        document_id=document.id,
        case=case.title if case else text_topic(document).name,
        generation=store.generation,
    )


def _fields(kind: Kind, act: Act) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    stem = act.text("stem", STEM_CHARS).strip()
    options = tuple(line.strip() for line in act.text("options").splitlines() if line.strip())
    answer = tuple(line.strip() for line in act.text("answer").splitlines() if line.strip())
    return stem, options, () if kind in WRITTEN else answer


def _check(kind: Kind, stem: str, options: tuple[str, ...], answer: tuple[str, ...]) -> None:
    if not stem:
        raise Refused("题干是空的。请写下题干。")
    if kind == "blank" and BLANK not in stem:
        raise Refused(f"填空题的题干里没有“{BLANK}”。请用它标出要填的地方。")
    if kind in CHOSEN and not (FEWEST <= len(options) == len(set(options)) <= MOST):
        raise Refused(
            f"选项有 {len(set(options))} 个不同的，应为 {FEWEST} 到 {MOST} 个，每行一个，不能重复。"
        )
    if kind not in WRITTEN and not answer:
        raise Refused("答案是空的。请写下答案。")
    if kind == "multi" and (len(set(answer)) < SEVERAL or not set(answer) <= set(options)):
        raise Refused(f"答案“{'、'.join(answer)[:40]}”应为两个以上的选项，每行一个。")
    if kind in (CHOSEN - {"multi"}) | {"judge"} and (len(answer) != 1 or answer[0] not in options):
        raise Refused(f"答案“{'、'.join(answer)[:40]}”应为选项中的一个：{'、'.join(options)[:200]}。")


def _quoted(act: Act, store: StoreReader) -> tuple[Document, Case | None, int]:
    quote = act.text("quote", QUOTE_CHARS).strip()
    if not any(c.isalnum() for c in quote):
        raise Refused("原文依据是空的。请从资料里原样复制一段，题目才有出处。")
    try:
        document = store.document(act.text("document", 100))
    except KeyError as error:
        raise Refused("选的资料已不在资料库里。请刷新页面后重新选择。") from error
    start = document.text.find(quote)
    if start < 0:
        raise Refused(f"《{document.name}》里没有这段原文：“{quote[:40]}”。请从资料里原样复制，一字不改。")
    cases = store.cases(document.id)
    inside = (c for c in cases if c.start <= start < c.end or c.heading_start <= start < c.heading_end)
    return document, next(inside, None), start
