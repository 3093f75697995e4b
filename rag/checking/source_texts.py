"""Hits -> the texts that a draft's sentence may rest on, and the sentences in them. Pure but for the store.

A ground is one case, or the surroundings of what was found in a text without cases. All parts of a
sentence are looked up in the same grounds, so that a deed is never proved by another unit's case.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chinese import AnalysedText, fold, lines_of, split_sentences, terms
from index.records import Case, Document, Hit, Proposition
from index.store import StoreReader
from rag.checking.stated import Stated, stated_of

SURROUNDINGS = 600  # code points on either side that belong to what was found in a text without cases
LEAD = 2000  # code points that count as the lead of a text without cases
KEPT = 64  # grounds kept analysed: a draft seldom rests on more
OPENING = 300  # code points in which a text names the place it tells of


@dataclass(frozen=True)
class Ground:
    """A text to look a statement up in; what it is read for is worked out once, as in an AnalysedText."""

    document: Document
    case: Case | None
    sentences: tuple[tuple[int, int], ...]  # offsets into the document, in order
    heading: str  # the case's heading, or the document's title
    setting: str  # title and lead: where a place may be named for all cases
    propositions: tuple[Proposition, ...] = field(default=(), compare=False, repr=False)

    @property
    def unit(self) -> str:
        """The case's unit, "" when none."""
        return self.case.unit if self.case else ""

    @cached_property
    def texts(self) -> tuple[AnalysedText, ...]:
        """Its sentences."""
        return tuple(AnalysedText(self.document.text[a:b]) for a, b in self.sentences)

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """Its propositions."""
        return stated_of(self.document, self.propositions)

    @cached_property
    def body(self) -> AnalysedText:
        """All its sentences, one a line."""
        return lines_of(self.texts)

    @cached_property
    def scope(self) -> str:
        """Its heading and its sentences, folded: where its names may stand."""
        return f"{fold(self.heading)}\n{self.body.folded}"

    @cached_property
    def wide_scope(self) -> str:
        """The same and the setting: where a place may be named."""
        return f"{self.scope}\n{self.setting}"

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The terms of its heading and its sentences."""
        return frozenset(terms(self.heading)).union(*(text.vocabulary for text in self.texts))

    @cached_property
    def frequency(self) -> Counter[str]:
        """In how many of its sentences each term stands."""
        return Counter(term for text in self.texts for term in text.vocabulary)

    @cached_property
    def beginning(self) -> AnalysedText:
        """How its document begins."""
        return AnalysedText(self.document.text[:OPENING])

    @property
    def opening(self) -> str:
        """The heading, and how the case or the text begins: what names the place it tells of."""
        start = self.case.start if self.case else 0
        return f"{self.heading}\n{self.document.text[start : start + OPENING]}"


class AnalysedGrounds:
    """The grounds used last, with all that was worked out of them. Safe to share between threads."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Ground, Ground] = OrderedDict()
        self._lock = threading.Lock()

    def same(self, ground: Ground) -> Ground:
        """The kept ground that equals ``ground``, text and all; else ``ground``, kept from now on."""
        with self._lock:
            known = self._kept.setdefault(ground, ground)
            self._kept.move_to_end(known)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return known


def grounds(store: StoreReader, hits: Sequence[Hit], most: int) -> list[Ground]:
    """The ``most`` best grounds of ``hits``, by their best hit. Raises KeyError for a removed document."""
    by_case: dict[tuple[str, int | None], list[Hit]] = {}
    for hit in hits:
        by_case.setdefault((hit.passage.document_id, hit.passage.case_order), []).append(hit)
    return [_ground(store, theirs) for theirs in list(by_case.values())[:most]]


def stated_in(sources: Sequence[Ground]) -> list[Stated]:
    """The propositions of all grounds, one that stands in two of them once."""
    return list({one.proposition: one for ground in sources for one in ground.stated}.values())


def _ground(store: StoreReader, hits: Sequence[Hit]) -> Ground:
    best = hits[0]
    document = store.document(best.passage.document_id)
    case = best.case
    if case:
        spans = [(case.start, case.end)]
        heading = document.text[case.heading_start : case.heading_end]
    else:
        spans = _around(store, document, hits)
        heading = best.passage.context
    first = min((c.heading_start for c in store.cases(document.id)), default=LEAD)
    sentences = tuple(
        (start + a, start + b) for start, end in spans for a, b in split_sentences(document.text[start:end])
    )
    return Ground(
        document=document,
        case=case,
        sentences=sentences,
        propositions=_propositions(store, document, sentences),
        heading=heading,
        setting=fold(f"{document.title}\n{document.text[:first]}"),
    )


def _propositions(
    store: StoreReader, document: Document, sentences: Sequence[tuple[int, int]]
) -> tuple[Proposition, ...]:
    """What the document says from the first of the sentences to the last, the store's own order."""
    if not sentences:
        return ()
    return tuple(store.propositions_of(document.id, sentences[0][0], sentences[-1][1]))


def _around(store: StoreReader, document: Document, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Stretches of the text outside all cases that lie within 600 code points of a hit."""
    stretches = [(p.start, p.end) for p in store.passages_of(document.id) if p.case_order is None]
    near = [
        (start, end)
        for start, end in stretches
        if any(
            start < hit.passage.end + SURROUNDINGS and end > hit.passage.start - SURROUNDINGS for hit in hits
        )
    ]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(near):
        if merged and start <= merged[-1][1]:  # passages overlap by whole sentences
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
