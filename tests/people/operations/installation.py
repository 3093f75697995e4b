"""A small installation with something in every place that a backup takes, and all that can be seen of it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from index.store import FOLDER, keep, open_store
from people import Bank, Conversations, Learning, StoredQuestion, open_database
from people.operations.places import Installation
from tests.support.storekit import ALPHA, BETA, STAMP, hits, item

BROWSER = "6f1c2d1e-0000-4000-8000-000000000001"
ANSWER = {"status": "grounded", "answer": "34家[1]"}


def use_settings(file):
    """Let this file stand for settings.toml; the one that stood before."""
    before = Installation.model_config["toml_file"]
    Installation.model_config["toml_file"] = file
    return before


def write_settings(folder, more=""):
    """A settings.toml whose store and database are in ``folder``."""
    file = folder / "settings.toml"
    text = f'store = "{folder / "store"}"\ndatabase = "sqlite:///{folder / "app.db"}"\n{more}'
    file.write_text(text, encoding="utf8")
    return file


def original_of(folder, name):
    """Keep a source file; its name there."""
    source = folder / name
    source.write_text(f"{name}的原件\n" * 50, encoding="utf8")
    kept = keep(source, folder / "store" / FOLDER)
    source.unlink()
    return kept


def make(folder, documents=(ALPHA, BETA), asked="联盟有多少家成员单位？"):
    """Make an installation; rows in both databases, an original for each document."""
    folder.mkdir(parents=True, exist_ok=True)
    with open_store(folder / "store", stamp=STAMP, writable=True) as store:
        store.add([replace(item(*d), original=original_of(folder, d[0])) for d in documents])
    engine = open_database(f"sqlite:///{folder / 'app.db'}")
    Conversations(engine).append(BROWSER, None, asked, ANSWER)
    Bank(engine).put([StoredQuestion("甲题", "d", "文档", "案例", "judge", 1, "made", {})])
    Learning(engine).trainees.add("陈晨")
    engine.dispose()
    return write_settings(folder)


def rows(database):
    """Every row of every table that is stored as such."""
    with closing(sqlite3.connect(f"{Path(database).resolve().as_uri()}?mode=ro", uri=True)) as connection:
        listed = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [name for name, sql in listed if "VIRTUAL" not in sql.upper()]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in tables}


def state(folder):
    """All that users see of an installation."""
    with open_store(folder / "store") as store:
        answers = hits(store), store.stamp, store.generation
        cases = [
            (store.cases(e.id), store.passages_of(e.id), store.document(e.id)) for e in store.documents()
        ]
    originals = {path.name: path.read_bytes() for path in (folder / "store" / FOLDER).iterdir()}
    settings = (folder / "settings.toml").read_text(encoding="utf8")
    return rows(folder / "app.db"), rows(folder / "store" / "store.db"), answers, cases, originals, settings
