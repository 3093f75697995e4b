"""What a clause leans on in the clauses and sentences before it. Pure."""

from dataclasses import dataclass, field

from chinese import is_organisation
from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import Line


@dataclass(frozen=True, slots=True)
class Lean:
    """What one clause leans on; offsets of the line."""

    subjects: tuple[Span, ...] = ()  # outermost first
    predicate: Span | None = None
    group: tuple[Span, ...] = ()
    anaphor: str = ""  # 该局: what the antecedent must end with, where this line has none


@dataclass
class Discourse:
    """What has been spoken of so far in one paragraph."""

    line: Line
    topics: tuple[Span, ...] = ()  # of the sentence, outermost first
    earlier: tuple[Span, ...] = ()  # of the sentence before
    theme: Span | None = None  # what a clause without a subject counted: 监督员 of 聘请监督员12名
    previous: Clause | None = None
    lean: Lean = field(default_factory=Lean)  # of the clause before
    outside: tuple[Span, ...] = ()  # topics around the speech that is being read
    named: list[Span] = field(default_factory=list)  # subjects that stood side by side just now

    def next_sentence(self) -> None:
        """Begin a sentence."""
        self.earlier = self.topics or self.earlier
        self.topics, self.theme, self.previous, self.lean = (), None, None, Lean()

    def place(self, clause: Clause) -> Lean:
        """What the next clause leans on; remembers it for those after it."""
        if self.previous and clause.speech != self.previous.speech:
            self._speech(clause)
        if clause.before == "、" and self.previous:
            lean = self._beside(clause, self.previous)
        elif clause.part and self.previous:
            lean = self._part(self.previous)
        elif self._still_part(clause):
            lean = Lean(self.lean.subjects, None, self.lean.group)
        elif clause.subject is None:
            lean = Lean(self._topic(clause))
        else:
            lean = self._named(clause, clause.subject)
        self._remember(clause, lean)
        return lean

    def _speech(self, clause: Clause) -> None:
        """What is said inside a speech leans on nothing outside, and the other way round."""
        if clause.speech:
            self.outside = self.topics or self.outside
        self.topics = () if clause.speech else self.outside
        self.theme, self.previous, self.lean = None, None, Lean()

    def _topic(self, clause: Clause) -> tuple[Span, ...]:
        if self.topics:
            return self.topics
        return self.earlier if clause.speech == 0 else ()

    def _beside(self, clause: Clause, first: Clause) -> Lean:
        """A piece after 、: of the same subject and predicate as the one before it."""
        counted = self._counts(first)
        subjects = self.lean.subjects
        if first.before == "、" or counted:
            return Lean(subjects, self.lean.predicate, self.lean.group)
        if first.subject:
            subjects = (*subjects, first.subject)
        verb = None if clause.subject is None else self._verb(first)
        return Lean(subjects, verb, self.lean.group)

    def _part(self, whole: Clause) -> Lean:
        """After 其中: the clause before it, without its value, is the group."""
        return Lean(self.lean.subjects, None, (*self.lean.group, self._head(whole)))

    def _still_part(self, clause: Clause) -> bool:
        """Whether a clause after 其中… goes on with it: 其中县级6个，镇级17个."""
        before = self.previous
        if not (self.lean.group and before and clause.subject and clause.before == "，"):
            return False
        return (
            self._counts(before)
            and self._counts(clause)
            and not grammar.ATTRIBUTE.search(self._text(clause.subject))
        )

    def _named(self, clause: Clause, subject: Span) -> Lean:
        text = self._text(subject)
        before = self.previous
        if grammar.ANAPHOR.match(text):
            return self._referring(subject, text)
        if before and before.subject and clause.speech == before.speech and self._siblings(before, clause):
            return Lean(self.lean.subjects, self._shared(before, clause))
        if grammar.ATTRIBUTE.search(text):
            theme = (self.theme,) if self.theme and self.theme not in self.topics else ()
            return Lean((*self._topic(clause), *theme)[-2:])
        if before and clause.before == "，" and not self._entity(subject):
            theme = (self.theme,) if self.theme and not self.topics else ()
            return Lean((*self.topics, *theme)[-2:])
        return Lean()

    def _referring(self, subject: Span, text: str) -> Lean:
        """该局, 本单位, 其: what was named last and ends alike."""
        if text[0] in "其他她它":
            return Lean(self.topics or self.earlier)
        noun = text[1:3] if text[0] in "该本此这那我" else ""
        for topic in reversed((*self.earlier, *self.topics)):
            named = self._text(topic)
            if noun and any(named.endswith(end) for end in (noun, noun[:1])) and len(named) > len(noun):
                return Lean((topic,))
        return Lean((), None, (), noun)

    def _siblings(self, before: Clause, clause: Clause) -> bool:
        """Whether the two clauses say the same kind of thing of two subjects."""
        if before.subject is None or clause.subject is None:
            return False
        one, other = (self._text(span).rstrip("的") for span in (before.subject, clause.subject))
        if grammar.ATTRIBUTE.search(other) and not grammar.ATTRIBUTE.search(one):
            return False
        if one[-1:] == other[-1:] and one != other:
            return True
        if self._counts(before) and self._counts(clause):
            return self._measure(before) == self._measure(clause)
        verb = self._first_word(before)
        return bool(verb) and verb == self._first_word(clause)

    def _shared(self, before: Clause, clause: Clause) -> Span | None:
        """What the second leaves out: 设示范岗 of 东区设示范岗4个，西区设3个."""
        first, second = self._first_value(before), self._first_value(clause)
        if first is None or second is None:
            return self.lean.predicate
        own = self.line.text[clause.predicate : second]
        whole = (before.predicate, first)
        said = self.line.text[slice(*whole)]
        if not said or len(own) >= len(said) or not (own == "" or said.startswith(own)):
            return (
                self.lean.predicate
                if own == ""
                or (self.lean.predicate and self.line.text[slice(*self.lean.predicate)].startswith(own))
                else None
            )
        return whole

    def _remember(self, clause: Clause, lean: Lean) -> None:
        if clause.subject and not lean.group and not clause.part and clause.before != "、":
            own = self._text(clause.subject)
            if not (grammar.ATTRIBUTE.search(own) and (self.topics or self.earlier)):
                if clause.before not in ("，",) or not self.topics:
                    self.named = []
                self.topics = (*lean.subjects, clause.subject)[-2:]
            self.named = [*self.named, clause.subject]
        elif clause.subject is None and not lean.group:
            theme = self._theme(clause)
            self.theme = theme or self.theme
        if clause.before == "。":
            self.named = [clause.subject] if clause.subject else []
        self.previous, self.lean = clause, lean

    def _theme(self, clause: Clause) -> Span | None:
        """What a clause without a subject counts: the words between its verb and its value."""
        value = self._first_value(clause)
        verb = self.line.token(clause.predicate)
        if value is None or verb + 1 >= len(self.line.starts):
            return None
        start = self.line.starts[verb + 1]
        return (start, value) if start < value else None

    def _verb(self, clause: Clause) -> Span | None:
        """The predicate's words before its first noun: 共发 of 共发白卡14张."""
        value = self._first_value(clause) or clause.end
        at = self.line.token(clause.predicate)
        while at < len(self.line.words) and self.line.starts[at] < value:
            if (
                self.line.tags[at][0] in "njlibs"
                or self.line.tags[at] == "vn"
                or self.line.words[at] in "“《"
            ):
                break
            at += 1
        end = self.line.starts[at]
        return (clause.predicate, end) if clause.predicate < end else None

    def _head(self, clause: Clause) -> Span:
        """The clause up to its first value; all of it where it begins with one."""
        values = [
            first
            for first, _ in self.line.values_in(clause.said, clause.end)
            if first in self.line.quantities
        ]
        return (clause.said, values[0] if values and values[0] > clause.said else clause.end)

    def _counts(self, clause: Clause) -> bool:
        return clause.predicate in self.line.quantities

    def _measure(self, clause: Clause) -> str:
        return self.line.quantities[clause.predicate].measure

    def _first_value(self, clause: Clause) -> int | None:
        found = (
            first
            for first, _ in self.line.values_in(clause.predicate, clause.end)
            if first in self.line.quantities
        )
        return next(found, None)

    def _first_word(self, clause: Clause) -> str:
        at = self.line.token(clause.predicate)
        return self.line.words[at] if at < len(self.line.words) and self.line.starts[at] < clause.end else ""

    def _entity(self, subject: Span) -> bool:
        """Whether the subject is an organisation, a person or a quoted name: somebody of their own."""
        text = self._text(subject)
        at = range(self.line.token(subject[0]), self.line.token(subject[1]))
        return (
            text[:1] in "“《"
            or is_organisation(text)
            or any(self.line.tags[i] in ("nr", "nt", "ns") for i in at)
        )

    def _text(self, span: Span) -> str:
        return self.line.text[span[0] : span[1]]
