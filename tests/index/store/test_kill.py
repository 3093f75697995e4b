"""A writer killed with SIGKILL before each of its write system calls leaves the old store or the new."""

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="traces system calls as Linux on x86-64 numbers them",
)


def kill_everywhere(scenario, tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.support.kill_steps", scenario, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


ALSO = [pytest.param(name, marks=pytest.mark.slow) for name in ("create", "remove", "restamp")]


@pytest.mark.parametrize("scenario", ["replace", *ALSO])
def test_a_killed_writer_leaves_the_old_store_or_the_new(scenario, tmp_path):
    report = kill_everywhere(scenario, tmp_path)
    assert report["neither"] == []
    assert report["unsound"] == []
    assert report["unfinished"] == []
    # The trace saw the commit's writes, and the kills fell on both sides of it.
    assert {"pwrite64", "fdatasync", "rename", "fsync", "unlink"} <= set(report["steps"])
    assert len(report["steps"]) > 40
    order = [seen for seen in report["order"] if seen != "neither"]
    assert order == sorted(order, key=["old", "new"].index)
    assert set(order) == {"old", "new"}
    # Only making a store has a state between: made, and still empty.
    assert ("neither" in report["order"]) == (scenario == "create")
