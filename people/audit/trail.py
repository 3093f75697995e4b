"""The audit in the database: recording, searching, verifying, removal by age."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from people.audit.chain import (
    BEGINNING,
    Anchor,
    Entry,
    Unreadable,
    Verified,
    known_digest,
    sealed,
    stamp,
    verified,
)
from people.audit.events import Action, Actor, Event, Fact
from people.audit.search import EVERYTHING, Query
from people.audit.tables import AuditAnchorRow, AuditRow
from people.database import writing
from people.entries import LearningError, NotAccepted

KEPT_DAYS, MOST_DAYS = 180, 36_500  # the least an audit is kept; what a calendar holds
PAGE_ROWS = 200  # most rows of a page
CHUNK = 1000  # rows fetched at once
APPENDING = 0x584855  # PostgreSQL's advisory lock while a row is added
_COLUMNS = tuple(getattr(AuditRow, name) for name in Entry.__slots__)
_LAST = select(AuditRow.id, AuditRow.digest).order_by(AuditRow.id.desc()).limit(1)


class AuditDamaged(LearningError):
    """The chain of the audit does not hold; nothing was removed."""


class Trail:
    """The audit of this database. Safe for threads and processes: rows are added one after the other."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._clock = clock  # aware times

    def record(self, event: Event) -> int:
        """Write an event, on disk when this returns; returns its row's id."""
        with Session(self._writing) as session, session.begin():
            return self.recorded(session, event)

    def recorded(self, session: Session, event: Event) -> int:
        """Write an event within the transaction of what it tells about: both are there or neither; its id.

        Best as the last thing before the commit: on PostgreSQL other rows wait from here on.

        Raises:
            RuntimeError: the transaction was not begun with ``people.database.writing``.

        """
        connection = session.connection()
        if not connection.get_execution_options().get("immediate"):
            raise RuntimeError("the audit is written in transactions of people.database.writing(engine) only")
        _hold(connection)
        entry = sealed(event, self._clock(), _newest(connection))
        connection.execute(insert(AuditRow), asdict(entry))
        return entry.id

    def search(
        self, query: Query = EVERYTHING, *, before: int | None = None, limit: int = 50
    ) -> tuple[Entry, ...]:
        """The newest rows that fit, newest first, at most PAGE_ROWS.

        The next page is that ``before`` the id of the last row of this one.
        """
        older = [] if before is None else [AuditRow.id < before]
        wanted = select(*_COLUMNS).where(*query.conditions(), *older).order_by(AuditRow.id.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.limit(max(1, min(limit, PAGE_ROWS))))
            return tuple(Entry(*row) for row in rows)

    def count(self, query: Query = EVERYTHING) -> int:
        """How many rows fit."""
        with self._engine.connect() as connection:
            counted = select(func.count()).select_from(AuditRow).where(*query.conditions())
            return connection.execute(counted).scalar_one()

    def entries(self, query: Query = EVERYTHING) -> Iterator[Entry]:
        """Every row there is now that fits, oldest first; no transaction waits for whoever reads them."""
        with self._engine.connect() as connection:
            end, reached = _newest(connection).last, 0
        wanted = select(*_COLUMNS).where(*query.conditions()).order_by(AuditRow.id).limit(CHUNK)
        while True:
            with self._engine.connect() as connection:
                rows = connection.execute(wanted.where(AuditRow.id > reached, AuditRow.id <= end)).all()
            if not rows:
                return
            yield from (Entry(*row) for row in rows)
            reached = rows[-1].id

    def verify(self, expect: str | None = None) -> Verified:
        """Work out every hash again, row by row. Raises NotAccepted where ``expect`` is no hash.

        A tail that was cut off shows only with ``expect``, a hash noted elsewhere: see chain.verified.
        """
        noted = None if expect is None else known_digest(expect)
        with _snapshot(self._engine).connect() as connection, closing(_stored(connection)) as entries:
            return verified(entries, _anchor(connection), noted)

    def expire(self, days: int, caller: Actor | None = None, *, account: str = "") -> int:
        """Remove the rows that are older than so many days; returns how many, and writes a row about it.

        Rows go from the oldest on up to the first that is young enough, so what is left is a chain.

        Raises:
            NotAccepted: fewer days than KEPT_DAYS, or more than MOST_DAYS.
            AuditDamaged: the chain does not hold: removing would wipe away the trace.

        """
        if not KEPT_DAYS <= days <= MOST_DAYS:
            raise NotAccepted(f"审计记录要保留 {days} 天，应为 {KEPT_DAYS} 到 {MOST_DAYS} 天；请改这个数。")
        fault = self.verify().fault
        if fault is not None:
            raise AuditDamaged(f"审计记录第 {fault.row} 条{fault.reason}。没有清理；请先查明原因并备份。")
        oldest = stamp(self._clock() - timedelta(days=days))
        with Session(self._writing) as session, session.begin():
            _hold(session.connection())
            removed, last = _remove(session, oldest)
            if removed:
                facts: dict[str, Fact] = {
                    "days": days,
                    "removed": removed,
                    "last": last.last,
                    "digest": last.digest,
                }
                on = f"{oldest[:10]} 以前的审计记录"
                event = Event.of(caller, Action.EXPIRE_AUDIT, on, account=account, detail=facts)
                self.recorded(session, event)
        return removed


def _hold(connection: Connection) -> None:
    """Let one transaction at a time add rows; SQLite's immediate ones do so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": APPENDING})


def _newest(connection: Connection) -> Anchor:
    row = connection.execute(_LAST).first()
    return _anchor(connection) if row is None else Anchor(row.id, row.digest)


def _anchor(connection: Connection) -> Anchor:
    row = connection.execute(select(AuditAnchorRow.last, AuditAnchorRow.digest)).first()
    return BEGINNING if row is None else Anchor(row.last, row.digest)


def _remove(session: Session, oldest: str) -> tuple[int, Anchor]:
    """Remove what comes before the first row of the time ``oldest`` or later, moving the anchor there."""
    connection = session.connection()
    begin = _anchor(connection)
    young = connection.execute(select(func.min(AuditRow.id)).where(AuditRow.at >= oldest)).scalar()
    last = _newest(connection).last if young is None else young - 1
    if last <= begin.last:
        return 0, begin
    digest = connection.execute(select(AuditRow.digest).where(AuditRow.id == last)).scalar_one()
    session.merge(AuditAnchorRow(id=1, last=last, digest=digest))
    session.flush()  # first: rows after the anchor cannot be deleted
    connection.execute(delete(AuditRow).where(AuditRow.id <= last))
    return last - begin.last, Anchor(last, digest)


def _snapshot(engine: Engine) -> Engine:
    """For reading rows and anchor of one moment; SQLite's transactions do."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def _stored(connection: Connection) -> Generator[Entry, None, None]:
    """Every row in the order of ids. Raises Unreadable at the first that is none."""
    reason = ""
    wanted, reached = select(*_COLUMNS).order_by(AuditRow.id), None
    for many in (CHUNK, 1):  # what cannot be read spoils all that is fetched with it: then one by one
        left = wanted if reached is None else wanted.where(AuditRow.id > reached)
        try:
            with connection.execution_options(yield_per=many).execute(left) as rows:
                for row in rows:
                    yield Entry(*row)
                    reached = row.id
            return
        except DatabaseError as error:  # a damaged page, or bytes that are no text
            reason = reason or str(error.orig)
    raise Unreadable(reason)
