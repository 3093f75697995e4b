"""What every store offers."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.records import (
    EVERYTHING,
    NOTHING_KNOWN,
    Block,
    Case,
    Document,
    Filter,
    Metadata,
    Passage,
    Proposition,
)

Vectors = NDArray[np.float32]
REBUILD = "python -m index build"
MILVUS = ("milvus+http", "milvus+https")  # kinds of address besides a folder


@dataclass(frozen=True, slots=True)
class StoreStamp:
    """What made a store; another stamp's vectors and offsets cannot be mixed in."""

    model: str  # Embedder.fingerprint
    dimension: int  # length of one vector
    splitter: str  # version and settings of the splitter


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be stored, as parsed or as kept in the store."""

    document: Document
    blocks: tuple[Block, ...]  # kept, so that another splitter needs no source file
    origin: str = ""  # where it came from: "docs:<relative path>" or "file:<absolute path>"
    metadata: Metadata = NOTHING_KNOWN
    by_hand: tuple[Case, ...] | None = None  # cases that a person corrected: no splitter changes them
    original: str = ""  # name of the kept source file; "" when it was not kept


@dataclass(frozen=True, slots=True)
class Ingested:
    """A document ready to be stored."""

    document: Document
    blocks: tuple[Block, ...]
    cases: tuple[Case, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors  # float32, (len(passages), dimension), non-zero finite rows
    origin: str = ""
    metadata: Metadata = NOTHING_KNOWN
    replaces: str = ""  # id of the version it takes the place of; its own id to be stored anew; "" for none
    by_hand: bool = False  # ``cases`` were corrected by a person
    original: str = ""
    propositions: tuple[Proposition, ...] = ()  # every part of each inside the text


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored document without its text."""

    id: str
    name: str
    title: str
    origin: str
    cases: int
    passages: int
    metadata: Metadata = NOTHING_KNOWN
    superseded_by: str = ""  # id of the version that took its place: no longer searched, still cited


class StoreReader(Protocol):
    """What can be asked of a store. Scores: higher is better; ties are ordered by passage id."""

    @property
    def generation(self) -> int:
        """Counts the commits: the same number is the same content."""

    @property
    def by_rank(self) -> bool:
        """Whether the scores of full text say no more than their order."""

    def search_dense(self, vector: Vectors, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """The ``k`` passages of highest cosine, in [-1, 1], to ``vector``: float32, (dimension,)."""

    def search_text(self, query: str, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """At most ``k`` passages by BM25 over any term of ``query``; empty when no term is known."""

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order of ``ids``. Raises KeyError for an unknown id."""

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in reading order; empty for an unknown document."""

    def search_propositions(self, query: str, k: int, where: Filter = EVERYTHING) -> list[tuple[str, float]]:
        """At most ``k`` propositions, by id, by BM25 over any term of ``query`` in core or carried words."""

    def propositions(self, ids: Sequence[str]) -> list[Proposition]:
        """The propositions in the order of ``ids``. Raises KeyError for an unknown id."""

    def propositions_of(self, document_id: str, start: int = 0, end: int | None = None) -> list[Proposition]:
        """A document's propositions in reading order; empty for an unknown document.

        Only those whose cores have a character in [start, end), as of a passage.
        """

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """Unit vectors, float32, (len(ids), dimension). Raises KeyError for an unknown id."""

    def document(self, document_id: str) -> Document:
        """The document with its text. Raises KeyError when unknown, StoreDamaged when altered."""

    def source(self, document_id: str) -> Source:
        """All that indexing a document again takes. Raises as ``document``."""

    def document_name(self, document_id: str) -> str:
        """The source file's name. Raises KeyError when unknown."""

    def documents(self) -> list[Entry]:
        """Every document that is searched, by name, then id: superseded versions are left out."""

    def entry(self, document_id: str) -> Entry:
        """One document, a superseded version too. Raises KeyError when unknown."""

    def versions(self, document_id: str) -> list[Entry]:
        """The older versions a document took the place of, newest first; empty for none."""

    def case(self, document_id: str, order: int) -> Case:
        """One case. Raises KeyError when unknown."""

    def cases(self, document_id: str) -> list[Case]:
        """A document's cases by order; empty for an unknown document."""


class PassageStore(StoreReader, Protocol):
    """A store: each call answers from the newest generation, calls in one snapshot from the same one."""

    @property
    def stamp(self) -> StoreStamp:
        """What made this store."""

    def snapshot(self) -> AbstractContextManager[StoreReader]:
        """Several questions to one generation, whatever is written meanwhile."""

    def apply(self, add: Iterable[Ingested] = (), remove: Iterable[str] = ()) -> int:
        """Remove, then add, in one commit; returns the generation, unchanged when nothing changed.

        A document already stored stays as it is, unless it is pending, superseded or to be stored anew;
        unknown ids in ``remove`` are passed over. What a new document replaces is searched no longer,
        but its text stays for those who cited it; removing a document removes its older versions too.
        """

    def describe(self, document_id: str, title: str, metadata: Metadata) -> int:
        """Note what a person says of a document; returns the generation. Raises KeyError when unknown."""

    def rename(self, document_id: str, name: str, origin: str) -> int:
        """Note a source file's new name and origin; returns the generation. Raises KeyError when unknown."""

    def restamp(self, stamp: StoreStamp) -> int:
        """Keep the documents but drop all that another stamp made, in one commit; returns the generation."""

    def pending(self) -> list[str]:
        """Ids of documents that wait to be indexed again after ``restamp``."""

    def publish(self) -> None:
        """Make what was written quick to open: nothing is lost without it."""

    def close(self) -> None:
        """Release files and locks; safe to call twice."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...
