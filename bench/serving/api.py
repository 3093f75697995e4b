"""What the API adds to an answer: the time of a request to a program that answers at once.

    python -m bench.serving.api [--requests 200] [--json FILE]

A server of the API on this machine, an audit in memory, one client on one connection; the first few requests
are not counted. CPU time is of server and client together: other work on the machine hardly changes it.
GET /v1/models only looks up the key.
"""

import json
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import httpx
import uvicorn

from api import Around, Workers, build_api
from bench import report
from bench.runtime.clock import WARM_UP, measured, percentile
from index.library import Library
from index.store import StoreStamp, open_store
from people.accounts import Role
from people.accounts.records import Account, Caller
from rag.program import Program
from rag.records import Answer, Citation, Sentence
from rag.settings import ApiSettings

LIMIT_MS = 10  # issue 26
QUOTE = "截至2023年底，夜校已开课186期，累计服务居民1.26万人次。"
HEADERS = {"Authorization": "Bearer key", "Accept": "application/json, text/event-stream"}
QUESTION = "夜校开课多少期？"
TOOL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": QUESTION}},
}


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A chatbot that answers at once, with three citations."""

    store: Any

    def ask(self, question: str, history: Sequence[Answer] = ()) -> Answer:
        """The same answer to everything."""
        place = ("案例.txt", "c" * 16, "夜校", "税务局", QUOTE, 0, len(QUOTE), 1)
        cited = [Citation(n, *place) for n in (1, 2, 3)]
        said = tuple(Sentence(QUOTE, (citation.n,)) for citation in cited)
        return Answer(question, question, said, tuple(cited), "186期", kind="value")


@dataclass(frozen=True, slots=True)
class Scripted:
    """As much of a program as asking takes."""

    chatbot: AtOnce
    checker: None = None


def main() -> None:
    """Measure each way to ask."""
    parser = report.parser(__doc__)
    parser.add_argument("--requests", type=int, default=200, metavar="N")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, served(Path(temporary) / "store") as url:
        rows = [_row(url, chosen.requests, *way) for way in WAYS]
    report.show("What the API adds to an answer", rows, chosen.json)


WAYS = (
    ("POST /api/v1/ask", "/api/v1/ask", {"question": QUESTION}),
    (
        "POST /v1/chat/completions",
        "/v1/chat/completions",
        {"model": "xinhuoshi", "messages": [{"role": "user", "content": QUESTION}]},
    ),
    ("POST /mcp, tools/call ask", "/mcp", TOOL),
    ("GET /v1/models", "/v1/models", None),
)


def _row(url: str, requests: int, name: str, path: str, body: dict[str, Any] | None) -> report.Row:
    with httpx.Client(base_url=url, headers=HEADERS, trust_env=False) as client:

        def request(n: int) -> None:
            got = client.get(path) if body is None else client.post(path, json=body)
            if got.status_code != 200:
                raise SystemExit(f"{name}: {got.status_code} {got.text}")
            if body is not None and "186期" not in json.dumps(got.json(), ensure_ascii=False):
                raise SystemExit(f"{name}: no answer in {got.text}")

        for n in range(WARM_UP):
            request(n)
        took = [measured(partial(request, n)) for n in range(requests)]
    wall = [taken.wall * 1000 for taken in took]
    return {
        "request": name,
        "median ms": round(statistics.median(wall), 2),
        "95 % ms": round(percentile(wall, 95), 2),
        "median CPU ms": round(statistics.median(taken.cpu * 1000 for taken in took), 2),
        "limit ms": LIMIT_MS,
    }


def _caller(secret: str, address: str) -> Caller:
    account = Account(
        1, "bench", "bench", frozenset({Role.USER}), False, False, datetime.now(UTC), None, None
    )
    return Caller(account, account.roles, address, "bench")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the API over an empty store."""
    events: list[object] = []
    on_event: Callable[..., None] = lambda *event: events.append(event)  # noqa: E731 told by position
    with open_store(folder, stamp=StoreStamp("none", 8, "none"), writable=True):
        pass
    with open_store(folder) as store, Workers(ApiSettings()) as workers:
        program = cast(Program, Scripted(AtOnce(store)))
        app = build_api(program, cast(Library, None), Around(_caller, on_event), workers)
        config = uvicorn.Config(app, "127.0.0.1", 0, ws="none", log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


if __name__ == "__main__":
    main()
