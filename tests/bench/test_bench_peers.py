import io
import json
import subprocess
from dataclasses import asdict, replace
from hashlib import sha256

import pytest

from bench.peers import environment
from bench.peers.__main__ import compared, task_of, turn
from bench.peers.turn import PACKAGES, Built, Figures, Task, play
from index.settings import IndexSettings

OURS = Figures(4.0, 10.0, 16.0, 50, 11_000, {"dense": [0.010] * 4, "hybrid": [0.020] * 4}, 600.0, {})
THEIRS = Figures(8.0, 30.0, 64.0, 40, 10_000, {"dense": [0.040] * 4}, 1_200.0, {})
TASK = Task(["甲"], ["何时？", "何地？"], "", "m", "passage: ", "query: ", 240, 40, 10, "float32")


def test_ratios_are_of_turns_of_the_same_round():
    slow = replace(OURS, build_s=60.0), replace(THEIRS, build_s=60.0)
    rows = compared([OURS, slow[0], OURS], [THEIRS, slow[1], THEIRS], 9_000)
    by_figure = {row["figure"]: row for row in rows}
    indexed = by_figure["characters of text indexed per second"]
    assert (indexed["ours"], indexed["LangChain"], indexed["aim"]) == (900, 300, ">= 2")
    assert (indexed["ours / theirs"], indexed["rounds"]) == (3, "1.00 to 3.00")
    assert by_figure["the same per second of CPU"]["ours / theirs"] == 4
    assert by_figure["passages indexed per second"]["ours"] == 5
    assert by_figure["characters embedded per character of text"]["ours / theirs"] == pytest.approx(1.1)
    assert by_figure["search, dense, median ms"]["ours / theirs"] == 0.25
    assert by_figure["search, our hybrid beside their dense, median ms"]["ours / theirs"] == 0.5


def test_a_turn_reads_its_task_and_writes_its_figures(monkeypatch, capsys):
    asked = []

    def prepare(task):
        assert task == TASK
        return lambda: Built(3, 700, {"dense": asked.append})

    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(asdict(TASK))))
    play(prepare)
    figures_read = Figures(**json.loads(capsys.readouterr().out))
    assert (figures_read.passages, figures_read.embedded_chars, len(figures_read.search_s["dense"])) == (
        3,
        700,
        2,
    )
    assert figures_read.versions.keys() == set(PACKAGES)
    assert asked == ["何时？", "何地？"] * 2  # to warm up, then timed


def test_a_turn_that_fails_ends_the_comparison(tmp_path):
    failing = tmp_path / "python"
    failing.write_text("#!/bin/sh\nexit 3\n")
    failing.chmod(0o755)
    with pytest.raises(SystemExit, match=r"bench\.peers\.ours ended with 3"):
        turn(failing, "bench.peers.ours", TASK)


def test_the_peers_are_installed_once_and_again_when_their_requirements_change(tmp_path, monkeypatch):
    ran = []

    def run(command, *, check):
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("one>=1,<2\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", requirements)
    folder = tmp_path / "venv"
    folder.mkdir()
    assert environment.python_of(folder) == folder / "bin" / "python"
    assert [command[2] for command in ran] == ["venv", "pip"]
    assert (folder / environment.MARK).read_text() == sha256(b"one>=1,<2\n").hexdigest()
    environment.python_of(folder)
    assert len(ran) == 2
    requirements.write_text("one>=2,<3\n")
    environment.python_of(folder)
    assert len(ran) == 4


def test_a_failed_installation_is_not_taken_for_done(tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda command, check: subprocess.CompletedProcess(command, 1))
    with pytest.raises(SystemExit, match="could not install"):
        environment.python_of(tmp_path)
    assert not (tmp_path / environment.MARK).exists()


def test_both_sides_get_the_settings_of_the_program():
    task, settings = task_of(["甲"], ["何时？"], "float32"), IndexSettings()
    assert (task.model, task.passage_chars) == (settings.model, settings.passage_chars)
    assert (task.passage_prefix, task.query_prefix) == ("passage: ", "query: ")
