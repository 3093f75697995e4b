"""What a language model wrote + the passages it was given -> the sentences that are proved, cited.

Each sentence passes the same proof as a draft's in 核查, and stricter limits: here nobody will read the
words beside their source before they count, so what is in doubt is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from chinese import AnalysedText, bare, find_organisations, find_persons, fold, names_unit, quotations
from index.records import Hit
from index.store import StoreReader
from rag.checking import Finding, Ground, best_findings, grounds, split_claims, wording
from rag.citing import Place, cite, verbatim
from rag.reading import SupportsWeighing
from rag.records import Answer, Citation, Sentence
from rag.settings import CheckingSettings
from rag.writing.injected_orders import gives_orders
from rag.writing.model_output import Said, sentences
from rag.writing.unsupported_words import others, unsaid

LONGEST = 96  # code points of a statement: the reader would not see the rest
WORDS = 3  # terms besides amounts and dates that make a statement of its own
MOST = 400  # characters of a whole answer, markers included
MARKER = 4  # characters of one marker
COVERAGE = 0.6  # of a statement's wording that its evidence must hold
WIDER = 0.8  # the same for the whole case with its heading

NOTHING = "资料里没有找到能证明这句话的内容"
SHORT = "这句话太短，看不出说的是什么"
LONG = "这句话太长，无法逐字核对"
AGAIN = "与前面的句子重复"
FULL = "超出了回答的长度"
JOINED = "把原文里几句话拼成了一句"
OTHERS = "原文说的是{}，这句话没有写明"
UNSAID = "原文里没有{}"


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence that is not shown, and why, in Chinese."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Generated:
    """What is left of a model's text."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    removed: tuple[Removed, ...]
    invented: int  # markers that named no passage


@dataclass(frozen=True, slots=True)
class Sources:
    """The passages a model was given, as texts to prove its sentences by."""

    grounds: tuple[Ground, ...]
    aliases: tuple[int, ...]  # aliases[n - 1] is the ground of the passage known as [n]
    home: frozenset[int]  # the grounds of the extractive answer: what the question is about
    span: str | None  # its short answer


@dataclass(frozen=True, slots=True)
class Proved:
    """A sentence that stands."""

    ground: int  # place of its ground in Sources.grounds
    places: tuple[Place, ...]  # the sentences of the ground that prove it


def sources(store: StoreReader, hits: Sequence[Hit], answer: Answer) -> Sources:
    """The grounds of ``hits``, known to the model as [1], [2], ... Raises KeyError for a removed document.

    Sentences that address a model prove nothing.
    """
    cited = grounds(store, hits, len(hits))
    keys = [(g.document.id, g.case.order if g.case else None) for g in cited]
    aliases = [keys.index((hit.passage.document_id, hit.passage.case_order)) for hit in hits]
    told = [
        replace(g, sentences=tuple(s for s in g.sentences if not gives_orders(g.document.text[slice(*s)])))
        for g in cited
    ]
    home = {i for i, ground in enumerate(cited) if any(rests(c, ground) for c in answer.citations)}
    return Sources(tuple(told), tuple(aliases), frozenset(home), answer.span)


def verify(draft: str, given: Sources, reader: SupportsWeighing, settings: CheckingSettings) -> Generated:
    """Keep the sentences of ``draft`` that the passages prove, with citations of their own making."""
    judging = Judging(given, reader, settings)
    kept: list[tuple[str, tuple[Place, ...]]] = []
    removed: list[Removed] = []
    invented, length = 0, 0
    last: int | None = None
    for said in sentences(draft):
        invented += sum(not 1 <= n <= len(given.aliases) for n in said.markers)
        outcome = judging.proved(said, last, kept[-1][0] if kept else "")
        if isinstance(outcome, Proved):
            more = len(said.text) + MARKER * len(outcome.places) + 1
            if any(bare(said.text) == bare(text) for text, _ in kept):
                outcome = AGAIN
            elif length + more > MOST:
                outcome = FULL
            else:
                kept.append((said.text, outcome.places))
                length, last = length + more, outcome.ground
                continue
        removed.append(Removed(said.text, outcome))
    numbered, citations = _numbered(kept)
    return Generated(numbered, citations, tuple(removed), invented)


