"""Accounts: adding, changing and finding them."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from unicodedata import category, normalize
from uuid import uuid4

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from people.accounts.ending import end_sessions, revoke_keys
from people.accounts.passwords import Passwords, first_password
from people.accounts.records import Account
from people.accounts.roles import Role
from people.accounts.tables import AccountRoleRow, AccountRow
from people.accounts.tries import forgotten
from people.database import writing
from people.entries import NotAccepted, NotFound, one_line
from people.tables import TraineeRow
from people.trainees import NAME_CHARS

LETTERS = {"Lu", "Ll", "Lo", "Nd"}
FILLERS = "\u115f\u1160\u3164\uffa0"  # letters that nobody sees
TAKEN = ("命令行", "程序")  # who the audit names where nobody is signed in
Within = Callable[[Session], object]  # what is written in the same transaction, e.g. the audit's row
Noted = Callable[[Session, Account], object]  # the same, of the account that is changed or signed in
AccountChange = Callable[[Session, AccountRow], None]


def nothing(_session: Session) -> None:
    """No more in this transaction."""


class Accounts:
    """All accounts. Safe for threads and processes."""

    def __init__(self, engine: Engine, passwords: Passwords) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._passwords = passwords

    def add(
        self, name: str, roles: Collection[Role], password: str | None = None, within: Within = nothing
    ) -> tuple[Account, str]:
        """Add an account; returns it with its first password, which has to be changed at sign-in.

        Args:
            name: 1 to 40 code points, no two alike
            roles: at least one
            password: the first password; None makes one up
            within: called in the same transaction

        Raises:
            NotAccepted: the name is taken or unusable, the password is too weak.

        """
        line = account_name(name)
        first = first_password() if password is None else password
        kept = self._passwords.hashed(first, line)
        try:
            with Session(self._writing) as session, session.begin():
                row = new_row(line, kept)
                session.add(row)
                session.flush()
                give_roles(session, row.id, roles)
                within(session)
                return _account(session, row), first
        except IntegrityError as error:
            raise NotAccepted(f"账号“{line}”已经有了，账号名不能重复；请换一个，或加上单位。") from error

    def list(self) -> tuple[Account, ...]:
        """Everyone, in the order they were added."""
        with Session(self._engine) as session:
            rows = session.scalars(select(AccountRow).order_by(AccountRow.id)).all()
            return tuple(_account(session, row) for row in rows)

    def get(self, account_id: int) -> Account:
        """One account. Raises NotFound."""
        with Session(self._engine) as session:
            return _account(session, _row(session, account_id))

    def named(self, name: str) -> Account:
        """The account of this name. Raises NotFound."""
        with Session(self._engine) as session:
            row = session.scalars(select(AccountRow).where(AccountRow.name == name.strip())).one_or_none()
            if row is None:
                raise NotFound(f"没有账号“{name.strip()[:NAME_CHARS]}”；请用 user list 查看已有的账号。")
            return _account(session, row)

    def has_administrator(self) -> bool:
        """Whether anybody can administrate."""
        return has_administrator(self._engine)

    def give_roles(self, account_id: int, roles: Collection[Role], within: Within = nothing) -> Account:
        """Replace an account's roles. Raises NotFound; NotAccepted where no administrator would be left."""

        def change(session: Session, row: AccountRow) -> None:
            session.execute(delete(AccountRoleRow).where(AccountRoleRow.account_id == row.id))
            give_roles(session, row.id, roles)

        return self._changed(account_id, change, within)

    def disable(self, account_id: int, within: Within = nothing) -> Account:
        """Let it sign in no more, end its sessions and revoke its keys: enabled again, it needs new ones.

        Raises NotFound; NotAccepted where no administrator would be left.
        """

        def change(session: Session, row: AccountRow) -> None:
            row.disabled = True
            end_sessions(session, row.id)
            revoke_keys(session, row.id)

        return self._changed(account_id, change, within)

    def enable(self, account_id: int, within: Within = nothing) -> Account:
        """Let it sign in again; a lock-out ends too. Raises NotFound."""

        def change(session: Session, row: AccountRow) -> None:
            row.disabled = False
            forgotten(session, row)

        return self._changed(account_id, change, within)

    def reset(self, account_id: int, password: str | None = None, within: Within = nothing) -> str:
        """Give it a new first password, end its sessions and a lock-out, revoke its keys; the password.

        Raises NotFound, and NotAccepted for a weak password.
        """
        first = first_password() if password is None else password
        self.set_password(account_id, first, temporary=True, within=within)
        return first

    def set_password(
        self, account_id: int, password: str, *, temporary: bool = False, within: Within = nothing
    ) -> Account:
        """Change the password; every session ends, so whoever knew the old one is out.

        A temporary one is somebody else's doing: the keys are revoked too.

        Raises NotFound, and NotAccepted for a weak one or the one it has.
        """
        with Session(self._engine) as session:
            row = _row(session, account_id)
            name, before = row.name, row.password
        kept = self._passwords.hashed(password, name)
        if before is not None and self._passwords.fits(before, password):
            raise NotAccepted("新密码和原来的一样；请换一个。")

        def change(session: Session, row: AccountRow) -> None:
            row.password, row.temporary = kept, temporary
            forgotten(session, row)
            end_sessions(session, row.id)
            if temporary:
                revoke_keys(session, row.id)

        return self._changed(account_id, change, within)

    def join(self, account_id: int, trainee_id: int, within: Within = nothing) -> Account:
        """Make a trainee's records an account's. Raises NotFound; NotAccepted where they are another's."""

        def change(session: Session, row: AccountRow) -> None:
            if session.get(TraineeRow, trainee_id) is None:
                raise NotFound(f"没有编号为 {trainee_id} 的学员；请在培训页查看学员名单。")
            row.trainee_id = trainee_id

        try:
            return self._changed(account_id, change, within)
        except IntegrityError as error:
            raise NotAccepted(f"编号为 {trainee_id} 的学员已经是另一个账号的；请先核对。") from error

    def trainee(self, account_id: int) -> int:
        """Its trainee's id, a new one where it has none: one of the same name may be somebody else."""
        known = self.get(account_id).trainee_id
        if known is not None:
            return known

        def change(session: Session, row: AccountRow) -> None:
            if row.trainee_id is None:
                taken = session.scalar(select(TraineeRow.id).where(TraineeRow.name == row.name))
                name = row.name if taken is None else f"{row.name[: NAME_CHARS - 12]}（账号{row.id}）"
                trainee = TraineeRow(name=name, created=datetime.now(UTC))
                session.add(trainee)
                session.flush()
                row.trainee_id = trainee.id

        joined = self._changed(account_id, change, nothing).trainee_id
        if joined is None:
            raise RuntimeError("the account was given no trainee")
        return joined

    def _changed(self, account_id: int, change: AccountChange, within: Within) -> Account:
        with Session(self._writing) as session, session.begin():
            _hold_administrators(session)
            row = _row(session, account_id, lock=True)
            had = _administrators(session)
            change(session, row)
            session.flush()
            if had and not _administrators(session):
                raise NotAccepted(
                    f"“{row.name}”是最后一个可用的管理员，这样改就没有管理员了；请先给另一个账号管理员角色。"
                )
            within(session)
            return _account(session, row)


