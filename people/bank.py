"""The question bank: what was made, edited, hidden or added by hand. Knows a question only as JSON."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from sqlalchemy import Engine, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from people.database import writing
from people.entries import NotAccepted, NotFound, one_line, prose
from people.tables import QuestionRow

Origin = Literal["made", "edited", "added"]
ID_CHARS = 64  # code points; a SHA-256 in hexadecimal fits
KIND_CHARS = 20
NAME_CHARS = 1000  # of a document or a case
OWN = "own"  # document id of questions that a trainer made without a source: they are never retired


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question as the bank keeps it."""

    id: str
    document_id: str
    document: str  # name to show
    case: str  # "" where the document has no cases
    kind: str
    generation: int  # of the store it was made from
    origin: Origin
    content: dict[str, object]  # the question itself, JSON
    hidden: bool = False  # by the trainer
    retired: bool = False  # its document is gone


class Bank:
    """All questions, of which none is ever deleted. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def put(self, questions: Sequence[StoredQuestion]) -> None:
        """Add questions or bring those of the same id up to date, all or none.

        One of origin "made" leaves alone what a trainer edited, added or hid.

        Raises:
            NotAccepted: an id, kind or name is empty or too long.

        """
        rows = [asdict(_checked(question)) for question in questions]
        insert = _insert(self._engine.dialect.name)
        new = insert.excluded
        upsert = insert.on_conflict_do_update(
            index_elements=[QuestionRow.id],
            set_={name: new[name] for name in StoredQuestion.__slots__ if name != "id"},
            where=or_(
                new["origin"] != "made", and_(QuestionRow.origin == "made", QuestionRow.hidden.is_(False))
            ),
        )
        if rows:
            with self._writing.begin() as connection:
                # In one order everywhere: two processes that put the same questions do not block each other.
                connection.execute(upsert, sorted(rows, key=lambda row: str(row["id"])))

    def add(self, question: StoredQuestion) -> None:
        """Add one made by hand.

        Raises:
            NotAccepted: as for put, its origin is not "added", or the id is taken.

        """
        if question.origin != "added":
            raise NotAccepted(f"题目来源为“{question.origin}”，手工添加的应为“added”；请用添加题目的入口。")
        with Session(self._writing) as session, session.begin():
            if session.get(QuestionRow, question.id) is not None:
                raise NotAccepted(f"题库里已有同样的题目（{question.id}）；请修改原题，不要重复添加。")
            session.add(QuestionRow(**asdict(_checked(question))))

    def add_new(self, questions: Sequence[StoredQuestion]) -> int:
        """Add questions made by hand, all or none but those whose id is taken; returns how many were new.

        Raises:
            NotAccepted: as for put.

        """
        rows = [asdict(_checked(question)) for question in questions]
        insert = _insert(self._engine.dialect.name).on_conflict_do_nothing()
        with self._writing.begin() as connection:
            before = connection.scalar(select(func.count()).select_from(QuestionRow)) or 0
            if rows:
                connection.execute(insert, sorted(rows, key=lambda row: str(row["id"])))
            return (connection.scalar(select(func.count()).select_from(QuestionRow)) or 0) - before

    def edit(self, question_id: str, content: Mapping[str, object]) -> StoredQuestion:
        """Replace a question's content; from then on making questions again does not touch it.

        Raises:
            NotFound: there is no such question.

        """
        with Session(self._writing) as session, session.begin():
            row = _row(session, question_id)
            row.content = dict(content)
            row.origin = "added" if row.origin == "added" else "edited"
            return _stored(row)

    def hide(self, question_id: str) -> StoredQuestion:
        """Ask it no more until it is shown again. Raises NotFound."""
        return self._set_hidden(question_id, True)

    def show(self, question_id: str) -> StoredQuestion:
        """Ask it again. Raises NotFound."""
        return self._set_hidden(question_id, False)

    def get(self, question_id: str) -> StoredQuestion:
        """One question, hidden or retired too. Raises NotFound."""
        with Session(self._engine) as session:
            return _stored(_row(session, question_id))

    def list(
        self,
        case: str | None = None,
        kind: str | None = None,
        hidden: bool | None = None,
        retired: bool | None = None,
    ) -> tuple[StoredQuestion, ...]:
        """Questions by document, case, kind and id; None takes all."""
        wanted = {"case": case, "kind": kind, "hidden": hidden, "retired": retired}
        query = select(QuestionRow).filter_by(**{k: v for k, v in wanted.items() if v is not None})
        with Session(self._engine) as session:
            questions = [_stored(row) for row in session.scalars(query)]
        # Sorted here: the engines order Chinese differently.
        return tuple(sorted(questions, key=lambda q: (q.document, q.case, q.kind, q.id)))

    def retire(self, present_document_ids: Collection[str]) -> int:
        """Retire the questions of documents that are gone and take back those of documents that are there.

        Returns how many were newly retired.
        """
        present = {OWN, *present_document_ids}
        with self._writing.begin() as connection:
            known = connection.execute(select(QuestionRow.document_id, QuestionRow.retired).distinct()).all()
            retired = 0
            for document_id, was in sorted(known):
                gone = document_id not in present
                if gone != was:
                    change = update(QuestionRow).where(
                        QuestionRow.document_id == document_id, QuestionRow.retired.is_(was)
                    )
                    changed = connection.execute(change.values(retired=gone)).rowcount
                    retired += changed if gone else 0
            return retired

    def _set_hidden(self, question_id: str, hidden: bool) -> StoredQuestion:
        with Session(self._writing) as session, session.begin():
            row = _row(session, question_id)
            row.hidden = hidden
            return _stored(row)


def _insert(dialect: str) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(QuestionRow) if dialect == "sqlite" else postgresql.insert(QuestionRow)


def _row(session: Session, question_id: str) -> QuestionRow:
    row = session.get(QuestionRow, question_id)
    if row is None:
        raise NotFound(f"题库里没有编号为 {question_id} 的题目；请刷新页面后重新选择。")
    return row


def _stored(row: QuestionRow) -> StoredQuestion:
    names = StoredQuestion.__slots__
    return StoredQuestion(**{name: getattr(row, name) for name in names})


def _checked(question: StoredQuestion) -> StoredQuestion:
    one_line(question.id, "题目编号", ID_CHARS)
    one_line(question.document_id, "文档编号", NAME_CHARS)
    one_line(question.kind, "题型", KIND_CHARS)
    prose(question.document, "文档名", NAME_CHARS)
    prose(question.case, "案例名", NAME_CHARS)
    if question.origin not in ("made", "edited", "added"):
        raise NotAccepted(f"题目来源“{question.origin}”不认识，应为 made、edited 或 added；请改正后重试。")
    return replace(question, content=dict(question.content))
