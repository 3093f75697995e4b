"""有用 or 有误: what users said of answers and verdicts, and what a librarian noted about it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import Engine, Select, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from people.conversations import known_browser
from people.database import writing
from people.entries import NotAccepted, NotFound, prose
from people.feedback.tables import FeedbackRow

Kind = Literal["answer", "verdict"]
REASON_CHARS = 500  # code points of a reason and of a note
ASKED_CHARS = 5000  # code points of a question or claim
JUDGED_CHARS = 500_000  # code points of an answer or verdict as JSON
LISTED = 200  # judgements in a list
GONE = "没有第 {} 号评价；请刷新页面后重新选择。"
# What tells an answer from a verdict; and in what two tellings of the same answer may differ.
TOLD_BY: dict[Kind, str] = {"answer": "status", "verdict": "verdict"}
UNSTEADY = frozenset(("ms", "nearest", "engine"))


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer or verdict as it was given."""

    kind: Kind
    asked: str  # the question or claim
    given: Mapping[str, object]  # Answer.to_json(), or the JSON of a verdict
    generation: int  # of the store that gave it

    def __post_init__(self) -> None:
        if not isinstance(self.given.get(TOLD_BY[self.kind]), str):
            raise ValueError(f"{self.kind!r} without {TOLD_BY[self.kind]!r}; give the contract's JSON")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one owner said of one answer or verdict."""

    id: int
    owner: str  # UUID, as of conversations
    account_id: int | None
    kind: Kind
    asked: str  # the question or claim
    judged: dict[str, object]  # the answer or verdict, JSON of the command line's contract
    useful: bool
    reason: str  # "" for none
    generation: int  # of the store that gave it
    created: datetime  # UTC
    settled: datetime | None  # UTC; None: nobody has looked at it yet
    note: str  # the librarian's


class Feedback:
    """The judgements of all users. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def give(
        self, owner: str, judged: Judged, *, useful: bool, reason: str = "", account_id: int | None = None
    ) -> int:
        """Keep a judgement; a second one of the same thing by the same owner replaces the first.

        Where the second says something else than the first, it waits to be settled again. Returns its id.

        Raises:
            NotAccepted: the reason, what was asked or what was answered is too long or cannot be stored.
            UnknownBrowser: the owner is no UUID.

        """
        values: dict[str, object] = {
            "owner": known_browser(owner),
            "account_id": account_id,
            "subject": _subject(judged),
            "kind": judged.kind,
            "asked": prose(judged.asked, "问题或说法", ASKED_CHARS),
            "judged": dict(judged.given),
            "useful": useful,
            "reason": prose(reason, "理由", REASON_CHARS).strip(),
            "generation": judged.generation,
            "created": datetime.now(UTC),
            "settled": None,
            "note": "",
        }
        insert = (sqlite if self._engine.dialect.name == "sqlite" else postgresql).insert(FeedbackRow)
        new = insert.excluded
        upsert = insert.on_conflict_do_update(
            index_elements=[FeedbackRow.owner, FeedbackRow.subject],
            set_={name: new[name] for name in values if name not in ("owner", "subject")},
            where=or_(FeedbackRow.useful != new["useful"], FeedbackRow.reason != new["reason"]),
        )
        with Session(self._writing) as session, session.begin():
            session.execute(upsert.values(**values))
            return session.scalars(
                select(FeedbackRow.id).filter_by(owner=values["owner"], subject=values["subject"])
            ).one()

    def given_to(self, owner: str, several: Sequence[Judged]) -> tuple[Judgement | None, ...]:
        """What an owner has said of each, in their order; None for nothing, and for what cannot be judged.

        Raises UnknownBrowser.
        """
        known, subjects = known_browser(owner), [_subject_or_none(judged) for judged in several]
        query = select(FeedbackRow).where(
            FeedbackRow.owner == known, FeedbackRow.subject.in_(sorted({s for s in subjects if s}))
        )
        with Session(self._engine) as session:
            found = {row.subject: _judgement(row) for row in session.scalars(query)}
        return tuple(found.get(subject) if subject else None for subject in subjects)

    def get(self, feedback_id: int) -> Judgement:
        """One of them. Raises NotFound."""
        with Session(self._engine) as session:
            row = session.get(FeedbackRow, feedback_id)
            if row is None:
                raise NotFound(GONE.format(feedback_id))
            return _judgement(row)

    def open(self, limit: int = LISTED) -> tuple[Judgement, ...]:
        """What nobody has settled: 有误 before 有用, each newest first."""
        return self._all(_worst_first().where(FeedbackRow.settled.is_(None)).limit(limit))

    def list(self, *, useful: bool | None = None, limit: int = LISTED) -> tuple[Judgement, ...]:
        """All, settled ones too, in the order of ``open``; None takes both."""
        query = _worst_first().limit(limit)
        return self._all(query if useful is None else query.where(FeedbackRow.useful.is_(useful)))

    def judged(self) -> tuple[Judgement, ...]:
        """Every judgement, oldest first: what ``python -m people regress`` replays."""
        return self._all(select(FeedbackRow).order_by(FeedbackRow.id))

    def counts(self) -> tuple[int, int]:
        """How many are not settled: 有误, 有用."""
        query = select(FeedbackRow.useful, func.count()).where(FeedbackRow.settled.is_(None))
        with Session(self._engine) as session:
            known = {bool(useful): n for useful, n in session.execute(query.group_by(FeedbackRow.useful))}
        return known.get(False, 0), known.get(True, 0)

    def settle(self, feedback_id: int, note: str) -> None:
        """Note what was done about a judgement; settling again replaces the note.

        Raises:
            NotFound: there is no such judgement.
            NotAccepted: the note is too long.

        """
        note = prose(note, "处理意见", REASON_CHARS).strip()
        with Session(self._writing) as session, session.begin():
            row = session.get(FeedbackRow, feedback_id, with_for_update=True)
            if row is None:
                raise NotFound(GONE.format(feedback_id))
            row.settled, row.note = datetime.now(UTC), note

    def _all(self, query: Select[FeedbackRow]) -> tuple[Judgement, ...]:
        with Session(self._engine) as session:
            return tuple(map(_judgement, session.scalars(query)))


def _worst_first() -> Select[FeedbackRow]:
    return select(FeedbackRow).order_by(FeedbackRow.useful, FeedbackRow.created.desc(), FeedbackRow.id.desc())


def _subject(judged: Judged) -> str:
    """The digest of what was judged: a question with one answer, however long that took."""
    told = {name: value for name, value in judged.given.items() if name not in UNSTEADY}
    text = json.dumps([judged.kind, judged.asked, told], ensure_ascii=False, sort_keys=True)
    if len(text) > JUDGED_CHARS:
        raise NotAccepted(f"要评价的内容有 {len(text)} 个字，最多 {JUDGED_CHARS} 个字；请分句核查后再评价。")
    return sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def _subject_or_none(judged: Judged) -> str | None:
    try:
        return _subject(judged)
    except NotAccepted:  # too long to be judged
        return None


def _judgement(row: FeedbackRow) -> Judgement:
    return Judgement(**{name: getattr(row, name) for name in Judgement.__slots__})
