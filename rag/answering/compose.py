"""Evidence -> answer without a language model: a short answer first, then the words that prove it. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chinese import fold, names_unit
from chinese.values import find_mentions
from index.records import Case, Document
from rag.answering.evidence import Evidence
from rag.answering.question import Question
from rag.answering.reckoned import is_operand, reckoned
from rag.citing import CUT, JOIN, Draft, Place
from rag.records import Kind

MAX_ANSWER = 400  # characters of a whole answer, markers included
MAX_SHORT_ANSWER = 150  # the same where one fact is asked for
MAX_SHAPED = 600  # the same of a digest or a collection
LEAD = 80  # characters that may stand before sentences side by side
MAX_LEAD = 60  # characters of a short answer that is worth a line of its own
MARKERS = 6  # room a sentence's markers and its line break take
LINE_MARKERS = 10  # the same for a line with two markers: [15][16]
MIN_CLAUSE = 24  # less of a sentence, cuts included, says nothing
MARGIN = 3.0  # a further sentence is quoted when its score is this close to the best

Documents = Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class Composition:
    """An answer before its citations are numbered."""

    span: str | None
    drafts: tuple[Draft, ...]
    note: str = ""  # how it was counted, in Chinese
    groups: tuple[str, ...] = ()  # of a digest, one a draft: 做法, 成效, 荣誉
    kind: Kind | Literal[""] = ""  # what it was made as; "" where the question tells


def compose(question: Question, chosen: Sequence[Evidence], documents: Documents) -> Composition:
    """Build the answer from evidence, best first; at most 400 characters, 150 for a single fact."""
    limit = MAX_SHORT_ANSWER if question.short else MAX_ANSWER
    if question.several or len({_case_key(evidence) for evidence in chosen}) > 1:
        told = _per_case(chosen, documents)
        return told if question.several else replace(told, kind="compare")
    best = chosen[0]
    case = best.hit.case
    if question.asked == "unit" and case and (named := unit_place(case, documents)):
        drafts = [Draft(case.unit, (named,))]
        return _with_quotes(case.unit, drafts, question, chosen[:1], documents, limit)
    place = (best.span.start, best.span.end) if best.span else None
    if question.asked == "number" and (found := reckoned(question.text, best.text, place)):
        quoted = _with_quotes(found.value, [], question, chosen[:1], documents, MAX_ANSWER)  # both operands
        return replace(quoted, note=f"{found.said}，得{found.value}。")
    if question.asked == "number" and place and is_operand(question.text, best.text, place):
        best = replace(best, span=None)
    span = short_answer(best)
    if span and not _is_short(question, span):
        span, best = None, replace(best, span=None)
    leads = span is not None and len(span) <= MAX_LEAD and span != best.text
    drafts = [Draft(span, (place_of(best, documents),))] if span and leads else []
    further = () if question.short else chosen[1:]
    return _with_quotes(span, drafts, question, (best, *further), documents, limit)


def quoted(evidence: Sequence[Evidence], documents: Documents, kind: Kind | Literal[""] = "") -> Composition:
    """Sentences side by side, cut around their short answers, nothing leading.

    They leave room for a line that says why they are shown.
    """
    room = (MAX_ANSWER - LEAD) // max(1, len(evidence)) - MARKERS
    drafts = []
    for one in evidence:
        at = (one.span.start, one.span.end) if one.span else (0, 0)
        drafts.append(Draft(clause_around(one.text, *at, room), (place_of(one, documents),)))
    return Composition(None, tuple(drafts), kind=kind)


def case_by_case(evidence: Sequence[Evidence], documents: Documents, kind: Kind) -> Composition:
    """One line a case: its unit, then its sentence; nothing leads."""
    return replace(_per_case(evidence, documents), span=None, kind=kind)


def short_answer(evidence: Evidence) -> str | None:
    """The short answer's words."""
    if evidence.span is None:
        return None
    return evidence.text[evidence.span.start : evidence.span.end]


def place_of(evidence: Evidence, documents: Documents) -> Place:
    """The evidence's sentence as a place to cite."""
    document = documents(evidence.hit.passage.document_id)
    return Place(document, evidence.hit.case, evidence.start, evidence.end)


def unit_place(case: Case, documents: Documents) -> Place | None:
    """What names the case's unit: its heading, or of one without the words in it; None where nothing does."""
    if not case.unit:
        return None
    document = documents(case.document_id)
    if case.heading_start < case.heading_end:
        return Place(document, case, case.heading_start, case.heading_end)
    at = document.text.find(case.unit, case.start, case.end)
    return None if at < 0 else Place(document, case, at, at + len(case.unit))


