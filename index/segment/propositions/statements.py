"""The sentences of one line -> what each of their clauses says, with what it leans on in the line. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chinese import split_sentences
from index.records import CarriedRole, Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause, clauses
from index.segment.propositions.discourse import Discourse, Lean
from index.segment.propositions.fragments import fragments
from index.segment.propositions.line import Line
from index.segment.propositions.parallels import Pair, change, parallels, respectively

_LASTING = re.compile("[0-9０-９〇一二三四五六七八九今去前明上全]年|季度|半年|以来|[0-9０-９]月")
_TALES = frozenset("小说 学说 传说 解说 演说 据说 听说".split())
Part = tuple[CarriedRole, int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """One proposition's words in its line, before what stands outside the line is added."""

    start: int
    end: int
    carried: tuple[Part, ...] = ()
    anaphor: str = ""  # the kind of unit that 该局 leans on outside the line, "" without one
    subject: Span | None = None  # whom or what it is said of, its own or the outermost carried one
    part: bool = False  # named after 其中
    clause: Span | None = None  # what the core is a piece of, where it is not all of it
    speech: int = 0  # > 0 inside a speech


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
        speakers = _speakers(self.line, found)
        self._told_before(found)
        scope = _Scope(self.time)
        first = len(self.statements)
        for index, clause in enumerate(found):
            self._clause(clause, index, found, scope, speakers)
        self._exceptions(first)
        self.time = scope.frame

    def _told_before(self, found: Sequence[Clause]) -> None:
        """“跑了三趟。”王某说。 The speaker of the sentence before, and what they said."""
        if (
            len(found) != 1
            or not _tells(self.line, found[0])
            or self.line.text[found[0].end :][:1] in ("：", ":")
        ):
            return
        told = (found[0].start, found[0].end)
        close = self.line.text.rfind("”", 0, told[0])
        said = [at for at, one in enumerate(self.statements) if one.speech and one.end <= told[0]]
        if told[0] - close > 1 or close < 0 or not said or len(self.statements) - 1 != said[-1]:
            return
        first = said[-1]
        while first - 1 in said and self.statements[first - 1].speech == self.statements[first].speech:
            first -= 1
        for at in range(first, len(self.statements)):
            if not any(role == "speaker" for role, _, _ in self.statements[at].carried):
                self.statements[at] = _with(self.statements[at], ("speaker", *told))

    def _ask(self, start: int, end: int) -> None:
        """A question in the text: what follows it answers it."""
        self.question = (start, end)

    def _clause(
        self, clause: Clause, index: int, found: Sequence[Clause], scope: "_Scope", speakers: dict[int, Span]
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
                self._say_each(piece, pairs, around, bool(lean.group))
            else:
                self._say(piece, lean, around, label)
        scope.leave(clause)
        if label:
            scope.open(clause)

    def _open_item(self, scope: "_Scope", above: Sequence[Clause], speakers: dict[int, Span]) -> None:
        """一是: what stands before it in its sentence is the stem of all that follow."""
        if above and not self.item:
            stem = above[-1]
            self.stems = (*self.stems, ("stem", stem.said, stem.end))
            self.discourse.topics = self.discourse.topics
        self.item = True

    def _around(self, clause: Clause, scope: "_Scope", speaker: Span | None, lean: Lean) -> tuple[Part, ...]:
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
        lasting = _LASTING.search(self.line.text, *time) is not None
        return lasting or clause.subject is None or clause.before == "、"

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

    def _say_each(self, clause: Clause, pairs: Sequence[Pair], around: tuple[Part, ...], part: bool) -> None:
        """甲、乙分别为3人、5人: one statement each, the words they share carried."""
        first = pairs[0].core[0]
        named = [pair.subject for pair in pairs]
        head, tail = min(start for start, _ in named), max(end for _, end in named)
        own = clause.start <= head and tail <= first
        shared = [part for part in (_without(part, (head, tail)) for part in around) if part]
        if own:
            before, after = (clause.start, head), (max(tail, clause.said), first)
            shared += [("group", *_trimmed(self.line, before))] if before[0] < before[1] else []
            if tail < clause.said:
                shared.append(("group", *_trimmed(self.line, (tail, clause.said))))
        else:
            shared = [part for part in shared if part[0] != "subject"]
            shared += [("time", *clause.time)] if clause.time and clause.start == clause.time[0] else []
            after = (clause.said, first)
        for pair in pairs:
            verbs: list[Part] = [("predicate", *after)]
            if pair.predicate[0] >= first:
                verbs.append(("predicate", *pair.predicate))
            parts = [part for part in (*shared, ("subject", *pair.subject), *verbs) if part[1] < part[2]]
            self.statements.append(
                Statement(*pair.core, tuple(parts), "", pair.subject, part, (clause.start, clause.end))
            )

    def _exceptions(self, first: int) -> None:
        """…除外, 特殊情况可延长: what it takes from the statement before it."""
        text = self.line.text
        for at in range(max(first, 1), len(self.statements)):
            this, before = self.statements[at], self.statements[at - 1]
            words = text[this.start : this.end]
            excepts = grammar.EXCEPTION_END.search(words)
            if (excepts and not self.line.has_quantity(this.start, this.end)) or grammar.ALLOWING.search(
                words
            ):
                self.statements[at - 1] = _with(before, ("exception", this.start, this.end))
                if excepts:
                    self.statements[at] = _with(this, ("predicate", before.start, before.end))
            elif words.startswith("但") and grammar.ALLOWING.search(text[before.start : before.end]):
                self.statements[at] = _with(this, ("condition", before.start, before.end))


@dataclass
class _Scope:
    """What holds for the clauses of one sentence."""

    time: Span | None
    frame: Span | None = None
    conditions: tuple[Span, ...] = ()
    scene: tuple[Span, ...] = ()
    stems: list[Span] = field(default_factory=list)
    speaker: Span | None = None

    def __post_init__(self) -> None:
        self.frame = self.time

    def enter(self, clause: Clause, line: Line) -> None:
        """Take over what the clause sets, and what ends with the clause before it."""
        if clause.before in ("；", "。") or clause.conditions:
            self.conditions = ()
        if clause.before in ("；", "。") and self.time and not _LASTING.search(line.text, *self.time):
            self.time = self.frame
        if clause.before in ("；", "。") or clause.scene:
            self.scene = clause.scene
        if clause.time:
            self.time = clause.time
            self.frame = clause.time if _frames(line, clause) else None

    def open(self, clause: Clause) -> None:
        """A colon after the clause."""
        stem = (clause.said, clause.end)
        if self.stems and clause.before in ("；", "。"):
            self.stems.pop()
        self.stems.append(stem)

    def leave(self, clause: Clause) -> None:
        """The clause is over."""
        if clause.conditions:
            self.conditions = clause.conditions

    def speak(self, clause: Clause, line: Line) -> None:
        """会议指出，…: who says the rest of the sentence."""
        self.enter(clause, line)
        if clause.after in ("，", "：") and clause.speech == 0:
            self.speaker = (clause.start, clause.end)


def _frames(line: Line, clause: Clause) -> bool:
    """Whether the clause's time holds for the sentences after it too: a year or part of one, set apart."""
    if clause.time is None or clause.time[0] != clause.start:
        return False
    text = line.text[slice(*clause.time)]
    return "日" not in text and ("月" not in text or text.endswith("以来"))


def _without(part: Part, named: Span) -> Part | None:
    """The part behind subjects that stand side by side in it, each of which has a statement of its own."""
    role, start, end = part
    if end <= named[0] or named[1] <= start:
        return part
    return (role, named[1], end) if start <= named[0] and named[1] < end else None


def _trimmed(line: Line, span: Span) -> Span:
    start, end = span
    while start < end and line.text[end - 1] in "，,、；：":
        end -= 1
    return start, end


def _with(statement: Statement, part: Part) -> Statement:
    return replace(statement, carried=(*statement.carried, part))


def _speakers(line: Line, found: Sequence[Clause]) -> dict[int, Span]:
    """For each clause who says it, where the sentence tells; the telling words are their own speaker."""
    speakers: dict[int, Span] = {}
    for index, clause in enumerate(found):
        if clause.speech or not _tells(line, clause):
            continue
        told = (clause.start, clause.end)
        after = index + 1
        while after < len(found) and found[after].speech:
            speakers[after] = told
            after += 1
        back = index - 1
        while back >= 0 and found[back].speech and back not in speakers:
            speakers[back] = told
            back -= 1
        states = clause.after in ("：", "，") and index + 1 < len(found) and _states(line, clause)
        if after > index + 1 or back < index - 1 or states:
            speakers[index] = told
    return speakers


def _states(line: Line, clause: Clause) -> bool:
    """Whether the clause tells who says the rest without quotation marks: 会议指出."""
    word = line.words[line.token(clause.end) - 1]
    return clause.subject is not None and (word in grammar.STATING or word[-1] == "说")


def _tells(line: Line, clause: Clause) -> bool:
    """Whether the clause says who speaks: its last word is a verb of saying, somebody before it."""
    last = line.token(clause.end) - 1
    word = line.words[last] if last >= 0 else ""
    says = word in grammar.SAYING or (word[-1:] == "说" and word not in _TALES)  # 时说, 中说
    if last <= line.token(clause.said) or not says:
        return False
    named = any(line.tags[at] == "uj" for at in (last - 1, last - 2) if at >= 0)
    return not named and not line.has_quantity(clause.start, clause.end)


def statements(line: Line) -> list[Statement]:
    """All statements of the line, in order."""
    reader = Reader(line, Discourse(line))
    for start, end in split_sentences(line.text):
        reader.sentence(start, end)
    return reader.statements
