"""The child process that becomes LibreOffice: limits first. ``python -m index.parse.converter PROGRAM …``."""

import os
import sys

from index.parse.processes import limit

MEMORY = 4 * 1024 * 1024 * 1024  # bytes of address space; much of it is mapped and never touched
CPU = 60  # seconds
OUTPUT = 256 * 1024 * 1024  # bytes of one file
FILES = 1024  # open at once


def main(command: list[str]) -> None:
    """Run a program in this process's place, bounded."""
    limit(MEMORY, CPU, OUTPUT, FILES)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
