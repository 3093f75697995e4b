"""SQLite files and a PostgreSQL server of the tests' own, for tests that run the same on both."""

import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

REQUIRED = "REQUIRE_POSTGRES"  # set in .ci/run: there the server must not be missing
MISSING = "PostgreSQL 没有安装（apt-get install -y postgresql）"


def programs():
    """The folder with Debian's initdb and pg_ctl, None where there is none."""
    paths = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    if paths:
        return paths[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def server(folder):
    """A server on a free port of 127.0.0.1 with its data in ``folder``; gives its URL without a database."""
    binaries = programs()
    if binaries is None:
        if os.environ.get(REQUIRED):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, log = folder / "data", folder / "log"
    _owned(folder)
    _run(
        binaries / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _run(binaries / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield f"postgresql+psycopg://tests@127.0.0.1:{port}/"
    finally:
        _owned(folder)  # another run of pytest has closed the folders above meanwhile
        _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def new_database(url):
    """A fresh database of the server at ``url``; gives its URL."""
    import psycopg

    name = f"t{uuid4().hex}"
    plain = url.replace("+psycopg", "") + "postgres"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url + name


def _owned(folder):
    """The server refuses to run as root: then it runs as Debian's user for it."""
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)


def _run(*command):
    as_user = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    )
    done = subprocess.run(
        [*as_user, *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/"
    )
    assert done.returncode == 0, done.stderr
