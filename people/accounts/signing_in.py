"""Signing in with a password: the same answer for a wrong name and a wrong password, and a lock-out.

A try is counted before the password is looked at, so that neither a killed process nor many tries at once
give more guesses; tries.py says who has to wait.
"""

from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from people.accounts.accounts import Noted, account_of
from people.accounts.passwords import MOST, Passwords
from people.accounts.records import Account
from people.accounts.tables import AccountRow
from people.accounts.tries import counted, signed_in
from people.database import writing
from people.entries import LearningError, NotAccepted, one_line
from people.trainees import NAME_CHARS

WRONG = (
    "账号或密码不对，没有登录。请核对后再试；连续输错多次的账号会暂时锁定，过一会儿再试，或找管理员重置密码。"
)


class SignInRefused(LearningError):
    """Nobody was signed in; the message says what to do and not which part was wrong."""

    def __init__(self, words: str = WRONG, *, locked: bool = False) -> None:
        """``locked``: the account is locked out; for the audit, not for who tries."""
        super().__init__(words)
        self.locked = locked


def nobody_told(_session: Session, _account: Account) -> None:
    """No more in this transaction."""


class SigningIn:
    """Accounts by name and password. Safe for threads and processes."""

    def __init__(self, engine: Engine, passwords: Passwords) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._passwords = passwords

    def account(
        self,
        name: str,
        password: str,
        now: datetime | None = None,
        within: Noted = nobody_told,
        address: str = "",
    ) -> Account:
        """The account of this name and password.

        Args:
            name: as it was typed
            password: as it was typed
            now: aware; None is now
            within: called with the account in the transaction that takes the password as right
            address: of the network, whose tries are counted apart from others'

        Raises:
            SignInRefused: one of them is wrong, or the account is disabled or locked out.

        """
        now = now or datetime.now(UTC)
        if len(password) > 4 * MOST:
            raise SignInRefused
        try:
            line = one_line(name, "账号名", NAME_CHARS)
        except NotAccepted:  # nobody's; a database may not even be asked for it
            raise SignInRefused from None
        account_id, kept, locked = self._tried(line, now, address)
        if not self._passwords.fits(kept, password) or account_id is None:
            raise SignInRefused(locked=locked)
        with Session(self._writing) as session, session.begin():
            row = session.get(AccountRow, account_id, with_for_update={"key_share": True})
            if row is None or row.disabled or row.password != kept:  # changed meanwhile
                raise SignInRefused
            signed_in(session, row, address, now)
            session.flush()
            account = account_of(session, account_id)
            within(session, account)
            return account

    def _tried(self, name: str, now: datetime, address: str) -> tuple[int | None, str | None, bool]:
        """Count a try: the account's id and password, None where nobody can sign in; whether it is locked.

        A password is looked at for all of them, so that the time does not tell them apart.
        """
        with Session(self._writing) as session, session.begin():
            query = select(AccountRow).where(AccountRow.name == name)
            row = session.scalars(query.with_for_update(key_share=True)).one_or_none()
            if row is None or row.disabled or row.password is None:
                return None, None, False
            tried = counted(session, row, address, now)
            return (row.id, row.password, tried.locked) if tried.allowed else (None, None, True)
