"""Mutated office files through parse_file: what became of each, the slowest, the child's peak memory.

python -m bench.fuzz --n 5000 [--files FOLDER]
"""

import argparse
import contextlib
import io
import random
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import UnreadableSource
from index.parse import APART, parse_file
from index.parse.child import OLD

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 512 * 1024  # bytes of a file to start from: larger ones only take longer to change


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file that is changed at random."""

    name: str
    data: bytes


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


def articles() -> list[Seed]:
    """The article that ships, saved in every format by the usual writers."""
    from tests.support import office_files

    lines = [line.strip() for line in next((ROOT / "docs").glob("*.txt")).read_text("utf-8-sig").splitlines()]
    lines = [line for line in lines if line]
    short = [(2 if len(line) < 40 else 0, line) for line in lines]
    tagged = "".join(f"<h2>{line}</h2>" if level else f"<p>{line}</p>" for level, line in short)
    pages = [office_files.wrapped(line, 26, 560) for line in lines if 40 <= len(line) < 900][:8]
    return [
        Seed("article.docx", office_files.docx(*short)),
        Seed(
            "article.xlsx",
            office_files.xlsx(案例=[["序号", "文字"], *([n, line] for n, line in enumerate(lines))]),
        ),
        Seed("article.pdf", office_files.pdf(*pages)),
        Seed("article.html", f"<html><body>{tagged}</body></html>".encode()),
        Seed("article.csv", "\n".join(f'{n},"{line}"' for n, line in enumerate(lines)).encode("gb18030")),
    ]


def gathered(folder: Path) -> list[Seed]:
    """Further real files, of the formats that are opened in a child process."""
    kept = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in set(APART) - set(OLD)]
    return [Seed(path.name, path.read_bytes()) for path in kept if path.stat().st_size <= LARGEST]


def bad_files(folder: Path) -> tuple[int, float]:
    """The hand-made bad files of the tests, each parsed once: how many, and the slowest in seconds."""
    from tests.index.parse.test_parse_bad_files import BAD

    slowest = 0.0
    for name, make, _ in BAD:
        path = folder / name
        path.write_bytes(make())
        began = time.perf_counter()
        with contextlib.suppress(UnreadableSource):
            parse_file(path)
        slowest = max(slowest, time.perf_counter() - began)
        path.unlink()
    return len(BAD), slowest


def trial(seeds: Sequence[Seed], number: int, chosen: random.Random, folder: Path) -> tuple[str, str, float]:
    """Change one file and parse it: (suffix, outcome, seconds). A crash is any error but a refusal."""
    suffixes = sorted({Path(seed.name).suffix.lower() for seed in seeds})
    suffix = suffixes[number % len(suffixes)]
    seed = chosen.choice([seed for seed in seeds if Path(seed.name).suffix.lower() == suffix])
    path = folder / f"{number}{suffix}"
    path.write_bytes(mutated(seed.data, chosen))
    began = time.perf_counter()
    try:
        parsed = parse_file(path)
        sound = all(0 <= b.start < b.end <= len(parsed.document.text) for b in parsed.blocks)
        outcome = "read" if sound else "CRASH"
    except UnreadableSource as error:
        outcome = "stopped" if "已停止" in str(error) else "refused"
    except Exception:
        traceback.print_exc()
        outcome = "CRASH"
    path.unlink()
    return suffix, outcome, time.perf_counter() - began


def peak_of_children() -> float:
    """The most memory any child so far has held, in MiB; Linux counts in KiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Mutate sound files, parse each in turn, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=5000, help="files in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--files", type=Path, help="a folder with further real files to start from")
    chosen = parser.parse_args()
    seeds = articles() + (gathered(chosen.files) if chosen.files else [])
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        bad, longest = bad_files(Path(folder))
        print(
            f"{bad} hand-made bad files: slowest {longest:.1f} s, a child's peak {peak_of_children():.0f} MiB"
        )
        for number in range(chosen.n):
            chance = random.Random(f"{chosen.seed} {number}")
            suffix, outcome, seconds = trial(seeds, number, chance, Path(folder))
            outcomes[suffix, outcome] += 1
            slowest = max(slowest, seconds)
        left = sorted(path.name for path in Path(folder).iterdir())
    for (suffix, outcome), count in sorted(outcomes.items()):
        print(f"{suffix:8}{outcome:10}{count:6}")
    crashes = sum(count for (_, outcome), count in outcomes.items() if outcome == "CRASH")
    print(
        f"{chosen.n} files from {len(seeds)} sound ones: crashes of this process {crashes}, slowest"
        f" {slowest:.1f} s, a child's peak {peak_of_children():.0f} MiB, files left behind {len(left)}"
    )


if __name__ == "__main__":
    main()
