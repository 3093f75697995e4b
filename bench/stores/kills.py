"""A writer killed with SIGKILL at random moments, over and over: is an acknowledged change ever lost.

python -m bench.stores.kills --n 300

A forked child adds, replaces, removes and rebuilds, acknowledging each change when it is done. After each
kill the store must be as after the last acknowledged change, or as after the one under way, and sound.
"""

import argparse
import logging
import os
import random
import select
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.library.ingest import Ingestion, open_for_build, stamp_for
from index.library.library import originals_of
from index.library.removal import remove
from index.library.sources import Report, Sources, read_files
from index.settings import IndexSettings
from index.store.opening import open_store
from index.verify.verify import problems
from tests.support.storekit import FakeEmbedder

SETTINGS = IndexSettings()
LONGEST = 0.25  # seconds until a kill; a change takes some hundredths
WAITING = "等待重新入库"  # what verify says of documents that a rebuild has not come to yet
STRAY = "不属于任何文档的文件"  # and of source files kept for a change that was not made


@dataclass(frozen=True, slots=True)
class State:
    """What a store should hold."""

    current: Mapping[str, str] = field(default_factory=dict)  # file name -> text
    older: frozenset[str] = frozenset()  # texts that were superseded
    model: str = "fake@1"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the child does."""

    kind: str  # add, replace, remove or rebuild
    name: str = ""
    text: str = ""


def changed(state: State, change: Change) -> State:
    """What the store should hold after a change."""
    current, older = dict(state.current), set(state.older)
    if change.kind == "rebuild":
        return replace(state, model=change.name)
    if change.kind == "remove":
        del current[change.name]
        older -= {text for text in older if text.startswith(f"# {change.name} ")}
    else:
        if change.kind == "replace":
            older.add(current[change.name])
        current[change.name] = change.text
    return replace(state, current=current, older=frozenset(older))


def drawn(state: State, chance: random.Random, number: int) -> Change:
    """The next change; ``number`` makes its text one of a kind."""
    names = sorted(state.current)
    kind = chance.choice(["add", "add", "replace", "replace", "remove", "rebuild"]) if names else "add"
    if kind == "rebuild":
        return Change(kind, "fake@2" if state.model == "fake@1" else "fake@1")
    name = f"案例{number}.md" if kind == "add" else chance.choice(names)
    lines = "\n\n".join(f"第{number}次写下的第{n}句话，共{chance.randint(1, 9999)}人。" for n in range(8))
    return Change(kind, name, f"# {name} 第{number}版\n\n## 某单位 做法{number}\n\n{lines}\n")


def carried_out(change: Change, folder: Path) -> None:
    """Make a change, in the way the command line does."""
    store, work = folder / "store", folder / "files"
    embedder = FakeEmbedder(change.name if change.kind == "rebuild" else _model(store))
    stamp = stamp_for(embedder, SETTINGS)
    if change.kind == "rebuild":
        opened, sources = open_for_build(store, stamp, SETTINGS), Sources((), Report(), frozenset(), False)
    else:
        opened, sources = open_store(store, stamp=stamp, writable=True, settings=SETTINGS), None
    with opened:
        if change.kind == "remove":
            ids = {entry.name: entry.id for entry in opened.documents()}
            remove(opened, [ids[change.name]], originals_of(store))
            return
        if sources is None:
            (work / change.name).write_text(change.text, encoding="utf-8")
            sources = read_files([work / change.name])
        ingestion = Ingestion(opened, embedder, SETTINGS, lambda done, total: None, originals_of(store))
        ingestion.run(sources)


def _model(store: Path) -> str:
    if not (store / "store.db").exists():
        return "fake@1"
    with open_store(store) as opened:
        return opened.stamp.model


def killed(state: State, seed: str, folder: Path) -> tuple[list[Change], Change | None]:
    """Let a child work and kill it: the changes it acknowledged, and the one that was under way."""
    chance = random.Random(seed)
    said, saying = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(said)
        try:
            for number, change in _changes(state, seed):
                carried_out(change, folder)
                os.write(saying, number.to_bytes(4, "big"))
        except BaseException as error:
            os.write(2, f"the child failed: {error!r}\n".encode())
        os._exit(3)
    os.close(saying)
    time.sleep(chance.random() * LONGEST)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the child ended by itself")
    done = 0
    while select.select([said], [], [], 0)[0] and os.read(said, 4):
        done += 1
    os.close(said)
    changes = _changes(state, seed)
    acknowledged = [next(changes)[1] for _ in range(done)]
    return acknowledged, next(changes)[1]


def _changes(state: State, seed: str) -> Iterator[tuple[int, Change]]:
    """The changes of one child, numbered: the same in the child and here."""
    chance, number = random.Random(f"changes {seed}"), 0
    base = int(seed.split()[-1]) * 1000
    while True:
        change = drawn(state, chance, base + number)
        yield number, change
        state, number = changed(state, change), number + 1


def stored_state(folder: Path) -> tuple[State, list[str]]:
    """What the store holds, and the ids that still wait for a rebuild."""
    with open_store(folder) as store:
        entries = store.documents()
        older = [version for entry in entries for version in store.versions(entry.id)]
        state = State(
            {entry.name: store.document(entry.id).text for entry in entries},
            frozenset(store.document(version.id).text for version in older),
            store.stamp.model,
        )
        waiting = store.pending()
        for entry in entries:
            words = store.document(entry.id).text.splitlines()[4]
            hits = [i for i, _ in store.search_text(words, 3)]
            if entry.id not in waiting and not any(i.startswith(entry.id) for i in hits):
                raise AssertionError(f"{entry.name} is stored and not found")
        return state, waiting


def main() -> None:
    """Kill and look, ``--n`` times; prints how many kills hit what, and how often the change was made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)  # that a rebuild is due is what is wanted here
    hit: Counter[tuple[str, str]] = Counter()
    lost, unsound, acknowledged = 0, 0, 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "files").mkdir()
        first = Change("add", "案例.md", "# 案例.md 第0版\n\n## 某单位 做法\n\n第一句话，共1人。\n")
        carried_out(first, folder)
        state = changed(State(), first)
        for round_number in range(chosen.n):
            changes, under_way = killed(state, f"{chosen.seed} {round_number + 1}", folder)
            for change in changes:
                state = changed(state, change)
            acknowledged += len(changes)
            after = changed(state, under_way)
            now, waiting = stored_state(folder / "store")
            outcome = "made" if now == after else "not made" if now == state else "NEITHER"
            lost += outcome == "NEITHER"
            faults = [f for f in problems(folder / "store") if WAITING not in f and STRAY not in f]
            faults += ["documents wait without a rebuild"] if waiting and under_way.kind != "rebuild" else []
            unsound += bool(faults)
            for fault in faults:
                print(f"kill {round_number + 1} during {under_way.kind}: {fault}")
            hit[under_way.kind, outcome] += 1
            state = now
            if waiting:  # as the next start would
                carried_out(Change("rebuild", now.model), folder)
        kept = len(list((folder / "store" / "originals").iterdir()))
        strays = kept - len(state.current) - len(state.older)
    for (kind, outcome), count in sorted(hit.items()):
        print(f"killed during {kind:8} {outcome:9}{count:5}")
    print(
        f"{chosen.n} kills, {acknowledged} changes acknowledged: lost or half there {lost}, unsound {unsound}"
    )
    print(f"source files that no document names, for verify --mend: {strays}")


if __name__ == "__main__":
    main()
