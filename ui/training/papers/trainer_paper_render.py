"""Papers as HTML, for the trainer. Pure."""

from collections.abc import Mapping, Sequence

from people.papers import (
    ATTEMPTS,
    ITEMS,
    MINUTES,
    RESULTS,
    TITLE_CHARS,
    VERSIONS,
    Paper,
    Terms,
    shown_points,
)
from rag.quiz import QuizQuestion
from ui.templating import render

LIMITS = {"title_chars": TITLE_CHARS, "minutes": MINUTES, "versions": VERSIONS, "attempts": ATTEMPTS}


def compose_html(cases: Mapping[str, int], scope: str) -> str:
    """Making a paper; ``scope`` is the form that narrows what it is drawn from."""
    return render(
        "training/compose.html",
        cases=cases,
        scope=scope,
        limits=LIMITS,
        terms=Terms(minutes=30),
        points=shown_points,
    )


def paper_list_html(papers: Sequence[Paper]) -> str:
    """All papers: to set, to print, to look at results."""
    return render("training/paper_list.html", papers=papers, points=shown_points)


def settings_html(paper: Paper, questions: Sequence[QuizQuestion]) -> str:
    """A paper's terms and the points of each question."""
    return render(
        "training/paper_settings.html",
        paper=paper,
        terms=paper.terms,
        rows=[(question, shown_points(paper.points[question.id])) for question in questions],
        limits=LIMITS,
        points=shown_points,
    )


def results_html(
    paper: Paper, rows: Sequence[Sequence[object]], items: Sequence[Sequence[object]], note: str
) -> str:
    """Everybody's results of one paper and how its questions did, to look at and to export."""
    return render(
        "training/results.html",
        paper=paper,
        rows=[row[1:] for row in rows],
        headings=RESULTS[1:],
        items=items,
        item_headings=ITEMS,
        note=note,
    )
