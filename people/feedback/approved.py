"""核定答案: answers that a person approved, shown first while every source they cite is as it was."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.orm import Session

from people.database import writing
from people.entries import NotAccepted, NotFound, one_line, prose
from people.feedback.feedback import ASKED_CHARS, JUDGED_CHARS
from people.feedback.same_question import digest, passing_time, question_key
from people.feedback.tables import ApprovedRow

BY_CHARS = 40  # code points of the name of who approves
SHOWN = 20  # code points of a question that a message repeats


@dataclass(frozen=True, slots=True)
class ApprovedAnswer:
    """An answer and who stands for it."""

    id: int
    question: str  # as it was approved
    answer: dict[str, object]  # the fields of rag.records.Answer, JSON
    documents: tuple[str, ...]  # ids of all it cites; each is the hash of a text: another text has another
    approved_by: str
    account_id: int | None
    approved: datetime  # UTC
    retired: datetime | None  # UTC, since when a source is changed or gone
    withdrawn: datetime | None  # UTC

    @property
    def in_force(self) -> bool:
        """Whether it may be shown."""
        return self.retired is None and self.withdrawn is None

    def mark(self, zone: tzinfo | None = None) -> str:
        """已核定（王芳，2026年3月5日）, the day in ``zone`` or in that of the machine."""
        day = self.approved.astimezone(zone)
        return f"已核定（{self.approved_by}，{day.year}年{day.month}月{day.day}日）"


class Approved:
    """All approved answers, at most one a question. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def approve(
        self, question: str, answer: Mapping[str, object], by: str, account_id: int | None = None
    ) -> int:
        """Keep an answer for a question in place of any earlier one; returns its id, a new one each time.

        ``answer`` is a verified ``Answer`` as JSON (rag.writing.verified makes one), ``question`` one that
        can be understood by itself. The documents are those that the answer cites.

        Raises:
            NotAccepted: the question cannot be read or tells a time counted from today; a sentence of the
                answer cites nothing; the question, the answer or the name is too long.

        """
        row = {
            "question_key": _key(question),
            "question": prose(question, "问题", ASKED_CHARS).strip(),
            "answer": dict(answer),
            "documents": _documents(answer),
            "approved_by": one_line(by, "核定人", BY_CHARS),
            "account_id": account_id,
        }
        with Session(self._writing) as session, session.begin():
            if self._engine.dialect.name == "postgresql":  # two at once would both find nothing to replace
                session.execute(text("LOCK TABLE approved_answers IN SHARE ROW EXCLUSIVE MODE"))
            session.execute(delete(ApprovedRow).where(ApprovedRow.question_key == row["question_key"]))
            added = ApprovedRow(**row, approved=datetime.now(UTC), retired=None, withdrawn=None)
            session.add(added)
            session.flush()
            return added.id

    def find(self, question: str, readable: Collection[str] | None = None) -> ApprovedAnswer | None:
        """The answer in force for the same question (people.feedback.same_question says which); else None.

        ``question`` is one that can be understood by itself: a follow-up is looked up as it was understood.
        ``readable`` are the ids of the documents that whoever asks may see and searches now; an answer that
        cites any other is not found. None: all.
        """
        key = question_key(question)
        query = select(ApprovedRow).where(
            ApprovedRow.question_key == digest(key),
            ApprovedRow.retired.is_(None),
            ApprovedRow.withdrawn.is_(None),
        )
        with Session(self._engine) as session:
            row = session.scalars(query).one_or_none() if key else None
            if row is None or (readable is not None and not set(row.documents) <= set(readable)):
                return None
            return _approved(row)

    def get(self, approved_id: int) -> ApprovedAnswer:
        """One of them, retired or withdrawn too. Raises NotFound."""
        with Session(self._engine) as session:
            return _approved(_row(session, approved_id))

    def list(self, *, in_force: bool | None = None) -> tuple[ApprovedAnswer, ...]:
        """All of them, newest first; those in force only, or those no longer."""
        query = select(ApprovedRow).order_by(ApprovedRow.approved.desc(), ApprovedRow.id.desc())
        with Session(self._engine) as session:
            answers = tuple(map(_approved, session.scalars(query)))
        return tuple(one for one in answers if in_force is None or one.in_force == in_force)

    def retire(self, present_document_ids: Collection[str]) -> tuple[ApprovedAnswer, ...]:
        """Retire the answers that cite a document which is gone or replaced by another version.

        Those whose documents are all there again are taken back: the same id is the same text. Returns those
        newly retired.
        """
        present, now = set(present_document_ids), datetime.now(UTC)
        with Session(self._writing) as session, session.begin():
            retired = []
            for row in session.scalars(select(ApprovedRow).order_by(ApprovedRow.id).with_for_update()):
                gone = not set(row.documents) <= present
                if gone and row.retired is None:
                    row.retired = now
                    retired.append(_approved(row))
                elif not gone and row.retired is not None:
                    row.retired = None
            return tuple(retired)

    def withdraw(self, approved_id: int) -> None:
        """Show it no more; withdrawn already, it stays so. Raises NotFound."""
        with Session(self._writing) as session, session.begin():
            _row(session, approved_id)
            still = update(ApprovedRow).where(ApprovedRow.id == approved_id, ApprovedRow.withdrawn.is_(None))
            session.execute(still.values(withdrawn=datetime.now(UTC)))


def _key(question: str) -> str:
    shown, key = question.strip()[:SHOWN], question_key(question)
    if not key:
        raise NotAccepted(f"问题“{shown}”里没有可读的字；请写出完整的问题再核定。")
    if word := passing_time(question):
        raise NotAccepted(
            f"问题“{shown}”里的“{word}”是从提问那天算起的，过一段时间答案就不对了；请改成具体的年月再核定。"
        )
    return digest(key)


def _documents(answer: Mapping[str, object]) -> list[str]:
    """The ids of the documents cited, in order. Raises NotAccepted unless every sentence cites some."""
    sentences, citations = _records(answer.get("sentences")), _records(answer.get("citations"))
    known = {c.get("n"): c.get("document_id") for c in citations if c.get("quote")}
    told = answer.get("refusal") == "" and sentences
    for sentence in sentences:
        cites = sentence.get("cites")
        if not isinstance(cites, list | tuple) or not cites or not all(known.get(n) for n in cites):
            words = str(sentence.get("text", ""))
            raise NotAccepted(f"“{words[:SHOWN]}”这句话没有出处，不能核定；请为每句话标上出处。")
    if not told:
        raise NotAccepted("这不是一个有出处的回答，不能核定；请写出答案，并为每句话标上出处。")
    if (size := len(json.dumps(answer, ensure_ascii=False))) > JUDGED_CHARS:
        raise NotAccepted(f"答案有 {size} 个字，最多 {JUDGED_CHARS} 个字；请写短一些。")
    return list(dict.fromkeys(str(one) for one in known.values() if one))


def _records(value: object) -> Sequence[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def _row(session: Session, approved_id: int) -> ApprovedRow:
    row = session.get(ApprovedRow, approved_id)
    if row is None:
        raise NotFound(f"没有第 {approved_id} 号核定答案，它可能已被新的代替；请刷新页面后重新选择。")
    return row


def _approved(row: ApprovedRow) -> ApprovedAnswer:
    values = {name: getattr(row, name) for name in ApprovedAnswer.__slots__}
    return ApprovedAnswer(**{**values, "documents": tuple(row.documents)})
