"""The lock files: everything required is in them once, in a version in range, with hashes."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
# Requirements file -> the locks it is installed from.
LOCKS = {
    "requirements.txt": ["requirements.lock", "requirements-torch.lock"],
    "requirements-cluster.txt": ["requirements.lock", "requirements-cluster.lock"],
    "requirements-fast.txt": ["requirements-fast.lock"],
    "requirements-dev.txt": ["requirements.lock", "requirements-cluster.lock", "requirements-dev.lock"],
}
LINUX = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
LINUX |= {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix"}


def lines(name):
    """Lines of a requirements or lock file with their continuations, without comments and includes."""
    text = (ROOT / name).read_text(encoding="utf8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r "))]


def pinned(*locks):
    """(name, version, marker, number of hashes) of every entry."""
    for lock in locks:
        for line in lines(lock):
            requirement = Requirement(line.split(" --hash")[0])
            (specifier,) = requirement.specifier
            assert specifier.operator == "==", line
            hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}(?= |$)", line)
            yield canonicalize_name(requirement.name), specifier.version, requirement.marker, len(hashes)


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_locked_in_its_range(name):
    versions = {}
    for package, version, _, _ in pinned(*LOCKS[name]):
        versions.setdefault(package, []).append(version)
    for line in lines(name):
        wanted = Requirement(line.split(" #")[0])
        locked = versions.get(canonicalize_name(wanted.name), [])
        assert locked, f"{name}: {wanted} is in no lock: make lock"
        assert all(wanted.specifier.contains(version) for version in locked), f"{wanted}: {locked}: make lock"


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_every_entry_has_hashes(lock):
    entries = list(pinned(lock))
    assert entries
    assert not [entry for entry in entries if entry[3] == 0]


@pytest.mark.parametrize("python", ["3.11.7", "3.12.1", "3.13.0"])
def test_one_version_of_each_package_is_installed(python):
    """The markers of a package's entries exclude each other, and no lock repeats another."""
    here = {**LINUX, "python_full_version": python, "python_version": python.rsplit(".", 1)[0]}
    locks = [*LOCKS["requirements-dev.txt"], "requirements-torch.lock", "requirements-fast.lock"]
    chosen = [name for name, _, marker, _ in pinned(*locks) if not marker or marker.evaluate(here)]
    assert len(chosen) == len(set(chosen))


def test_the_cpu_build_is_of_the_same_torch():
    ((name, version, marker, hashes),) = pinned("requirements-torch-cpu.lock")
    (torch,) = [entry for entry in pinned("requirements-torch.lock") if entry[0] == "torch"]
    assert (name, version, marker, hashes) == ("torch", torch[1] + "+cpu", None, 1)