class Judging:
    """Looks sentences up in the grounds."""

    def __init__(self, given: Sources, reader: SupportsWeighing, settings: CheckingSettings) -> None:
        self._given, self._reader, self._settings = given, reader, settings

    def proved(self, said: Said, last: int | None, before: str) -> Proved | str:
        """The sentence's ground and evidence, or why there is none.

        ``last`` is the ground of the sentence shown before this one, ``before`` its words: who a sentence
        without a name is about.
        """
        sentence = AnalysedText(said.text)
        parts = [(p.start, p.end) for claim in split_claims(said.text) for p in claim.parts]
        statements = [said.text[a:b] for a, b in parts]
        if any(len(statement) > LONGEST for statement in statements):
            return LONG
        if len(wording(sentence)) < WORDS and bare(said.text) not in bare(self._given.span or ""):
            return SHORT
        reason = ""
        for candidates in self._candidates(said, last):
            findings = best_findings(
                sentence, parts, [self._given.grounds[i] for i in candidates], self._reader, self._settings
            )
            if findings and not (why := _unsound(statements, findings, f"{before}{said.text}")):
                index = next(i for i in candidates if self._given.grounds[i] is findings[0].proof.ground)
                return Proved(index, _places(findings))
            reason = reason or (why if findings else "")
        return reason or NOTHING

    def _candidates(self, said: Said, last: int | None) -> Iterator[list[int]]:
        """Grounds to look in: those the model cited, then all others.

        A sentence that names nobody is read as being about whoever was named last, or asked for.
        """
        given = self._given
        cited = [given.aliases[n - 1] for n in said.markers if 1 <= n <= len(given.aliases)]
        allowed = set(range(len(given.grounds)))
        if not names_somebody(said.text, given.grounds):
            allowed = set(given.home) if last is None else {last}
        first = [i for i in dict.fromkeys(cited) if i in allowed]
        if first:
            yield first
        if rest := [i for i in sorted(allowed) if i not in first]:
            yield rest


def _unsound(statements: Sequence[str], findings: Sequence[Finding], context: str) -> str:
    """Why a sentence is not proved, in Chinese; "" when it is. ``context`` ends with the sentence.

    One sentence must prove all of it: clauses of two, each true, can say together what neither does.
    """
    if len({span for finding in findings for span in finding.proof.spans}) > 1:
        return JOINED
    for statement, finding in zip(statements, findings, strict=True):
        proof, ground = finding.proof, finding.proof.ground
        doubtful = finding.verdict != "supported" or proof.alignment.mismatches
        if doubtful or proof.coverage < COVERAGE or proof.wider < WIDER:
            return _reason(statements, findings)
        scope = f"{ground.setting}\n{ground.body.text}"
        if missing := unsaid(statement, proof.text, ground.heading, scope):
            return UNSAID.format(_listed(missing))
        for start, end in proof.spans:
            doers = others(context, ground.document.text[start:end])
            if doers and not any(ground.unit and names_unit(name, ground.unit) for name in doers):
                return OTHERS.format(_listed(doers))
    return ""


def _listed(words: Iterable[str]) -> str:
    return "、".join(f"“{word}”" for word in dict.fromkeys(words))


def names_somebody(text: str, known: Sequence[Ground]) -> bool:
    """Whether a sentence says whom it is about: a unit of ``known``, a body, a person, a quoted name."""
    folded = fold(text)
    units = any(ground.unit and names_unit(folded, ground.unit) for ground in known)
    return units or bool(quotations(text) or find_persons(text) or find_organisations(folded))


def rests(citation: Citation, ground: Ground) -> bool:
    """Whether a citation is of the ground's words or heading."""
    if citation.document_id != ground.document.id:
        return False
    case = ground.case
    in_heading = case is not None and case.heading_start <= citation.start < case.heading_end
    return in_heading or any(a < citation.end and citation.start < b for a, b in ground.sentences)


def _places(findings: Sequence[Finding]) -> tuple[Place, ...]:
    """The sentences that prove all statements, each once."""
    spans = [(finding.proof.ground, span) for finding in findings for span in finding.proof.spans]
    places = {span: Place(ground.document, ground.case, *span) for ground, span in spans}
    return tuple(places.values())


def _numbered(
    kept: Sequence[tuple[str, tuple[Place, ...]]],
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Number the places in order; one cited twice keeps its number."""
    known: dict[tuple[str, int, int], Citation] = {}
    numbered = []
    for text, places in kept:
        numbers = []
        for place in places:
            key = (place.document.id, place.start, place.end)
            if key not in known:
                known[key] = cite(place, len(known) + 1)
                if not verbatim(known[key], place.document.text):
                    raise ValueError(f"citation {key} is not verbatim")
            numbers.append(known[key].n)
        numbered.append(Sentence(text, tuple(numbers)))
    return tuple(numbered), tuple(known.values())


def _reason(statements: Sequence[str], findings: Sequence[Finding]) -> str:
    """What differs from the closest words, or is missing there."""
    pairs = list(zip(statements, findings, strict=True))
    for statement, finding in pairs:
        proof = finding.proof
        if finding.verdict == "contradicted" and proof.strongest:
            claimed = statement[slice(*proof.strongest.claimed)]
            start, end = proof.source_place(proof.strongest)
            return f"原文是“{proof.ground.document.text[start:end]}”，这里写成了“{claimed}”"
    missing = [s[a:b] for s, finding in pairs for a, b in finding.proof.alignment.missing]
    return UNSAID.format(_listed(missing)) if missing else NOTHING
