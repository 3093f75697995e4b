"""Mutated office files through parse_file: what became of each, the slowest, and whether this process lived.

python -m bench.fuzz --n 5000
"""

import argparse
import io
import random
import tempfile
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.errors import UnreadableSource
from index.parse import parse_file

WORKERS = 2


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with some of it flipped, cut, repeated or spliced; of a zip, sometimes inside one member."""
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _inside(data, chance)
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(max(1, len(changed)))
        way = chance.randrange(5)
        if way == 0 and changed:
            changed[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            changed[at : at + chance.randint(1, 64)] = chance.randbytes(chance.randint(0, 64))
        elif way == 2:
            del changed[at : at + chance.randint(1, max(1, len(changed) // 4))]
        elif way == 3:
            changed[at:at] = changed[at : at + chance.randint(1, 400)] * chance.randint(1, 20)
        else:
            changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
    return bytes(changed)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """One member changed and packed again, so that its checksum holds and the parser sees the change."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        members = old.namelist()
        chosen = chance.choice(members)
        for name in members:
            content = old.read(name)
            new.writestr(name, mutated(content, chance) if name == chosen else content)
    return out.getvalue()


def main() -> None:
    """Mutate the files that the tests make, parse each, print a table."""
    from tests.test_parse_bad_files import SEEDS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=5000, help="files in all")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:

        def one(number: int) -> tuple[str, str, float]:
            suffix = sorted(SEEDS)[number % len(SEEDS)]
            chance = random.Random(f"{chosen.seed} {number}")
            path = Path(folder, f"{number}{suffix}")
            path.write_bytes(mutated(SEEDS[suffix], chance))
            began = time.perf_counter()
            try:
                parse_file(path)
                outcome = "read"
            except UnreadableSource as error:
                outcome = "stopped" if "已停止" in str(error) else "refused"
            path.unlink()
            return suffix, outcome, time.perf_counter() - began

        for suffix, outcome, seconds in pool.map(one, range(chosen.n)):
            outcomes[suffix, outcome] += 1
            slowest = max(slowest, seconds)
    for (suffix, outcome), count in sorted(outcomes.items()):
        print(f"{suffix:8}{outcome:10}{count:6}")
    print(f"{chosen.n} files, slowest {slowest:.1f} s; no other error reached this process")


if __name__ == "__main__":
    main()
