"""Keys of programs: named, limited to roles, expiring, revocable; only their SHA-256 is stored."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from people.accounts.accounts import Within, account_of, nothing
from people.accounts.records import Account, Caller
from people.accounts.roles import Role, allows
from people.accounts.sessions import NOTED, digest
from people.accounts.tables import KeyRow
from people.database import writing
from people.entries import NotAccepted, NotFound, one_line

PREFIX = "xhs_"  # so that a key is known for one wherever it turns up
NAME_CHARS = 40  # code points
DAYS = 3650  # the longest a key may last


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret."""

    id: int
    name: str
    account: str  # its account's name
    account_id: int
    roles: frozenset[Role]
    created: datetime  # UTC
    expires: datetime | None  # UTC; None: never
    revoked: datetime | None  # UTC
    used: datetime | None  # UTC, to the minute

    def holds(self, now: datetime) -> bool:
        """Whether it opens anything at an aware time."""
        return self.revoked is None and (self.expires is None or now < self.expires)


class Keys:
    """All keys. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def add(
        self, name: str, account: Account, roles: Collection[Role], days: int | None, within: Within = nothing
    ) -> str:
        """Make a key of an account; returns its secret, which nobody can see again.

        Raises:
            NotAccepted: the name or the days are outside their limits, or the account lacks a role.

        """
        line = one_line(name, "密钥名称", NAME_CHARS)
        lacking = sorted(role for role in roles if not allows(account.roles, role))
        if lacking or not roles:
            named = "、".join(lacking) or "任何"
            raise NotAccepted(f"账号“{account.name}”没有{named}角色，密钥不能有；请先给账号这个角色。")
        if days is not None and not 1 <= days <= DAYS:
            raise NotAccepted(f"有效天数填的是 {days}，请填 1 到 {DAYS}；不填就一直有效。")
        secret, now = PREFIX + secrets.token_urlsafe(32), datetime.now(UTC)
        row = KeyRow(
            account_id=account.id,
            name=line,
            digest=digest(secret),
            roles=sorted(roles),
            created=now,
            expires=None if days is None else now + timedelta(days=days),
            revoked=None,
            used=None,
        )
        with Session(self._writing) as session, session.begin():
            session.add(row)
            within(session)
        return secret

    def list(self) -> tuple[Key, ...]:
        """All keys, those revoked or over too, in the order they were made."""
        with Session(self._engine) as session:
            rows = session.scalars(select(KeyRow).order_by(KeyRow.id)).all()
            return tuple(_key(row, account_of(session, row.account_id)) for row in rows)

    def caller(self, secret: str, address: str, now: datetime | None = None) -> Caller | None:
        """Who sends this key; None where it opens nothing. Its roles count only as far as the account's."""
        now = now or datetime.now(UTC)
        with Session(self._engine) as session:
            query = select(KeyRow).where(KeyRow.digest == digest(secret))
            row = session.scalars(query).one_or_none()
            if row is None:
                return None
            account = account_of(session, row.account_id)
            key = _key(row, account)
        if account.disabled or not key.holds(now):
            return None
        if key.used is None or now - key.used > NOTED:
            with self._writing.begin() as connection:
                connection.execute(update(KeyRow).where(KeyRow.id == key.id).values(used=now))
        return Caller(account, frozenset(r for r in key.roles if allows(account.roles, r)), address, key.name)

    def revoke(self, key_id: int, within: Within = nothing) -> None:
        """Let a key open nothing from now on. Raises NotFound."""
        with Session(self._writing) as session, session.begin():
            row = session.get(KeyRow, key_id)
            if row is None:
                raise NotFound(f"没有编号为 {key_id} 的密钥；请刷新密钥列表后重新选择。")
            row.revoked = row.revoked or datetime.now(UTC)
            within(session)


def _key(row: KeyRow, account: Account) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        account=account.name,
        account_id=account.id,
        roles=frozenset(map(Role, row.roles)),
        created=row.created,
        expires=row.expires,
        revoked=row.revoked,
        used=row.used,
    )
