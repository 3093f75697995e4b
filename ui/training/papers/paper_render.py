"""Papers as HTML, for those who take them. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from people.papers import Attempt, Paper, Result, Saved, Standing, shown_points, version_name
from rag.quiz import Grade, QuizQuestion
from rag.reports import PaperSheet, Part, parts
from ui.templating import render

Row = tuple[int, QuizQuestion, float, Saved | None, Grade | None]


def papers_html(standings: Sequence[Standing]) -> str:
    """The papers, and how the trainee stands with each."""
    return render(
        "training/papers.html", rows=[(one, _status(one)) for one in standings], points=shown_points
    )


def notice_html(standing: Standing, of: Sequence[Part]) -> str:
    """What a paper is, before anything begins."""
    return render(
        "training/paper_notice.html",
        standing=standing,
        paper=standing.paper,
        terms=standing.paper.terms,
        parts=of,
        status=_status(standing),
        points=shown_points,
    )


def paper_html(
    paper: Paper, attempt: Attempt, sheet: PaperSheet, responses: Mapping[str, str], now: datetime
) -> str:
    """Taking a paper: all questions on one page, each answer kept as it is given."""
    return render(
        "training/paper.html",
        paper=paper,
        attempt=attempt,
        sheet=sheet,
        parts=parts(sheet),
        responses=responses,
        left=_left(attempt, now),
        points=shown_points,
    )


def hand_html(paper: Paper, attempt: Attempt, blank: Sequence[int], now: datetime) -> str:
    """Asking before a paper is handed in; ``blank`` are the numbers of questions without an answer."""
    return render("training/hand.html", paper=paper, attempt=attempt, blank=blank, left=_left(attempt, now))


def scored_html(standing: Standing, result: Result) -> str:
    """A paper handed in that can still be answered again: points, no answers."""
    return render(
        "training/scored.html", standing=standing, paper=standing.paper, result=result, points=shown_points
    )


def marked_html(standing: Standing, result: Result, rows: Sequence[Row], held: Collection[str]) -> str:
    """A paper that is over: points, and every question with its answer and evidence, but those ``held``."""
    return render(
        "training/marked.html",
        standing=standing,
        paper=standing.paper,
        result=result,
        rows=rows,
        held=held,
        points=shown_points,
        version=version_name(result.version) if standing.paper.terms.versions > 1 else "",
    )


def _status(standing: Standing) -> str:
    """Where the trainee stands with it, in Chinese."""
    if standing.under_way:
        return "正在作答"
    counted = next((one for one in standing.results if one.counted), None)
    if counted is not None and counted.points is not None:
        passed = {None: "", True: "，及格", False: "，不及格"}[counted.passed]
        return f"已交卷，{shown_points(counted.points)} 分{passed}"
    if standing.waiting:
        return "还没有开放"
    return "已截止，没有作答" if standing.over else "还没有作答"


def _left(attempt: Attempt, now: datetime) -> float | None:
    """Seconds until its deadline by the server's clock; None without one."""
    return None if attempt.deadline is None else max(0.0, (attempt.deadline - now).total_seconds())
