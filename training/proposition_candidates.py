"""Hits -> the propositions that a question is trained to be read with, earlier questions before it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from chinese import Wording, fold
from index.records import Document, Filter, Hit, Proposition
from index.store import StoreReader
from rag.reading import BAR, PropositionText, proposition_text
from rag.search import Retriever, merged

LABELLED = re.compile("[：:]")
PASSAGES = 10  # the best of them, whose propositions are candidates
FULL_TEXT = 60  # propositions found by their own words
# What puts a candidate among those read, beside its hit: full text, shares of the words of the question.
TEXT, WHOLE, CORE = 1.0, 1.5, 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposition that may answer, with the passage it was found by."""

    hit: Hit
    document: Document
    proposition: Proposition
    read: PropositionText
    whole: float  # share of the question's words in carried words and core, 0..1
    core: float  # the same of the question without earlier ones, in the core alone

    @property
    def words(self) -> str:
        """The core's words."""
        return self.read.core


def candidates(
    store: StoreReader, question: str, hits: Sequence[Hit], where: Filter, k: int, *, everywhere: bool = True
) -> list[Candidate]:
    """The ``k`` likeliest propositions of the best hits, and of those that their own words find.

    ``everywhere`` is false where the question is about the passages of one case only. Every proposition lies
    in a passage of ``hits``, best first. Raises KeyError when a document was removed meanwhile.
    """
    documents = {hit.passage.document_id: store.document(hit.passage.document_id) for hit in hits[:PASSAGES]}
    text: dict[str, float] = {}
    for part in parts(question) if everywhere else ():
        for found, score in store.search_propositions(part, FULL_TEXT, where):
            text[found] = max(score, text.get(found, 0.0))
    near = hits[:PASSAGES] if everywhere else hits
    places = {p.id: (p, hit) for hit in reversed(near) for p in _inside(store, hit)}
    for proposition in store.propositions([name for name in text if name not in places]):
        if hit := _hit_of(proposition, hits):
            places[proposition.id] = (proposition, hit)
            documents.setdefault(proposition.document_id, store.document(proposition.document_id))
    for _, hit in places.values():
        documents.setdefault(hit.passage.document_id, store.document(hit.passage.document_id))
    telling = {key: p for key, (p, _) in places.items() if _asserts(p, documents[p.document_id])}
    read = {key: proposition_text(documents[p.document_id], p) for key, p in telling.items()}
    texts = [fold(one.text) for one in read.values()]
    wording, alone = Wording(question, texts), Wording(parts(question)[-1], texts)
    made = {
        key: Candidate(
            places[key][1],
            documents[proposition.document_id],
            proposition,
            read[key],
            wording.share(fold(read[key].text)),
            alone.share(fold(read[key].core)),
        )
        for key, proposition in telling.items()
    }
    return _likeliest(made, text, k)


def _asserts(proposition: Proposition, document: Document) -> bool:
    """Whether it says something: a heading does only with a label, as 主持：章怀野 above minutes."""
    return proposition.kind != "heading" or bool(
        LABELLED.search(document.text, proposition.start, proposition.end)
    )


def parts(question: str) -> tuple[str, ...]:
    """What is looked for: of a question after earlier ones all of it, and itself alone."""
    alone = question.rpartition(BAR)[2]
    return (question,) if alone == question else (question, alone)


def found_for(retriever: Retriever, question: str, k: int, names: Sequence[str] = ()) -> list[Hit]:
    """The ``k`` passages nearest to any part of a question, best first, each once."""
    return reduce(merged, (retriever.search(part, k, names) for part in parts(question)))[:k]


def _inside(store: StoreReader, hit: Hit) -> Iterable[Proposition]:
    return store.propositions_of(hit.passage.document_id, hit.passage.start, hit.passage.end)


def _hit_of(proposition: Proposition, hits: Sequence[Hit]) -> Hit | None:
    """The best passage that a proposition's core lies in."""
    return next(
        (
            hit
            for hit in hits
            if hit.passage.document_id == proposition.document_id
            and hit.passage.start < proposition.end
            and proposition.start < hit.passage.end
        ),
        None,
    )


def _likeliest(made: Mapping[str, Candidate], text: Mapping[str, float], k: int) -> list[Candidate]:
    top = max(text.values(), default=0.0) or 1.0

    def score(key: str) -> float:
        one = made[key]
        return one.hit.score + TEXT * text.get(key, 0.0) / top + WHOLE * one.whole + CORE * one.core

    order = sorted(made, key=lambda key: (-score(key), made[key].proposition.start, key))
    return [made[key] for key in order[:k]]
