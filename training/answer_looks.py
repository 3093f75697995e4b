"""Questions on documents -> what the judgement sees of their likeliest sentences, and which of them answer.

What was seen is kept beside each store (answers.npz): looking at a question takes about a second.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder
from index.settings import IndexRoot
from rag.answering import Chatbot
from rag.answering.judging.features import features
from rag.answering.judging.look import SENTENCES, Look
from rag.program import Program
from rag.records import Answer
from rag.settings import Settings
from training.corpora import DEV, NEWS, fill, fill_from, news, read_lines
from training.proposition_reads import LABEL, bare

NEWS_HAND = "news"  # tests/quality/news_*.jsonl instead of a folder of documents
SHAPED = ("collection", "compare", "digest")  # kinds that are not answered from one sentence
LEAST = 4  # code points of a sentence that is a piece of evidence by itself


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One reading of a question."""

    id: str  # of the question; its readings share it
    kind: str
    answerable: bool
    features: NDArray[np.float32]  # (sentences, COUNT)
    held: NDArray[np.bool_]  # (sentences,): which of them answer


def seen_of(stores: Path, hand: str, every: int = 1) -> list[Seen]:
    """What is seen of each ``every``-th question of a hand; looked at once, then read from its file."""
    file = stores / hand / "answers.npz"
    if not file.exists():
        _fill(stores / hand, hand)
        program = Program.open(Settings(store=stores / hand))
        try:
            lines = list(_news_lines() if hand == NEWS_HAND else _lines(DEV / "documents" / hand))
            _save(file, [one for line in lines[::every] for one in _looked(program.chatbot, line)])
        finally:
            program.close()
    return _load(file)


def _fill(folder: Path, hand: str) -> None:
    index = IndexRoot().index
    if hand == NEWS_HAND:
        ids = {line["doc"].removesuffix(".txt") for line in _news_lines()}
        fill(folder, news(NEWS, ids), Embedder(index), index).close()
    else:
        fill_from(folder, DEV / "documents" / hand / "docs", Embedder(index), index).close()


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    """The single questions and the chains of a hand, a chain as ``turns``; of an exam those with evidence."""
    marked = (folder / "labels.jsonl").exists()
    for name in ("labels.jsonl",) if marked else ("questions.jsonl", "chains.jsonl", "more.jsonl"):
        if (folder / name).exists():
            yield from read_lines(folder / name)


def _news_lines() -> Iterator[dict[str, Any]]:
    for line in read_lines(DEV / "news_qa.jsonl"):
        given = {"answer": line["answers"][0], "kind": line["type"], "answerable": True}
        yield {**line, **given, "doc": f"{line['doc']}.txt"}
    for line in read_lines(DEV / "news_unanswerable.jsonl"):
        near = f"{line['doc']}.txt" if line["doc"] else ""
        yield {**line, "doc": near, "answer": None, "evidence": [], "answerable": False}


def _looked(bot: Chatbot, line: Mapping[str, Any]) -> Iterator[Seen]:
    """Every reading of a question, or of each turn of a chain after the answers that the program gave."""
    history: list[Answer] = []
    turns = line.get("turns", [line])
    for number, turn in enumerate(turns, 1):
        asked = {"doc": line.get("doc", ""), **turn, "id": f"{line['id']}-{number}"}
        if asked["kind"] in SHAPED:
            return
        for reading in bot.understood(asked["question"], history):
            sight = bot.replies.sight(reading)
            looks = bot.replies.judge.look(sight.asking, sight.ranked)
            held = np.array([answers(asked, look, bot) for look in looks], dtype=bool)
            given = features(sight.asking, looks)
            yield Seen(asked["id"], asked["kind"], bool(asked["answerable"]), given, held)
        if number < len(turns):
            history.append(bot.ask(asked["question"], history))


def answers(question: Mapping[str, Any], look: Look, bot: Chatbot) -> bool:
    """Whether a sentence says a piece of the question's evidence, and where the answer is in it, that too."""
    evidence = look.evidence
    if not question["answerable"] or evidence.hit.document != question["doc"]:
        return False
    text = bare(evidence.text)
    pieces = [piece for piece in map(bare, question["evidence"]) if piece]
    answer = bare(question["answer"] or "")
    labels = [piece for piece in pieces if len(piece) <= LABEL]
    if len(labels) > 1 and len(labels) == len(pieces):  # a row, a column and their cell
        whole = f"{bare(evidence.hit.passage.context)}{text}"
        named = sum(piece in whole for piece in labels) * 3 >= 2 * len(labels)
        return named and any(piece in text for piece in labels) and (not answer or answer in text)
    held = any(piece in text or (text in piece and len(text) >= LEAST) for piece in pieces)
    said = bool(answer) and any(answer in piece for piece in pieces)
    return held and (not said or answer in text or text in answer)


def _save(file: Path, seen: Sequence[Seen]) -> None:
    np.savez(
        file,
        ids=np.array([one.id for one in seen]),
        kinds=np.array([one.kind for one in seen]),
        answerable=np.array([one.answerable for one in seen]),
        sizes=np.array([len(one.held) for one in seen]),
        features=np.concatenate([one.features for one in seen]),
        held=np.concatenate([one.held for one in seen]),
    )


def _load(file: Path) -> list[Seen]:
    with np.load(file, allow_pickle=False) as kept:
        ends = np.cumsum(kept["sizes"])[:-1]
        features, held = np.split(kept["features"], ends), np.split(kept["held"], ends)
        told = zip(kept["ids"], kept["kinds"], kept["answerable"], features, held, strict=True)
        return [Seen(str(i), str(k), bool(a), f[:SENTENCES], h[:SENTENCES]) for i, k, a, f, h in told]
