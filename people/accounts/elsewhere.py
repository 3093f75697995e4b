"""Accounts whose owners sign in elsewhere, with an OpenID Connect provider.

They are told by their subject alone: the issuer, a blank and what it calls them, which it gives to nobody
else. Equal names or e-mail addresses join nothing: an administrator links an account.
"""

from collections.abc import Collection

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from people.accounts.accounts import Noted, Within, account_name, account_of, give_roles, new_row, nothing
from people.accounts.records import Account
from people.accounts.roles import Role
from people.accounts.signing_in import SignInRefused
from people.accounts.tables import AccountRow, SessionRow
from people.database import writing
from people.entries import NotAccepted, NotFound

SUBJECT_CHARS = 600  # an issuer, a blank and at most 255 characters
DISABLED = "你的账号已停用，没有登录。请找本单位的管理员。"


class Elsewhere:
    """Accounts by their subject. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def account(self, subject: str, within: Noted) -> Account | None:
        """Whose subject it is, None for nobody's; ``within`` is called where there is one.

        Raises SignInRefused for a disabled account.
        """
        with Session(self._writing) as session, session.begin():
            query = select(AccountRow).where(AccountRow.subject == subject)
            row = session.scalars(query.with_for_update(key_share=True)).one_or_none()
            if row is None:
                return None
            if row.disabled:
                raise SignInRefused(DISABLED)
            account = account_of(session, row.id)
            within(session, account)
            return account

    def add(self, name: str, roles: Collection[Role], subject: str, within: Noted) -> Account:
        """Add an account without a password.

        Raises NotAccepted: the name is unusable or taken, also where its account has no subject yet, or
        the subject has an account by now.
        """
        line = account_name(name)
        try:
            with Session(self._writing) as session, session.begin():
                row = new_row(line, None, subject)
                session.add(row)
                session.flush()
                give_roles(session, row.id, roles)
                account = account_of(session, row.id)
                within(session, account)
                return account
        except IntegrityError as error:
            raise NotAccepted(
                f"账号“{line}”已经有了，没有建立新账号。如果就是你的，请找本单位的管理员关联。"
            ) from error

    def link(self, account_id: int, subject: str, within: Within = nothing) -> Account:
        """Let the owner of a subject sign in to an account, or with "" nobody; its sessions end.

        A first password that nobody changed yet is gone with it. Raises NotFound, and NotAccepted for a
        subject that is none or another account's.
        """
        issuer, _, sub = subject.partition(" ")
        if subject and not (
            issuer.startswith(("https://", "http://")) and sub and len(subject) <= SUBJECT_CHARS
        ):
            raise NotAccepted(
                f"身份“{subject[:80]}”写法不对，应为认证服务的网址、一个空格和它给这个人的编号；审计记录里有。"
            )
        try:
            with Session(self._writing) as session, session.begin():
                row = session.get(AccountRow, account_id, with_for_update={"key_share": True})
                if row is None:
                    raise NotFound(f"没有编号为 {account_id} 的账号；请用 user list 查看已有的账号。")
                row.subject = subject or None
                if subject and row.temporary:
                    row.password, row.temporary = None, False
                session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))
                session.flush()
                within(session)
                return account_of(session, account_id)
        except IntegrityError as error:
            raise NotAccepted("这个身份已经关联了另一个账号；请先解除那一个。") from error
