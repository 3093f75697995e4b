"""Browsers that are signed in. Only the SHA-256 of what a cookie holds is stored."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, or_, select, update
from sqlalchemy.orm import Session

from people.accounts.accounts import account_of
from people.accounts.ending import end_sessions, revoke_keys
from people.accounts.records import Account
from people.accounts.tables import SessionRow
from people.database import writing

IDLE, WHOLE = timedelta(minutes=60), timedelta(hours=12)
NOTED = timedelta(minutes=1)  # a session in use is written down this often


class Sessions:
    """Sessions by their secret. Safe for threads and processes."""

    def __init__(self, engine: Engine, idle: timedelta = IDLE, whole: timedelta = WHOLE) -> None:
        """``idle`` without use, or ``whole`` after it began, a session is over."""
        self._engine = engine
        self._writing = writing(engine)
        self._idle, self._whole = idle, whole

    def begin(self, account_id: int, address: str, now: datetime | None = None) -> str:
        """Begin a session; returns its secret. Sessions that are over are deleted with it."""
        with Session(self._writing) as session, session.begin():
            return self.begun(session, account_id, address, now)

    def begun(self, session: Session, account_id: int, address: str, now: datetime | None = None) -> str:
        """The same within the caller's transaction: with what it stands on, or not at all."""
        now, secret = now or datetime.now(UTC), secrets.token_urlsafe(32)
        over = or_(SessionRow.seen < now - self._idle, SessionRow.created < now - self._whole)
        session.execute(delete(SessionRow).where(over))
        known = digest(secret)
        session.add(SessionRow(digest=known, account_id=account_id, created=now, seen=now, address=address))
        session.flush()
        return secret

    def account(self, secret: str, now: datetime | None = None, *, used: bool = True) -> Account | None:
        """Whose session it is; None where it is over, unknown or its account disabled.

        ``used`` says that a person did something, which puts its end off.
        """
        now = now or datetime.now(UTC)
        with Session(self._engine) as session:
            row = session.get(SessionRow, digest(secret))
            if row is None or now - row.seen > self._idle or now - row.created > self._whole:
                return None
            account, late = account_of(session, row.account_id), now - row.seen > NOTED
        if used and late:
            with self._writing.begin() as connection:
                mine = update(SessionRow).where(SessionRow.digest == digest(secret))
                connection.execute(mine.values(seen=now))
        return None if account.disabled else account

    def end(self, secret: str) -> None:
        """Sign this browser out."""
        self._delete(digest(secret))

    def end_all(self, account_id: int) -> tuple[int, int]:
        """Sign an account out everywhere, programs too; how many sessions ended and keys were revoked."""
        with Session(self._writing) as session, session.begin():
            return end_sessions(session, account_id), revoke_keys(session, account_id)

    def count(self, account_id: int, now: datetime | None = None) -> int:
        """How many sessions of an account are not over."""
        now = now or datetime.now(UTC)
        query = select(SessionRow.digest).where(
            SessionRow.account_id == account_id,
            SessionRow.seen >= now - self._idle,
            SessionRow.created >= now - self._whole,
        )
        with Session(self._engine) as session:
            return len(session.scalars(query).all())

    def _delete(self, known: str) -> None:
        with self._writing.begin() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.digest == known))


def digest(secret: str) -> str:
    """What is stored of a secret; it is random and long, so one pass is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
