"""Milvus for the tests: milvus-lite as a process of its own, on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

START = 120  # seconds within which the server must answer; it takes one or two


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port, process, log):
    """Until something listens there. Fails with the log when the process ends or is too late."""
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no server on port {port}:\n{log.read_text(errors='replace')[-3000:]}")


class Lite:
    """A milvus-lite server over a folder; it binds every interface unless it is told otherwise."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.process = None

    @property
    def uri(self):
        return f"http://127.0.0.1:{self.port}"

    def address(self, collection):
        return f"milvus+{self.uri}/{collection}"

    def start(self):
        log = self.folder / "log"
        command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self.folder / "data")]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port)], stdout=out, stderr=out
            )
        wait_for(self.port, self.process, log)

    def kill(self):
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def lite(folder):
    """A running milvus-lite server."""
    server = Lite(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def listening(process_id):
    """The local addresses a process listens at over TCP, hexadecimal as the kernel lists them."""
    inodes = set()
    for entry in os.scandir(f"/proc/{process_id}/fd"):
        target = os.readlink(entry.path)
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    addresses = set()
    for table in ("tcp", "tcp6"):
        with open(f"/proc/{process_id}/net/{table}", encoding="ascii") as lines:
            for line in list(lines)[1:]:
                fields = line.split()
                if fields[3] == "0A" and fields[9] in inodes:
                    addresses.add(fields[1])
    return addresses
