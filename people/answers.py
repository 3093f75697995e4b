"""What trainees answered, what comes back to them, and what they say against a grade."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.orm import Session

from people.database import writing
from people.entries import NotAccepted, NotFound, prose
from people.schedule import replay, review
from people.tables import AnswerRow, AppealRow, CardRow, QuestionRow, TraineeRow
from people.trainees import locked_trainee
from people.wrong_book import Answer, WrongEntry, wrong_entries

RESPONSE_CHARS = 5000  # code points
WORDS_CHARS = 500  # of an appeal or a note on it
HISTORY = 200  # answers shown at most, unless asked otherwise


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was graded."""

    question_id: str
    response: str
    score: float  # 0..1
    correct: bool
    at: datetime  # aware
    paper_attempt: int | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal with the answer it is about."""

    id: int
    answer_id: int
    trainee_id: int
    trainee: str  # name
    question_id: str
    response: str
    words: str
    created: datetime  # UTC
    settled: datetime | None  # UTC; None while it is open
    upheld: bool | None
    note: str


class Answers:
    """Every trainee's answers. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def record(
        self,
        trainee_id: int,
        question_id: str,
        response: str,
        score: float,
        correct: bool,
        at: datetime | None = None,
        paper_attempt: int | None = None,
    ) -> int:
        """Keep an answer and move its card on, both or neither. Returns the answer's id.

        Args:
            trainee_id: who answered
            question_id: of the bank
            response: at most RESPONSE_CHARS code points
            score: 0..1
            correct: as graded
            at: an aware time; None is now
            paper_attempt: where it was given in a paper

        Raises:
            NotFound: there is no such trainee or question.
            NotAccepted: the response is too long, or the score not in 0..1.

        """
        given = valid_answer(
            Given(question_id, response, score, correct, at or datetime.now(UTC), paper_attempt)
        )
        with Session(self._writing) as session, session.begin():
            return add_answer(session, trainee_id, given)

    def history(self, trainee_id: int, limit: int = HISTORY) -> tuple[Answer, ...]:
        """A trainee's newest answers, newest first."""
        query = _answers().where(AnswerRow.trainee_id == trainee_id)
        with Session(self._engine) as session:
            rows = session.execute(query.order_by(AnswerRow.id.desc()).limit(limit))
            return tuple(_answer(*row) for row in rows)

    def wrong_book(self, trainee_id: int) -> tuple[WrongEntry, ...]:
        """What the trainee still gets wrong, newest first; hidden and retired questions left out."""
        wrong = select(AnswerRow.question_id).where(AnswerRow.trainee_id == trainee_id, ~AnswerRow.correct)
        query = (
            _answers()
            .join(QuestionRow, QuestionRow.id == AnswerRow.question_id)
            .where(AnswerRow.trainee_id == trainee_id, AnswerRow.question_id.in_(wrong), *asked())
            .order_by(AnswerRow.id)
        )
        with Session(self._engine) as session:
            return wrong_entries(_answer(*row) for row in session.execute(query))

    def due(self, trainee_id: int, now: datetime, limit: int) -> tuple[str, ...]:
        """Ids of questions to ask again by `now` (aware), oldest due first; hidden and retired left out."""
        query = (
            select(CardRow.question_id)
            .join(QuestionRow, QuestionRow.id == CardRow.question_id)
            .where(CardRow.trainee_id == trainee_id, CardRow.due <= now, *asked())
            .order_by(CardRow.due, CardRow.question_id)
            .limit(limit)
        )
        with Session(self._engine) as session:
            return tuple(session.scalars(query))

    def appeal(self, answer_id: int, trainee_id: int, words: str) -> int:
        """Flag an answer of the trainee's own for the trainer. Returns the appeal's id.

        Raises:
            NotFound: there is no such answer of this trainee.
            NotAccepted: the words are too long, or the answer was appealed before.

        """
        words = prose(words, "申诉理由", WORDS_CHARS).strip()
        with Session(self._writing) as session, session.begin():
            locked_trainee(session, trainee_id)
            own = select(AnswerRow.id).where(AnswerRow.id == answer_id, AnswerRow.trainee_id == trainee_id)
            if session.scalar(own) is None:
                raise NotFound(f"没有找到你的第 {answer_id} 号作答；请刷新页面后再申诉。")
            if session.scalar(select(AppealRow.id).where(AppealRow.answer_id == answer_id)):
                raise NotAccepted(f"第 {answer_id} 号作答已经申诉过，每次作答只能申诉一次；请等培训员处理。")
            row = AppealRow(
                answer_id=answer_id,
                words=words,
                note="",
                created=datetime.now(UTC),
                settled=None,
                upheld=None,
            )
            session.add(row)
            session.flush()
            return row.id

    def appeals(self, open_only: bool = True) -> tuple[Appeal, ...]:
        """Appeals of all trainees, oldest first."""
        query = (
            select(AppealRow, AnswerRow, TraineeRow.name)
            .join(AnswerRow, AnswerRow.id == AppealRow.answer_id)
            .join(TraineeRow, TraineeRow.id == AnswerRow.trainee_id)
            .order_by(AppealRow.id)
        )
        if open_only:
            query = query.where(AppealRow.settled.is_(None))
        with Session(self._engine) as session:
            return tuple(_appeal(*row) for row in session.execute(query))

    def settle(self, appeal_id: int, upheld: bool, note: str = "") -> None:
        """Decide an appeal; upheld, its answer counts as right wherever answers are counted.

        Deciding again replaces the earlier decision.

        Raises:
            NotFound: there is no such appeal.
            NotAccepted: the note is too long.

        """
        note = prose(note, "处理意见", WORDS_CHARS).strip()
        with Session(self._writing) as session, session.begin():
            appeal = session.get(AppealRow, appeal_id)
            answer = None if appeal is None else session.get(AnswerRow, appeal.answer_id)
            if appeal is None or answer is None:
                raise NotFound(f"没有第 {appeal_id} 号申诉；请刷新页面后重新选择。")
            locked_trainee(session, answer.trainee_id)
            session.refresh(appeal)  # decided meanwhile by another trainer, it would not be written again
            appeal.upheld, appeal.note, appeal.settled = upheld, note, datetime.now(UTC)
            session.flush()
            _replay_card(session, answer.trainee_id, answer.question_id)


