"""The program without one rule: a tree that links everything and holds its own copy of chinese/."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from chinese.language_data import Rule
from index.settings import ROOT

NEVER = "(?!)"  # a pattern that nothing meets
_ENTRY = r"(\nid = \"{id}\".*\npattern = )'''[^\n]*'''"


def tree_without(rule: Rule | None, folder: Path) -> Path:
    """``folder``, made a tree of the program whose data lack ``rule``; with None nothing is left out."""
    for entry in ROOT.iterdir():
        if entry.name not in ("chinese", ".git", "var"):
            (folder / entry.name).symlink_to(entry)
    shutil.copytree(ROOT / "chinese", folder / "chinese", ignore=shutil.ignore_patterns("__pycache__"))
    if rule:
        file = folder / "chinese" / "data" / f"{rule.id.split('.')[0]}.toml"
        pattern = re.compile(_ENTRY.format(id=re.escape(rule.id)))
        text, n = pattern.subn(lambda match: f"{match[1]}'''{NEVER}'''", file.read_text(encoding="utf8"))
        if n != 1:
            raise LookupError(f"{file.name} has {n} entries {rule.id} of the usual form, one is wanted")
        file.write_text(text, encoding="utf8")
    return folder


def digests(tree: Path, texts: Sequence[str]) -> list[str]:
    """What ``tree`` reads in each text (bench.rules.probe)."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(
        [sys.executable, "-m", "bench.rules.probe"],
        cwd=tree,
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def verdicts(tree: Path, records: Sequence[dict[str, str]], store: Path, folder: Path) -> list[str | None]:
    """The verdicts of ``tree`` on claims, in their order."""
    asked, given = folder / "claims.jsonl", folder / "verdicts.jsonl"
    asked.write_text(
        "".join(json.dumps({"id": r["id"], "claim": r["claim"]}) + "\n" for r in records), "utf8"
    )
    command = ["-m", "rag", "check", "--batch", str(asked), "--out", str(given), "--store", str(store)]
    subprocess.run([sys.executable, *command], cwd=tree, check=True, capture_output=True)
    by_id = {
        line["id"]: line.get("verdict") for line in map(json.loads, given.read_text("utf8").splitlines())
    }
    given.unlink()
    return [by_id.get(record["id"]) for record in records]
