"""What holds for the clauses of one sentence: its time, conditions, stems, who says it. Pure."""

import re
from dataclasses import dataclass, field

from index.records import Span
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import Line

_LASTING = re.compile("[0-9０-９〇一二三四五六七八九今去前明上全]年|季度|半年|以来|[0-9０-９]月")
_DEEPEST = 2  # stems of one sentence above the last


@dataclass
class Scope:
    """What holds for the clauses of one sentence."""

    time: Span | None
    frame: Span | None = None
    conditions: tuple[Span, ...] = ()
    scene: tuple[Span, ...] = ()
    stems: list[Span] = field(default_factory=list)
    speaker: Span | None = None
    bare: bool = False  # whether the last stem is a name and nothing else

    def __post_init__(self) -> None:
        self.frame = self.time

    def enter(self, clause: Clause, line: Line) -> None:
        """Take over what the clause sets, and what ends with the clause before it."""
        if clause.before in ("；", "。") or clause.conditions:
            self.conditions = ()
        if clause.before in ("；", "。") and self.time and not lasts(line, self.time):
            self.time = self.frame
        if clause.before in ("；", "。") or clause.scene:
            self.scene = clause.scene
        if clause.time:
            self.time = clause.time
            self.frame = clause.time if _frames(line, clause) else None

    def open(self, clause: Clause) -> None:
        """A colon after the clause."""
        bare = clause.predicate >= clause.end
        if self.stems and (clause.before in ("；", "。") or (bare and self.bare)):
            self.stems.pop()
        self.stems = [*self.stems[-_DEEPEST:], (clause.said, clause.end)]
        self.bare = bare

    def leave(self, clause: Clause) -> None:
        """The clause is over."""
        if clause.conditions:
            self.conditions = clause.conditions

    def speak(self, clause: Clause, line: Line) -> None:
        """会议指出，…: who says the rest of the sentence."""
        self.enter(clause, line)
        if clause.after in ("，", "：") and clause.speech == 0:
            self.speaker = (clause.start, clause.end)


def lasts(line: Line, time: Span) -> bool:
    """Whether a time may hold for another subject too: a year or a month, not a feast or an hour."""
    return _LASTING.search(line.text, *time) is not None


def _frames(line: Line, clause: Clause) -> bool:
    """Whether the clause's time holds for the sentences after it too: a year or part of one, set apart."""
    if clause.time is None or clause.time[0] != clause.start:
        return False
    text = line.text[slice(*clause.time)]
    return "日" not in text and ("月" not in text or text.endswith("以来"))
