"""How often the rules of chinese/data are met in documents: by their patterns, at the edges of words."""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chinese import Words, split_sentences
from chinese.language_data import Rule, topic, topics
from training.corpora import DEV, read_lines

SEED = 22  # of the draw of news documents
TRAINING = Path(__file__).resolve().parents[2] / "training"


@dataclass(frozen=True, slots=True)
class Fired:
    """How often one rule was met."""

    times: int
    documents: int


def rules() -> list[Rule]:
    """All rules of all topics, in the order of their files."""
    return [rule for name in topics() for rule in topic(name).rules]


def held_out(news: Path, n: int) -> list[str]:
    """``n`` news documents that are in neither training/ nor tests/quality, drawn with a fixed seed."""
    files = [*DEV.glob("*.jsonl"), *TRAINING.glob("*/*.jsonl")]
    used = {str(line.get("doc")) for file in files for line in read_lines(file)}
    with gzip.open(news, "rt", encoding="utf8") as lines:
        items = [json.loads(line) for line in lines]
    texts = [item["text"] for item in items if item["id"] not in used]
    return random.Random(SEED).sample(texts, n)


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, headings and lines without a stop included."""
    return [text[start:end] for start, end in split_sentences(text)]


def fires(chosen: Sequence[Rule], documents: Iterable[str]) -> dict[str, Fired]:
    """How often each rule is met, by its id.

    The texts that rules see are names and pieces of sentences; here a rule that must stand at the start
    or the end of its text is counted where a word of the segmenter begins or ends.
    """
    times: Counter[str] = Counter()
    held: Counter[str] = Counter()
    patterns = [(rule, re.compile(rule.pattern)) for rule in chosen]
    for document in documents:
        seen: Counter[str] = Counter()
        for sentence in sentences(document):
            edges: set[int] | None = None
            for rule, pattern in patterns:
                for match in pattern.finditer(sentence):
                    if rule.at != "anywhere":
                        edges = edges or Words.of(sentence).edges
                        if not _placed(rule, match.span(), edges):
                            continue
                    seen[rule.id] += 1
        times += seen
        held.update(seen.keys())
    return {rule.id: Fired(times[rule.id], held[rule.id]) for rule in chosen}


def _placed(rule: Rule, span: tuple[int, int], edges: set[int]) -> bool:
    starts, ends = span[0] in edges, span[1] in edges
    return {"start": starts, "end": ends, "whole": starts and ends}[rule.at]


def words_met(documents: Sequence[str]) -> list[tuple[str, int, list[str]]]:
    """For each list of words its name, its length and the words that no document holds."""
    text = "\n".join(documents)
    lists = []
    for name in topics():
        data = topic(name)
        tables = [
            (f"{name}.{key}", [w for words in table.values() for w in words])
            for key, table in data.tables.items()
        ]
        for label, words in [*((f"{name}.{key}", list(words)) for key, words in data.words.items()), *tables]:
            lists.append((label, len(words), [w for w in words if w.partition(":")[0] not in text]))
    return lists
