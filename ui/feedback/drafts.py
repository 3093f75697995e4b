"""An approved answer that is being written: what was typed, and the words that it may rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from index.records import Hit
from index.store import StoreReader
from rag.citing import Place, cite
from rag.records import MARKER, Citation
from ui.desk import Act

ASKED, TEXT, NAME, REASON = (
    5000,
    20_000,
    100,
    2000,
)  # code points taken from a form; people/ has its own limits
_CITATIONS = TypeAdapter(Citation)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page holds between two clicks, so that nothing that is cited comes from a browser."""

    question: str = ""
    text: str = ""  # with [n] behind each sentence
    by: str = ""  # who stands for it; "" where the account says so
    words: str = ""  # what was looked for
    offered: tuple[Citation, ...] = ()  # n is what the text calls them by
    chosen: frozenset[int] = frozenset()  # the ticked ones
    judgement: int | None = None  # which 有误 it was written for
    span: str = ""  # the short answer that it was begun with
    begun: str = ""  # what the click named that began it; "" where nothing is being written

    @property
    def used(self) -> frozenset[int]:
        """The numbers that are ticked or that the text cites."""
        return self.chosen | {int(n) for n in MARKER.findall(self.text)}

    @property
    def short(self) -> str:
        """The short answer, where the text still says it."""
        return self.span if self.span in self.text else ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the text may rest on."""
        return tuple(c for c in self.offered if c.n in self.used)

    def filled(self, act: Act) -> "Draft":
        """With what the form holds now. Raises Refused for what is too long."""
        ticked = {int(n) for n in act.chosen("cite") if n.isdecimal() and len(n) < 6}
        return replace(
            self,
            question=act.text("question", ASKED),
            text=act.text("text", TEXT),
            by=act.text("by", NAME),
            words=act.text("words", ASKED),
            chosen=frozenset(ticked),
        )

    def with_found(self, found: Iterable[Citation]) -> "Draft":
        """With other words offered; those that are used stay, under the numbers that they have."""
        kept = self.citations
        places = {(c.document_id, c.start, c.end) for c in kept}
        new = [c for c in found if (c.document_id, c.start, c.end) not in places]
        first = 1 + max((c.n for c in kept), default=0)
        numbered = (replace(c, n=n) for n, c in enumerate(new, first))
        return replace(self, offered=(*kept, *numbered))


_DRAFTS = TypeAdapter(Draft)


def dump_draft(draft: Draft) -> dict[str, object]:
    """A draft as JSON values."""
    values: dict[str, object] = _DRAFTS.dump_python(draft, mode="json")
    return values


def load_draft(values: object) -> Draft:
    """A draft as it was dumped. Raises ValueError for another shape."""
    return _DRAFTS.validate_python(values)


def without_short(text: str, span: str) -> str:
    """An answer without the line that is nothing but its short answer, which would prove nothing alone."""
    lines = text.splitlines()
    alone = [line for line in lines if not span or MARKER.sub("", line).strip("。 ") != span.strip("。 ")]
    return "\n".join(alone or lines)


def as_citations(hits: Sequence[Hit], store: StoreReader) -> list[Citation]:
    """What was found, to be cited; what was removed meanwhile is left out."""
    found: list[Citation] = []
    for hit in hits:
        passage = hit.passage
        try:
            document = store.document(passage.document_id)
            found.append(cite(Place(document, hit.case, passage.start, passage.end), len(found) + 1))
        except (KeyError, ValueError):  # removed, or without a word
            continue
    return found


def still_there(citations: object, store: StoreReader) -> list[Citation]:
    """The citations of a judged or approved answer that still stand as they were quoted, numbers kept.

    A judged answer names its documents, an approved one has their ids too.
    """
    told = [c for c in citations if isinstance(c, Mapping)] if isinstance(citations, list | tuple) else []
    ids: dict[str, list[str]] = {}
    for entry in store.documents():
        ids.setdefault(entry.name, []).append(entry.id)
        ids.setdefault(entry.id, []).append(entry.id)
    found: list[Citation] = []
    for one in told:
        for document_id in ids.get(str(one.get("document_id") or one.get("document")), ()):
            if (citation := _citation(one, document_id)) and _stands(citation, store):
                found.append(citation)
                break
    return found


def _citation(told: Mapping[str, object], document_id: str) -> Citation | None:
    try:
        return _CITATIONS.validate_python({**told, "document_id": document_id})
    except ValidationError:  # kept by another version
        return None


def _stands(citation: Citation, store: StoreReader) -> bool:
    try:
        text = store.document(citation.document_id).text
    except KeyError:
        return False
    return text[citation.start : citation.end] == citation.quote
