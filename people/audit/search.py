"""What of the audit is wanted, as conditions of SQL."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_

from people.audit.chain import stamp
from people.audit.events import Action, Outcome
from people.audit.tables import AuditRow


@dataclass(frozen=True, slots=True)
class Query:
    """Rows that fit everything that is given; None or "" asks for nothing."""

    since: datetime | None = None  # aware; rows of this time and later
    until: datetime | None = None  # aware; rows before this time
    account: str = ""  # the whole name
    action: Action | None = None
    outcome: Outcome | None = None
    words: str = ""  # each of them, between blanks, somewhere in the object or the detail

    def conditions(self) -> list[ColumnElement[bool]]:
        """For ``where``; all of them hold. Raises ValueError for a time without a zone."""
        wanted: list[ColumnElement[bool]] = []
        if self.since is not None:
            wanted.append(AuditRow.at >= stamp(self.since))
        if self.until is not None:
            wanted.append(AuditRow.at < stamp(self.until))
        if self.account:
            wanted.append(AuditRow.account == self.account)
        if self.action is not None:
            wanted.append(AuditRow.action == self.action.value)
        if self.outcome is not None:
            wanted.append(AuditRow.outcome == self.outcome.value)
        wanted += [_holds(word) for word in self.words.split()]
        return wanted


EVERYTHING = Query()


def _holds(word: str) -> ColumnElement[bool]:
    return or_(
        AuditRow.object.icontains(word, autoescape=True), AuditRow.detail.icontains(word, autoescape=True)
    )
