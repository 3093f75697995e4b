"""Temporary folders: one's own go at the stop and after a kill, a running one's and others' stay."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ui import temporary
from ui.temporary import PREFIX, own_folder, sweep

CHILD = """
import sys, tempfile
from pathlib import Path
from ui.temporary import own_folder
with own_folder() as folder:
    Path(tempfile.mkdtemp(), "upload.docx").write_bytes(b"x")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def base(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_run_has_a_folder_of_its_own_and_leaves_nothing(base):
    with own_folder() as folder:
        assert folder.parent == base
        assert folder.stat().st_mode & 0o777 == 0o700
        assert Path(tempfile.mkdtemp()).parent == folder
        assert os.environ["GRADIO_TEMP_DIR"].startswith(str(folder))
    assert list(base.iterdir()) == []
    assert tempfile.gettempdir() == str(base)
    assert "GRADIO_TEMP_DIR" not in os.environ


def test_a_killed_run_is_swept_and_a_running_one_is_not(base):
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD],
        env={**os.environ, "TMPDIR": str(base)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        left = Path(child.stdout.readline().strip())
        assert left.parent == base
        with own_folder():
            assert len(list(left.rglob("upload.docx"))) == 1
        child.kill()
    assert list(left.rglob("upload.docx"))
    with own_folder():
        assert not left.exists()


def test_what_is_somebody_elses_stays(base, monkeypatch):
    elsewhere = base / "elsewhere"
    for folder in (elsewhere, base / f"{PREFIX}theirs", base / "xhs-other"):
        folder.mkdir()
        (folder / "kept").touch()
    (base / f"{PREFIX}link").symlink_to(elsewhere)
    (base / f"{PREFIX}file").touch()
    real = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: real + 1)
    sweep(base)
    assert len([*base.rglob("kept")]) == 3
    monkeypatch.setattr(os, "getuid", lambda: real)
    sweep(base)
    assert sorted(path.name for path in base.iterdir()) == sorted(
        ["elsewhere", "xhs-other", f"{PREFIX}file", f"{PREFIX}link"]
    )
    assert (elsewhere / "kept").exists()


def test_a_folder_just_made_is_not_taken_from_its_run(base, monkeypatch):
    newborn = base / f"{PREFIX}newborn"
    newborn.mkdir()
    sweep(base)
    assert newborn.exists()
    monkeypatch.setattr(temporary, "NEWBORN_S", 0)
    sweep(base)
    assert not newborn.exists()
