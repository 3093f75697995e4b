"""One reading of a question -> what is found for it, and the answer it comes to."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from chinese import fold
from index.records import Document, Hit
from index.store import PassageStore
from rag.answering.compose import MARKERS, MAX_SHAPED, Composition, case_by_case, compose, quoted
from rag.answering.corrected import with_corrections
from rag.answering.dialogue import Understood
from rag.answering.evidence import Evidence, rank_evidence, shortlist, worth_reading
from rag.answering.judging import Asking, Judge, Judgement
from rag.answering.kinds import kind_of
from rag.answering.looked_up import holding_name, holding_value
from rag.answering.placed_item import item_at
from rag.answering.question import Question, analyse
from rag.answering.refusing import refused
from rag.answering.shapes import Shapes
from rag.citing import number, verbatim
from rag.reading import SupportsReader, SupportsReading, after
from rag.records import Answer, Sentence
from rag.search import Retriever, holds, merged
from rag.settings import ReadingSettings

REMOVED = "相关的资料在回答时被移除了，请再问一次"
POOL = 200  # passages found, of which the most promising are read


class DocumentGone(Exception):
    """A document that was found has been removed before it could be cited."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was found for one reading of a question."""

    asking: Asking
    hits: list[Hit]  # those that were read, the nearest first
    ranked: list[Evidence]  # their sentences, the likeliest first


@dataclass(frozen=True, slots=True)
class Reply:
    """What one reading of a question came to."""

    answer: Answer
    hits: list[Hit]
    probability: float  # that it answers, 0..1; 1 where it was counted, picked or looked up


