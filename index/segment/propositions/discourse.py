"""What a clause leans on in the clauses and sentences before it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause, counted_alike
from index.segment.propositions.line import Line
from index.segment.propositions.respectively import enumeration
from index.segment.propositions.views import ClauseView

_MOST_SUBJECTS = 8  # clauses of one sentence that 分别 reaches back over
_MOST_WAITING = 2


@dataclass(frozen=True, slots=True)
class Lean:
    """What one clause leans on; offsets of the line."""

    subjects: tuple[Span, ...] = ()  # outermost first
    predicate: Span | None = None
    group: tuple[Span, ...] = ()
    context: tuple[Span, ...] = ()  # clauses right before it without a value, of the same subject
    anaphor: str = ""  # 该局: what the antecedent must end with, where this line has none


@dataclass
class Discourse:
    """What has been spoken of so far in one paragraph."""

    line: Line
    view: ClauseView = field(init=False)
    topics: tuple[Span, ...] = ()  # of the sentence, outermost first
    first: tuple[Span, ...] = ()  # the sentence's first topic
    earlier: tuple[Span, ...] = ()  # of the sentence before
    lead: Clause | None = None  # the sentence's first clause, where it has no subject
    theme: Span | None = None  # what a clause without a subject counted: 监督员 of 聘请监督员12名
    previous: Clause | None = None
    lean: Lean = field(default_factory=Lean)  # of the clause before
    held: tuple[Clause, Lean] | None = None  # the clause before a bracket with parts
    outside: tuple[Span, ...] = ()  # topics around the speech that is being read
    beside: bool = False  # whether the last subject was one of several of a kind
    counted: list[tuple[Clause, Lean]] = field(default_factory=list)  # the paragraph's that count something
    waiting: list[Span] = field(default_factory=list)  # the last clauses of the sentence without a value
    heads: list[Span] = field(default_factory=list)  # of the clauses so far that count something
    enumerated: list[list[Span]] = field(default_factory=list)  # things named side by side in them

    def __post_init__(self) -> None:
        self.view = ClauseView(self.line)

    def next_sentence(self) -> None:
        """Begin a sentence."""
        self.earlier = self.topics or self.earlier
        self._forget()

    def _forget(self) -> None:
        self.first, self.lead = (), None
        self.topics, self.theme, self.previous, self.lean = (), None, None, Lean()
        self.heads, self.enumerated, self.waiting = [], [], []

    def place(self, clause: Clause) -> Lean:
        """What the next clause leans on; remembers it for those after it."""
        if self.previous and clause.speech != self.previous.speech:
            self._speech(clause)
        if clause.marked:
            self._forget()
        self._bracket(clause)
        if clause.before == "、" and self.previous:
            lean = self._beside(clause, self.previous)
        elif clause.part and self.counted:
            lean = self._part(self._whole(clause), clause)
        elif self._still_part(clause):
            lean = Lean(self.lean.subjects, None, self.lean.group)
        elif clause.subject is None and self._limited(clause):
            self.topics = self._above()
            lean = Lean(self.topics, self._general(clause), (), self._context(clause))
        elif self._compares(clause) and self.previous:
            lean = Lean((*self.lean.subjects, self.view.head(self.previous))[-2:])
        elif clause.subject is None:
            lean = Lean(self._topic(clause), self._left_out(clause), (), self._context(clause))
        else:
            lean = self._named(clause, clause.subject)
        self._remember(clause, lean)
        return lean

    def _bracket(self, clause: Clause) -> None:
        """What stands behind a bracket with parts goes on from what stands before it."""
        if self.previous is None or clause.inner == self.previous.inner:
            return
        if clause.inner:
            self.held = (self.previous, self.lean)
        elif self.held:
            (self.previous, self.lean), self.held = self.held, None

    def _speech(self, clause: Clause) -> None:
        """What is said inside a speech leans on nothing outside, and the other way round."""
        if clause.speech:
            self.outside = self.topics or self.outside
        self.topics = () if clause.speech else self.outside
        self.theme, self.previous, self.lean = None, None, Lean()

    def _topic(self, clause: Clause) -> tuple[Span, ...]:
        if self._same_share(clause):
            return self.lean.subjects
        if self.topics:
            return self.topics
        earlier = tuple(
            topic for topic in self.earlier if self.view.entity(topic) and "、" not in self.view.text(topic)
        )
        return earlier if clause.speech == 0 else ()

    def _compares(self, clause: Clause) -> bool:
        """Whether it measures what the clause before counted: 占在编人员的72.9%, 同比增长5%."""
        before = self.previous
        if before is None or clause.subject is not None or clause.before != "，" or before.before == "、":
            return False
        return self.view.first_word(clause) in grammar.COMPARING and self.view.first_value(before) is not None

    def _limited(self, clause: Clause) -> bool:
        """Whether …的 stands before the clause: whom it is said of, instead of the last subject."""
        return any(self.line.text[end - 1] == "的" for _, end in clause.conditions)

    def _general(self, clause: Clause) -> Span | None:
        """What a case of its own leaves out of the rule before it: 补助 of 补助4万元，山区的可上浮至5万元."""
        before, value = self.previous, self.view.first_value(clause)
        if before is None or value is None or before.speech != clause.speech:
            return None
        counted = self.view.first_value(before)
        if counted is None:
            return None
        kinds = {self.line.quantities[at].kind for at in (value, counted)}
        if len(kinds) > 1:
            return None
        own = before.subject and self.view.text(before.subject)[-1] == "的"
        if own or before.conditions:
            return self.lean.predicate
        head = self.view.head(before)
        return head if head[1] <= counted else None

    def _above(self) -> tuple[Span, ...]:
        """What the last subject belongs to where it is one of several of a kind; else that subject too."""
        return self.topics[:-1] if self.beside else self.topics

    def _same_share(self, clause: Clause) -> bool:
        """Whether it counts money or a share of another thing, as the clause before did."""
        before, value = self.previous, self.view.first_value(clause)
        if before is None or before.subject is None or value is None or self.view.entity(before.subject):
            return False
        counted = self.view.first_value(before)
        if counted is None or self.view.theme(clause) is None:
            return False
        kinds = {self.line.quantities[at].kind for at in (value, counted)}
        return len(kinds) == 1 and kinds <= {"money", "percent"}

    def _left_out(self, clause: Clause) -> Span | None:
        """What a bare value counts: 信息 of 报送信息214条，被采用63条."""
        value = self.view.first_value(clause)
        before = self.previous
        if value is None or before is None or self.theme is None or clause.before != "，":
            return None
        counted = self.view.first_value(before)
        if counted is None or self.view.theme(clause) is not None:
            return None
        alike = self.line.quantities[value].measure == self.line.quantities[counted].measure
        return self.theme if alike and self.theme[1] == counted else None

    def _context(self, clause: Clause) -> tuple[Span, ...]:
        """The clauses right before this one that count nothing, and so nothing else than it does."""
        if clause.before not in ("，", "、") or self._like_the_last(clause):
            return ()
        waiting = tuple(self.waiting)
        if self.line.has_value(clause.said, clause.end) and self._another(waiting, clause):
            return ()
        return waiting or self._leading(clause)

    def _another(self, waiting: Sequence[Span], clause: Clause) -> bool:
        """Whether the clause is about somebody else than the words before it, which it so does not need."""
        if clause.subject and self.view.acts(clause.subject) and not self.view.counts(clause):
            return True
        return any(self.view.parallel(span, clause) for span in waiting)

    def _like_the_last(self, clause: Clause) -> bool:
        """Whether it says of another time or number what the clause before says: 一季度…，二季度…."""
        before = self.previous
        if before is None:
            return False
        return (before.time is not None and clause.time is not None) or counted_alike(
            self.line, before, clause
        )

    def _leading(self, clause: Clause) -> tuple[Span, ...]:
        """补助资金拨付: a first clause without a subject that can be told."""
        if self.lead is None or self.topics:
            return ()
        one, other = self.view.first_value(self.lead), self.view.first_value(clause)
        if one is not None and self.view.theme(clause):
            return ()
        if one is not None and other is not None:
            measures = {self.line.quantities[at].measure for at in (one, other)}
            if len(measures) == 1:
                return ()
        head = self.view.head(self.lead)
        names = [self.view.text(span).rstrip("由从为达到是") for span in (head, clause.subject or (0, 0))]
        return () if all(grammar.ATTRIBUTE.search(words) for words in names) else (head,)

    def _beside(self, clause: Clause, first: Clause) -> Lean:
        """A piece after 、: of the same subject and predicate as the one before it."""
        counted = self.view.counts(first)
        subjects = self.lean.subjects
        if first.before != "、" and clause.predicate == clause.said and self.view.counts(clause):
            head = (first.said, [at for at, _ in self.line.values_in(first.said, first.end)][-1])
            return Lean((*subjects, head) if head[0] < head[1] else subjects, None, self.lean.group)
        if first.before == "、" or counted or first.predicate >= first.end:
            return Lean(subjects, self.lean.predicate, self.lean.group)
        if first.subject:
            subjects = (*subjects, first.subject)
        verb = None if clause.subject is None else self.view.verb(first)
        return Lean(subjects, verb, self.lean.group)

    def _whole(self, clause: Clause) -> tuple[Clause, Lean]:
        """The last clause that counts what the part counts; the last that counts anything without one."""
        last = (self.previous, self.lean) if self.previous else None
        if clause.inner and last:
            return last
        alike = self._counted_like(clause)
        return alike[-1] if alike else last or self.counted[-1]

    def _counted_like(self, clause: Clause) -> list[tuple[Clause, Lean]]:
        """The paragraph's clauses that count by the measure of the clause's first amount."""
        value = next(
            (at for at, _ in self.line.values_in(clause.said, clause.end) if at in self.line.quantities), None
        )
        measure = self.line.quantities[value].measure if value is not None else None
        return [one for one in self.counted if measure in self.view.measures(one[0])]

    def _part(self, whole: tuple[Clause, Lean], clause: Clause) -> Lean:
        """After 其中: the clause that counts the whole, without its value, is the group."""
        if clause.conditions and self.topics:
            return Lean((), None, self.first)
        counted, lean = whole
        return Lean(lean.subjects, None, (*self.lean.group, self.view.head(counted)))

    def _rest(self, clause: Clause) -> Lean:
        """其余3个: what remains of the last larger count of its measure, not of the part right before it."""
        own = self.view.largest(clause)
        beside = self.previous if clause.before == "，" else None
        wholes = [
            (whole, lean)
            for whole, lean in self._counted_like(clause)
            if whole is not beside and not lean.group and self.view.largest(whole) > own
        ]
        if self.lean.group or not wholes or not self._counts_at_once(clause):
            return Lean(self.topics[:-1], None, self.lean.group)
        whole, lean = max(wholes, key=lambda one: self.view.largest(one[0]))
        return Lean(lean.subjects, None, (self.view.head(whole),))

    def _counts_at_once(self, clause: Clause) -> bool:
        """Whether an amount that is no share stands right behind the first word: 其余3个."""
        rest = grammar.REST.match(self.line.text[clause.said : clause.end])
        quantity = self.line.quantities.get(clause.said + rest.end()) if rest else None
        return quantity is not None and quantity.kind not in ("percent", "money")

    def _still_part(self, clause: Clause) -> bool:
        """Whether a clause after 其中… goes on with it: 其中县级6个，镇级17个."""
        before = self.previous
        if not (self.lean.group and before and clause.subject and clause.before == "，"):
            return False
        return (
            self.view.counts(before)
            and self.view.counts(clause)
            and not grammar.ATTRIBUTE.search(self.view.text(clause.subject))
        )

    def _named(self, clause: Clause, subject: Span) -> Lean:
        text = self.view.text(subject)
        before = self.previous
        if grammar.REST.match(text):
            return self._rest(clause)
        if grammar.ANAPHOR.match(text):
            return self._referring(subject, text)
        if before and before.subject and self.view.siblings(before, clause):
            carried = self.lean.predicate
            shared = self.view.shared(before, clause, carried)
            left_out = shared or self.view.shared_measure(before, text, carried)
            return Lean(self.lean.subjects, left_out, (), self.lean.context)
        alike = [at for at, topic in enumerate(self.topics) if self.view.alike(self.view.text(topic), text)]
        if alike:
            return Lean(self.topics[: alike[-1]])
        return self._of_the_topic(clause, subject)

    def _of_the_topic(self, clause: Clause, subject: Span) -> Lean:
        """A subject that may belong to what was spoken of: its 平均年龄, its 队员."""
        text = self.view.text(subject)
        if text[-1] == "的":
            return Lean(self._above(), self._general(clause), (), self._context(clause))
        if clause.before == "；" and grammar.ATTRIBUTE.search(text):
            return Lean(tuple(topic for topic in self.topics[:1] if self.view.entity(topic)))
        if grammar.ATTRIBUTE.search(text) or (clause.before == "，" and self._counted_alone(clause)):
            theme = (self.theme,) if self.theme and self.theme not in self.topics else ()
            return Lean((*self._topic(clause), *theme)[-2:], None, (), self._context(clause))
        if self.previous and clause.before == "，" and not self.view.acts(subject):
            topics = tuple(topic for topic in self.topics[:1] if self.view.entity(topic))
            return Lean(topics, None, (), () if self.heads else self._context(clause))
        return Lean()

    def _counted_alone(self, clause: Clause) -> bool:
        """Whether one word and its amount are all of the clause: 队员9名."""
        subject = clause.subject
        tokens = self.line.tokens(*subject) if subject else range(0)
        return len(tokens) == 1 and self.view.counts(clause)

    def _referring(self, subject: Span, text: str) -> Lean:
        """该局, 本单位, 其: what was named last and ends alike."""
        if text[0] in "其他她它":
            return Lean(self.topics or self.earlier)
        noun = text[1:3] if text[0] in "该本此这那我" else ""
        for topic in reversed((*self.earlier, *self.topics)):
            named = self.view.text(topic)
            if noun and any(named.endswith(end) for end in (noun, noun[:1])) and len(named) > len(noun):
                return Lean((topic,))
        return Lean(anaphor=noun)

    def side_by_side(self) -> list[list[Span]]:
        """Runs of things that a clause with 分别 may speak of, the nearest first."""
        heads = self.heads[-_MOST_SUBJECTS:]
        return [*reversed(self.enumerated), *(heads[-count:] for count in range(2, len(heads) + 1))]

    def _remember(self, clause: Clause, lean: Lean) -> None:
        own = clause.subject
        self.beside = self._one_of_several(clause) if own else self.beside
        said = clause.predicate < clause.end  # a bare name says nothing, and is no topic
        value = self.view.first_value(clause)
        plain = said and not lean.group and not clause.part and clause.before != "、"
        if own and plain and not (self.view.lesser(own) and (self.topics or self.earlier)):
            self.topics = (*lean.subjects, own)[-2:]
            self.first = self.first or self.topics[:1]
        if self.previous is None or clause.before in ("；", "。"):
            self.lead = clause if own is None else None
        if self.view.measures(clause) and not lean.group:
            self.counted = [*self.counted[-_MOST_SUBJECTS:], (clause, lean)]
        if value is not None:
            head = self.view.head(clause)
            self.heads += [head] if head[1] < clause.end or own else []
            # A theme is what the clause just before counted.
            self.theme = self.view.theme(clause) or (self.theme if lean.predicate else None)
        if named := enumeration(self.line, *(own or (clause.said, value or clause.end))):
            self.enumerated.append(named)
        self._wait(clause)
        self.previous, self.lean = clause, lean

    def _one_of_several(self, clause: Clause) -> bool:
        before = self.previous
        return before is not None and before.subject is not None and self.view.siblings(before, clause)

    def _wait(self, clause: Clause) -> None:
        """Keep the clauses without a value that may be the first half of what the next one says."""
        kept = self.waiting[-_MOST_WAITING:] if clause.before == "，" else []
        counts = self.line.has_value(clause.said, clause.end)
        self.waiting = [] if counts else [*kept, (clause.said, clause.end)]
