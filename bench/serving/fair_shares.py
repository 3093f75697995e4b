"""What a question and a one-sentence check wait for while long drafts are checked, beside an idle machine.

    python -m bench.serving.fair_shares [--drafts 1 8] [--questions 6] [--json FILE]

In one process and one run, so that the ratios hold on a busy machine. Floors: a question takes at most three
times its idle time, a one-sentence check of another user at most 5 s, a cancelled check ends within a second.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from statistics import median

from bench import report
from index.turns import Cancelled, serving
from rag.program import Program
from rag.settings import Settings
from training.corpora import DOCS, ensure_docs_store

QUESTIONS = (Path(__file__).parent.parent / "questions.txt").read_text(encoding="utf8").splitlines()
CLAIM = "全市共有34家机关单位参加了党员志愿服务活动。"
CHARS = 50_000  # of a long draft
UNDER_WAY = 3.0  # seconds that drafts are checked before anybody asks
CHECKS = 3  # one-sentence checks

Seconds = tuple[list[float], list[float]]  # of each question, of each one-sentence check


def main() -> None:
    """Measure on an idle machine, then beside the drafts."""
    parser = report.parser(__doc__)
    parser.add_argument("--drafts", type=int, nargs="*", default=[1, 8], metavar="N")
    parser.add_argument("--questions", type=int, default=6, metavar="N")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Program.open(Settings(store=ensure_docs_store(Path(folder) / "store"))) as program,
    ):
        asked = QUESTIONS[: chosen.questions]
        measured(program, asked[:2])  # the first of everything takes longer
        idle = measured(program, asked)
        rows: list[report.Row] = [_row("idle", idle, idle)]
        for drafts in chosen.drafts:
            with beside(program, drafts) as ending:
                busy = measured(program, asked)
            rows.append({**_row(f"{drafts} drafts", busy, idle), **ending})
        rows.append(_row("idle again", measured(program, asked), idle))
    report.show(f"A question and a one-sentence check beside drafts of {CHARS} characters", rows, chosen.json)


def measured(program: Program, questions: list[str]) -> Seconds:
    """Seconds of each question, asked one after the other, and of each one-sentence check."""
    asked = [spent(partial(program.chatbot.ask, question)) for question in questions]
    return asked, [spent(partial(program.checker.check, CLAIM)) for _ in range(CHECKS)]


def spent(work: Callable[[], object]) -> float:
    """Seconds of something that another user waits for."""
    began = time.perf_counter()
    with serving("asking", "interactive"):
        work()
    return time.perf_counter() - began


@contextmanager
def beside(program: Program, drafts: int) -> Iterator[report.Row]:
    """Long drafts of as many users being checked; at the end, what is told of them."""
    stop, ending = threading.Event(), report.Row()
    done = [0] * drafts  # sentences
    with ThreadPoolExecutor(drafts) as pool:
        runs = [pool.submit(_checked, program, number, stop, done) for number in range(drafts)]
        time.sleep(UNDER_WAY)
        began, before = time.perf_counter(), sum(done)
        try:
            yield ending
        finally:
            rate = (sum(done) - before) / (time.perf_counter() - began)
            stop.set()
            ending |= {"cancelled after, s": _ended(runs), "sentences of drafts/s": rate}


def _checked(program: Program, number: int, stop: threading.Event, done: list[int]) -> None:
    def progress(sentences: int, total: int) -> None:
        done[number] = sentences

    with suppress(Cancelled), serving(f"draft {number}", "bulk", stop.is_set):
        program.checker.check(draft(number), progress=progress, cancelled=stop.is_set)


def draft(number: int) -> str:
    """The published texts from another place on for each number, as long as a draft may be."""
    texts = "\n".join(path.read_text(encoding="utf8") for path in sorted(DOCS.glob("*.txt")))
    start = number * 7919 % len(texts)
    return ((texts[start:] + texts) * (1 + CHARS // len(texts)))[:CHARS]


def _ended(runs: list[Future[None]]) -> float:
    """Seconds until all have ended. Raises what they raise."""
    began = time.perf_counter()
    for run in runs:
        run.result()
    return time.perf_counter() - began


def _row(
    name: str, busy: tuple[list[float], list[float]], idle: tuple[list[float], list[float]]
) -> report.Row:
    (questions, checks), (quick, short) = busy, idle
    ratios = sorted(b / i for b, i in zip(questions, quick, strict=True))
    return {
        "beside": name,
        "question, s": median(questions),
        "times idle, median": median(ratios),
        "times idle, worst": ratios[-1],
        "one-sentence check, s": median(checks),
        "worst check, s": max(checks),
        "check, times idle": median(checks) / median(short),
    }


if __name__ == "__main__":
    main()
