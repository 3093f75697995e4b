"""Installing from the archive for machines without a network: what will not do is named.

That it installs and answers is for .ci/bundle_test, which takes minutes and half a gigabyte.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
INSTALL = ROOT / "deploy" / "install.sh"
HERE = {
    "VERSION": "0", "COMMIT": "0", "SYSTEM": platform.system(), "MACHINE": platform.machine(),
    "GLIBC": "2.17", "PYTHON_VERSION": f"{sys.version_info[0]}.{sys.version_info[1]}",
    "TORCH_LOCK": "t.lock", "FAST_LOCK": "",
}  # fmt: skip


def refused(folder, *, sums="", **other):
    """What install.sh says of an archive that says this of itself."""
    folder.mkdir(exist_ok=True)
    shutil.copy(INSTALL, folder)
    (folder / "SHA256SUMS").write_text(sums)
    (folder / "BUNDLE").write_text("".join(f"{name}={value}\n" for name, value in (HERE | other).items()))
    done = subprocess.run(
        ["sh", folder / "install.sh", folder / "app"], capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"SYSTEM": "Darwin"}, "给 Darwin 系统用"),
        ({"MACHINE": "riscv64"}, "给 riscv64 的处理器用"),
        ({"PYTHON_VERSION": "3.99"}, "需要 Python 3.99"),
        ({"GLIBC": "9.9"}, "需要 glibc 9.9"),
        ({"sums": f"{'0' * 64}  BUNDLE\n"}, "对不上的文件：BUNDLE"),
        ({"sums": f"{'0' * 64}  wheels/torch.whl\n"}, "被改动过"),
    ],
)
def test_a_machine_or_an_archive_that_will_not_do_is_named(tmp_path, other, said):
    assert said in refused(tmp_path / "bundle", **other)
    assert not (tmp_path / "bundle" / "app").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    app = tmp_path / "bundle" / "app"
    app.mkdir(parents=True)
    (app / "mine").write_text("mine")
    assert "已经有内容" in refused(tmp_path / "bundle")
    assert [path.name for path in app.iterdir()] == ["mine"]


@pytest.mark.parametrize("script", ["deploy/install.sh", ".ci/bundle", ".ci/bundle_test"])
def test_the_scripts_can_be_read_by_their_shell(script):
    first = (ROOT / script).read_text(encoding="utf8").splitlines()[0]
    shell = "sh" if first == "#!/bin/sh" else "bash"
    subprocess.run([shell, "-n", ROOT / script], check=True)
    assert os.access(ROOT / script, os.X_OK)