def clause_around(text: str, start: int, end: int, room: int) -> str:
    """At most ``room`` characters of ``text`` around ``[start, end)``, cut at stops, cuts marked ……."""
    if len(text) <= room:
        return text
    room -= 2 * len(CUT)
    bounds = [0, *(m.end() for m in re.finditer(r"[，、；：。！？,;:!?]", text)), len(text)]
    left = max((b for b in bounds if b <= start), default=0)
    right = min((b for b in bounds if b >= end), default=len(text))
    if right - left > room:
        left, right = start, min(end, start + room)
    for bound in sorted(bounds, key=lambda b: min(abs(b - left), abs(b - right))):
        if bound < left and right - bound <= room:
            left = bound
        elif bound > right and bound - left <= room:
            right = bound
    return (CUT if left else "") + text[left:right].strip() + (CUT if right < len(text) else "")


def _is_short(question: Question, span: str) -> bool:
    """Whether what was read is a short answer to this question, and not a part of a longer one."""
    if question.asked in ("reason", "method", "other", "yesno"):
        return False
    if question.asks > 1:  # one of several things asked for would mislead
        return question.asked == "number" and len(find_mentions(fold(span))) >= question.asks
    return question.asked != "list" or "、" in span


def _with_quotes(
    span: str | None,
    drafts: list[Draft],
    question: Question,
    chosen: Sequence[Evidence],
    documents: Documents,
    limit: int,
) -> Composition:
    """Append the supporting sentences that still fit."""
    used = sum(len(d.text) + MARKERS for d in drafts)
    for number, evidence in enumerate(chosen):
        room = limit - used - MARKERS
        if number and len(evidence.text) > room:
            continue
        at = (evidence.span.start, evidence.span.end) if evidence.span else (0, 0)
        text = clause_around(evidence.text, *at, room)
        drafts.append(Draft(text, (place_of(evidence, documents),)))
        used += len(text) + MARKERS
    return Composition(span, tuple(drafts))


def _per_case(chosen: Sequence[Evidence], documents: Documents) -> Composition:
    """One line a case: its unit, then the sentence that speaks for it; as many as fit."""
    drafts, units = [], []
    least = max(len(e.hit.case.unit) if e.hit.case else 0 for e in chosen) + len(JOIN) + LINE_MARKERS
    fit = max(1, min(len(chosen), MAX_ANSWER // (least + MIN_CLAUSE)))
    share = MAX_ANSWER // fit
    for evidence in chosen[:fit]:
        case = evidence.hit.case
        place = place_of(evidence, documents)
        at = (evidence.span.start, evidence.span.end) if evidence.span else (0, 0)
        named = unit_place(case, documents) if case else None
        if case is None or named is None:
            drafts.append(Draft(clause_around(evidence.text, *at, share - MARKERS), (place,)))
            continue
        units.append(case.unit)
        room = share - LINE_MARKERS - len(case.unit) - len(JOIN)
        text = f"{case.unit}{JOIN}{clause_around(evidence.text, *at, room)}"
        drafts.append(Draft(text, (named, place)))
    return Composition("、".join(units) or None, tuple(drafts))


def select(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The sentences an answer is built from, best first; ``ranked`` is not empty."""
    if question.several:
        return _one_per_case(question, ranked)
    named = named_cases(question, ranked)
    if len(named) > 1:
        return named
    best = ranked[0]
    if question.short:
        return [best]
    same = [e for e in ranked if _case_key(e) == _case_key(best) and best.score - e.score <= MARGIN]
    return [best, *[e for e in same if e is not best]][:3]


def _one_per_case(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    firsts: dict[tuple[str, int | None], Evidence] = {}
    for evidence in ranked:
        firsts.setdefault(_case_key(evidence), evidence)
    best = list(firsts.values())
    if question.count:
        return best[: question.count]
    return [e for e in best if best[0].score - e.score <= MARGIN][:4]


def named_cases(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each case whose unit the question names, when it names several."""
    firsts: dict[str, Evidence] = {}
    for evidence in ranked:
        case = evidence.hit.case
        if case and case.unit and names_unit(question.text, case.unit):
            firsts.setdefault(case.unit, evidence)
    return list(firsts.values())


def _case_key(evidence: Evidence) -> tuple[str, int | None]:
    return evidence.hit.passage.document_id, evidence.hit.passage.case_order
