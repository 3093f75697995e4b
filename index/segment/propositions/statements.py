"""The sentences of one line -> what each of their clauses says, with what it leans on in the line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chinese import split_sentences
from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause, clauses
from index.segment.propositions.discourse import Discourse, Lean
from index.segment.propositions.fragments import fragments
from index.segment.propositions.line import Line
from index.segment.propositions.parallels import change, parallels
from index.segment.propositions.relations import (
    Part,
    Statement,
    except_each_other,
    said_of_each,
    tell_before,
)
from index.segment.propositions.respectively import respectively
from index.segment.propositions.scope import Scope, lasts
from index.segment.propositions.speakers import speakers_of


@dataclass
class Reader:
    """Reads the sentences of one line one after the other."""

    line: Line
    discourse: Discourse
    statements: list[Statement] = field(default_factory=list)
    time: Span | None = None  # frames the sentences of the paragraph
    stems: tuple[Part, ...] = ()  # of 一是…二是…, till the paragraph ends
    item: bool = False
    question: Span | None = None

    def sentence(self, start: int, end: int) -> None:
        """The statements of one sentence."""
        self.discourse.next_sentence()
        if self.line.text[end - 1] in "？?" and "“" not in self.line.text[start:end]:
            self._ask(start, end)
            return
        found = clauses(self.line, fragments(self.line, start, end))
        speakers = speakers_of(self.line, found)
        tell_before(self.line, self.statements, found)
        scope = Scope(self.time)
        first = len(self.statements)
        for index, clause in enumerate(found):
            self._clause(clause, index, found, scope, speakers)
        except_each_other(self.line, self.statements, first)
        self.time = scope.frame

    def _ask(self, start: int, end: int) -> None:
        """A question in the text: what follows it answers it."""
        self.question = (start, end)

    def _clause(
        self, clause: Clause, index: int, found: Sequence[Clause], scope: Scope, speakers: dict[int, Span]
    ) -> None:
        if index in speakers and speakers[index] == (clause.start, clause.end):
            scope.speak(clause, self.line)
            return
        scope.enter(clause, self.line)
        if clause.marked:
            self._open_item(scope, found[:index], speakers)
        speaker = speakers.get(index) or scope.speaker
        label = clause.after == "：" and index + 1 < len(found)
        for piece in parallels(self.line, clause):
            each = grammar.RESPECTIVELY.search(self.line.text, piece.said, piece.end)
            beside = self.discourse.side_by_side() if each else []
            lean = self.discourse.place(piece)
            around = self._around(piece, scope, speaker, lean)
            if each and (pairs := respectively(self.line, piece, beside)):
                self.statements += said_of_each(self.line, piece, pairs, around, bool(lean.group))
            else:
                self._say(piece, lean, around, label)
        scope.leave(clause)
        if label:
            scope.open(clause)

    def _open_item(self, scope: Scope, above: Sequence[Clause], speakers: dict[int, Span]) -> None:
        """一是: what stands before it in its sentence is the stem of all that follow."""
        if above and not self.item:
            stem = above[-1]
            self.stems = (*self.stems, ("stem", stem.said, stem.end))
        self.item = True

    def _around(self, clause: Clause, scope: Scope, speaker: Span | None, lean: Lean) -> tuple[Part, ...]:
        parts: list[Part] = [*self.stems]
        if self.question:
            parts.append(("question", *self.question))
        if speaker:
            parts.append(("speaker", *speaker))
        parts += [("stem", *stem) for stem in scope.stems]
        if scope.time and not self._dated(clause) and self._goes_on(scope.time, clause):
            parts.append(("time", *scope.time))
        conditions = scope.conditions or (clause.conditions if clause.before == "、" else ())
        parts += [("condition", *part) for part in conditions]
        parts += [("subject", *part) for part in scope.scene if clause.start > part[0]]
        parts += [("predicate", *part) for part in lean.context]
        parts += [("group", *part) for part in lean.group]
        parts += [("subject", *part) for part in lean.subjects]
        if lean.predicate:
            parts.append(("predicate", *lean.predicate))
        return tuple(parts)

    def _goes_on(self, time: Span, clause: Clause) -> bool:
        """Whether a time said before holds for the clause: a feast or a day not for another subject."""
        return lasts(self.line, time) or clause.subject is None or clause.before == "、"

    def _dated(self, clause: Clause) -> bool:
        """Whether the clause names a year or 目前 by itself."""
        dates = (d for at, d in self.line.dates.items() if clause.start <= at < clause.end)
        return any(d.first is not None for d in dates) or (
            clause.time is not None and self.line.text[slice(*clause.time)] in grammar.PRESENT
        )

    def _say(self, clause: Clause, lean: Lean, around: tuple[Part, ...], label: bool) -> None:
        subject = next(iter(lean.subjects), clause.subject)
        part = bool(lean.group)
        if label and not self.line.has_value(clause.said, clause.end) and clause.predicate >= clause.end:
            return  # 窗口好评率：, carried by all that follows it
        whole = (clause.start, clause.end)
        end = clause.end
        if second := change(self.line, clause):
            end = second.start
            words = second.subject or (clause.said, clause.said)
            parts: tuple[Part, ...] = (*around, ("subject", *words))
            if clause.time and clause.time[1] <= clause.said:
                parts = (*parts, ("time", *clause.time))
            self.statements.append(Statement(clause.start, end, around, lean.anaphor, subject, part, whole))
            self.statements.append(Statement(end, clause.end, parts, lean.anaphor, subject, part, whole))
            return
        self.statements.append(
            Statement(clause.start, end, around, lean.anaphor, subject, part, None, clause.speech)
        )


def statements(line: Line) -> list[Statement]:
    """All statements of the line, in order."""
    reader = Reader(line, Discourse(line))
    for start, end in split_sentences(line.text):
        reader.sentence(start, end)
    return reader.statements
