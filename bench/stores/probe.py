"""A fresh process that answers questions from standard input; bench.speed starts it.

Reads a JSON string a line, writes {"status"} for each, and {"peak_mb"} at the end.
"""

import argparse
import json
import sys
from pathlib import Path

from rag.program import Program
from rag.settings import Settings


def main() -> None:
    """Answer every line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    with Program.open(Settings(store=parser.parse_args().store)) as program:
        for line in sys.stdin:
            answer = program.chatbot.ask(json.loads(line))
            print(json.dumps({"status": answer.status}), flush=True)
    print(json.dumps({"peak_mb": peak_mb()}))


def peak_mb() -> float:
    """The most memory this process has held, in MB of 10^6 bytes (VmHWM of /proc)."""
    status = Path("/proc/self/status").read_text()
    kilobytes = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
    return kilobytes * 1024 / 1e6


if __name__ == "__main__":
    main()
