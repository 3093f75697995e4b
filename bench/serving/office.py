"""An office at one machine: people who are signed in ask, check drafts, train and read the library at once.

    python -m bench.serving.office [--seconds 300] [--ask 20] [--check 10] [--train 10] [--read 10]

Starts app.py with accounts, a store of docs/ and a database of its own; everybody signs in with a password
and calls the page's functions over HTTP as a browser does. An error is a status other than 200, a call that
fails, or a result that is not the caller's own: another's question, draft or name. Memory is the program's
resident set after the first minute (or fifth of the time) and at the end.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
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
from bench.serving.load import CONFIG, PATIENCE_S, QUESTIONS, address
from index.settings import ROOT
from people.accounts import Accounts, Passwords, Role
from people.database import open_database
from training.corpora import ensure_docs_store

PASSWORD = "shi nian shu mu"
PAUSE_S = 1.0  # a person reads before the next click
ADMINISTRATOR = "管理员甲"
DRAFT = "市检察院与村结对。{name}核对第{turn}稿。坊巷讲习所接待过1.8万人次。"


@dataclass
class Seen:
    """What one person met with."""

    work: str
    seconds: list[float] = field(default_factory=list)  # of each call
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Browser:
    """A signed-in browser with its page open."""

    client: httpx.Client
    config: Mapping[str, Any]
    session: str
    name: str

    def call(self, region: str, event: str, data: list[Any], did: Mapping[str, Any] | None = None) -> str:
        """What a function of the page gives, as text. Raises ValueError where it fails."""
        element = next(c["id"] for c in self.config["components"] if c["props"].get("elem_id") == region)
        function = next(
            f for f in self.config["dependencies"] if [element, event] in [list(t) for t in f["targets"]]
        )
        sent = [*data, *[None] * (len(function["inputs"]) - len(data))]
        call = {"data": sent, "fn_index": function["id"], "session_hash": self.session, "event_data": did}
        joined = self.client.post("/gradio_api/queue/join", json=call)
        if joined.status_code != httpx.codes.OK:
            raise ValueError(f"queue/join {joined.status_code}: {joined.text[:120]}")
        return self._streamed()

    def _streamed(self) -> str:
        html, message = "", {}
        query = {"session_hash": self.session}
        with self.client.stream("GET", "/gradio_api/queue/data", params=query) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    message = json.loads(line[5:])
                    html += json.dumps(message.get("output", {}).get("data", ""), ensure_ascii=False)
                    if message["msg"] in ("process_completed", "unexpected_error", "close_stream"):
                        break
        if message.get("msg") != "process_completed" or not message.get("success"):
            raise ValueError(f"{message.get('msg')}: {json.dumps(message, ensure_ascii=False)[:160]}")
        return html


def main() -> None:
    """Run everyone, then print how many calls there were, how fast, and what went wrong."""
    parser = report.parser(__doc__)
    parser.add_argument("--seconds", type=float, default=300, metavar="S")
    for work, people in (("ask", 20), ("check", 10), ("train", 10), ("read", 10)):
        parser.add_argument(f"--{work}", type=int, default=people, metavar="N")
    chosen = parser.parse_args()
    jobs = [work for work in WORKS for _ in range(getattr(chosen, work))]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), len(jobs)) as (url, process):
        ends = time.monotonic() + chosen.seconds
        with ThreadPoolExecutor(len(jobs) + 1) as pool:
            memory = pool.submit(memories, process.pid, min(60, chosen.seconds / 5), ends)
            everyone = list(pool.map(lambda job: person(url, *job, ends), enumerate(jobs)))
        early, late = memory.result()
    show(everyone, early, late, chosen)


def show(everyone: list[Seen], early: float, late: float, chosen: Any) -> None:
    """The table; ends the program with 1 where anything went wrong."""
    errors = Counter(error for seen in everyone for error in seen.errors)
    rows: list[report.Row] = [{"figure": "people", "value": len(everyone)}]
    for work in WORKS:
        seconds = sorted(s for seen in everyone if seen.work == work for s in seen.seconds)
        rows.append({"figure": f"{work}: calls", "value": len(seconds)})
        rows.append({"figure": f"{work}: median, s", "value": median(seconds) if seconds else None})
        late_one = percentile(seconds, 95) if len(seconds) > 1 else None
        rows.append({"figure": f"{work}: 95 %, s", "value": late_one})
    rows.append({"figure": "errors", "value": errors.total()})
    rows.append({"figure": "memory early, MB", "value": early})
    rows.append({"figure": "memory grown by, MB", "value": late - early})
    report.show(f"an office for {chosen.seconds:g} s", rows, chosen.json)
    for error, times in errors.most_common(10):
        print(f"{times} × {error}", file=sys.stderr)
    sys.exit(1 if errors else 0)


@contextmanager
def served(folder: Path, people: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The program with accounts on a free port: its address and process."""
    database = f"sqlite:///{folder / 'app.db'}"
    engine = open_database(database)
    accounts = Accounts(engine, Passwords())
    for name in (ADMINISTRATOR, *(f"干部{n}" for n in range(people))):
        account, _ = accounts.add(name, {Role.ADMINISTRATOR if name == ADMINISTRATOR else Role.USER})
        accounts.set_password(account.id, PASSWORD)
    engine.dispose()
    store = ensure_docs_store(folder / "store")
    command = [
        sys.executable,
        "app.py",
        "--accounts",
        "--no-browser",
        "--port",
        "7900",
        "--store",
        str(store),
    ]
    with (folder / "log").open("w+", encoding="utf8") as log:
        environment = os.environ | {"XHS_DATABASE": database}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, stdout=log)
        try:
            yield address(process, folder / "log"), process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def memories(pid: int, wait: float, ends: float) -> tuple[float, float]:
    """Resident megabytes of a process after ``wait`` seconds and at the end."""

    def resident() -> float:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    time.sleep(wait)
    early = resident()
    time.sleep(max(0.0, ends - time.monotonic()))
    return early, resident()


