"""A Dask cluster of real processes on loopback."""

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START = 120  # seconds within which a process must be ready; it takes a few


class Cluster:
    """A scheduler and its workers, which embed in float32 with the model that ships."""

    def __init__(self, folder):
        self.folder = folder
        self.workers = []
        self.scheduler = self._run("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        match = self._wait("scheduler", self.scheduler, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")
        self.address = match[1]

    def add_worker(self):
        number = len(self.workers)
        options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        worker = self._run("worker", self.address, *options, log=f"worker{number}")
        self.workers.append(worker)
        self._wait(f"worker{number}", worker, r"Registered to:\s+(tcp://\S+)")

    def _run(self, what, *options, log=""):
        environment = os.environ | {"XHS_INDEX__PRECISION": "float32", "OMP_NUM_THREADS": "1"}
        with (self.folder / (log or what)).open("wb") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", what, *options],
                stdout=out,
                stderr=out,
                cwd=ROOT,
                env=environment,
            )

    def _wait(self, log, process, pattern):
        end = time.monotonic() + START
        while time.monotonic() < end and process.poll() is None:
            if match := re.search(pattern, (self.folder / log).read_text(errors="replace")):
                return match
            time.sleep(0.05)
        raise AssertionError((self.folder / log).read_text(errors="replace")[-3000:])

    def stop(self):
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def cluster(folder):
    """A scheduler without workers yet."""
    running = Cluster(folder)
    try:
        yield running
    finally:
        running.stop()
