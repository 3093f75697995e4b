"""The records of the online half: citations, answers, and the verdicts on a draft."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index.records import CarriedRole, Hit

Verdict = Literal["supported", "contradicted", "unverifiable"]
DifferenceKind = Literal[
    "number", "date", "unit", "name", "rank", "place", "person", "role", "negation", "word"
]

Kind = Literal[
    "value", "list", "explain", "digest", "compare", "collection", "yesno", "lookup", "keyword", "help",
]  # fmt: skip
Status = Literal["grounded", "related", "refused", "help"]

MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Leaning:
    """Words that a quote leans on, and what they are to it; ``document.text[start:end] == quote``."""

    role: CarriedRole
    quote: str
    start: int  # code points into the document's text
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a source, verified: ``document.text[start:end] == quote`` held when it was made."""

    n: int  # 1-based, the number in [n]
    document: str  # the source file's name
    document_id: str
    case: str | None  # the case's title; None outside every case
    unit: str | None
    quote: str
    start: int  # code points into the document's text
    end: int
    paragraph: int  # 1-based inside the case; 0 for the heading line itself
    page: int = 0  # 1-based; 0 where the format has no pages
    note: str = ""  # why its document is to be read with care, in Chinese: replaced, no longer in force
    carried: tuple[Leaning, ...] = ()  # what the quote leans on elsewhere, in reading order
    recognised: bool = False  # whether its words were recognised on a scan


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, without its markers."""

    text: str
    cites: tuple[int, ...]  # numbers of citations; empty means nothing supports it
    group: str = ""  # what it is told under: 做法, 成效, 荣誉


def opening_groups(sentences: Sequence[Sentence]) -> list[str]:
    """For each sentence the group that begins with it, "" where it goes on with the one before."""
    before = ("", *(s.group for s in sentences))
    return [s.group if s.group != last else "" for last, s in zip(before, sentences, strict=False)]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Chatbot.ask returns; its status follows from its sentences."""

    question: str
    standalone: str  # the question as it was understood
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    span: str | None = None  # the short answer alone, e.g. "34家"
    refusal: str = ""  # what is said instead of an answer, or before what is only near to one, in Chinese
    nearest: tuple[Hit, ...] = ()  # passages closest to a refused question
    engine: str = "extractive"
    ms: int = 0  # milliseconds from question to answer
    note: str = ""  # how it was counted, or why it stands for a model's answer, in Chinese
    removed: tuple[str, ...] = ()  # what a model wrote and nothing proves, each with the reason
    scope: str = ""  # what the search was narrowed to, in Chinese
    rows: tuple[Sentence, ...] = ()  # all that was counted, of which the sentences are the first
    kind: Kind | Literal[""] = ""  # of the question; "" in what was saved before kinds were told

    @property
    def status(self) -> Status:
        """``grounded`` or ``related`` only when every sentence has a verified citation."""
        if self.kind == "help":
            return "help"
        known = {c.n for c in self.citations}
        if not self.sentences or not all(s.cites and known.issuperset(s.cites) for s in self.sentences):
            return "refused"
        return "related" if self.refusal else "grounded"

    @property
    def answer(self) -> str:
        """The text a user reads, each sentence ending in its [n] markers."""
        if self.status in ("refused", "help"):
            return self.refusal
        told = [
            (f"{group}：" if group else "") + s.text + "".join(f"[{n}]" for n in s.cites)
            for group, s in zip(opening_groups(self.sentences), self.sentences, strict=True)
        ]
        return "\n".join([self.refusal, *told] if self.refusal else told)

    def to_json(self) -> dict[str, Any]:
        """The answer record of the command line's contract (DESIGN.md)."""
        more = {name: value for name in ("note", "scope") if (value := getattr(self, name))}
        return {
            "question": self.question,
            "standalone": self.standalone,
            "kind": self.kind,
            "status": self.status,
            "answer": self.answer,
            "span": self.span if self.status == "grounded" else None,
            "citations": [] if self.status == "refused" else [citation_json(c) for c in self.citations],
            "nearest": [hit_json(h) for h in self.nearest],
            "engine": self.engine,
            "ms": self.ms,
            **(
                {"rows": [{"text": s.text, "citations": list(s.cites)} for s in self.rows]}
                if self.rows
                else {}
            ),
            **more,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a draft and the words of the source that say otherwise; both verbatim."""

    kind: DifferenceKind
    claimed: str
    source: str
    start: int  # of ``claimed``, code points into the draft
    end: int
    n: int  # the citation that holds ``source``
    source_start: int  # of ``source``, code points into that citation's document
    source_end: int


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """One checkable statement of a sentence, or words that assert nothing to check."""

    start: int  # code points into the draft
    end: int
    checkable: bool
    verdict: Verdict  # "unverifiable" when not checkable
    evidence: tuple[Citation, ...] = ()  # empty only when unverifiable; n is unique in the whole draft
    differences: tuple[Difference, ...] = ()  # empty unless contradicted
    reason: str = ""  # in Chinese: what no evidence was found for, or what a supported value is reckoned from


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft with its verdict, which follows from its parts."""

    text: str
    start: int  # code points into the draft: draft[start:end] == text
    end: int
    parts: tuple[CheckedPart, ...]

    @property
    def checkable(self) -> bool:
        """Whether anything in it can be checked; greetings and exhortations cannot."""
        return any(part.checkable for part in self.parts)

    @property
    def verdict(self) -> Verdict:
        """One wrong part contradicts the whole; supported only when every checkable part is."""
        verdicts = {part.verdict for part in self.parts if part.checkable}
        if "contradicted" in verdicts:
            return "contradicted"
        return "supported" if verdicts == {"supported"} else "unverifiable"

    @property
    def evidence(self) -> tuple[Citation, ...]:
        """The citations of all parts, each once, in order."""
        return tuple(dict.fromkeys(c for part in self.parts for c in part.evidence))

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What differs, in the order of the draft."""
        return tuple(d for part in self.parts for d in part.differences)

    def to_json(self) -> dict[str, Any]:
        """A sentence of the command line's contract (DESIGN.md)."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "verdict": self.verdict,
            "evidence": [citation_json(c) for c in self.evidence],
            "differences": [
                {"kind": d.kind, "claimed": d.claimed, "source": d.source} for d in self.differences
            ],
        }


@dataclass(frozen=True, slots=True)
class Check:
    """A checked draft: its sentences in order."""

    text: str
    sentences: tuple[CheckedSentence, ...]
    ms: int = 0  # milliseconds it took
    scope: str = ""  # what the search was narrowed to, in Chinese

    def to_json(self) -> dict[str, Any]:
        """The record of the command line's contract (DESIGN.md)."""
        return {"sentences": [sentence.to_json() for sentence in self.sentences], "ms": self.ms}


def citation_json(citation: Citation) -> dict[str, Any]:
    """A citation as the contract writes it, with its page, a note and ``recognised`` where there are any."""
    fields = ("n", "document", "case", "unit", "quote", "start", "end", "paragraph")
    more = {name: value for name in ("page", "note", "recognised") if (value := getattr(citation, name))}
    told = {name: getattr(citation, name) for name in fields}
    return told | {"carried": [asdict(one) for one in citation.carried]} | more


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as the contract writes it."""
    return {
        "document": hit.document,
        "case": hit.case.title if hit.case else None,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
        "score": round(hit.score, 6),
        "rank": hit.rank,
    }
