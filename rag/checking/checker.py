"""Checker: a draft -> a verdict for every sentence, with the words that prove it."""

import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date

from chinese import AnalysedText, split_sentences
from index.records import Filter, Hit
from index.store import StoreReader
from rag.checking.claims import Claim, split_claims
from rag.checking.differences import differing
from rag.checking.findings import best_findings
from rag.checking.proof import Proof
from rag.checking.search_queries import Queries, Query
from rag.checking.source_texts import LEAD, AnalysedGrounds, grounds
from rag.checking.verdict_model import Finding
from rag.citing import Place, check_with_standing, cite, verbatim
from rag.reading import SupportsWeighing
from rag.records import Check, CheckedPart, CheckedSentence, Citation, Difference
from rag.search import Retriever, told
from rag.settings import CheckingSettings


class UnusableDraft(ValueError):
    """A draft that cannot be checked; the message tells the user why, in Chinese."""


class Cancelled(Exception):
    """The user stopped the check."""


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

        ``progress(done, total)`` counts sentences; ``cancelled()`` is asked before each of them.
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
        findings: Sequence[Finding] = ()
        if spans:
            try:
                findings = self._findings(claim.text, spans, queries)
            except KeyError:  # a document was removed after the search
                findings = self._findings(claim.text, spans, queries)
        verdicts = iter(findings)
        parts = []
        for part in claim.parts:
            bare = CheckedPart(part.start, part.end, part.checkable, "unverifiable")
            finding = next(verdicts, None) if part.checkable else None
            if finding:
                parts.append(_checked(bare, claim, finding, numbers))
            else:
                parts.append(replace(bare, reason=NOTHING if part.checkable else ""))
        return CheckedSentence(claim.text.text, claim.start, claim.end, tuple(parts))

    def _findings(
        self, sentence: AnalysedText, parts: Sequence[tuple[int, int]], queries: Sequence[Query]
    ) -> Sequence[Finding]:
        """The findings of the ground that settles most; empty when the store holds nothing."""
        candidates = [
            self._analysed.same(ground)
            for ground in grounds(self._store, self._hits(queries), self._settings.texts)
        ]
        return best_findings(sentence, parts, candidates, self._reader, self._settings)

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

    def cite(self, proof: Proof, start: int, end: int) -> Citation:
        """The citation of ``[start, end)`` of the proof's document, verified."""
        document = proof.ground.document
        key = (document.id, start, end)
        if key not in self._known:
            citation = cite(Place(document, proof.ground.case, start, end), len(self._known) + 1)
            if not verbatim(citation, document.text):
                raise ValueError(f"citation [{start}, {end}) of {document.name} is not verbatim")
            self._known[key] = citation
        return self._known[key]


def _checked(part: CheckedPart, claim: Claim, finding: Finding, numbers: _Numbers) -> CheckedPart:
    """The part with its verdict, the sentences that prove it and the words that differ."""
    proof = finding.proof
    statement = claim.text.part(part.start - claim.start, part.end - claim.start)
    if finding.verdict == "unverifiable":
        return replace(part, reason=_reason(statement.text, proof))
    evidence = [numbers.cite(proof, *span) for span in proof.spans]
    differences = []
    if finding.verdict == "contradicted":
        for mismatch in differing(statement, proof):
            start, end = proof.source_place(mismatch)
            if mismatch.absolute:  # outside the sentences that tell of the rest
                evidence.append(numbers.cite(proof, *_line(proof, start, end)))
            citation = next(c for c in reversed(evidence) if c.start <= start and end <= c.end)
            differences.append(
                Difference(
                    kind=mismatch.kind,
                    claimed=statement.text[slice(*mismatch.claimed)],
                    source=proof.ground.document.text[start:end],
                    start=part.start + mismatch.claimed[0],
                    end=part.start + mismatch.claimed[1],
                    n=citation.n,
                    source_start=start,
                    source_end=end,
                )
            )
    return replace(
        part,
        verdict=finding.verdict,
        evidence=tuple(dict.fromkeys(evidence)),
        differences=tuple(differences),
    )


def _line(proof: Proof, start: int, end: int) -> tuple[int, int]:
    """The heading, sentence or line that holds ``[start, end)`` of the document."""
    case, text = proof.ground.case, proof.ground.document.text
    if case and case.heading_start <= start and end <= case.heading_end:
        return case.heading_start, case.heading_end
    for first, last in split_sentences(text[: end + LEAD]):
        if first <= start and end <= last:
            return first, last
    return start, end


def _reason(statement: str, proof: Proof) -> str:
    missing = dict.fromkeys(statement[a:b] for a, b in proof.alignment.missing)
    if missing:
        return f"最接近的原文里没有{'、'.join(f'“{name}”' for name in missing)}。"
    return "资料里没有找到能证明这句话的内容。"
