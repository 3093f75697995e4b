"""Child processes that open what comes from outside: how they are started, bounded and ended."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent  # here, because settings take long to import
MEMORY = 512 * 1024 * 1024  # bytes of address space
CPU = 7  # seconds
OUTPUT = 64 * 1024 * 1024  # bytes it may write
FILES = 32  # open at once
LATER = 10  # how much further back it stands for the processor, 0..19


def limit(memory: int = MEMORY, cpu: int = CPU, output: int = OUTPUT, files: int = FILES) -> None:
    """Bound this process, and what it runs in its place, for good, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's wall limit is all there is
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))  # the first is a signal that names itself


def run(command: list[str], wall: float, **streams: Any) -> int | None:
    """Run a command in a process group of its own; its exit code, None when ``wall`` seconds passed."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=scrubbed_environment(),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **streams,
    )
    try:
        return process.wait(wall)
    except subprocess.TimeoutExpired:
        return None
    finally:
        end_group(process)


def scrubbed_environment() -> dict[str, str]:
    """Of this process's variables those a child needs: no keys, no proxies."""
    return {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TMPDIR", "LANG")}


def end_group(process: subprocess.Popen[bytes]) -> None:
    """The child and all it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
