"""Our side: texts parsed, cut, embedded, stored in SQLite with full text, FAISS file written."""

from collections.abc import Callable
from pathlib import Path

from bench.peers.turn import Built, Task, play
from bench.runtime.clock import WARM_UP
from chinese.folding import fold
from index.embedding.embedder import Embedder
from index.library.ingest import embedding_text
from index.parse import parse_text
from index.settings import IndexSettings
from index.store.contract import PassageStore
from rag.search.retriever import Retriever
from rag.settings import Settings
from training.corpora import fill


def prepare(task: Task) -> Callable[[], Built]:
    """Load the model."""
    settings = IndexSettings(
        model=task.model,
        passage_prefix=task.passage_prefix,
        query_prefix=task.query_prefix,
        passage_chars=task.passage_chars,
    )
    embedder = Embedder(settings)
    embedder.encode_passages([text[: task.passage_chars] for text in task.texts[:WARM_UP]])

    def build() -> Built:
        parsed = [parse_text(text, f"{number}.txt") for number, text in enumerate(task.texts)]
        store = fill(Path(task.folder), parsed, embedder, settings)
        return searchable(store, embedder, task.neighbours)

    return build


def searchable(store: PassageStore, embedder: Embedder, neighbours: int) -> Built:
    """The two ways of searching: what the program does, and its dense half alone."""
    retriever = Retriever(store, embedder, Settings().retrieval)
    passages = [passage for entry in store.documents() for passage in store.passages_of(entry.id)]

    def dense(question: str) -> object:
        vector = embedder.encode_queries([question])[0]
        with store.snapshot() as now:
            return now.passages([key for key, _ in now.search_dense(vector, neighbours)])

    return Built(
        len(passages),
        sum(len(embedding_text(passage)) for passage in passages),
        {"dense": dense, "hybrid": lambda question: retriever.search(fold(question), neighbours)},
    )


if __name__ == "__main__":
    play(prepare)
