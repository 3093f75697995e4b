"""The peers' own virtual environment: their packages never meet the program's."""

import hashlib
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements.txt"
MARK = "installed.sha256"  # of the requirements that were installed to the end


def python_of(folder: Path) -> Path:
    """The interpreter of the environment in ``folder``, made or brought up to date first.

    Raises SystemExit when a package cannot be had.
    """
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    mark, python = folder / MARK, folder / "bin" / "python"
    if mark.is_file() and mark.read_text() == wanted:
        return python
    print(f"installing {REQUIREMENTS.name} into {folder}", file=sys.stderr, flush=True)
    install = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "-r", REQUIREMENTS]
    for command in ([sys.executable, "-m", "venv", folder], install):
        if subprocess.run(command, check=False).returncode:
            raise SystemExit(f"could not install {REQUIREMENTS} into {folder}: see above, then run again")
    mark.write_text(wanted)
    return python
