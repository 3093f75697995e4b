"""Kills a writing process before each of its write system calls in turn; prints what it found as JSON.

Run as a process of its own, because it forks: ``python -m tests.support.kill_steps SCENARIO FOLDER``.
"""

import ctypes
import json
import os
import shutil
import signal
import sys
from pathlib import Path

import faiss

from index.errors import StoreMissing
from index.store import vectors
from index.store.contract import StoreStamp
from index.store.opening import open_store
from index.verify.verify import problems
from tests.support.storekit import ALPHA, BETA, GAMMA, STAMP, hits, item

TRACE_ME, SYSCALL, GET_REGISTERS, SET_OPTIONS = 0, 24, 12, 0x4200
GOOD_SYSCALL_STOP, KILL_ON_EXIT = 0x1, 0x100000
# x86-64 calls that change a file or a folder.
CHANGING = {
    1: "write", 18: "pwrite64", 20: "writev", 74: "fsync", 75: "fdatasync", 76: "truncate",
    77: "ftruncate", 82: "rename", 83: "mkdir", 86: "link", 87: "unlink", 263: "unlinkat", 264: "renameat",
    285: "fallocate", 296: "pwritev", 316: "renameat2",
}  # fmt: skip
OPENING = {2: "rsi", 257: "rdx"}  # open, openat: the register that holds the flags
REGISTERS = [
    "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi",
    "rdi", "orig_rax", "rip", "cs", "eflags", "rsp", "ss", "fs_base", "gs_base", "ds", "es", "fs", "gs",
]  # fmt: skip
LIMIT = 600  # steps; far more than a scenario has

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


class Registers(ctypes.Structure):
    _fields_ = [(name, ctypes.c_ulonglong) for name in REGISTERS]


def killed_before(step, work):
    """Run ``work`` in a child, kill it before its ``step``-th change; that call's name, None if it ended."""
    child = os.fork()
    if child == 0:
        libc.ptrace(TRACE_ME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            work()
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(3)
        os._exit(0)
    os.waitpid(child, 0)
    libc.ptrace(SET_OPTIONS, child, None, GOOD_SYSCALL_STOP | KILL_ON_EXIT)
    seen, entering, signal_number = 0, True, None
    while True:
        libc.ptrace(SYSCALL, child, None, signal_number)
        signal_number = None
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, status
            return None
        if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
            signal_number = os.WSTOPSIG(status)
            continue
        if entering:
            name = change_named(child)
            seen += name is not None
            if name and seen == step:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return name
        entering = not entering


def change_named(child):
    registers = Registers()
    libc.ptrace(GET_REGISTERS, child, None, ctypes.byref(registers))
    call = registers.orig_rax
    if call in OPENING:
        return "creat" if getattr(registers, OPENING[call]) & os.O_CREAT else None
    return CHANGING.get(call)


def prepare(folder):
    with open_store(folder, stamp=STAMP, writable=True) as store:
        store.add([item(*ALPHA), item(*BETA)])


def create(folder):
    with open_store(folder, stamp=STAMP, writable=True) as store:
        store.add([item(*ALPHA)])


def replace(folder):
    with open_store(folder, stamp=STAMP, writable=True) as store:
        store.apply(add=[item(*GAMMA)], remove=[item(*ALPHA).document.id])


def remove(folder):
    with open_store(folder, stamp=STAMP, writable=True) as store:
        assert store.remove(item(*BETA).document.id)


def restamp(folder):
    with open_store(folder, writable=True) as store:
        store.restamp(StoreStamp("fake@2", STAMP.dimension, STAMP.splitter))


SCENARIOS = {"create": create, "replace": replace, "remove": remove, "restamp": restamp}


def state(folder):
    """All that a reader sees, or None without a store."""
    try:
        with open_store(folder) as store:
            return hits(store), store.stamp.model, store.pending()
    except StoreMissing:
        return None


def try_every_step(work, folder):
    """Kill at step 1, 2, ... until the work ends; compare each time."""
    base, trial = folder / "base", folder / "trial"
    base.mkdir(parents=True)
    if work is not create:
        prepare(base)
    before = state(base)
    report = {"steps": [], "neither": [], "unsound": [], "unfinished": [], "order": []}
    shutil.copytree(base, folder / "whole")
    work(folder / "whole")
    after = state(folder / "whole")
    with open_store(folder / "empty", stamp=STAMP, writable=True) as store:
        allowed = [before, after] if work is not create else [before, after, (hits(store), "fake@1", [])]
    for step in range(1, LIMIT):
        shutil.copytree(base, trial)
        name = killed_before(step, lambda: work(trial))
        if name is None:
            break
        report["steps"].append(name)
        # The store is copied first: opening it repairs what the next check should still find.
        shutil.copytree(trial, folder / "reopened")
        current = state(trial)
        report["order"].append("old" if current == before else "new" if current == after else "neither")
        if current not in allowed:
            report["neither"].append((step, name))
        if current is not None and (faults := [p for p in problems(trial) if "等待重新入库" not in p]):
            report["unsound"].append((step, name, faults))
        if work is not remove or current == before:
            work(folder / "reopened")
            if state(folder / "reopened") != after:
                report["unfinished"].append((step, name))
        shutil.rmtree(folder / "reopened")
        shutil.rmtree(trial)
    return report


if __name__ == "__main__":
    faiss.omp_set_num_threads(1)  # threads and fork do not mix
    vectors._SMALL, vectors._DRIFT = 0, 0.0  # every change writes the vector file anew, and is killed at it
    json.dump(try_every_step(SCENARIOS[sys.argv[1]], Path(sys.argv[2])), sys.stdout)
