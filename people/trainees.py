"""Who is learning: a name and an id. How the page or a login chooses one is kept elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from people.database import writing
from people.entries import NotAccepted, NotFound, one_line
from people.tables import TraineeRow

NAME_CHARS = 40  # code points


@dataclass(frozen=True, slots=True)
class Trainee:
    """A trainee's profile."""

    id: int
    name: str  # 1 to NAME_CHARS code points, no two alike


class NameTaken(NotAccepted):
    """Somebody has this name; whoever asks has to say whether they are this trainee."""

    def __init__(self, trainee: Trainee) -> None:
        super().__init__(
            f"已有学员叫“{trainee.name}”。如果就是你，请选择它；不是的话请换个写法，如加上单位。"
        )
        self.trainee = trainee


class Trainees:
    """Everyone who learns. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def list(self) -> tuple[Trainee, ...]:
        """Everyone, in the order they were added."""
        with Session(self._engine) as session:
            return tuple(
                Trainee(row.id, row.name)
                for row in session.scalars(select(TraineeRow).order_by(TraineeRow.id))
            )

    def named(self, name: str) -> Trainee:
        """The trainee of this name. Raises NotFound."""
        known = self._named(name.strip())
        if known is None:
            raise NotFound(f"没有叫“{name.strip()[:NAME_CHARS]}”的学员；请在培训页查看学员名单。")
        return known

    def get(self, trainee_id: int) -> Trainee:
        """One trainee. Raises NotFound."""
        with Session(self._engine) as session:
            row = locked_trainee(session, trainee_id)
            return Trainee(row.id, row.name)

    def add(self, name: str) -> Trainee:
        """A new trainee; blanks at the ends of the name do not count.

        Raises:
            NotAccepted: the name is empty, too long or has control characters.
            NameTaken: there is a trainee of this name.

        """
        line = one_line(name, "姓名", NAME_CHARS)
        known = self._named(line)
        if known is not None:
            raise NameTaken(known)
        try:
            with Session(self._writing) as session, session.begin():
                row = TraineeRow(name=line, created=datetime.now(UTC))
                session.add(row)
                session.flush()
                return Trainee(row.id, row.name)
        except IntegrityError as error:  # another process was quicker
            known = self._named(line)
            if known is None:
                raise
            raise NameTaken(known) from error

    def rename(self, trainee_id: int, name: str) -> Trainee:
        """Give a trainee another name; the id and all that hangs on it stay.

        Raises:
            NotAccepted: as for add, or another trainee has this name.
            NotFound: there is no such trainee.

        """
        line = one_line(name, "姓名", NAME_CHARS)
        try:
            with Session(self._writing) as session, session.begin():
                row = locked_trainee(session, trainee_id)
                row.name = line
                session.flush()
                return Trainee(row.id, row.name)
        except IntegrityError as error:
            raise NotAccepted(
                f"姓名“{line}”已有人使用，姓名不能重复；请换一个，或加上单位以便区分。"
            ) from error

    def _named(self, name: str) -> Trainee | None:
        with Session(self._engine) as session:
            row = session.scalars(select(TraineeRow).where(TraineeRow.name == name)).one_or_none()
            return None if row is None else Trainee(row.id, row.name)


def locked_trainee(session: Session, trainee_id: int) -> TraineeRow:
    """The trainee's row, held until the transaction ends: what one trainee leaves is written in turn.

    Raises:
        NotFound: there is no such trainee.

    """
    row = session.get(TraineeRow, trainee_id, with_for_update={"key_share": True})
    if row is None:
        raise NotFound(f"没有编号为 {trainee_id} 的学员；请刷新页面，重新选择或新建学员。")
    return row
