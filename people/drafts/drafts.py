"""Text that is typed and not sent yet, field by field: the later change counts, whoever reports it first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from people.conversations import known_browser
from people.database import writing
from people.drafts.tables import TypedRow
from people.entries import NotAccepted, one_line, prose

FIELDS = 300  # of one owner; with more the one that rested longest goes
VALUE_CHARS = 200_000  # code points of one field
CHARS = 2_000_000  # code points of all fields of one owner
FIELD_CHARS = 200  # code points of a field's name
PAGE_CHARS = 36
KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field on an open page."""

    field: str  # where on the page, as the page names it
    value: str | None  # None: sent or emptied, not kept any more
    changed: datetime  # aware; when it was typed, not when it arrived


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one field."""

    field: str
    value: str
    revision: int  # grows with every change of any field
    page: str  # which open page it was typed into


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a reported change."""

    field: str
    revision: int = 0  # of what is kept now; 0 for nothing
    newer: Kept | None = None  # kept instead: it was typed later, somewhere else
    refused: str = ""  # why it is not kept, in Chinese


class Drafts:
    """The typed text of all owners. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def kept(self, owner: str, after: int = 0) -> tuple[Kept, ...]:
        """What an owner has typed since revision ``after``, oldest change first. Raises UnknownBrowser."""
        query = (
            select(TypedRow)
            .where(
                TypedRow.owner == known_browser(owner), TypedRow.id > after, TypedRow.changed >= _expired()
            )
            .order_by(TypedRow.id)
        )
        with Session(self._engine) as session:
            return tuple(_kept(row) for row in session.scalars(query))

    def save(self, owner: str, page: str, changes: Sequence[Change]) -> tuple[Outcome, ...]:
        """Keep what was typed into the fields of one page; all of it or, where this raises, nothing.

        Raises:
            NotAccepted: the page's or a field's name is no short line.
            UnknownBrowser: the owner is no UUID.

        """
        known, page = known_browser(owner), one_line(page, "网页编号", PAGE_CHARS)
        for change in changes:
            one_line(change.field, "栏目名", FIELD_CHARS)
        for tries_left in (1, 0):
            try:
                with Session(self._writing) as session, session.begin():
                    # In one order for all pages, or two would each wait for a row that the other holds.
                    ordered = sorted(enumerate(changes), key=lambda placed: placed[1].field)
                    applied = {at: _applied(session, known, page, change) for at, change in ordered}
                    _bounded(session, known)
                    return tuple(applied[at] for at in range(len(changes)))
            except IntegrityError:  # PostgreSQL: another page of the owner wrote the same field just now
                if not tries_left:
                    raise
        raise RuntimeError("unreachable")

    def forget(self, owner: str) -> int:
        """Drop all that an owner has typed; returns how many fields that was. Raises UnknownBrowser."""
        with self._writing.begin() as connection:
            return connection.execute(delete(TypedRow).where(TypedRow.owner == known_browser(owner))).rowcount

    def expire(self) -> int:
        """Drop what nobody has changed for KEPT_DAYS; returns how many fields that was."""
        with self._writing.begin() as connection:
            return connection.execute(delete(TypedRow).where(TypedRow.changed < _expired())).rowcount


def _applied(session: Session, owner: str, page: str, change: Change) -> Outcome:
    own = select(TypedRow).filter_by(owner=owner, field=change.field)
    row = session.scalars(own.with_for_update()).one_or_none()
    changed = min(change.changed, datetime.now(UTC))  # no clock makes a change count for ever
    if row is not None and row.page != page and row.changed > changed:
        return Outcome(change.field, row.id, newer=_kept(row))
    if change.value is None:
        if row is not None:
            session.delete(row)
        return Outcome(change.field)
    if row is not None and row.value == change.value:
        row.changed = max(changed, row.changed)
        return Outcome(change.field, row.id)
    try:
        value = prose(change.value, "填写的内容", VALUE_CHARS)
    except NotAccepted as refusal:
        return Outcome(change.field, 0 if row is None else row.id, refused=str(refusal))
    if row is not None:
        session.delete(row)
        session.flush()
    new = TypedRow(owner=owner, field=change.field, value=value, page=page, changed=changed)
    session.add(new)
    session.flush()
    return Outcome(change.field, new.id)


def _bounded(session: Session, owner: str) -> None:
    """Drop what rested longest until the owner has no more than FIELDS fields and CHARS characters."""
    sizes = session.execute(
        select(TypedRow.id, func.length(TypedRow.value))
        .where(TypedRow.owner == owner)
        .order_by(TypedRow.changed.desc(), TypedRow.id.desc())
    )
    total, over = 0, list[int]()
    for place, (row_id, size) in enumerate(sizes):
        total += size
        if place >= FIELDS or total > CHARS:
            over.append(row_id)
    if over:
        session.execute(delete(TypedRow).where(TypedRow.id.in_(over)))


def _expired() -> datetime:
    return datetime.now(UTC) - timedelta(days=KEPT_DAYS)


def _kept(row: TypedRow) -> Kept:
    return Kept(row.field, row.value, row.id, row.page)
