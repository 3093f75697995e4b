"""Kills a backup or a restore before each of its changes in turn; prints what it found as JSON.

Run as a process of its own, because it forks: ``python -m tests.people.operations.kills backup FOLDER``.
"""

import json
import shutil
import sys
from pathlib import Path

from people.operations import DamagedBackup, OperationRefused, backup, opened, places_of, restore
from people.operations.journal import refuse_half_restored
from tests.people.operations.installation import make, state, use_settings
from tests.support.kill_steps import LIMIT, killed_before
from tests.support.storekit import BETA, GAMMA


def try_backup(folder):
    """Each kill leaves no file or a whole one, and the next backup clears up."""
    use_settings(make(folder / "office"))
    before, report = state(folder / "office"), {"steps": [], "wrong": [], "whole": 0}
    for step in range(1, LIMIT):
        out = folder / "out"
        out.mkdir()
        name = killed_before(step, lambda out=out: backup(places_of(None, None), out / "b.zip"))
        if name is None:
            break
        report["steps"].append(name)
        if (out / "b.zip").exists():
            report["whole"] += 1
            with opened(out / "b.zip"):
                pass
        backup(places_of(None, None), out / "next.zip")
        left = {path.name for path in out.iterdir()} - {"b.zip", "next.zip"}
        if left or state(folder / "office") != before:
            report["wrong"].append((step, name, sorted(left)))
        shutil.rmtree(out)
    return report


def try_restore(folder):
    """Each kill leaves the old installation, the new one, or one that says so; the next restore ends it."""
    office, file = folder / "office", folder / "b.zip"
    use_settings(make(office, (BETA, GAMMA), "新的问题"))
    after = state(office)
    backup(places_of(None, None), file)
    shutil.rmtree(office)
    settings = make(office)
    settings.write_text(settings.read_text() + "# 旧的设置\n", encoding="utf8")
    before = state(office)
    shutil.copytree(office, folder / "old")
    report = {"steps": [], "wrong": [], "order": []}
    for step in range(1, LIMIT):
        shutil.rmtree(office)
        shutil.copytree(folder / "old", office)
        name = killed_before(step, lambda: restore(file, force=True))
        if name is None:
            break
        report["steps"].append(name)
        report["order"].append(seen_in(office, before, after))
        if report["order"][-1] == "neither":
            report["wrong"].append((step, name, "neither"))
        restore(file, force=True)
        kept = {path.name.partition(".before-")[0] for path in office.iterdir() if ".before-" in path.name}
        others = [path.name for path in office.iterdir() if ".restoring" in path.name]
        if state(office) != after or others or not kept >= {"app.db", "store", "settings.toml"}:
            report["wrong"].append((step, name, sorted(kept), others))
    return report


def seen_in(office, before, after):
    try:
        refuse_half_restored(places_of(None, None))
    except OperationRefused:
        return "said so"
    now = state(office)
    return "old" if now == before else "new" if now == after else "neither"


if __name__ == "__main__":
    try:
        json.dump({"backup": try_backup, "restore": try_restore}[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
    except DamagedBackup as error:
        sys.exit(str(error))
