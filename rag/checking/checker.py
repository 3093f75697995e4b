"""Checker: a draft -> a verdict for every sentence, with the words that prove it."""

import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date

from chinese import AnalysedText, split_sentences
from index.records import Filter, Hit
from index.store import StoreReader
from index.turns import Cancelled, Kind
from rag.checking.bound.verdict import Cited, NamedDifference, Weighed, weigh
from rag.checking.claims import Claim, split_claims
from rag.checking.search_queries import Queries, Query
from rag.checking.source_texts import LEAD, AnalysedGrounds, Ground, grounds
from rag.citing import Place, check_with_standing, cite, verbatim
from rag.reading import SupportsWeighing
from rag.records import Check, CheckedPart, CheckedSentence, Citation, Difference
from rag.search import Retriever, told
from rag.settings import CheckingSettings


class UnusableDraft(ValueError):
    """A draft that cannot be checked; the message tells the user why, in Chinese."""


SHORT = 5  # sentences of a check that somebody waits for as for an answer
SHORT_CHARS = 600  # and its code points


def kind_of_check(text: str) -> Kind:
    """In which class a draft is checked: one that takes as long as a question is not bulk."""
    short = len(text) <= SHORT_CHARS and len(split_sentences(text)) <= SHORT
    return "interactive" if short else "bulk"


