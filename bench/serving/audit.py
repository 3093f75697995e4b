"""The audit on SQLite: recording a row, from one thread and from eight; searching, verifying, removing many.

    python -m bench.serving.audit [--rows 100000] [--folder /tmp] [--json FILE]

Recording is timed on a database of its own on the disk of ``--folder``, each row a commit that is on disk.
"bare commit" is one row into a table with nothing else, the least such a commit takes there.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy.orm import Session

from bench import report
from people.audit import Action, Event, Outcome, Query, Trail, asked
from people.database import open_database, writing

RECORDED = 1000  # rows of a measurement of recording
THREADS = 8


def main() -> None:
    """Measure, then print the table."""
    parser = report.parser(__doc__)
    parser.add_argument("--rows", type=int, default=100_000, metavar="N")
    parser.add_argument("--folder", type=Path, metavar="DIR")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        rows = [*recording(Path(name)), *reading(Path(name), chosen.rows)]
    report.show(f"audit on SQLite, {chosen.rows} rows", rows, chosen.json)


def recording(folder: Path) -> list[report.Row]:
    """Microseconds of a row, median of RECORDED."""
    engine = open_database(f"sqlite:///{folder / 'recorded.db'}")
    trail = Trail(engine)
    rows: list[report.Row] = [
        {"figure": "bare commit, median, µs", "value": each(bare(folder))},
        {"figure": "recorded row, median, µs", "value": each(lambda: trail.record(event()))},
    ]
    with Session(writing(engine)) as session:
        added = each(lambda: trail.recorded(session, event()))
        session.commit()
    rows.append({"figure": "row within a transaction, median, µs", "value": added})
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: trail.record(event()), range(RECORDED)))
    share = (time.perf_counter() - began) / RECORDED * 1e6
    rows.append({"figure": f"recorded row, {THREADS} threads, µs", "value": round(share)})
    engine.dispose()
    return rows


def reading(folder: Path, count: int) -> list[report.Row]:
    """Seconds for a whole audit of so many rows, half of them too old."""
    engine = open_database(f"sqlite:///{folder / 'read.db'}")
    half, now = count // 2, datetime.now(UTC)
    for age, part in ((200, half), (1, count - half)):
        at = now - timedelta(days=age)
        trail = Trail(engine, lambda at=at: at)  # type: ignore[misc]
        with Session(writing(engine)) as session, session.begin():
            for _ in range(part):
                trail.recorded(session, event())
    trail = Trail(engine)
    rows: list[report.Row] = [
        {"figure": "verify, s", "value": seconds(trail.verify)},
        {"figure": "newest page, ms", "value": 1000 * seconds(trail.search)},
        {
            "figure": "page by account, ms",
            "value": 1000 * seconds(lambda: trail.search(Query(account="陈晨"))),
        },
        {
            "figure": "page by words that are nowhere, ms",
            "value": 1000 * seconds(lambda: trail.search(Query(words="无此"))),
        },
        {"figure": "expire half, s", "value": seconds(lambda: trail.expire(180))},
    ]
    engine.dispose()
    return rows


def event() -> Event:
    """A question as an office asks it."""
    detail = asked("军门社区有多少名网格员？", status="grounded", generation=12, text=True)
    return Event(Action.ASK, "", Outcome.DONE, 7, "陈晨", "10.20.30.40", detail)


def bare(folder: Path) -> Callable[[], object]:
    """Commits one row with the settings of people.database."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, words TEXT)")
    return lambda: connection.execute("INSERT INTO rows (words) VALUES (?)", ("字" * 200,))


def each(step: Callable[[], object]) -> int:
    """Microseconds of one step, median of RECORDED."""
    return round(median(seconds(step) for _ in range(RECORDED)) * 1e6)


def seconds(step: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    step()
    return round(time.perf_counter() - began, 6)


if __name__ == "__main__":
    main()
