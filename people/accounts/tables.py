"""The tables of accounts: who may sign in, with which roles, their sessions and the keys of programs."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from people.database import Base
from people.tables import KEPT_IDS, Utc


class AccountRow(Base):
    """An account; disabled, never deleted, so that the audit keeps its meaning."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("name", name="uq_accounts_name"),
        UniqueConstraint("owner", name="uq_accounts_owner"),
        UniqueConstraint("subject", name="uq_accounts_subject"),
        UniqueConstraint("trainee_id", name="uq_accounts_trainee"),
        KEPT_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    owner: Mapped[str] = mapped_column(String(36))  # UUID that conversations and checks are kept under
    password: Mapped[str | None] = mapped_column(Text)  # argon2id; None: signs in elsewhere only
    temporary: Mapped[bool]  # the password was set by somebody else and has to be changed
    disabled: Mapped[bool]
    created: Mapped[datetime] = mapped_column(Utc)
    failures: Mapped[int]  # wrong passwords in a row from addresses that its owner never signed in from
    locked_until: Mapped[datetime | None] = mapped_column(Utc)  # the last of its addresses, to be shown
    subject: Mapped[str | None] = mapped_column(Text)  # issuer and sub of an OpenID Connect provider
    trainee_id: Mapped[int | None] = mapped_column(ForeignKey("trainees.id"))


class TriesRow(Base):
    """An address that an account was tried from, or signed in from."""

    __tablename__ = "sign_in_tries"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]  # wrong passwords since the last right one from there
    tried: Mapped[datetime] = mapped_column(Utc)  # last
    locked_until: Mapped[datetime | None] = mapped_column(Utc)
    signed_in: Mapped[datetime | None] = mapped_column(Utc)  # last; None: never


class AccountRoleRow(Base):
    """One role of one account."""

    __tablename__ = "account_roles"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(10), primary_key=True)


class AccountGroupRow(Base):
    """A group that an account is in."""

    __tablename__ = "account_groups"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)


class DocumentGroupRow(Base):
    """A group that a document is limited to; a document of no group is for everybody."""

    __tablename__ = "document_groups"

    document_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)


class SessionRow(Base):
    """A browser that is signed in, under the SHA-256 of its cookie."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    created: Mapped[datetime] = mapped_column(Utc)
    seen: Mapped[datetime] = mapped_column(Utc)
    address: Mapped[str] = mapped_column(Text)


class KeyRow(Base):
    """A program's key, under the SHA-256 of its secret."""

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("digest", name="uq_api_keys_digest"), KEPT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    roles: Mapped[list[str]] = mapped_column(JSON)  # a part of the account's
    created: Mapped[datetime] = mapped_column(Utc)
    expires: Mapped[datetime | None] = mapped_column(Utc)
    revoked: Mapped[datetime | None] = mapped_column(Utc)
    used: Mapped[datetime | None] = mapped_column(Utc)