def counts_right() -> ColumnElement[bool]:
    """Whether an answer joined with its appeal (outer) counts as right."""
    return AnswerRow.correct | func.coalesce(AppealRow.upheld, False)


def asked() -> tuple[ColumnElement[bool], ...]:
    """What holds of questions that may be asked."""
    return (QuestionRow.hidden.is_(False), QuestionRow.retired.is_(False))


def valid_answer(given: Given) -> Given:
    """The answer, where it is inside its limits; raises NotAccepted."""
    prose(given.response, "作答", RESPONSE_CHARS)
    if not 0 <= given.score <= 1:
        raise NotAccepted(f"得分 {given.score} 不在 0 到 1 之间；请重新判分。")
    return given


def add_answer(session: Session, trainee_id: int, given: Given) -> int:
    """Write an answer and its card within the session's transaction; raises NotFound."""
    locked_trainee(session, trainee_id)
    if session.get(QuestionRow, given.question_id) is None:
        raise NotFound(f"题库里没有编号为 {given.question_id} 的题目；请刷新页面后换一题。")
    row = AnswerRow(
        trainee_id=trainee_id,
        question_id=given.question_id,
        response=given.response,
        score=given.score,
        correct=given.correct,
        at=given.at,
        paper_attempt=given.paper_attempt,
    )
    session.add(row)
    session.flush()
    key = (trainee_id, given.question_id)
    card = session.get(CardRow, key)
    scheduled = review(None if card is None else card.card, given.correct, given.at)
    if card is None:
        card = CardRow(trainee_id=trainee_id, question_id=given.question_id)
        session.add(card)
    card.card, card.due = scheduled.card, scheduled.due
    return row.id


def _replay_card(session: Session, trainee_id: int, question_id: str) -> None:
    query = _answers().where(AnswerRow.trainee_id == trainee_id, AnswerRow.question_id == question_id)
    answers = [_answer(*row) for row in session.execute(query.order_by(AnswerRow.id))]
    scheduled, card = (
        replay((a.right, a.at) for a in answers),
        session.get(CardRow, (trainee_id, question_id)),
    )
    if scheduled is not None and card is not None:
        card.card, card.due = scheduled.card, scheduled.due


def _answers() -> Select[AnswerRow, AppealRow, bool]:
    return select(AnswerRow, AppealRow, counts_right()).outerjoin(
        AppealRow, AppealRow.answer_id == AnswerRow.id
    )


def _answer(row: AnswerRow, appeal: AppealRow | None, right: bool) -> Answer:
    return Answer(
        id=row.id,
        question_id=row.question_id,
        response=row.response,
        score=row.score,
        correct=row.correct,
        right=right,
        at=row.at,
        paper_attempt=row.paper_attempt,
        appeal=None if appeal is None else appeal.id,
        upheld=None if appeal is None else appeal.upheld,
    )


def _appeal(row: AppealRow, answer: AnswerRow, trainee: str) -> Appeal:
    return Appeal(
        id=row.id,
        answer_id=answer.id,
        trainee_id=answer.trainee_id,
        trainee=trainee,
        question_id=answer.question_id,
        response=answer.response,
        words=row.words,
        created=row.created,
        settled=row.settled,
        upheld=row.upheld,
        note=row.note,
    )
