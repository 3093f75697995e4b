"""The small files of ../shared/cases, each after a fault that users of other programs reported.

    python -m bench.cases [--only PART …] [--show] [--json FILE]

One store a file. stored: all words that must be stored are; asked: a wanted answer stands in the answer, or
it is refused where that is wanted; checked: the verdict is one of those that are right.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import report
from index.embedding import Embedder
from index.errors import IndexFailure
from index.library import Ingestion, read_files, stamp_for
from index.store import open_store
from rag.answering import Chatbot
from rag.checking import Checker
from rag.reading import CaseReader, PropositionReader
from rag.search import Retriever
from rag.settings import Settings

CASES = Path(__file__).parents[2] / "shared" / "cases"


@dataclass(frozen=True)
class Outcome:
    """One thing that was expected of a file."""

    file: str
    sort: str  # "stored", "asked" or "checked"
    right: bool
    told: str  # what was wanted and what came


def main() -> None:
    """Print how much of each sort is right."""
    parser = report.parser(__doc__)
    parser.add_argument("--only", nargs="+", metavar="PART", help="files whose names hold one of these")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    chosen = parser.parse_args()
    lines = [json.loads(line) for line in (CASES / "expect.jsonl").read_text("utf8").splitlines()]
    wanted = [w for w in lines if not chosen.only or any(part in w["file"] for part in chosen.only)]
    settings = Settings()
    embedder, reader = Embedder(settings.index), CaseReader.of(settings.reading)
    outcomes = [o for w in wanted for o in _outcomes(w, settings, embedder, reader)]
    sorts = ("stored", "asked", "checked")
    counted = {sort: [o.right for o in outcomes if o.sort == sort] for sort in sorts}
    rows = [{"sort": sort, "wanted": len(right), "right": sum(right)} for sort, right in counted.items()]
    report.show("../shared/cases", rows, chosen.json)
    for outcome in outcomes:
        if chosen.show and not outcome.right:
            print(f"{outcome.file} {outcome.sort}: {outcome.told}")


def _outcomes(
    wanted: dict[str, Any], settings: Settings, embedder: Embedder, reader: CaseReader
) -> Iterator[Outcome]:
    name = wanted["file"]
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(
            folder, stamp=stamp_for(embedder, settings.index), writable=True, settings=settings.index
        ) as store,
    ):
        sources = read_files([CASES / name])
        try:
            Ingestion(store, embedder, settings.index, lambda done, total: None).run(sources)
        except IndexFailure as error:
            yield Outcome(name, "stored", False, str(error))
            return
        text = "\n".join(source.document.text for source in sources.readable)
        lost = [words for words in wanted["stored"] if words not in text]
        unread = [str(error) for error in sources.report.unusable]
        yield Outcome(name, "stored", not lost and not unread, f"lost {lost} {unread}")
        retriever = Retriever(store, embedder, settings.retrieval)
        chatbot = Chatbot(store, retriever, reader, PropositionReader.of(settings.reading), settings)
        yield from (_asked(name, asked, chatbot) for asked in wanted["ask"])
        checker = Checker(store, retriever, reader, settings.checking)
        yield from (_checked(name, claim, checker) for claim in wanted["check"])


def _asked(name: str, asked: dict[str, Any], chatbot: Chatbot) -> Outcome:
    answer = chatbot.ask(asked["question"])
    refused = answer.status in ("refused", "related")
    said = f"{answer.span or ''} {answer.answer}"
    right = any(refused if word == "refused" else word in said and not refused for word in asked["want"])
    return Outcome(
        name, "asked", right, f"{asked['question']} wanted {asked['want']}, {answer.status}: {said[:80]}"
    )


def _checked(name: str, claim: dict[str, Any], checker: Checker) -> Outcome:
    verdict = checker.check(claim["claim"]).sentences[0].verdict
    return Outcome(
        name, "checked", verdict in claim["label"].split("|"), f"{claim['claim']} {claim['label']}: {verdict}"
    )


if __name__ == "__main__":
    main()