class Replies:
    """Answers one reading of a question from a store.

    Shared between threads: it is never changed after it was made, and what it holds is shared likewise.
    """

    def __init__(
        self,
        store: PassageStore,
        retriever: Retriever,
        reader: SupportsReader,
        propositions: SupportsReading,
        settings: ReadingSettings,
    ) -> None:
        """``reader`` reads passages, ``propositions`` one proposition after what it leans on."""
        self._store = store
        self._retriever = retriever
        self._reader = reader
        self._settings = settings
        self.judge = Judge(store, propositions, settings, self._document)
        self._shapes = Shapes(store, retriever.embedder)

    def through(self, retriever: Retriever) -> "Replies":
        """The same over what another retriever finds in the store."""
        other = copy(self)
        other._retriever = retriever
        return other

    def counted(self, usable: str) -> Reply | None:
        """The count that a question about the collection asks for; None where it asks for none."""
        try:
            counted = self._shapes.counted(analyse(usable), self._retriever.where)
            answer = self._grounded(usable, counted) if counted else None
        except (KeyError, DocumentGone):  # a document was removed while its rows were read
            return None
        return Reply(answer, [], 1.0) if answer else None

    def removed(self, usable: str) -> Answer:
        """The refusal where a document is gone that was to be cited."""
        return self._refused(usable, Judgement((), 0.0, (REMOVED,)), ())

    def kept(self, hits: Sequence[Hit]) -> list[Hit]:
        """Those whose documents are still there."""

        def stored(hit: Hit) -> bool:
            try:
                return bool(self._store.document_name(hit.passage.document_id))
            except KeyError:
                return False

        return [hit for hit in hits if stored(hit)]

    def sight(self, understood: Understood) -> Sight:
        """What is found for one reading of a question."""
        asked = analyse(understood.asked)
        found = self._found(asked, understood)
        hits = shortlist(asked, found, self._settings.passages)
        read = worth_reading(asked, hits)
        readings = self._reader.read(asked.text, [hit.passage.text for hit in read])
        ranked = [
            evidence
            for evidence in rank_evidence(asked, read, readings, hits)
            if (evidence.hit.passage.document_id, evidence.start) not in understood.seen
        ]
        read_as = fold(after(understood.before, understood.asked))
        asking = Asking(
            asked, read_as, understood.near, bool(understood.before), understood.within is not None
        )
        return Sight(asking, hits, ranked)

    def reply(self, understood: Understood) -> Reply:
        """Answer one reading of a question, and say of what kind that is."""
        sight = self.sight(understood)
        reply = self._replied(understood, sight)
        kind = reply.answer.kind or kind_of(sight.asking.question)
        return replace(reply, answer=replace(reply.answer, kind=kind))

    def _replied(self, understood: Understood, sight: Sight) -> Reply:
        usable = understood.asked
        asked, hits = sight.asking.question, sight.hits
        try:
            if exact := self._exact(understood, sight):
                return Reply(exact, hits, 1.0)
            judgement = self.judge.judge(sight.asking, sight.ranked, self._retriever.where)
            composed = self._composed(sight.asking, judgement, sight.ranked)
            if composed and (shaped := self._grounded(usable, composed)):
                return Reply(shaped, hits, judgement.probability)
            answer = self._answer(usable, asked, judgement, hits)
        except (DocumentGone, KeyError):
            judgement = Judgement((), 0.0, (REMOVED,))
            answer = self._refused(usable, judgement, hits)
        return Reply(answer, hits, judgement.probability)

    def _exact(self, understood: Understood, sight: Sight) -> Answer | None:
        """What is picked, looked up or read off a table without any judgement; None where nothing is."""
        if not sight.hits:
            return None
        picked = self._picked(understood) if understood.place else None
        held = holding_value(sight.asking.question, sight.ranked)
        composed = quoted(held, self._document, "lookup") if held else None
        composed = picked or composed or self._shapes.picked(sight.asking.question, sight.hits)
        return self._grounded(understood.asked, composed) if composed else None

    def _composed(
        self, asking: Asking, judgement: Judgement, ranked: Sequence[Evidence]
    ) -> Composition | None:
        """A digest, a list or the cases of a keyword; None where one sentence answers or nothing does.

        A name after another question (市统计局呢) asks the same of it again and is no keyword.
        """
        asked, sure = asking.question, bool(judgement.chosen)
        composed = self._shapes.digest(asked, judgement.chosen or ranked, sure=sure)
        composed = composed or self._shapes.listed(asked, judgement.chosen or judgement.near, sure=sure)
        if composed or sure or asking.follows:
            return composed
        held = holding_name(asked, ranked)
        return case_by_case(held, self._document, "keyword") if held else None

    def _found(self, asked: Question, understood: Understood) -> list[Hit]:
        """The passages to look in: those of one case, or the nearest of all but one."""
        if understood.within is None:
            found = self._retriever.search(asked.text, POOL, asked.quoted)
            if understood.sought:
                found = merged(found, self._retriever.search(fold(understood.sought), POOL, asked.quoted))
            return [hit for hit in found if _case_of(hit) != understood.without]
        document_id, order = understood.within
        with self._store.snapshot() as store:
            passages = [p for p in store.passages_of(document_id) if p.case_order == order]
            if not passages:
                return []
            case = None if order is None else store.case(document_id, order)
            entry = store.entry(document_id)
        if not holds(self._retriever.where, entry, case.unit if case else ""):
            return []
        return [Hit(p, entry.name, case, 1.0, rank) for rank, p in enumerate(passages, start=1)]

    def _picked(self, understood: Understood) -> Composition | None:
        """The item of an enumeration that a follow-up asks for by its place; None where none fits."""
        if understood.within is None:
            return None
        document_id, order = understood.within
        case = next((c for c in self._store.cases(document_id) if c.order == order), None)
        return item_at(self._document(document_id), case, understood.asked, understood.place)

    def _grounded(self, usable: str, composed: Composition) -> Answer | None:
        """What was composed, numbered and verified; None where nothing of it is. Raises DocumentGone."""
        composed = composed if composed.note else with_corrections(composed)
        sentences, citations = number(composed.drafts)
        # The document may have been removed while the question was being answered.
        if not all(verbatim(c, self._document(c.document_id).text) for c in citations):
            raise DocumentGone
        rows = sentences if composed.note else ()
        shown = _shown(sentences, composed.groups if len(composed.groups) == len(sentences) else ())
        rest = f"这里列出前{len(shown)}条。" if rows and len(shown) < len(rows) else ""
        note = composed.note + rest
        answer = Answer(usable, usable, shown, citations, composed.span, note=note, rows=rows)
        return replace(answer, kind=composed.kind) if answer.status == "grounded" else None

    def _answer(self, usable: str, asked: Question, judgement: Judgement, hits: Sequence[Hit]) -> Answer:
        if judgement.chosen:
            answer = self._grounded(usable, compose(asked, judgement.chosen, self._document))
            if answer:
                return answer
        return self._refused(usable, judgement, hits)

    def _refused(self, usable: str, judgement: Judgement, hits: Sequence[Hit]) -> Answer:
        return refused(usable, judgement, self.kept(hits), self._document)

    def _document(self, document_id: str) -> Document:
        """A document with its text. Raises DocumentGone when it was removed after the search."""
        try:
            return self._store.document(document_id)
        except KeyError as error:
            raise DocumentGone from error


def _shown(sentences: Sequence[Sentence], groups: Sequence[str]) -> tuple[Sentence, ...]:
    """The first sentences that fit, each with the group it stands in."""
    used = 0
    shown: list[Sentence] = []
    for place, sentence in enumerate(sentences):
        used += len(sentence.text) + MARKERS * len(sentence.cites)
        if used > MAX_SHAPED and shown:
            break
        shown.append(replace(sentence, group=groups[place] if groups else ""))
    return tuple(shown)


def _case_of(hit: Hit) -> tuple[str, int | None]:
    return hit.passage.document_id, hit.passage.case_order
