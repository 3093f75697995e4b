"""An audit whose clock the test sets, and a way past the guard, as somebody with the database's file has."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from people.audit import Action, Event, Outcome, Trail

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class Clock:
    """Tells the time it was set to, a second later each time."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
def trail(engine, clock):
    return Trail(engine, clock)


def event(on="案例.docx", action=Action.UPLOAD, outcome=Outcome.DONE, **detail):
    return Event(action, on, outcome, 7, "陈晨", "10.0.0.8", detail)


def unguarded(engine, *statements, **values):
    """Run SQL as somebody would who has dropped the triggers."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            found = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
            ).scalars()
            for name in found.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement), values)
