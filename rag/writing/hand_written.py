"""What a person wrote in place of an answer + the words it cites -> an answer, or what is not proved.

Held to the same as what a model writes, and to more: every sentence must be proved, by words that it cites.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Self

from chinese import fold
from index.records import Hit, Passage
from index.store import StoreReader
from rag.citing import Place, cite, with_standing
from rag.reading import SupportsWeighing
from rag.records import Answer, Citation, Kind, Sentence
from rag.settings import CheckingSettings
from rag.writing.model_output import Said, sentences
from rag.writing.verify import AGAIN, MARKER, MOST, Judging, Proved, Removed, Sources, names_somebody, sources

ENGINE = "approved"  # what such an answer names as its engine
EMPTY = "答案是空的"
UNCITED = "这句话没有标出处，请在句末写上出处的编号，例如[1]"
UNKNOWN = "没有编号为[{}]的出处"
ALTERED = "出处[{}]的文字与资料原文不一致，请重新选取"
GONE = "出处[{}]所在的资料已从资料库中移除，请换一处"
OLD = "出处[{}]所在的资料已有新版，请从新版里选取"
UNNAMED = "这句话没有写明说的是谁，而前一句说的是另一个案例，请写出单位名称"
ELSEWHERE = "所标的出处里没有能证明这句话的内容"
LONG = f"答案超过 {MOST} 个字，请写短一些"
NO_SPAN = "简短答案在正文里找不到，请照正文里的字写"


class NotProved(ValueError):
    """A text that cannot stand as an answer; says in Chinese which sentence and why.

    ``removed`` are all its sentences that do not stand, with the reasons.
    """

    def __init__(self, removed: Sequence[Removed]) -> None:
        self.removed = tuple(removed)
        super().__init__(
            "\n".join(f"“{r.text}”：{r.reason}。" if r.text else f"{r.reason}。" for r in removed)
        )


@dataclass(frozen=True, slots=True)
class HandWritten:
    """An answer as a person wrote it."""

    question: str  # can be understood by itself
    text: str  # every sentence ends in the [n] of what proves it
    citations: tuple[Citation, ...]  # the words chosen for it; n is what the text calls them by
    span: str = ""  # the short answer, as it stands in the text; "" for none
    kind: Kind | Literal[""] = ""  # of the question


def verified(
    written: HandWritten, store: StoreReader, reader: SupportsWeighing, settings: CheckingSettings
) -> Answer:
    """The answer, its citations numbered anew and each as it stands in the store now.

    A sentence stands when it is, word for word, a whole sentence of its source that it cites, or when it is
    proved as a model's would be (rag.writing.verify) by words that it cites.

    Raises:
        NotProved: a sentence is not proved or cites nothing, a citation is not verbatim, of a document that
            is gone or replaced, or the whole is empty or too long.
        KeyError: a document was removed meanwhile.

    """
    said = sentences(written.text)
    if not said:
        raise NotProved([Removed("", EMPTY)])
    used = {n for one in said for n in one.markers}
    written = replace(written, citations=tuple(c for c in written.citations if c.n in used))
    _checked(said, {c.n: c for c in written.citations}, store)
    kept, removed = _kept(said, _Chosen.of(written, store), reader, settings)
    if removed:
        raise NotProved(removed)
    answer = _answer(written, kept)
    if sum(len(s.text) + MARKER * len(s.cites) + 1 for s in answer.sentences) > MOST:
        raise NotProved([Removed("", LONG)])
    if written.span and not any(written.span in sentence.text for sentence in answer.sentences):
        raise NotProved([Removed(written.span, NO_SPAN)])
    return replace(answer, citations=with_standing(answer.citations, store, date.today()))


def _checked(said: Sequence[Said], known: dict[int, Citation], store: StoreReader) -> None:
    """Raises NotProved for sentences whose citations are missing or not what the store holds."""
    removed = []
    for one in said:
        whys = [_unusable(known.get(n), n, store) for n in one.markers] or [UNCITED]
        if why := next(filter(None, whys), ""):
            removed.append(Removed(one.text, why))
    if removed:
        raise NotProved(removed)


def _unusable(citation: Citation | None, n: int, store: StoreReader) -> str:
    """Why a sentence may not rest on a citation, in Chinese; "" when it may."""
    if citation is None:
        return UNKNOWN.format(n)
    try:
        document, entry = store.document(citation.document_id), store.entry(citation.document_id)
    except KeyError:
        return GONE.format(n)
    if entry.superseded_by:
        return OLD.format(n)
    verbatim = citation.quote and document.text[citation.start : citation.end] == citation.quote
    return "" if verbatim else ALTERED.format(n)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen to rest on: the grounds it lies in."""

    citations: tuple[Citation, ...]
    sources: Sources
    aliases: dict[int, tuple[int, ...]]  # n of a citation -> numbers of its passages among the sources

    @classmethod
    def of(cls, written: HandWritten, store: StoreReader) -> Self:
        """Raises KeyError for a document that was removed meanwhile."""
        hits: list[Hit] = []
        aliases: dict[int, tuple[int, ...]] = {}
        for citation in written.citations:
            there = _hits(citation, store)
            aliases[citation.n] = tuple(range(len(hits) + 1, len(hits) + len(there) + 1))
            hits += there
        chosen = Answer(written.question, written.question, (), written.citations, written.span or None)
        return cls(written.citations, sources(store, hits, chosen), aliases)

    def cited(self, said: Said) -> list[Citation]:
        """The citations of a sentence."""
        return [c for c in self.citations if c.n in said.markers]

    def word_for_word(self, said: Said) -> Proved | None:
        """The sentence that ``said`` repeats whole and cites words of; None for none."""
        for index, ground in enumerate(self.sources.grounds):
            for start, end in ground.sentences:
                place = Place(ground.document, ground.case, start, end)
                if _plain(place.quote) == _plain(said.text) and _meets(place, self.cited(said)):
                    return Proved(index, (place,))
        return None


