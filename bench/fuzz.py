"""Mutated files of all formats, read and taken apart: what became of each, the slowest, memory.

python -m bench.fuzz --n 5000 [--files FOLDER] [--first NUMBER] [--only .ofd .pptx …]
"""

import argparse
import contextlib
import random
import shutil
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.mutation import mutated
from index.errors import UnreadableSource
from index.parse import CONTAINERS, FORMATS, ParsedFile, open_container, parse_file
from index.parse.child import OLD
from index.segment import segment, split_passages
from index.segment.propositions import propositions_of
from index.settings import IndexSettings

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 10.0  # seconds a file may take; one in a container as much
HANGS = 30  # seconds after which it is given up
LARGEST = 512 * 1024  # bytes of a file to start from: larger ones only take longer to change


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file that is changed at random."""

    name: str
    data: bytes


def articles() -> list[Seed]:
    """The article that ships, saved in every format by the usual writers."""
    from tests.support.files import compound_files, container_files, ofd_files, office_files, slide_files
    from tests.support.files.six_documents import SIX

    lines = [line.strip() for line in next((ROOT / "docs").glob("*.txt")).read_text("utf-8-sig").splitlines()]
    lines = [line for line in lines if line]
    short = [(2 if len(line) < 40 else 0, line) for line in lines]
    tagged = "".join(f"<h2>{line}</h2>" if level else f"<p>{line}</p>" for level, line in short)
    pages = [office_files.wrapped(line, 26, 560) for line in lines if 40 <= len(line) < 900][:8]
    docx = office_files.docx(*short)
    return [
        Seed("article.docx", docx),
        Seed(
            "article.xlsx",
            office_files.xlsx(案例=[["序号", "文字"], *([n, line] for n, line in enumerate(lines))]),
        ),
        Seed("article.pdf", office_files.pdf(*pages)),
        Seed("article.html", f"<html><body>{tagged}</body></html>".encode()),
        Seed("article.csv", "\n".join(f'{n},"{line}"' for n, line in enumerate(lines)).encode("gb18030")),
        Seed("utf8.txt", "\n".join(lines).encode()),
        Seed("article.txt", "\n".join(lines).encode("gb18030")),
        Seed("article.md", "\n\n".join(f"## {x}" if level else x for level, x in short).encode()),
        Seed("article.doc", office_files.ole(encrypted=False)),
        *(Seed(f"{habit}.ofd", make(SIX["grouped"])) for habit, make in ofd_files.HABITS.items()),
        Seed("grouped.pptx", slide_files.slides(SIX["grouped"])),
        Seed("everything.pptx", slide_files.everything()),
        *_packed(
            container_files,
            compound_files,
            {"甲.txt": lines[-1].encode(), "乙.docx": office_files.docx(*short[:3])},
        ),
    ]


def _packed(container_files: Any, compound_files: Any, files: dict[str, bytes]) -> list[Seed]:
    """The same two files in a zip and in mails."""
    letter = ("关于报送材料的通知", "各单位：\n请于5月20日前报送。\n")
    return [
        Seed("parts.zip", container_files.zipped(files)),
        Seed("letter.eml", container_files.mail(*letter, list(files.items()), html="<p>请<b>报送</b>。</p>")),
        Seed("letter.msg", compound_files.outlook(*letter, files)),
    ]


def gathered(folder: Path) -> list[Seed]:
    """Further real files; none that LibreOffice would convert, which has limits of its own."""
    kept = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in set(FORMATS) - set(OLD)]
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


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one file."""

    suffix: str
    outcome: str  # read, refused, stopped, CRASH: any error but a refusal
    reading: float  # seconds
    total: float  # seconds, with what the parent does afterwards


