"""The log: one JSON object a line, rotated, its owner's alone, and silent on what users asked unless set."""

import json
import logging
import stat
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from people.database import open_database
from rag.settings import ServingSettings
from ui.serving.logs import HIDDEN, LogUnusable, handlers

QUESTION = "张三的\n处分是什么"


@pytest.fixture
def logger():
    logger = logging.Logger("ui.chat.chat")  # of no hierarchy: what others set does not matter
    yield logger
    for handler in logger.handlers:
        handler.close()


def set_up(logger, path, **more):
    for handler in handlers(ServingSettings(log=str(path), **more)):
        logger.addHandler(handler)
    return lambda: [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def fail(logger, error):
    try:
        raise error
    except Exception:
        logger.exception("question failed", extra={"question": QUESTION})


def test_each_record_is_one_line_of_json_in_utc(logger, tmp_path, capsys):
    lines = set_up(logger, tmp_path / "log" / "a.log")
    logger.info("第 %d 行\n分两行", 1)
    fail(logger, KeyError("丢了"))
    first, second = lines()
    assert (first["level"], first["logger"], first["message"]) == ("INFO", "ui.chat.chat", "第 1 行\n分两行")
    at = datetime.fromisoformat(first["time"])
    assert at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    assert second["exception"].startswith("Traceback")
    assert second["exception"].endswith("KeyError: '丢了'")
    assert set(first) == {"time", "level", "logger", "message"}
    shown = capsys.readouterr().err
    assert "ERROR ui.chat.chat: question failed\nTraceback" in shown
    assert "第 1 行" not in shown


@pytest.mark.parametrize("error", [ValueError(QUESTION), ValueError(f"bad {QUESTION!r}"), KeyError(QUESTION)])
def test_what_was_asked_stands_nowhere_unless_set(logger, tmp_path, capsys, error):
    path = tmp_path / "a.log"
    set_up(logger, path)
    fail(logger, error)
    written = path.read_text(encoding="utf8") + capsys.readouterr().err
    assert "张三" not in written
    assert "处分" not in written
    assert written.count(HIDDEN) == 2


def test_set_it_is_written(logger, tmp_path):
    lines = set_up(logger, tmp_path / "a.log", log_questions=True)
    fail(logger, ValueError(QUESTION))
    (line,) = lines()
    assert line["question"] == QUESTION
    assert QUESTION in line["exception"]


def test_an_error_of_the_database_does_not_repeat_what_was_to_be_written(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(DBAPIError) as failed, engine.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:q)"), {"q": QUESTION})
    assert "张三" not in str(failed.value)
    engine.dispose()


def test_full_files_are_turned_and_the_oldest_go(logger, tmp_path):
    path = tmp_path / "a.log"
    set_up(logger, path, log_bytes=10_000, log_files=3)
    for number in range(400):
        logger.warning("%d %s", number, "字" * 50)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["a.log", "a.log.1", "a.log.2", "a.log.3"]
    assert all(file.stat().st_size < 10_500 for file in files)  # counted in characters, at most a line more
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    kept = [
        int(json.loads(line)["message"].split()[0])
        for file in (*files[:0:-1], files[0])
        for line in file.read_text(encoding="utf8").splitlines()
    ]
    assert kept == list(range(kept[0], 400))
    assert kept[0] > 0


def test_characters_that_no_file_takes_do_not_stop_the_log(logger, tmp_path):
    lines = set_up(logger, tmp_path / "a.log")
    logger.warning("残\ud800缺")
    assert lines()[0]["message"] == "残\ud800缺"


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(LogUnusable, match=r"settings\.toml.*log"):
        handlers(ServingSettings(log=str(tmp_path)))


def test_without_a_file_there_is_standard_error_only():
    (only,) = handlers(ServingSettings())
    assert type(only) is logging.StreamHandler
