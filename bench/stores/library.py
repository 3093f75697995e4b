"""Adding one document to a large store while it is being searched, and what a search costs at that size.

    python -m bench.stores.library --store DIR [--documents 5] [--questions 60] [--json FILE]

Works on a copy of the store. A document of 2,000 characters is added as ``python -m index add`` does,
in this process, where another reader of the store searches for it; what is embedded is counted.
"""

import os
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import report
from bench.runtime.clock import each, percentile
from bench.speed import figure, questions
from chinese.folding import fold
from chinese.sentences import split_sentences
from index.embedding.embedder import Embedder, Vectors
from index.library.ingest import Ingestion, stamp_for
from index.library.library import originals_of
from index.library.sources import read_files
from index.store.contract import PassageStore
from index.store.opening import open_store
from rag.answering.replies import POOL
from rag.search.retriever import Retriever
from rag.settings import Settings
from training.corpora import NEWS, SQUAD, news

CHARS = 2_000
SEED = 29
DRAWN = 500  # news documents whose sentences the new ones are made of
NEAREST = 10  # passages among which a search must show the new document
AIM_S, AIM_MS = 2, 60


@dataclass(frozen=True, slots=True)
class Added:
    """What one document took; seconds from the file on."""

    shown: float  # until a reader's search shows it
    ended: float  # until the command would have ended, vector file seen to
    embedded: int  # texts given to the model
    passages: int  # of the document


class Counting:
    """An embedder that counts the texts it is given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint, self.dimension = embedder.fingerprint, embedder.dimension
        self.embedded = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """As the embedder does."""
        self.embedded += len(texts)
        return self._embedder.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the embedder does; not counted."""
        return self._embedder.encode_queries(texts)


def main() -> None:
    """Search a copy of the store, add documents to it, search it again."""
    parser = report.parser(__doc__)
    parser.add_argument("--store", type=Path, metavar="DIR", required=True)
    parser.add_argument("--documents", type=int, default=5, metavar="N", help="added one after the other")
    parser.add_argument("--questions", type=int, default=60, metavar="N")
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--squad", type=Path, default=SQUAD)
    chosen = parser.parse_args()
    asked = [fold(question) for question in questions(chosen.squad, chosen.questions)]
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(store=Path(shutil.copytree(chosen.store, Path(temporary) / "store")))
        os.sync()  # or the first commit waits until the copy is on disk
        embedder = Counting(Embedder(settings.index))
        with open_store(settings.store, settings=settings.index) as reader:
            retriever = Retriever(reader, embedder, settings.retrieval)
            entries = reader.documents()
            before = searching(retriever, asked)
            parts = halves(reader, embedder, asked, settings.retrieval.candidates)
            files = written(Path(temporary), chosen.news, chosen.documents)
            added = [add(file, retriever, reader, embedder, settings) for file in files]
            after = searching(retriever, asked)
    rows = [*adding(added), *searches(before, "before"), *parts, *searches(after, "after")]
    passages = sum(entry.passages for entry in entries)
    report.show(f"One document into {len(entries)}, {passages} passages", rows, chosen.json)


def written(folder: Path, news_file: Path, count: int) -> list[Path]:
    """Files of new documents; a document's number is in its name."""
    texts = [parsed.document.text for parsed in news(news_file, limit=DRAWN)]
    sentences = [text[a:b] for text in texts for a, b in split_sentences(text)]
    paths = [folder / f"新{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(made_text(number, sentences), encoding="utf8")
    return paths


def made_text(number: int, sentences: Sequence[str]) -> str:
    """2,000 code points of sentences drawn for ``number``, after one that only this document has."""
    chance = random.Random(SEED + number)
    lines, length = [told(number)], 0
    while length < CHARS:
        lines.append("".join(s.strip() for s in chance.choices(sentences, k=4)))
        length = sum(map(len, lines)) + len(lines)
    return "\n".join(lines)[:CHARS]


def told(number: int) -> str:
    """The sentence that is searched for."""
    return f"蓝鹭湾社区第{number}党支部的试验文件是在第{number + 70}次会议上写成的。"


def add(
    file: Path, retriever: Retriever, reader: PassageStore, embedder: Counting, settings: Settings
) -> Added:
    """Add a file as the command does; look for it as soon as it is committed."""
    number = int(file.stem.removeprefix("新"))
    stamp, counted = stamp_for(embedder, settings.index), embedder.embedded
    began = time.perf_counter()
    sources = read_files([file])
    with open_store(settings.store, stamp=stamp, writable=True, settings=settings.index) as store:
        kept = originals_of(settings.store)
        Ingestion(store, embedder, settings.index, lambda done, total: None, kept).run(sources)
        hits = retriever.search(told(number), NEAREST)
        shown = time.perf_counter() - began
        store.documents()
        store.publish()
    ended = time.perf_counter() - began
    if file.name not in {hit.document for hit in hits}:
        raise SystemExit(f"{file.name} was added and is not among the {NEAREST} nearest of its own sentence")
    passages = len(reader.passages_of(sources.readable[0].document.id))
    return Added(shown, ended, embedder.embedded - counted, passages)


def adding(added: Sequence[Added]) -> list[report.Row]:
    """The lines about adding."""
    shown = [document.shown for document in added]
    ended = [document.ended for document in added]
    passages = sum(document.passages for document in added)
    return [
        figure(f"{CHARS} characters, file to found by a search, median of {len(added)}", median(shown), "s"),
        figure("the slowest", max(shown), "s", AIM_S),
        figure("file to the end of the command, median", median(ended), "s"),
        figure("passages of the new documents", passages, ""),
        figure("passages embedded for them", sum(document.embedded for document in added), "", passages),
    ]


def searching(retriever: Retriever, asked: Sequence[str]) -> list[float]:
    """Seconds of each search as ``Chatbot.ask`` makes it, question to passages, no reader."""
    return each(lambda question: retriever.search(question, POOL), asked)


def searches(taken: Sequence[float], when: str) -> list[report.Row]:
    """The lines about searching."""
    return [
        figure(f"search {when} adding, median of {len(taken)}", median(taken) * 1e3, "ms", AIM_MS),
        figure(f"search {when} adding, 95th percentile", percentile(taken, 95) * 1e3, "ms"),
    ]


def halves(
    store: PassageStore, embedder: Counting, asked: Sequence[str], candidates: int
) -> list[report.Row]:
    """What the parts of a search take, medians."""
    vectors = dict(zip(asked, embedder.encode_queries(asked), strict=True))
    taken = {
        "the question embedded": each(lambda q: embedder.encode_queries([q]), asked),
        "nearest vectors": each(lambda q: store.search_dense(vectors[q], candidates), asked),
        "full text": each(lambda q: store.search_text(q, candidates), asked),
    }
    return [
        figure(f"of that: {name}, median", median(seconds) * 1e3, "ms") for name, seconds in taken.items()
    ]


if __name__ == "__main__":
    main()
