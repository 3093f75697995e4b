"""What was asked and answered, kept per browser so that a reload or a restart loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, DateTime, Engine, ForeignKey, Index, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from people.database import Base, writing

TITLE_CHARS = 40  # code points of the first question that name a conversation
LISTED = 200  # conversations shown in a list, newest first


class UnknownBrowser(ValueError):
    """The browser's id is not a UUID in its usual form."""


class ConversationGone(LookupError):
    """The conversation was deleted, or belongs to another browser."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of a browser, without its turns."""

    id: int
    title: str  # the first question, cut to TITLE_CHARS
    updated: datetime  # UTC, of the last turn


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what was answered to it."""

    question: str
    answer: dict[str, object]  # JSON, as it was given to append
    created: datetime  # UTC


class _ConversationRow(Base):
    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_browser_updated", "browser", "updated"),
        {"sqlite_autoincrement": True},  # an id seen by a stale page never means another conversation
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    browser: Mapped[str] = mapped_column(String(36))
    title: Mapped[str] = mapped_column(String(80))
    created: Mapped[datetime] = mapped_column(DateTime)
    updated: Mapped[datetime] = mapped_column(DateTime)


class _TurnRow(Base):
    __tablename__ = "turns"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, object]] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(DateTime)


class Conversations:
    """The conversations of every browser; each call sees those of the browser it names, no others.

    Every method raises UnknownBrowser for an id that is not a UUID. Safe for threads and processes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def list(self, browser: str) -> tuple[Conversation, ...]:
        """The newest LISTED conversations, most recently used first."""
        query = (
            select(_ConversationRow)
            .where(_ConversationRow.browser == known_browser(browser))
            .order_by(_ConversationRow.updated.desc(), _ConversationRow.id.desc())
            .limit(LISTED)
        )
        with Session(self._engine) as session:
            return tuple(
                Conversation(row.id, row.title, row.updated.replace(tzinfo=UTC))
                for row in session.scalars(query)
            )

    def turns(self, browser: str, conversation: int) -> tuple[Turn, ...]:
        """The turns of one conversation, oldest first; none where it is gone."""
        query = (
            select(_TurnRow)
            .join(_ConversationRow)
            .where(_ConversationRow.browser == known_browser(browser), _ConversationRow.id == conversation)
            .order_by(_TurnRow.id)
        )
        with Session(self._engine) as session:
            return tuple(
                Turn(row.question, row.answer, row.created.replace(tzinfo=UTC))
                for row in session.scalars(query)
            )

    def append(
        self, browser: str, conversation: int | None, question: str, answer: Mapping[str, object]
    ) -> int:
        """Add a turn; with None, in a new conversation. Returns the conversation's id.

        Raises:
            ConversationGone: it was deleted meanwhile; nothing was written.

        """
        owner, now = known_browser(browser), datetime.now(UTC).replace(tzinfo=None)
        with Session(self._writing) as session, session.begin():
            if conversation is None:
                row = _ConversationRow(browser=owner, title=title_of(question), created=now, updated=now)
                session.add(row)
                session.flush()
            else:
                row = _owned(session, owner, conversation)
                row.updated = now
            session.add(_TurnRow(conversation_id=row.id, question=question, answer=dict(answer), created=now))
            return row.id

    def delete(self, browser: str, conversation: int) -> bool:
        """Delete one conversation and its turns; False where there is none."""
        return self._delete(browser, _ConversationRow.id == conversation) > 0

    def delete_all(self, browser: str) -> int:
        """Delete every conversation of a browser; returns how many there were."""
        return self._delete(browser)

    def _delete(self, browser: str, *conditions: ColumnElement[bool]) -> int:
        chosen = delete(_ConversationRow).where(
            _ConversationRow.browser == known_browser(browser), *conditions
        )
        with self._writing.begin() as connection:  # turns go with it: ON DELETE CASCADE
            return connection.execute(chosen).rowcount


def _owned(session: Session, browser: str, conversation: int) -> _ConversationRow:
    # Held: PostgreSQL would let it be deleted before the turn is written.
    own = select(_ConversationRow).where(
        _ConversationRow.id == conversation, _ConversationRow.browser == browser
    )
    row = session.scalars(own.with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise ConversationGone(f"对话 {conversation} 已被删除，本次问答没有保存；请新建对话。")
    return row


def known_browser(browser: object) -> str:
    """A browser's id in its one accepted form: a lower-case UUID with hyphens."""
    try:
        known = str(UUID(browser)) if isinstance(browser, str) else ""
    except ValueError:
        known = ""
    if not known or known != browser:
        raise UnknownBrowser(f"没有认出这个浏览器，它的编号是“{str(browser)[:40]}”；请刷新页面。")
    return known


def title_of(question: str) -> str:
    """A conversation's title: its first question on one line, at most TITLE_CHARS code points."""
    line = " ".join(question.split())
    return line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1] + "…"