def trial(
    seeds: Sequence[Seed], number: int, chosen: random.Random, folder: Path, keep: Path | None
) -> Tally:
    """Change one file, read it and take it apart."""
    suffixes = sorted({Path(seed.name).suffix.lower() for seed in seeds})
    suffix = suffixes[number % len(suffixes)]
    seed = chosen.choice([seed for seed in seeds if Path(seed.name).suffix.lower() == suffix])
    path = folder / f"{number}{suffix}"
    path.write_bytes(mutated(seed.data, chosen))
    signal.alarm(HANGS)
    began = time.perf_counter()
    outcome, read = _outcome(path)
    tally = Tally(suffix, outcome, read - began, time.perf_counter() - began)
    signal.alarm(0)
    if outcome == "CRASH" or tally.total > LIMIT:
        print(
            f"{path.name}: {outcome}, {tally.reading:.1f} s to read, {tally.total:.1f} s in all", flush=True
        )
        if keep:
            shutil.copy(path, keep)
    path.unlink()
    return tally


def _outcome(path: Path) -> tuple[str, float]:
    """What became of a file, and when it was read."""
    try:
        documents = list(_read(path))
        read = time.perf_counter()
        for parsed in documents:
            take_apart(parsed)
        sound = all(0 <= b.start < b.end <= len(p.document.text) for p in documents for b in p.blocks)
        return "read" if sound else "CRASH", read
    except UnreadableSource as error:
        return "stopped" if "已停止" in str(error) else "refused", time.perf_counter()
    except Exception:
        traceback.print_exc()
        return "CRASH", time.perf_counter()


def _read(path: Path) -> Iterator[ParsedFile]:
    """The file as a document, or each document in it; of those in it some may be refused."""
    if path.suffix not in CONTAINERS:
        yield parse_file(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        for packed in open_container(path, Path(folder)).documents:
            with contextlib.suppress(UnreadableSource):
                yield parse_file(packed.path, packed.name)


def _hangs(*_: object) -> None:
    raise TimeoutError(f"not done after {HANGS} s")


def take_apart(parsed: ParsedFile) -> None:
    """What the parent itself does with a file that was read."""
    segmentation = segment(parsed.document, parsed.blocks)
    split_passages(parsed.document, segmentation, IndexSettings(), parsed.blocks)
    propositions_of(parsed.document, parsed.blocks, segmentation)


def peak_of_children() -> float:
    """The most memory any child so far has held, in MiB; Linux counts in KiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Mutate sound files, take each in, in turn, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=5000, help="files in all")
    parser.add_argument("--first", type=int, default=0, help="number of the first, to go on where it stopped")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--files", type=Path, help="a folder with further real files to start from")
    parser.add_argument("--keep", type=Path, help="a folder for those that crash or take over 10 s")
    parser.add_argument("--only", nargs="*", default=[], metavar="SUFFIX", help="formats to try, else all")
    chosen = parser.parse_args()
    seeds = articles() + (gathered(chosen.files) if chosen.files else [])
    seeds = [seed for seed in seeds if not chosen.only or Path(seed.name).suffix.lower() in chosen.only]
    tallies: list[Tally] = []
    signal.signal(signal.SIGALRM, _hangs)
    with tempfile.TemporaryDirectory() as folder:
        bad, longest = bad_files(Path(folder))
        print(
            f"{bad} hand-made bad files: slowest {longest:.1f} s, a child's peak {peak_of_children():.0f} MiB"
        )
        for number in range(chosen.first, chosen.first + chosen.n):
            chance = random.Random(f"{chosen.seed} {number}")
            tallies.append(trial(seeds, number, chance, Path(folder), chosen.keep))
        left = sorted(path.name for path in Path(folder).iterdir())
    for (suffix, outcome), count in sorted(Counter((t.suffix, t.outcome) for t in tallies).items()):
        print(f"{suffix:10}{outcome:10}{count:6}")
    crashes = sum(tally.outcome == "CRASH" for tally in tallies)
    reading, total = max(tally.reading for tally in tallies), max(tally.total for tally in tallies)
    print(
        f"{chosen.n} files from {len(seeds)} sound ones: crashes of this process {crashes}, slowest to"
        f" read {reading:.1f} s, and take apart {total:.1f} s, a child's peak {peak_of_children():.0f} MiB,"
        f" files left behind {len(left)}"
    )


if __name__ == "__main__":
    main()