def _kept(
    said: Sequence[Said], chosen: _Chosen, reader: SupportsWeighing, settings: CheckingSettings
) -> tuple[list[tuple[Said, Proved]], list[Removed]]:
    """The sentences that stand, and those that do not."""
    judging = Judging(chosen.sources, reader, settings)
    kept: list[tuple[Said, Proved]] = []
    removed: list[Removed] = []
    for one in said:
        proved = _proved(one, kept, chosen, judging)
        if isinstance(proved, Proved):
            kept.append((one, proved))
        else:
            removed.append(Removed(one.text, proved))
    return kept, removed


def _proved(
    said: Said, kept: Sequence[tuple[Said, Proved]], chosen: _Chosen, judging: Judging
) -> Proved | str:
    """What proves a sentence after those before it, or why nothing that it cites does."""
    before, last = (kept[-1][0].text, kept[-1][1].ground) if kept else ("", None)
    if any(_plain(said.text) == _plain(other.text) for other, _ in kept):
        return AGAIN
    if whole := chosen.word_for_word(said):
        told = last in (None, whole.ground) or names_somebody(said.text, chosen.sources.grounds)
        return whole if told else UNNAMED
    aliases = tuple(alias for n in said.markers for alias in chosen.aliases[n])
    proved = judging.proved(replace(said, markers=aliases), last, before)
    if isinstance(proved, Proved) and not all(_meets(p, chosen.cited(said)) for p in proved.places):
        return ELSEWHERE
    return proved


def _hits(citation: Citation, store: StoreReader) -> list[Hit]:
    """The passages that hold words of a citation; where none does, one of its words."""
    document = store.document(citation.document_id)
    cases = {case.order: case for case in store.cases(document.id)}
    there = [
        passage
        for passage in store.passages_of(document.id)
        if passage.start < citation.end and citation.start < passage.end
    ]
    if not there:
        inside = [
            o for o, c in cases.items() if c.heading_start <= citation.start < max(c.end, c.heading_end)
        ]
        identity = f"{document.id}:{citation.start}-{citation.end}"
        words, order = citation.quote, inside[0] if inside else None
        there = [Passage(identity, document.id, order, citation.start, citation.end, words, "", 0)]
    return [Hit(p, document.name, cases.get(p.case_order or 0), 1.0, 1) for p in there]


def _meets(place: Place, cited: Sequence[Citation]) -> bool:
    """Whether one of the citations shares words with a place."""
    return any(
        c.document_id == place.document.id and c.start < place.end and place.start < c.end for c in cited
    )


def _plain(sentence: str) -> str:
    """A sentence as two are compared: folded, without blanks and its last stop, every other mark kept."""
    return "".join(fold(sentence).split()).rstrip("。.!?;；")


def _answer(written: HandWritten, kept: Sequence[tuple[Said, Proved]]) -> Answer:
    """The sentences with citations numbered in the order they are cited in."""
    known: dict[tuple[str, int, int], Citation] = {}
    numbered = []
    for said, proved in kept:
        numbers = []
        for place in proved.places:
            key = (place.document.id, place.start, place.end)
            if key not in known:
                known[key] = cite(place, len(known) + 1)
            numbers.append(known[key].n)
        numbered.append(Sentence(said.text, tuple(dict.fromkeys(numbers))))
    question = written.question.strip()
    return Answer(
        question,
        question,
        tuple(numbered),
        tuple(known.values()),
        written.span or None,
        engine=ENGINE,
        kind=written.kind,
    )
