"""The Milvus store on the standalone engine of the ``milvus`` 2.3 wheel; prints what it found as JSON.

Run as a process of its own in a network namespace of its own, because this engine listens on every
interface: ``unshare --net --pid --fork --kill-child python -m tests.support.standalone_steps FOLDER``.

No restart: asked to stop, this version was seen waiting for ever for a part of itself that had stopped
already, and after a SIGKILL it panicked as it started again. Restarts are tested on milvus-lite.
"""

import fcntl
import json
import logging
import os
import shutil
import socket
import struct
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from milvus import MilvusServer, MilvusServerConfig

from index.errors import IndexFailure
from index.records import Filter, Metadata
from index.settings import IndexSettings
from index.store.contract import StoreStamp
from index.store.opening import open_store
from index.verify.verify import problems
from tests.support.storekit import DIMENSION, STAMP, fake_vectors, item

UP, FLAGS, SET_FLAGS = 0x1, 0x8913, 0x8914  # IFF_UP, SIOCGIFFLAGS, SIOCSIFFLAGS
PORT = 19530
ADDRESS = f"milvus+http://127.0.0.1:{PORT}/cases"


def interfaces():
    return [name for _, name in socket.if_nameindex()]


def raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        flags = struct.unpack("16sh", fcntl.ioctl(control, FLAGS, struct.pack("16sh", b"lo", 0)))[1]
        fcntl.ioctl(control, SET_FLAGS, struct.pack("16sh", b"lo", flags | UP))


def documents():
    """Sixty documents of one to five passages; each third is of another unit, year and tag."""
    items = []
    for n in range(60):
        lines = (f"第{n}份第{p}段文字。" for p in range(n % 5 + 1))
        known = Metadata(f"第{n % 3}局", f"20{20 + n % 3}-05-01", "日报", ("党建",) if n % 3 else ())
        items.append(replace(item(f"{n}.txt", f"标题{n}", *lines, unit=""), metadata=known))
    return items


def brute_force(held, question, k):
    known = [p.id for i in held for p in i.passages]
    cosines = np.concatenate([i.vectors for i in held]) @ question
    return [known[at] for at in np.argsort(-cosines)[:k]]


def searched(store, where=None):
    question = fake_vectors(["问"])[0]
    return [
        i for i, _ in (store.search_dense(question, 20, where) if where else store.search_dense(question, 20))
    ]


def steps(settings):
    items = documents()
    question = fake_vectors(["问"])[0]
    report = {}
    with open_store(ADDRESS, stamp=STAMP, writable=True, settings=settings) as store:
        store.apply(add=items)
        report["dense"] = [searched(store), brute_force(items, question, 20)]
        report["text"] = store.search_text("第1份", 10)
        for name, where, kept in (
            ("unit", Filter(units=("1局",)), lambda n: n % 3 == 1),
            ("since", Filter(since="2021-01-01"), lambda n: n % 3 > 0),
            ("tag", Filter(tags=("党建",)), lambda n: n % 3 > 0),
            ("both", Filter(units=("局",), until="2021-12-31"), lambda n: n % 3 < 2),
        ):
            held = [entry for n, entry in enumerate(items) if kept(n)]
            report[name] = [searched(store, where), brute_force(held, question, 20)]
        gone = [entry.document.id for entry in items[:20]]
        store.apply(add=[items[0]], remove=gone)
        report["deleted"] = [searched(store), brute_force([items[0], *items[20:]], question, 20)]
        store.apply(add=[items[0], items[21]])
        report["added again"] = [searched(store), brute_force([items[0], *items[20:]], question, 20)]
    report["problems"] = problems(ADDRESS, settings)
    try:
        other = settings.model_copy(update={"records": f"{settings.records}.other"})
        open_store(ADDRESS, stamp=STAMP, writable=True, settings=other)
    except IndexFailure as error:
        report["foreign"] = str(error)
    stamp = StoreStamp("fake@2", DIMENSION, STAMP.splitter)
    with open_store(ADDRESS, writable=True, settings=settings) as store:
        store.restamp(stamp)
        report["emptied"] = searched(store)
        store.apply(add=items)
        report["rebuilt"] = [searched(store), brute_force(items, question, 20)]
    report["problems after"] = problems(ADDRESS, settings)
    return report


def main(folder):
    raise_loopback()
    server = MilvusServer(MilvusServerConfig(), data_dir=str(folder / "milvus"), proxy_port=PORT)
    os.environ["HOME"] = str(folder)
    server.start()
    try:
        settings = IndexSettings(records=f"sqlite:///{folder / 'records.db'}", milvus_timeout_s=120)
        report = steps(settings) | {"interfaces": interfaces()}
    finally:
        server.stop()
        shutil.rmtree(folder / "milvus")
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(Path(sys.argv[1]).resolve())
