"""Whom a course is for: everybody, or the accounts of its groups."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.accounts.tables import AccountGroupRow, AccountRow
from people.courses.certificates import certificate_row
from people.courses.tables import CourseGroupRow, CourseRow


def is_for(session: Session, row: CourseRow, trainee_id: int) -> bool:
    """Whether a course is offered to a trainee, or was passed by them."""
    if certificate_row(session, row.id, trainee_id) is not None:
        return True
    groups = set(session.scalars(select(CourseGroupRow.name).where(CourseGroupRow.course_id == row.id)))
    if row.archived is not None or not groups:
        return row.archived is None
    own = (
        select(AccountGroupRow.name)
        .join(AccountRow, AccountRow.id == AccountGroupRow.account_id)
        .where(AccountRow.trainee_id == trainee_id)
    )
    return not groups.isdisjoint(session.scalars(own))
