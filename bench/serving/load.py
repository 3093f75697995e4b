"""Many people at once at one page: each opens it, then asks one question after another.

    python -m bench.serving.load [--users 50] [--seconds 60] [--json FILE]

Starts app.py on this machine with a store of docs/ and a database of its own, and calls it over HTTP as the
page does: the page, then Gradio's queue for each question. An error is a status other than 200, a call that
fails, or an answer that neither cites nor refuses nor fits its question. Ends by itself after the time is up.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import httpx

from bench import report
from bench.runtime.clock import percentile
from index.settings import ROOT
from rag.answering.refusing import NOT_FOUND
from training.corpora import ensure_docs_store

QUESTIONS = (Path(__file__).parent.parent / "questions.txt").read_text(encoding="utf8").splitlines()
CONFIG = re.compile(r"window\.gradio_config = (\{.*?\});?\s*</script>", re.S)
READY = re.compile(r"http://127\.0\.0\.1:\d+")
START_S = 120  # for the models to load
PATIENCE_S = 120  # for one answer: fifty people share two cores
MOST = 2000  # questions of one person at the most


@dataclass
class Seen:
    """What one person met with."""

    seconds: list[float] = field(default_factory=list)  # of each answer
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ask:
    """How the page calls for an answer."""

    function: int
    inputs: int


def main() -> None:
    """Run everyone, then print how many answers came, how fast, and what went wrong."""
    parser = report.parser(__doc__)
    parser.add_argument("--users", type=int, default=50, metavar="N")
    parser.add_argument("--seconds", type=float, default=60, metavar="S")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as url:
        ends = time.monotonic() + chosen.seconds
        with ThreadPoolExecutor(chosen.users) as pool:
            everyone = list(pool.map(lambda n: person(url, n, ends), range(chosen.users)))
    seconds = sorted(second for seen in everyone for second in seen.seconds)
    errors = Counter(error for seen in everyone for error in seen.errors)
    rows: list[report.Row] = [
        {"figure": "people", "value": chosen.users},
        {"figure": "answers", "value": len(seconds)},
        {"figure": "errors", "value": errors.total()},
        {"figure": "answer, median, s", "value": median(seconds) if seconds else None},
        {"figure": "answer, 95 %, s", "value": percentile(seconds, 95) if seconds else None},
    ]
    report.show(f"{chosen.users} people for {chosen.seconds:g} s", rows, chosen.json)
    for error, times in errors.most_common(10):
        print(f"{times} × {error}", file=sys.stderr)
    sys.exit(1 if errors or not seconds else 0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The program on a free port, with nothing of this machine's own records; its address."""
    environment = os.environ | {"XHS_DATABASE": f"sqlite:///{folder / 'app.db'}"}
    store = ensure_docs_store(folder / "store")
    command = [sys.executable, "app.py", "--no-browser", "--port", "7900", "--store", str(store)]
    with (folder / "log").open("w+", encoding="utf8") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, stdout=log)
        try:
            yield address(process, folder / "log")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where the program says that it answers. Raises RuntimeError when it does not."""
    ends = time.monotonic() + START_S
    while time.monotonic() < ends and process.poll() is None:
        if told := READY.search(log.read_text(encoding="utf8")):
            return told.group()
        time.sleep(0.2)
    raise RuntimeError(f"app.py did not start: {log.read_text(encoding='utf8')[-2000:]}")


def person(url: str, number: int, ends: float) -> Seen:
    """Open the page, then ask until the time is up; the first question differs from person to person."""
    seen = Seen()
    with httpx.Client(base_url=url, timeout=PATIENCE_S, headers={"Origin": url}) as client:
        try:
            ask = opened(client)
            session, browser = uuid4().hex[:11], str(uuid4())
            for turn in range(MOST):
                if time.monotonic() > ends:
                    break
                began = time.monotonic()
                fault = answered(client, ask, session, browser, QUESTIONS[(number + turn) % len(QUESTIONS)])
                seen.seconds.append(time.monotonic() - began)
                seen.errors += [fault] if fault else []
        except (httpx.HTTPError, ValueError, KeyError) as error:
            seen.errors.append(f"{type(error).__name__}: {error}"[:200])
    return seen


def opened(client: httpx.Client) -> Ask:
    """The page as a browser gets it, and which function answers questions."""
    page = client.get("/").raise_for_status()
    config = CONFIG.search(page.text)
    if config is None:
        raise ValueError("the page holds no configuration")
    told = json.loads(config[1])
    box = next(c["id"] for c in told["components"] if c["props"].get("elem_id") == "question")
    asks = next(f for f in told["dependencies"] if [box, "submit"] in [list(t) for t in f["targets"]])
    return Ask(asks["id"], len(asks["inputs"]))


def answered(client: httpx.Client, ask: Ask, session: str, browser: str, question: str) -> str:
    """Ask one question as a new conversation; what is wrong with the answer, "" when nothing is."""
    data: list[Any] = [question, browser, *[None] * (ask.inputs - 2)]
    call = {"data": data, "fn_index": ask.function, "session_hash": session}
    joined = client.post("/gradio_api/queue/join", json=call)
    if joined.status_code != httpx.codes.OK:
        return f"queue/join {joined.status_code}: {joined.text[:120]}"
    html, message = "", {}
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            if not line.startswith("data:"):
                continue
            message = json.loads(line[5:])
            html += json.dumps(message.get("output", {}).get("data", ""), ensure_ascii=False)
            if message["msg"] in ("process_completed", "unexpected_error", "close_stream"):
                break
    if message.get("msg") != "process_completed" or not message.get("success"):
        return f"{message.get('msg')}: {json.dumps(message, ensure_ascii=False)[:160]}"
    if question not in html:
        return "an answer without its question"
    return "" if "data-open=" in html or NOT_FOUND in html else "neither cited nor refused"


if __name__ == "__main__":
    main()
