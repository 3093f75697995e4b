"""All papers and attempts in one database."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from people.database import writing
from people.entries import NotAccepted, NotFound, one_line, prose
from people.papers.attempts import (
    GRACE,
    AttemptOver,
    Grader,
    answered,
    attempt_of,
    attempt_row,
    attempts_at,
    begun,
    close,
    held,
    is_late,
    keep,
    mark,
    ungraded,
)
from people.papers.item_analysis import Sheet
from people.papers.paper_rows import (
    add_questions,
    check_asked,
    paper_of,
    paper_row,
    set_terms,
    standing_of,
)
from people.papers.records import (
    Attempt,
    Paper,
    Response,
    Result,
    Saved,
    Standing,
    Terms,
)
from people.papers.results import ROUNDING, results_of, sheets_of
from people.papers.terms import check_questions, check_terms, paper_title, points_of
from people.tables import AttemptRow, PaperQuestionRow, PaperRow
from people.trainees import NAME_CHARS

ANSWER_CHARS = 2000  # code points of one answer
NO_TERMS = Terms()


class Papers:
    """All papers and attempts; times are aware. Safe for threads and processes."""

    def __init__(self, engine: Engine, grader: Grader | None = None) -> None:
        """``grader`` grades what is handed in; without one only empty papers can be."""
        self._engine = engine
        self._writing = writing(engine)
        self._grader = grader

    def graded_by(self, grader: Grader) -> "Papers":
        """The same papers, whose answers are graded when they are handed in."""
        return Papers(self._engine, grader)

    def make(
        self,
        title: str,
        question_ids: Sequence[str],
        terms: Terms = NO_TERMS,
        points: Mapping[str, float] | None = None,
        created_by: str | None = None,
    ) -> int:
        """Make a paper of questions in this order. Returns its id.

        ``points`` are those of each question; None gives each an equal share of 100.

        Raises:
            NotAccepted: the title, the questions, their points or the terms are outside their limits, a
                question occurs twice, or one is unknown, hidden or retired.

        """
        title = paper_title(title)
        by = None if created_by is None else one_line(created_by, "出卷人", NAME_CHARS)
        check_questions(question_ids)
        each = points_of(question_ids, points)
        check_terms(terms, sum(each))
        with Session(self._writing) as session, session.begin():
            check_asked(session, question_ids)
            row = PaperRow(title=title, created=datetime.now(UTC), created_by=by)
            set_terms(row, terms)
            session.add(row)
            session.flush()
            add_questions(session, row.id, question_ids, each)
            return row.id

    def change(
        self, paper_id: int, title: str, terms: Terms, points: Mapping[str, float] | None = None
    ) -> None:
        """Change a paper's title and terms, and its points as long as nobody has begun it.

        Attempts under way keep their deadline.

        Raises:
            NotFound: there is no such paper.
            NotAccepted: as for make, or points change that somebody was already asked under.

        """
        title = paper_title(title)
        with Session(self._writing) as session, session.begin():
            row = paper_row(session, paper_id, lock=True)  # nobody begins it meanwhile
            paper = paper_of(session, row)
            each = tuple(paper.points.values()) if points is None else points_of(paper.question_ids, points)
            check_terms(terms, sum(each))
            if paper.begun and any(
                abs(new - old) > ROUNDING for new, old in zip(each, paper.points.values(), strict=True)
            ):
                raise NotAccepted("已经有人开始作答，分值不能再改。要换分值，请另组一份试卷。")
            row.title = title
            set_terms(row, terms)
            session.execute(delete(PaperQuestionRow).where(PaperQuestionRow.paper_id == paper_id))
            add_questions(session, paper_id, paper.question_ids, each)

    def list(self) -> tuple[Paper, ...]:
        """All papers, newest first."""
        with Session(self._engine) as session:
            rows = session.scalars(select(PaperRow).order_by(PaperRow.id.desc())).all()
            return tuple(paper_of(session, row) for row in rows)

    def get(self, paper_id: int) -> Paper:
        """One paper. Raises NotFound."""
        with Session(self._engine) as session:
            return paper_of(session, paper_row(session, paper_id))

    def standing(self, paper_id: int, trainee_id: int, now: datetime) -> Standing:
        """How a trainee stands with a paper; what is past its time is handed in first. Raises NotFound."""
        self._close_late(paper_id, trainee_id, now)
        with Session(self._engine) as session:
            row = paper_row(session, paper_id)
            return standing_of(session, row, trainee_id, now)

    def standings(self, trainee_id: int, now: datetime) -> tuple[Standing, ...]:
        """How a trainee stands with every paper, newest first."""
        return tuple(self.standing(paper.id, trainee_id, now) for paper in self.list())

    def attempt(self, attempt_id: int, trainee_id: int) -> Attempt:
        """The trainee's attempt. Raises NotFound, also for another trainee's."""
        with Session(self._engine) as session:
            return attempt_of(attempt_row(session, attempt_id, trainee_id, lock=False))

    def ticketed(self, ticket: str) -> Attempt:
        """The attempt that a page with this secret was opened for. Raises NotFound."""
        with Session(self._engine) as session:
            found = select(AttemptRow).where(AttemptRow.ticket == ticket, AttemptRow.ticket != "")
            row = session.scalars(found).one_or_none()
            if row is None:
                raise NotFound("没有找到这份答卷。请回到试卷页重新打开。")
            return attempt_of(row)

    def withheld(self, trainee_id: int, now: datetime) -> frozenset[str]:
        """Questions of papers that the trainee has begun and can still answer: no key of them is shown."""
        with Session(self._engine) as session:
            mine = select(AttemptRow.paper_id).where(AttemptRow.trainee_id == trainee_id).distinct()
            papers = session.scalars(select(PaperRow).where(PaperRow.id.in_(mine))).all()
            standings = [standing_of(session, row, trainee_id, now) for row in papers]
            return frozenset(i for one in standings if not one.closed for i in one.paper.question_ids)

    def start(self, paper_id: int, trainee_id: int, now: datetime) -> Attempt:
        """Begin an attempt, or go on with the one under way; with none left the last, `submitted` says when.

        Raises:
            NotFound: there is no such paper or trainee.
            NotAccepted: the paper is not open now.

        """
        self._close_late(paper_id, trainee_id, now)
        with Session(self._writing) as session, session.begin():
            return attempt_of(begun(session, paper_row(session, paper_id), trainee_id, now))

    def save(self, attempt_id: int, trainee_id: int, response: Response) -> int:
        """Keep the trainee's answer to one question, in place of an earlier one; it counts once handed in.

        Returns how many questions of the attempt have an answer now.

        Raises:
            AttemptOver: handed in already, or more than GRACE after the deadline; what was saved counts.
            NotFound: the trainee has no such attempt, or the question is not in its paper.
            NotAccepted: the answer is too long.

        """
        prose(response.words, "这道题的答案", ANSWER_CHARS)
        with Session(self._writing) as session, session.begin():
            row = attempt_row(session, attempt_id, trainee_id, lock=True)
            late = is_late(row, response.at)
            if row.submitted is None and not late:
                keep(session, row, response)
                session.flush()
                return answered(session, row.id)
            attempt = attempt_of(row)
        if late:
            attempt = self.submit(attempt_id, trainee_id, response.at)
        raise AttemptOver(_over(attempt))

    def saved(self, attempt_id: int, trainee_id: int) -> tuple[Saved, ...]:
        """What the trainee's attempt holds, in the paper's order. Raises NotFound."""
        with Session(self._engine) as session:
            return held(session, attempt_row(session, attempt_id, trainee_id, lock=False))

    def submit(self, attempt_id: int, trainee_id: int, now: datetime) -> Attempt:
        """Grade and hand in; where that happened before nothing changes, and past the deadline it counts.

        Raises NotFound.
        """
        with Session(self._engine) as session:
            row = attempt_row(session, attempt_id, trainee_id, lock=False)
            todo = ungraded(session, row.id) if row.submitted is None else []
        # Reading an answer takes time: it is done before the database is held.
        graded = {answer: self._grade(*answer) for answer in todo}
        with Session(self._writing) as session, session.begin():
            row = attempt_row(session, attempt_id, trainee_id, lock=True)
            if row.submitted is None:
                for answer in ungraded(session, row.id):  # one may have come in meanwhile
                    mark(session, row.id, answer, graded.get(answer) or self._grade(*answer))
                close(session, row, now)
            return attempt_of(row)

    def close_expired(self, now: datetime) -> int:
        """Hand in every attempt that is more than GRACE past its deadline; returns how many there were."""
        late = select(AttemptRow.id, AttemptRow.trainee_id).where(
            AttemptRow.submitted.is_(None), AttemptRow.deadline < now - GRACE
        )
        with Session(self._engine) as session:
            expired = session.execute(late).all()
        for attempt_id, trainee_id in expired:
            self.submit(attempt_id, trainee_id, now)
        return len(expired)

    def result(self, attempt_id: int, trainee_id: int) -> Result:
        """What came of the trainee's attempt. Raises NotFound."""
        with Session(self._engine) as session:
            row = attempt_row(session, attempt_id, trainee_id, lock=False)
            own = results_of(session, paper_row(session, row.paper_id), AttemptRow.trainee_id == trainee_id)
            return next(result for result in own if result.attempt_id == attempt_id)

    def results(self, paper_id: int, now: datetime | None = None) -> tuple[Result, ...]:
        """One row per attempt, in the order they began; those past their time are handed in first.

        Raises:
            NotFound: there is no such paper.

        """
        self.close_expired(now or datetime.now(UTC))
        with Session(self._engine) as session:
            return results_of(session, paper_row(session, paper_id))

    def sheets(self, results: Sequence[Result]) -> tuple[Sheet, ...]:
        """The answers of the attempts among these that count."""
        with Session(self._engine) as session:
            return sheets_of(session, [result.attempt_id for result in results if result.counted])

    def _close_late(self, paper_id: int, trainee_id: int, now: datetime) -> None:
        with Session(self._engine) as session:
            late = [row.id for row in attempts_at(session, paper_id, trainee_id) if is_late(row, now)]
        for attempt_id in late:
            self.submit(attempt_id, trainee_id, now)

    def _grade(self, question_id: str, words: str) -> tuple[float, bool]:
        if self._grader is None:
            raise RuntimeError("papers without a grader cannot be handed in; see graded_by")
        return self._grader(question_id, words)


def _over(attempt: Attempt) -> str:
    late = attempt.deadline is not None and attempt.submitted == attempt.deadline
    why = "答题时间已到，试卷已自动交卷" if late else "这份试卷已经交卷"
    return f"{why}，这次作答没有保存，之前保存的都已计入；请查看成绩。"
