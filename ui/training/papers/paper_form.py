"""What a trainer's form says of a paper: its terms and points. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from unicodedata import normalize

from people.papers import ATTEMPTS, MINUTES, VERSIONS, Paper, Terms, shown_points
from rag.quiz import KINDS, QuizQuestion
from ui.desk import Act, Refused

_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?", re.ASCII)
_TIME = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D{1,2}(\d{1,2})\D(\d{1,2})\D?.*", re.ASCII | re.DOTALL)


def terms_of(act: Act) -> Terms:
    """The terms that the form gives. Raises Refused; their limits are checked where they are kept."""
    return Terms(
        minutes=_whole(act, "minutes", 1, MINUTES, "时限"),
        pass_mark=number(act, "pass_mark", "及格线"),
        versions=_whole(act, "versions", 1, VERSIONS, "卷数") or 1,
        attempts=_whole(act, "attempts", 1, ATTEMPTS, "作答次数") or 1,
        counts="last" if act.text("counts", 10) == "last" else "best",
        opens=_time(act, "opens", "开放时间"),
        closes=_time(act, "closes", "截止时间"),
    )


def points_by_kind(act: Act, questions: Sequence[QuizQuestion]) -> dict[str, float] | None:
    """The points of each question as its kind has them, else its own; None where none were given.

    Raises Refused.
    """
    given = {kind: number(act, f"points-{kind}", f"{KINDS[kind]}题每题的分值") for kind in KINDS}
    if not any(given.values()) and not all(question.worth for question in questions):
        return None
    points = {}
    for question in questions:
        worth = given[question.kind] or question.worth
        if worth is None:
            raise Refused(f"请填写{KINDS[question.kind]}题每题的分值；要平均分配，就把各题型的分值都留空。")
        points[question.id] = worth
    return points


def points_of_form(act: Act, paper: Paper) -> Mapping[str, float]:
    """The points that were filled in for each question, exact where none were changed. Raises Refused."""
    points = {}
    for at, (question_id, before) in enumerate(paper.points.items(), start=1):
        field = f"points-{question_id}"
        worth = number(act, field, f"第 {at} 题的分值")
        if act.text(field) == shown_points(before):  # a third is not shown whole
            worth = before
        if worth is None:
            raise Refused(f"请填写第 {at} 题的分值。")
        points[question_id] = worth
    return points


def number(act: Act, name: str, what: str) -> float | None:
    """A field's number; None where it was left empty. Raises Refused."""
    words = normalize("NFKC", act.text(name, 20)).strip().removesuffix("分").strip()
    if not words:
        return None
    if not _NUMBER.fullmatch(words):
        raise Refused(f"{what}填的是“{words}”，请填写数字，如 2 或 2.5。")
    return float(words)


def _whole(act: Act, name: str, least: int, most: int, what: str) -> int | None:
    return act.whole(name, least, most, what) if act.text(name, 20).strip() else None


def _time(act: Act, name: str, what: str) -> datetime | None:
    """A time on the clock of the server's wall: 2026-12-01T09:00, 2026年12月1日 9:00."""
    words = normalize("NFKC", act.text(name, 40)).strip()
    if not words:
        return None
    found = _TIME.fullmatch(words)
    try:
        if found is None:
            raise ValueError(words)
        year, month, day, hour, minute = map(int, found.groups())
        return datetime(year, month, day, hour, minute).astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise Refused(f"{what}填的是“{words}”，请按 2026-12-01 09:00 的样子填写，不限就留空。") from error
