"""The audit's tables: one row an event, each with the hash of the one before."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from people.database import Base


class AuditRow(Base):
    """What somebody did; written once and never changed."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 … without a gap
    at: Mapped[str] = mapped_column(String(32), index=True)  # UTC, ISO 8601, as it was hashed
    account_id: Mapped[int | None]  # None: nobody is signed in, or the command line
    account: Mapped[str] = mapped_column(Text, index=True)  # its name then
    address: Mapped[str] = mapped_column(Text)  # of the network; "" on the command line
    action: Mapped[str] = mapped_column(String(40), index=True)
    object: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(10))  # done, refused or failed
    detail: Mapped[str] = mapped_column(Text)  # JSON, as it was hashed
    before: Mapped[str] = mapped_column(String(64))  # hash of the row before
    digest: Mapped[str] = mapped_column(String(64))  # of this one


class AuditAnchorRow(Base):
    """The last row that was removed by age: where the chain begins now. One row at most."""

    __tablename__ = "audit_anchor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # always 1
    last: Mapped[int]  # id of that row
    digest: Mapped[str] = mapped_column(String(64))
