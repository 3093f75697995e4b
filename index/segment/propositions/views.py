"""What a clause counts, what it names, and what kind of thing that is. Pure."""

from dataclasses import dataclass

from chinese import is_organisation
from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import Line
from index.segment.propositions.subjects import names_something

_MEASURE = 2  # words of a subject that names a measure and nothing else, at most
_COMMON = frozenset(
    "是 有 在 为 到 对 把 将 可 可以 应 会 能 要 被 给 使".split()
)  # any two clauses may have them
QUOTED = frozenset("“”《》「」")


@dataclass(frozen=True, slots=True)
class ClauseView:
    """Looks at the clauses of one line."""

    line: Line

    def text(self, span: Span) -> str:
        """The words of a span."""
        return self.line.text[span[0] : span[1]]

    def first_value(self, clause: Clause) -> int | None:
        """Where the first amount of the predicate begins."""
        found = (
            first
            for first, _ in self.line.values_in(clause.predicate, clause.end)
            if first in self.line.quantities
        )
        return next(found, None)

    def first_word(self, clause: Clause) -> str:
        """The first word of the predicate, "" without one."""
        at = self.line.token(clause.predicate)
        return self.line.words[at] if at < len(self.line.words) and self.line.starts[at] < clause.end else ""

    def counts(self, clause: Clause) -> bool:
        """Whether the predicate is an amount by itself: 一等奖800元."""
        return clause.predicate in self.line.quantities

    def measure(self, clause: Clause) -> str:
        """The measure of that amount."""
        return self.line.quantities[clause.predicate].measure

    def measures(self, clause: Clause) -> set[str]:
        """The measures of all its amounts."""
        spans = self.line.values_in(clause.said, clause.end)
        return {self.line.quantities[at].measure for at, _ in spans if at in self.line.quantities}

    def largest(self, clause: Clause) -> float:
        """The largest of its amounts, 0 without one that is known."""
        spans = self.line.values_in(clause.said, clause.end)
        amounts = [self.line.quantities[at].low for at, _ in spans if at in self.line.quantities]
        return max((float(amount) for amount in amounts), default=0.0)

    def theme(self, clause: Clause) -> Span | None:
        """What a clause without a subject counts: the words between its verb and its value."""
        value = self.first_value(clause)
        if value is None:
            return None
        first = last = self.line.token(value)
        while first > 0 and self.line.starts[first - 1] >= clause.predicate and self._nominal(first - 1):
            first -= 1
        return (self.line.starts[first], value) if first < last else None

    def _nominal(self, token: int) -> bool:
        """Whether the word can stand in the noun that a value counts."""
        tag = self.line.tags[token]
        named = tag[0] in "njlisb" or tag in ("vn", "eng") or self.line.words[token] in QUOTED
        return named and self.line.words[token] not in grammar.OPENERS

    def verb(self, clause: Clause) -> Span | None:
        """The predicate's words before its first noun: 共发 of 共发白卡14张."""
        value = self.first_value(clause) or clause.end
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

    def head(self, clause: Clause) -> Span:
        """The clause up to its first value; all of it where it begins with one."""
        value = self.first_value(clause)
        if value is None or not self._names(clause.said, value):
            return clause.said, clause.end
        after = self.line.quantities[value].end
        return clause.said, clause.end if self._names(after, clause.end) else value

    def _names(self, start: int, end: int) -> bool:
        return names_something(self.line, self.line.token(start), self.line.token(end))

    def entity(self, subject: Span) -> bool:
        """Whether the subject is an organisation, a person or a quoted name: somebody of their own."""
        text = self.text(subject)
        at = range(self.line.token(subject[0]), self.line.token(subject[1]))
        return (
            text[:1] in "“《"
            or is_organisation(text)
            or any(self.line.tags[i] in ("nr", "nt", "ns") for i in at)
        )

    def acts(self, subject: Span) -> bool:
        """Whether the subject is somebody who acts by themselves, named or not: 党支部书记."""
        return self.entity(subject) or grammar.ACTOR.search(self.text(subject)) is not None

    def lesser(self, subject: Span) -> bool:
        """Whether the subject only names a measure or a share of what was spoken of: 平均年龄, 每组."""
        text = self.text(subject)
        return text[0] in "每人均户平" or grammar.ATTRIBUTE.search(text) is not None

    def alike(self, one: str, other: str) -> bool:
        """Whether two subjects are of one kind: 一等奖, 二等奖."""
        if one[-1:] == other[-1:] == "的":
            return one != other
        return one != other and one.rstrip("的")[-1:] == other.rstrip("的")[-1:]

    def siblings(self, before: Clause, clause: Clause) -> bool:
        """Whether the two clauses say the same kind of thing of two subjects."""
        if before.subject is None or clause.subject is None:
            return False
        one, other = (self.text(span) for span in (before.subject, clause.subject))
        if grammar.ATTRIBUTE.search(other) and not grammar.ATTRIBUTE.search(one):
            return False
        if self.alike(one, other):
            return True
        if self.counts(before) and self.counts(clause):
            return self.measure(before) == self.measure(clause)
        verb = self.first_word(before)
        return bool(verb) and verb == self.first_word(clause)

    def parallel(self, span: Span, clause: Clause) -> bool:
        """Whether the words say of another what the clause says: 组长由甲担任, 副组长由乙担任."""
        return bool(self._verbs(span) & self._verbs((clause.said, clause.end)))

    def _verbs(self, span: Span) -> set[str]:
        """The verbs and prepositions of the words that something stands before."""
        tokens = self.line.tokens(*span)[1:]
        words = {self.line.words[at] for at in tokens if self.line.tags[at] in ("v", "p")}
        return words - _COMMON

    def shared(self, before: Clause, clause: Clause, carried: Span | None) -> Span | None:
        """What the second leaves out: 设示范岗 of 东区设示范岗4个，西区设3个."""
        first, second = self.first_value(before), self.first_value(clause)
        if first is None or second is None:
            return carried
        own = self.line.text[clause.predicate : second]
        whole = (before.predicate, first)
        said = self.line.text[slice(*whole)]
        if said and len(own) < len(said) and said.startswith(own):
            return whole
        earlier = self.line.text[slice(*carried)] if carried else ""
        return carried if earlier.startswith(own) else None

    def shared_measure(self, before: Clause, text: str, carried: Span | None) -> Span | None:
        """The measure that the second leaves out: 就餐补助 of 在编人员就餐补助260元，编外人员200元."""
        if before.subject is None or grammar.ATTRIBUTE.search(text):
            return None
        start, end = before.subject
        if not grammar.ATTRIBUTE.search(self.line.text[start:end]):
            return carried
        tokens = self.line.tokens(start, end)
        return (self.line.starts[tokens[-2]] if len(tokens) > _MEASURE else start, end)
