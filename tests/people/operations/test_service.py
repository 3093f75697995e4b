"""The systemd unit: each line that hardens it is there, and systemd itself takes it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
UNIT = ROOT / "deploy" / "xinhuoshi.service"
YES = [
    "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "PrivateMounts", "PrivateUsers", "ProtectHome",
    "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups",
    "ProtectClock", "ProtectHostname", "RestrictSUIDSGID", "RestrictNamespaces", "RestrictRealtime",
    "LockPersonality", "RemoveIPC",
]  # fmt: skip
VALUES = {
    "ProtectSystem": ["strict"],
    "ReadWritePaths": ["/opt/xinhuoshi/var"],
    "ProtectProc": ["invisible"],
    "User": ["xinhuoshi"],
    "CapabilityBoundingSet": [""],
    "AmbientCapabilities": [""],
    "RestrictAddressFamilies": ["AF_INET AF_INET6 AF_UNIX"],
    "SystemCallArchitectures": ["native"],
    "SystemCallFilter": ["@system-service", "~@privileged"],
    "UMask": ["0077"],
    "LimitCORE": ["0"],
}
WORST = 1.5  # exposure by systemd's own count, of 10


def settings(text):
    """Every setting of the [Service] section with its values in order."""
    section = re.search(r"^\[Service\]\n(.*?)(?=^\[)", text, re.S | re.M)[1]
    found = {}
    for line in section.splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def faults(text):
    found = settings(text)
    wrong = [name for name in YES if found.get(name) != ["true"]]
    wrong += [name for name, values in VALUES.items() if found.get(name) != values]
    memory = re.fullmatch(r"(\d+)G", found.get("MemoryMax", [""])[0])
    return wrong + ([] if memory and 2 <= int(memory[1]) <= 16 else ["MemoryMax"])


def test_every_line_that_hardens_it_is_there():
    assert faults(UNIT.read_text(encoding="utf8")) == []


@pytest.mark.parametrize("name", [*YES, *VALUES, "MemoryMax"])
def test_one_that_is_missing_or_commented_out_is_noticed(name):
    text = UNIT.read_text(encoding="utf8")
    for changed in (
        re.sub(rf"^{name}=.*\n", "", text, flags=re.M),
        re.sub(rf"^{name}=", f"#{name}=", text, flags=re.M),
    ):
        assert faults(changed) == [name]


def test_it_starts_the_page_of_this_project():
    (command,) = settings(UNIT.read_text(encoding="utf8"))["ExecStart"]
    python, script, *_ = command.split()
    assert python == "/opt/xinhuoshi/.venv/bin/python"
    assert (ROOT / script).is_file()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
def test_systemd_takes_it_and_finds_little_exposed(tmp_path):
    text = UNIT.read_text(encoding="utf8").replace("/opt/xinhuoshi/.venv/bin/python", shutil.which("true"))
    unit = tmp_path / "xinhuoshi.service"
    unit.write_text(text, encoding="utf8")
    checked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    scored = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        capture_output=True, text=True, check=False, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", scored.stdout)[1]) <= WORST
