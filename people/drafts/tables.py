"""The tables of what is typed and not sent yet, and of work that is not finished."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from people.database import Base
from people.tables import KEPT_IDS, Utc


class TypedRow(Base):
    """What one owner has typed into one field of the page. A change is a new row: its id is the revision."""

    __tablename__ = "typed_fields"
    __table_args__ = (UniqueConstraint("owner", "field", name="uq_typed_fields_owner_field"), KEPT_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(36))
    field: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(String(36))  # the open page that it was typed into
    changed: Mapped[datetime] = mapped_column(Utc)


class WorkRow(Base):
    """What the program itself knows of one owner's work under way, as JSON."""

    __tablename__ = "unfinished_work"

    owner: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    changed: Mapped[datetime] = mapped_column(Utc)