def has_administrator(engine: Engine) -> bool:
    """Whether anybody can administrate."""
    with Session(engine) as session:
        return _administrators(session) > 0


def account_name(name: str) -> str:
    """A name that no other looks like. Raises NotAccepted for signs but letters, digits and ·-_.()@."""
    line = normalize("NFKC", one_line(name, "账号名", NAME_CHARS))
    strange = [c for c in line if c in FILLERS or not (category(c) in LETTERS or c in " ·-_.()@")]
    if strange:
        raise NotAccepted("账号名只能用汉字、字母、数字和 · - _ . ( ) @；请改掉其他的符号。")
    if line.startswith(TAKEN):
        raise NotAccepted(f"账号名不能以“{TAKEN[0]}”或“{TAKEN[1]}”开头，审计里另有用处；请换一个。")
    return line


def account_of(session: Session, account_id: int) -> Account:
    """An account within the caller's transaction. Raises NotFound."""
    return _account(session, _row(session, account_id))


def new_row(name: str, kept: str | None, subject: str | None = None) -> AccountRow:
    """A new account that is not in the database yet; ``kept`` is of its first password."""
    return AccountRow(
        name=name,
        owner=str(uuid4()),
        password=kept,
        temporary=kept is not None,
        disabled=False,
        created=datetime.now(UTC),
        failures=0,
        locked_until=None,
        subject=subject,
        trainee_id=None,
    )


def give_roles(session: Session, account_id: int, roles: Collection[Role]) -> None:
    """Add roles within the caller's transaction. Raises NotAccepted for none."""
    if not roles:
        raise NotAccepted("账号至少要有一个角色；请选择后再保存。")
    session.add_all(AccountRoleRow(account_id=account_id, role=role) for role in sorted(set(roles)))


def _administrators(session: Session) -> int:
    """How many accounts can administrate."""
    query = (
        select(func.count())
        .select_from(AccountRow)
        .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
        .where(AccountRoleRow.role == Role.ADMINISTRATOR, AccountRow.disabled.is_(False))
    )
    return session.scalar(query) or 0


def _hold_administrators(session: Session) -> None:
    """Let one change at a time count them: two that go at once would each count on the other."""
    held = select(AccountRoleRow.account_id).where(AccountRoleRow.role == Role.ADMINISTRATOR)
    query = select(AccountRow.id).where(AccountRow.id.in_(held)).order_by(AccountRow.id)
    session.execute(query.with_for_update(key_share=True))


def _row(session: Session, account_id: int, *, lock: bool = False) -> AccountRow:
    row = session.get(AccountRow, account_id, with_for_update={"key_share": True} if lock else None)
    if row is None:
        raise NotFound(f"没有编号为 {account_id} 的账号；请刷新账号列表后重新选择。")
    return row


def _account(session: Session, row: AccountRow) -> Account:
    roles = session.scalars(select(AccountRoleRow.role).where(AccountRoleRow.account_id == row.id))
    return Account(
        id=row.id,
        name=row.name,
        owner=row.owner,
        roles=frozenset(map(Role, roles)),
        temporary=row.temporary,
        disabled=row.disabled,
        created=row.created,
        locked_until=row.locked_until,
        trainee_id=row.trainee_id,
    )
