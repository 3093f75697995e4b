"""Questions that found nothing, so that a librarian sees which texts or answers are wanted."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from people.conversations import known_browser
from people.database import writing
from people.entries import NotAccepted, prose
from people.feedback.feedback import ASKED_CHARS, LISTED
from people.feedback.same_question import digest, question_key
from people.feedback.tables import ApprovedRow, MissedRow


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that found nothing, in all its wordings that are the same question."""

    question: str  # as it was worded last
    times: int  # 1 or more
    askers: int  # owners who asked it, 1 or more
    first: datetime  # UTC
    last: datetime  # UTC
    generation: int  # newest of the stores that were asked


class Misses:
    """The questions that found nothing. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def missed(self, question: str, owner: str, generation: int) -> None:
        """Count a question as it was understood (Answer.standalone) that found nothing.

        Raises:
            NotAccepted: it is too long, holds nothing to read, or cannot be stored.
            UnknownBrowser: the owner is no UUID.

        """
        now, question = datetime.now(UTC), prose(question, "问题", ASKED_CHARS)
        insert = (sqlite if self._engine.dialect.name == "sqlite" else postgresql).insert(MissedRow)
        upsert = insert.on_conflict_do_update(
            index_elements=[MissedRow.question_key, MissedRow.owner],
            set_={
                "times": MissedRow.times + 1,
                **{name: insert.excluded[name] for name in ("question", "last", "generation")},
            },
        )
        with self._writing.begin() as connection:
            connection.execute(
                upsert.values(
                    question_key=_key(question),
                    owner=known_browser(owner),
                    question=question,
                    times=1,
                    first=now,
                    last=now,
                    generation=generation,
                )
            )

    def misses(self, limit: int = LISTED) -> tuple[Miss, ...]:
        """The questions without an approved answer, most frequent first, then the newest."""
        times, last = func.sum(MissedRow.times), func.max(MissedRow.last)
        in_force = select(ApprovedRow.question_key).where(
            ApprovedRow.withdrawn.is_(None), ApprovedRow.retired.is_(None)
        )
        counted = (
            select(
                MissedRow.question_key,
                times.label("times"),
                func.count().label("askers"),
                func.min(MissedRow.first).label("first"),
                last.label("last"),
                func.max(MissedRow.generation).label("generation"),
            )
            .where(MissedRow.question_key.not_in(in_force))
            .group_by(MissedRow.question_key)
            .order_by(times.desc(), last.desc(), MissedRow.question_key)
            .limit(limit)
        )
        with Session(self._engine) as session:
            rows = session.execute(counted).all()
            wordings = select(MissedRow).where(MissedRow.question_key.in_([row.question_key for row in rows]))
            newest = {
                row.question_key: row.question
                for row in sorted(session.scalars(wordings), key=lambda row: row.last)
            }
        return tuple(
            Miss(newest[row.question_key], int(row.times), row.askers, row.first, row.last, row.generation)
            for row in rows
        )

    def dismiss(self, question: str) -> bool:
        """Take a question from the list, until it is asked again; False where it is not there."""
        with self._writing.begin() as connection:
            gone = delete(MissedRow).where(MissedRow.question_key == _key(question))
            return connection.execute(gone).rowcount > 0


def _key(question: str) -> str:
    key = question_key(question)
    if not key:
        raise NotAccepted(f"问题“{question[:20]}”里没有可读的字；请写出想问的内容。")
    return digest(key)