class Checker:
    """Checks drafts against a store. Safe to share between threads."""

    def __init__(
        self,
        store: StoreReader,
        retriever: Retriever,
        reader: SupportsWeighing,
        settings: CheckingSettings,
    ) -> None:
        self._store = store
        self._retriever = retriever
        self._reader = reader
        self._settings = settings
        self._analysed = AnalysedGrounds()  # the sentences of a draft rest on few cases, and so do drafts

    def narrowed(self, where: Filter) -> "Checker":
        """The same checker against those passages only that ``where`` leaves."""
        checker = copy(self)
        checker._retriever = self._retriever.narrowed(where)
        return checker

    def check(
        self,
        text: str,
        *,
        progress: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Check:
        """Check every sentence of ``text``. Raises UnusableDraft and Cancelled.

        ``progress(done, total)`` counts sentences; ``cancelled()`` is asked before each of them, what
        ``serving`` was given before each pass of the model.
        """
        began = time.perf_counter()
        self._refuse_unusable(text)
        claims = split_claims(text)
        numbers = _Numbers()
        queries = Queries(claims, self._retriever)
        sentences: list[CheckedSentence] = []
        for done, claim in enumerate(claims):
            progress(done, len(claims))
            if cancelled():
                raise Cancelled
            sentences.append(self._sentence(claim, queries.of(done), numbers))
        progress(len(claims), len(claims))
        spent = round((time.perf_counter() - began) * 1000)
        check = Check(text, tuple(sentences), spent, told(self._retriever.where))
        return check_with_standing(check, self._store, date.today())

    def _refuse_unusable(self, text: str) -> None:
        limit = self._settings.draft_chars
        if not any(c.isalnum() for c in text):
            raise UnusableDraft("稿件是空的。请粘贴要核查的文字，或上传 .txt、.md、.docx 文件。")
        if len(text) > limit:
            raise UnusableDraft(f"稿件有 {len(text)} 个字，超过上限 {limit} 个字。请分成几部分核查。")

    def _sentence(self, claim: Claim, queries: Sequence[Query], numbers: "_Numbers") -> CheckedSentence:
        spans = [(p.start - claim.start, p.end - claim.start) for p in claim.parts if p.checkable]
        whole: Weighed | None = None
        if spans:
            try:
                whole = self._weighed(claim.text, spans, queries)
            except KeyError:  # a document was removed after the search
                whole = self._weighed(claim.text, spans, queries)
        parts = tuple(
            self._part(CheckedPart(p.start, p.end, p.checkable, "unverifiable"), claim, whole, numbers)
            for p in claim.parts
        )
        return CheckedSentence(claim.text.text, claim.start, claim.end, parts)

    def _part(
        self, part: CheckedPart, claim: Claim, whole: Weighed | None, numbers: "_Numbers"
    ) -> CheckedPart:
        """A part of a sentence after what was found of the whole."""
        if not part.checkable:
            return part
        if whole is None:
            return replace(part, reason=NOTHING)
        start, end = part.start - claim.start, part.end - claim.start
        if whole.verdict == "supported":
            evidence = numbers.sentences(
                whole.evidence(start, end) or whole.evidence(0, len(claim.text.text))
            )
            reckoned = "；".join(whole.reckoned(start, end))
            return replace(
                part, verdict="supported", evidence=evidence, reason=f"{reckoned}。" if reckoned else ""
            )
        if whole.verdict == "contradicted":
            checkable = [(p.start - claim.start, p.end - claim.start) for p in claim.parts if p.checkable]
            named = [d for d in whole.differences if holding(checkable, d.claimed) == (start, end)]
            if named:
                return _contradicted(part, claim, named, numbers)
        return replace(part, reason=_reason(claim.text.text, whole.missing_in(start, end)))

    def _weighed(
        self, sentence: AnalysedText, parts: Sequence[tuple[int, int]], queries: Sequence[Query]
    ) -> Weighed | None:
        """What the grounds say of a sentence; None when the store holds nothing."""
        candidates = [
            self._analysed.same(ground)
            for ground in grounds(self._store, self._hits(queries), self._settings.texts)
        ]
        return weigh(sentence, parts, candidates, self._reader)

    def _hits(self, queries: Sequence[Query]) -> list[Hit]:
        """What is found for any of the queries, the best first."""
        best: dict[str, Hit] = {}
        for words, vector in queries:
            for hit in self._retriever.search(words, self._settings.passages, vector=vector):
                best.setdefault(hit.passage.id, hit)
        return sorted(best.values(), key=lambda hit: -hit.score)


NOTHING = "资料里没有找到与这句话有关的内容。"


class _Numbers:
    """Numbers the citations of one draft; a place cited twice keeps its number."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], Citation] = {}

    def sentences(self, cited: Sequence[Cited]) -> tuple[Citation, ...]:
        """The sentences or lines that hold what is cited, each once, verified."""
        return tuple(dict.fromkeys(self.sentence(*each) for each in cited))

    def sentence(self, ground: Ground, span: tuple[int, int]) -> Citation:
        """The heading, sentence or line that holds ``span`` of the ground's document, verified."""
        start, end = _line(ground, *span)
        key = (ground.document.id, start, end)
        if key not in self._known:
            citation = cite(Place(ground.document, ground.case, start, end), len(self._known) + 1)
            if not verbatim(citation, ground.document.text):
                raise ValueError(f"citation [{start}, {end}) of {ground.document.name} is not verbatim")
            self._known[key] = citation
        return self._known[key]


def holding(parts: Sequence[tuple[int, int]], claimed: tuple[int, int]) -> tuple[int, int]:
    """The part that ``claimed`` begins in, or the nearest one; ``parts`` is not empty."""
    return min(parts, key=lambda part: max(part[0] - claimed[0], claimed[0] - part[1] + 1, 0))


def _contradicted(
    part: CheckedPart, claim: Claim, named: Sequence[NamedDifference], numbers: _Numbers
) -> CheckedPart:
    """The part with the words that differ and the sentences that say otherwise."""
    differences = []
    for difference in named:
        start, end = difference.source
        citation = numbers.sentence(difference.ground, difference.source)
        differences.append(
            Difference(
                kind=difference.kind,
                claimed=claim.text.text[slice(*difference.claimed)],
                source=difference.ground.document.text[start:end],
                start=claim.start + difference.claimed[0],
                end=claim.start + difference.claimed[1],
                n=citation.n,
                source_start=start,
                source_end=end,
            )
        )
    evidence = dict.fromkeys(numbers.sentence(d.ground, d.source) for d in named)
    return replace(part, verdict="contradicted", evidence=tuple(evidence), differences=tuple(differences))


def _line(ground: Ground, start: int, end: int) -> tuple[int, int]:
    """The heading, sentence or line that holds ``[start, end)`` of the document."""
    case, text = ground.case, ground.document.text
    if case and case.heading_start <= start and end <= case.heading_end:
        return case.heading_start, case.heading_end
    first = text.rfind("\n", 0, start) + 1
    for low, high in split_sentences(text[first : end + LEAD]):
        if first + low <= start and end <= first + high:
            return first + low, first + high
    return start, end


def _reason(sentence: str, missing: Sequence[tuple[int, int]]) -> str:
    if missing:
        names = dict.fromkeys(sentence[a:b] for a, b in missing)
        return f"最接近的原文里没有{'、'.join(f'“{name}”' for name in names)}。"
    return "资料里没有找到能证明这句话的内容。"
