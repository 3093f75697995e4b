"""What was judged, beside what the program says now: kept, changed, lost or gone. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from chinese import bare
from people.feedback.approved import ApprovedAnswer
from people.feedback.feedback import Judgement, Kind

Given = Mapping[str, object]  # an answer or a verdict, JSON of the command line's contract
Rated = Literal["useful", "wrong", "approved"]
Outcome = Literal["kept", "changed", "lost", "still wrong", "gone"]
OUTCOMES: tuple[Outcome, ...] = ("kept", "changed", "lost", "still wrong", "gone")
SHORT_CHARS = 60  # code points of a short answer where there is no span


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that was judged, by one or several."""

    kind: Kind
    asked: str  # the question as it was understood, or the claim
    rated: Rated
    then: Given
    votes: tuple[int, int]  # owners who found it useful, and wrong
    scope: str = ""  # what the search was narrowed to then, in Chinese: it cannot be asked again


@dataclass(frozen=True, slots=True)
class Replayed:
    """A subject and what became of it."""

    subject: Subject
    now: Given | None  # None: it could not be asked again
    outcome: Outcome | None  # None: not asked again
    reason: str = ""  # why it was not, or why an approved answer is lost, in Chinese

    def to_json(self) -> dict[str, object]:
        """As ``python -m people regress --json`` writes it."""
        then, subject = self.subject.then, self.subject
        return {
            "kind": subject.kind,
            "asked": subject.asked,
            "rated": subject.rated,
            "useful": subject.votes[0],
            "wrong": subject.votes[1],
            "status_then": status(then),
            "status_now": None if self.now is None else status(self.now),
            "short_then": short(then),
            "short_now": None if self.now is None else short(self.now),
            "outcome": self.outcome or "not replayed",
            "reason": self.reason,
        }


def subjects(judgements: Iterable[Judgement], approved: Iterable[ApprovedAnswer]) -> list[Subject]:
    """What is to be asked again: each answer to each question once, the approved last.

    What more owners found useful than wrong is useful; a draw counts as wrong.
    """
    grouped: dict[tuple[str, ...], list[Judgement]] = {}
    for one in judgements:
        key = (one.kind, _asked(one), _scope(one), status(one.judged), _words(one.judged))
        grouped.setdefault(key, []).append(one)
    told = []
    for alike in grouped.values():
        first, useful = alike[0], sum(one.useful for one in alike)
        wrong = len(alike) - useful
        rated: Rated = "useful" if useful > wrong else "wrong"
        told.append(Subject(first.kind, _asked(first), rated, first.judged, (useful, wrong), _scope(first)))
    stands = [one for one in approved if one.withdrawn is None]
    return told + [Subject("answer", one.question, "approved", one.answer, (0, 0)) for one in stands]


def compared(subject: Subject, now: Given) -> Replayed:
    """A useful or wrong subject and the same question's answer, or claim's verdict, of today.

    A useful answer is kept where the same short answer is given with the same status, changed where an
    answer with sources still says it in other words or quotes the same words, else lost. A useful refusal
    that became an answer has changed. A wrong one is still wrong where nothing that is read has changed.
    """
    then = subject.then
    same = status(then) == status(now) and _words(then) == _words(now)
    if subject.rated == "wrong":
        return Replayed(subject, now, "still wrong" if same else "gone")
    if same:
        return Replayed(subject, now, "kept")
    if subject.kind == "verdict":
        return Replayed(subject, now, "lost")
    if status(then) not in ("grounded", "related"):
        return Replayed(subject, now, "changed")
    return Replayed(subject, now, "changed" if _holds(then, now) else "lost")


def status(given: Given) -> str:
    """The status of an answer or the verdict; an approved answer is grounded, or it would not be."""
    return str(given.get("verdict") or given.get("status") or "grounded")


def short(given: Given) -> str:
    """The short answer, or the beginning of the whole one; "" for a verdict."""
    span = given.get("span")
    whole = str(span) if span else " ".join(_text(given).split())
    return whole if len(whole) <= SHORT_CHARS else whole[: SHORT_CHARS - 1] + "…"


def totals(replayed: Iterable[Replayed]) -> dict[str, int]:
    """How many came to what; "not replayed" for those that were not asked again."""
    counted: dict[str, int] = dict.fromkeys([*OUTCOMES, "not replayed"], 0)
    for one in replayed:
        counted[one.outcome or "not replayed"] += 1
    return counted


def _holds(then: Given, now: Given) -> bool:
    """Whether an answer with sources still says the short answer, or quotes what was quoted."""
    if status(now) != status(then):
        return False
    if span := then.get("span"):
        return bare(str(span)) in bare(f"{now.get('span') or ''}\n{_text(now)}")
    before, after = _quotes(then), _quotes(now)
    return any(a in b or b in a for a in before for b in after)


def _words(given: Given) -> str:
    """What two tellings must share to be the same: the short answer, or all that is said."""
    if "verdict" in given:
        return str(given["verdict"])
    return bare(str(given.get("span") or _text(given)))


def _text(given: Given) -> str:
    if "verdict" in given:
        return ""
    if isinstance(answer := given.get("answer"), str):
        return answer
    return "\n".join(str(s.get("text", "")) for s in _records(given.get("sentences")))


def _quotes(given: Given) -> list[str]:
    return [bare(str(c.get("quote", ""))) for c in _records(given.get("citations"))]


def _records(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def _asked(one: Judgement) -> str:
    """A follow-up question as it was understood, since what was said before it is not asked again."""
    return str(one.judged.get("standalone") or one.asked)


def _scope(one: Judgement) -> str:
    return str(one.judged.get("scope") or "")
