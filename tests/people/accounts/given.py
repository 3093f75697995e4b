"""What the tests of accounts have in common: a time, passwords, every row there is, many threads at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import inspect, text

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PASSWORD, OTHER = "翡翠灯塔秋千骆驼", "石榴树下听雨三更"


def rows(engine, table=None):
    """Every row of a table, or of all of them, as words."""
    with engine.connect() as connection:
        names = [table] if table else inspect(connection).get_table_names()
        return [repr(row) for name in names for row in connection.execute(text(f"SELECT * FROM {name}"))]


def at_once(*calls):
    """What each call gave or raised, all of them begun at the same moment."""
    gate = threading.Barrier(len(calls))

    def begun(call):
        gate.wait()
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begun, calls))
