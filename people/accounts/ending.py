"""What ends with the old password of an account, or with it: sessions of browsers, keys of programs."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from people.accounts.tables import KeyRow, SessionRow


def end_sessions(session: Session, account_id: int) -> int:
    """End all sessions of an account within the caller's transaction; how many there were."""
    mine = delete(SessionRow).where(SessionRow.account_id == account_id)
    return session.connection().execute(mine).rowcount


def revoke_keys(session: Session, account_id: int) -> int:
    """Revoke all keys of an account within the caller's transaction; how many could still open something."""
    now = datetime.now(UTC)
    held = (KeyRow.account_id == account_id) & KeyRow.revoked.is_(None)
    over = session.scalar(select(func.count()).select_from(KeyRow).where(held, KeyRow.expires <= now)) or 0
    return session.connection().execute(update(KeyRow).where(held).values(revoked=now)).rowcount - over