def person(url: str, number: int, work: str, ends: float) -> Seen:
    """Sign in, open the page, then do one kind of work until the time is up."""
    seen, name = Seen(work), f"干部{number}"
    with httpx.Client(base_url=url, timeout=PATIENCE_S, headers={"Origin": url}) as client:
        try:
            client.post("/signin", data={"name": name, "password": PASSWORD})
            page = client.get("/").raise_for_status()
            config = CONFIG.search(page.text)
            if config is None or name not in page.text:
                raise ValueError("not signed in, or as somebody else")
            browser = Browser(client, json.loads(config[1]), uuid4().hex[:11], name)
            turn = 0
            while time.monotonic() < ends:
                began = time.monotonic()
                fault = WORKS[work](browser, number + turn)
                seen.seconds.append(time.monotonic() - began)
                seen.errors += [fault] if fault else []
                turn += 1
                time.sleep(PAUSE_S)
        except (httpx.HTTPError, ValueError, KeyError, StopIteration) as error:
            seen.errors.append(f"{work}: {type(error).__name__}: {error}"[:200])
    return seen


def _ask(browser: Browser, turn: int) -> str:
    question = QUESTIONS[turn % len(QUESTIONS)]
    html = browser.call("question", "submit", [question, str(uuid4())])
    return "" if question in html else "an answer without its question"


def _check(browser: Browser, turn: int) -> str:
    html = browser.call("draft-go", "click", [DRAFT.format(name=browser.name, turn=turn)])
    return "" if f"{browser.name}核对第{turn}稿" in html else "a check of another draft"


def _train(browser: Browser, turn: int) -> str:
    html = browser.call("train-desk", "act", [], {"do": "home", "id": "", "form": {}})
    # The desk is made when the page is loaded, which this client asks for first.
    if "还没有选择学员" in html:
        load = next(f for f in browser.config["dependencies"] if _loads_desk(browser, f))
        call = {"data": [], "fn_index": load["id"], "session_hash": browser.session}
        browser.client.post("/gradio_api/queue/join", json=call).raise_for_status()
        html = browser._streamed()
    return "" if f"学员：<b>{browser.name}</b>" in html.replace('\\"', '"') else "another trainee's desk"


def _read(browser: Browser, turn: int) -> str:
    html = browser.call("library-desk", "act", [], {"do": "list", "id": "0", "form": {}})
    return "" if "文库（" in html else "no list of documents"


def _loads_desk(browser: Browser, function: Mapping[str, Any]) -> bool:
    desk = next(c["id"] for c in browser.config["components"] if c["props"].get("elem_id") == "train-desk")
    events = {event for _, event in function["targets"]}
    return events == {"load"} and desk in function["outputs"]


WORKS: dict[str, Callable[[Browser, int], str]] = {
    "ask": _ask,
    "check": _check,
    "train": _train,
    "read": _read,
}

if __name__ == "__main__":
    main()
