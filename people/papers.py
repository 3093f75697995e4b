"""Papers: a fixed list of questions, one timed attempt per trainee, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from people.answers import Given, asked, valid_answer
from people.attempts import (
    GRACE,
    Attempt,
    AttemptOver,
    Result,
    Saved,
    attempt_of,
    attempt_row,
    begun,
    close,
    close_if_late,
    held,
    keep,
    results_of,
)
from people.database import writing
from people.entries import NotAccepted, NotFound, one_line
from people.tables import AttemptRow, PaperQuestionRow, PaperRow, QuestionRow
from people.trainees import NAME_CHARS

TITLE_CHARS = 80  # code points
QUESTIONS = 200  # in a paper, at most
MINUTES = 600  # at most


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper."""

    id: int
    title: str
    minutes: int | None  # None: no limit
    created: datetime  # UTC
    created_by: str | None
    question_ids: tuple[str, ...]  # in the paper's order


class Papers:
    """All papers and attempts; times are aware. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def make(
        self, title: str, question_ids: Sequence[str], minutes: int | None, created_by: str | None = None
    ) -> int:
        """Make a paper of questions in this order. Returns its id.

        Raises:
            NotAccepted: the title, the number of questions or the minutes are outside their limits, a
                question occurs twice, or one is unknown, hidden or retired.

        """
        title = one_line(title, "试卷名称", TITLE_CHARS)
        by = None if created_by is None else one_line(created_by, "出卷人", NAME_CHARS)
        _check_size(question_ids, minutes)
        with Session(self._writing) as session, session.begin():
            _check_asked(session, question_ids)
            row = PaperRow(title=title, minutes=minutes, created=datetime.now(UTC), created_by=by)
            session.add(row)
            session.flush()
            session.add_all(
                PaperQuestionRow(paper_id=row.id, position=place, question_id=question_id)
                for place, question_id in enumerate(question_ids)
            )
            return row.id

    def list(self) -> tuple[Paper, ...]:
        """All papers, newest first."""
        with Session(self._engine) as session:
            rows = session.scalars(select(PaperRow).order_by(PaperRow.id.desc())).all()
            return tuple(_paper(session, row) for row in rows)

    def get(self, paper_id: int) -> Paper:
        """One paper. Raises NotFound."""
        with Session(self._engine) as session:
            return _paper(session, _paper_row(session, paper_id))

    def attempt(self, attempt_id: int, trainee_id: int) -> Attempt:
        """The trainee's attempt. Raises NotFound, also for another trainee's."""
        with Session(self._engine) as session:
            return attempt_of(attempt_row(session, attempt_id, trainee_id, lock=False))

    def start(self, paper_id: int, trainee_id: int, now: datetime) -> Attempt:
        """Begin the trainee's one attempt, or go on with it; where it is over, `submitted` says when.

        Raises:
            NotFound: there is no such paper or trainee.

        """
        with Session(self._writing) as session, session.begin():
            return attempt_of(begun(session, _paper_row(session, paper_id), trainee_id, now))

    def save(self, attempt_id: int, trainee_id: int, given: Given) -> None:
        """Keep the trainee's answer to one question, in place of an earlier one; it counts once handed in.

        Raises:
            AttemptOver: handed in already, or more than GRACE after the deadline; what was saved counts.
            NotFound: the trainee has no such attempt, or the question is not in its paper.
            NotAccepted: the response is too long, or the score not in 0..1.

        """
        valid_answer(given)
        with Session(self._writing) as session, session.begin():
            row = attempt_row(session, attempt_id, trainee_id, lock=True)
            close_if_late(session, row, given.at)
            if row.submitted is None:
                keep(session, row, given)
            attempt = attempt_of(row)
        if attempt.submitted is not None:  # after the commit: a late attempt stays handed in
            raise AttemptOver(_over(attempt))

    def saved(self, attempt_id: int, trainee_id: int) -> tuple[Saved, ...]:
        """What the trainee's attempt holds, in the paper's order. Raises NotFound."""
        with Session(self._engine) as session:
            return held(session, attempt_row(session, attempt_id, trainee_id, lock=False))

    def submit(self, attempt_id: int, trainee_id: int, now: datetime) -> Attempt:
        """Hand in; where that happened before, or the time was up, nothing changes. Raises NotFound."""
        with Session(self._writing) as session, session.begin():
            row = attempt_row(session, attempt_id, trainee_id, lock=True)
            close_if_late(session, row, now)
            if row.submitted is None:
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
            (result,) = results_of(session, row.paper_id, AttemptRow.id == row.id)
            return result

    def results(self, paper_id: int, now: datetime | None = None) -> tuple[Result, ...]:
        """One row per attempt, in the order they began; those past their time are handed in first.

        Raises:
            NotFound: there is no such paper.

        """
        self.close_expired(now or datetime.now(UTC))
        with Session(self._engine) as session:
            _paper_row(session, paper_id)
            return results_of(session, paper_id)


def _check_size(question_ids: Sequence[str], minutes: int | None) -> None:
    if not 1 <= len(question_ids) <= QUESTIONS:
        raise NotAccepted(f"试卷选了 {len(question_ids)} 道题，应为 1 到 {QUESTIONS} 道；请重新选题。")
    twice = next((question_id for question_id in question_ids if question_ids.count(question_id) > 1), None)
    if twice is not None:
        raise NotAccepted(f"题目 {twice} 选了不止一次，一份试卷里每题只能出现一次；请去掉重复的。")
    if minutes is not None and not 1 <= minutes <= MINUTES:
        raise NotAccepted(f"时限 {minutes} 分钟超出范围，应为 1 到 {MINUTES} 分钟；请重新填写，或不限时。")


def _check_asked(session: Session, question_ids: Sequence[str]) -> None:
    known = set(session.scalars(select(QuestionRow.id).where(QuestionRow.id.in_(question_ids), *asked())))
    lost = [question_id for question_id in question_ids if question_id not in known]
    if lost:
        raise NotAccepted(
            f"有 {len(lost)} 道题不在题库里、已隐藏或已停用（如 {lost[0]}）；请去掉后重新组卷。"
        )


def _paper_row(session: Session, paper_id: int) -> PaperRow:
    row = session.get(PaperRow, paper_id)
    if row is None:
        raise NotFound(f"没有第 {paper_id} 号试卷；请刷新试卷列表后重新选择。")
    return row


def _paper(session: Session, row: PaperRow) -> Paper:
    questions = (
        select(PaperQuestionRow.question_id)
        .where(PaperQuestionRow.paper_id == row.id)
        .order_by(PaperQuestionRow.position)
    )
    return Paper(
        row.id, row.title, row.minutes, row.created, row.created_by, tuple(session.scalars(questions))
    )


def _over(attempt: Attempt) -> str:
    late = attempt.deadline is not None and attempt.submitted == attempt.deadline
    why = f"答题时间已到（宽限 {GRACE.seconds} 秒也已过），试卷已自动交卷" if late else "这份试卷已经交卷"
    return f"{why}，这次作答没有保存，之前保存的都已计入；请查看成绩。"
