"""Work under way as the program itself knows it: a finished check, a round of questions, files looked at."""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from people.database import writing
from people.drafts.drafts import KEPT_DAYS
from people.drafts.tables import WorkRow
from people.entries import NotAccepted, one_line

WORK_BYTES = 8 * 2**20  # of one piece of work as JSON
OWNER_CHARS, NAME_CHARS = 36, 80


class Unfinished:
    """One piece of work of each name for each owner. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def keep(self, owner: str, name: str, value: object) -> None:
        """Keep a JSON value in the place of the one before.

        Raises:
            NotAccepted: it takes more than WORK_BYTES, or a name is no short line.
            TypeError: it is no JSON.

        """
        text = json.dumps(value, ensure_ascii=False)
        try:
            size = len(text.encode())
        except UnicodeEncodeError:  # half a character from an upload's name: no database stores it
            text = json.dumps(value)
            size = len(text)
        if size > WORK_BYTES:
            raise NotAccepted(
                f"没做完的内容有 {size} 字节，最多保存 {WORK_BYTES} 字节；请尽快做完，刷新后不能恢复。"
            )
        owner, name = one_line(owner, "主人", OWNER_CHARS), one_line(name, "名称", NAME_CHARS)
        row = WorkRow(owner=owner, name=name, value=text, changed=datetime.now(UTC))
        try:
            self._put(row)
        except IntegrityError:  # PostgreSQL: another page of the owner put the first one just now
            self._put(row)

    def _put(self, row: WorkRow) -> None:
        with Session(self._writing) as session, session.begin():
            session.merge(row)

    def kept(self, owner: str, name: str) -> object:
        """What is kept under a name; None for nothing."""
        query = select(WorkRow.value).where(
            WorkRow.owner == owner, WorkRow.name == name, WorkRow.changed >= _expired()
        )
        with Session(self._engine) as session:
            text = session.scalars(query).one_or_none()
        return None if text is None else json.loads(text)

    def drop(self, owner: str, name: str) -> bool:
        """Forget it: it is done or given up. False where there was nothing."""
        chosen = delete(WorkRow).where(WorkRow.owner == owner, WorkRow.name == name)
        with self._writing.begin() as connection:
            return connection.execute(chosen).rowcount > 0

    def expire(self) -> int:
        """Drop what nobody has changed for KEPT_DAYS; returns how many that was."""
        with self._writing.begin() as connection:
            return connection.execute(delete(WorkRow).where(WorkRow.changed < _expired())).rowcount


def _expired() -> datetime:
    return datetime.now(UTC) - timedelta(days=KEPT_DAYS)
