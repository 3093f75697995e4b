"""Questions and answers as HTML. Pure."""

import re
from collections.abc import Iterator, Sequence

from index.records import Hit
from rag.citing import JOIN, pasteable
from rag.records import Answer, Citation, Sentence, opening_groups
from ui.feedback import Buttons
from ui.templating import render

NOT_FOUND = "资料中没有找到"
SEARCHING = "正在检索资料…"
NEAREST_CHARS = 110  # code points of a nearest passage shown; the source panel has the rest
HEADED = ("compare", "collection")  # kinds that are drawn by whom their lines are about
EMPHASISED_CHARS = 24  # the longest short answer set in bold


def pending_html(question: str, stage: str = "", *, stops: bool = False) -> str:
    """A question whose answer is still being looked for; ``stops`` where it can be given up."""
    return render("chat/pending.html", question=question, stage=stage or SEARCHING, stops=stops)


def writing_html(question: str, text: str) -> str:
    """What a model has written so far; nothing of it is verified, and it looks so."""
    return render("chat/writing.html", question=question, text=text)


def failed_html(question: str, message: str) -> str:
    """A question that could not be answered because of an error; ``message`` says what to do."""
    return render("chat/failed.html", question=question, message=message)


def turn_html(
    question: str,
    answer: Answer,
    *,
    shown: int | None = None,
    note: str = "",
    buttons: Buttons | None = None,
) -> str:
    """A question and its answer; with ``shown``, only that many sentences so far.

    ``note`` is one line below the answer, e.g. that it could not be saved; ``buttons`` judge it.
    """
    if answer.status in ("refused", "help"):
        return _refusal_html(question, answer, note, buttons)
    if answer.status == "grounded" and shown is not None and shown < len(answer.sentences):
        return render(
            "chat/partial.html",
            question=question,
            shape=answer.kind,
            sentences=_sentences(answer, answer.sentences[:shown]),
        )
    return render(
        "chat/answer.html",
        question=question,
        answer=answer,
        shape=answer.kind,
        sentences=_sentences(answer, answer.sentences),
        pasteable=pasteable(answer),
        said=note,
        buttons=buttons,
    )


def welcome_html(*, empty: bool = False) -> str:
    """What an empty conversation shows: what this is for; how to load documents where there are none."""
    return render("chat/welcome.html", empty=empty)


def examples_html(questions: Sequence[str]) -> str:
    """Questions to start with; empty without any."""
    return render("chat/examples.html", questions=questions)


def _refusal_html(question: str, answer: Answer, note: str, buttons: Buttons | None) -> str:
    reason = answer.refusal.strip().removeprefix(f"{NOT_FOUND}。").strip()
    return render(
        "chat/answer.html",
        question=question,
        answer=answer,
        titled=not reason.startswith(NOT_FOUND),
        not_found=NOT_FOUND,
        reason=reason,
        nearest=[(hit, _clipped(hit)) for hit in answer.nearest],
        said=note,
        buttons=buttons,
    )


def _sentences(answer: Answer, sentences: Sequence[Sentence]) -> Iterator[dict[str, object]]:
    """Each sentence with its citations, cut after whom it is about and around a short answer in it."""
    cited = {citation.n: citation for citation in answer.citations}
    span = answer.span if answer.span and len(answer.span) <= EMPHASISED_CHARS else None
    for group, sentence in zip(opening_groups(sentences), sentences, strict=True):
        head, words = "", sentence.text
        if answer.kind in HEADED:
            head, words = _headed(sentence.text, [cited[n] for n in sentence.cites])
        before, strong, after = _cut_around(words, span)
        yield {
            "head": head,
            "group": group,
            "before": before,
            "strong": strong,
            "after": after,
            "citations": [cited[n] for n in sentence.cites],
        }


def _headed(text: str, cited: Sequence[Citation]) -> tuple[str, str]:
    """Whom a line is about, where that is a citation's own words or its unit, and what the line says."""
    heads = [words for c in cited for words in (c.unit or "", c.quote.strip().partition("\n")[0].strip())]
    head = next((words for words in heads if words and text.startswith(f"{words}{JOIN}")), "")
    return (head, text[len(head) + len(JOIN) :]) if head else ("", text)


def _cut_around(text: str, span: str | None) -> tuple[str, str, str]:
    """A text before, in and after a short answer; the 5份 of 15份 is none."""
    found = re.search(rf"(?<![0-9.]){re.escape(span)}", text) if span else None
    return (text[: found.start()], found.group(), text[found.end() :]) if found else (text, "", "")


def _clipped(hit: Hit) -> str:
    text = hit.passage.text.strip()
    return text if len(text) <= NEAREST_CHARS else text[: NEAREST_CHARS - 1] + "…"
