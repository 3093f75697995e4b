"""What every question is first: a candidate, with all that verifying it takes. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chinese import NUMERAL_CHARS, bare, fold, names_unit, terms, within
from chinese.values import find_quantities, number_value
from rag.citing import CUT, Place, cite
from rag.quiz.askable_facts import Asked, askable
from rag.quiz.excerpts import LONGEST, Excerpt, excerpt
from rag.quiz.hints import told_beside
from rag.quiz.naming import ARTICLE, sources
from rag.quiz.records import Kind, Point, QuizQuestion, question_id
from rag.quiz.sentence_subject import RECURRING, subject
from rag.quiz.topics import Topic
from rag.records import Citation

MENTIONED = 0.5  # share of an answer's bigrams from which the words beside it tell it
REPEATED = 12  # code points of a text's name that its own statement would repeat
CLAIM = 60  # code points of what the reader weighs
PASSAGE = 320  # code points around a sentence that the reader sees
# What somebody says is cut off.
_QUOTES = re.compile("(?:说|道|称|表示|介绍|指出|认为|强调|透露|写道|宣布)$")
_YEAR = re.compile("[12][0-9]{3}年?度?")


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence of a topic, one of its facts, and the words of it that a question shows."""

    topic: Topic
    span: tuple[int, int]  # the sentence, offsets into the document
    fact: Asked  # offsets into the sentence
    words: Excerpt  # offsets into the document
    place: str = ""  # the article or part it stands in, as a question names it
    stem: tuple[int, int] | None = None  # of the list whose item it is, offsets into the document

    @property
    def spans(self) -> list[tuple[int, int]]:
        """What proves it: the sentence, and the stem it is an item of."""
        return [self.span, *([self.stem] if self.stem else [])]

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return self.topic.document.text[slice(*self.span)]

    @property
    def answer(self) -> str:
        """The words to blank."""
        return self.sentence[self.fact.start : self.fact.end]

    @property
    def full(self) -> str:
        """The whole fact with its bound and measure."""
        return self.sentence[self.fact.full_start : self.fact.full_end]

    @property
    def told(self) -> bool:
        """Whether the words beside the answer tell it."""
        start = self.words.place(self.span[0] + self.fact.full_start, 0)[0]
        return told_beside(self.words.text, start, start + len(self.full))

    @property
    def any_time(self) -> bool:
        """Whether it is a year in whose place 全年 or 今年 would do: ____党建工作经费预算12万元."""
        at = self.sentence[: self.fact.full_start]
        return bool(_YEAR.fullmatch(self.answer)) and not at.endswith(tuple("于在自从到至"))

    def filled(self, value: str) -> str:
        """What is shown, with ``value`` in the place of the answer."""
        start, end = self.words.place(self.span[0] + self.fact.start, self.span[0] + self.fact.end)
        return self.words.text[:start] + value + self.words.text[end:]

    def claim(self, value: str) -> str:
        """The clauses around the answer with ``value`` in its place, for the reader."""
        start = self.words.place(self.span[0] + self.fact.start, 0)[0]
        return claim(self.filled(value), start, start + len(value))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question not yet verified."""

    question: QuizQuestion
    source: str  # the sentence that proves it
    truth: str = ""  # for the reader: what is shown, or its clauses around the fact, told as the source does
    rivals: tuple[str, ...] = ()  # the same, told otherwise: no other option and no altered word may hold
    asked: Asked | None = None  # for the reader: the fact asked for, offsets into ``source``
    wording: str = ""  # for the reader: the question in words
    attributed: bool = False  # asks whose deed it is
    exchanged: bool = False  # false because two things of one statement have changed places
    bound: bool = False  # proved by the propositions alone: a table's cells, the items of a list


def shown(
    topic: Topic, spans: Iterable[tuple[int, int]], *, since: int = 0, whole: int = LONGEST
) -> Iterator[Shown]:
    """Every fact of these statements worth asking for, with the words around it that can be read alone.

    A fact that two of them hold is shown as the first does. Facts before the offset ``since`` are left
    out; statements of at most ``whole`` code points are shown whole.
    """
    text = topic.document.text
    seen: set[int] = set()
    for span in spans:
        for fact in askable(text[slice(*span)]):
            name = text[span[0] + fact.start : span[0] + fact.end]
            at = (span[0] + fact.full_start, span[0] + fact.full_end)
            if at[0] < since:
                continue
            if fact.kind == "body" and is_own(fold(name), fold(topic.unit)):
                continue  # the question names the unit
            if fact.kind == "number" and is_name(text, text[slice(*at)]):
                continue
            words = excerpt(text, span, at, whole=whole)
            fits = words and tells(topic, words) and words.start <= at[0] and at[1] <= words.end
            if words and fits and at[0] not in seen:
                seen.add(at[0])
                yield Shown(topic, span, fact, words)


def claim(words: str, start: int = 0, end: int = 1) -> str:
    """The clauses of what is shown around ``[start, end)``; of several at most CLAIM code points.

    Of longer statements the reader is not sure even where they are the source's own words.
    """
    bounds = [m.span() for m in re.finditer(r"(?:[^，；。,;]|,(?=[0-9]))+[，；。,;]?", words)]
    inside = [i for i, (a, b) in enumerate(bounds) if a < end and start < b] or [0]
    first, last = inside[0], inside[-1]
    while first and bounds[last][1] - bounds[first - 1][0] <= CLAIM:
        first -= 1
    while last + 1 < len(bounds) and bounds[last + 1][1] - bounds[first][0] <= CLAIM:
        last += 1
    return words[bounds[first][0] : bounds[last][1]].rstrip("，；,;").replace(CUT, "")


def tells(topic: Topic, words: Excerpt) -> bool:
    """Whether what is left of a cut sentence still says who; of a case with a unit the question does.

    And says anything: 云川市税务局发文称…… does not.
    """
    if words.cut_after and _QUOTES.search(words.words):
        return False
    if topic.unit or words.lead:
        return True
    return not words.cut_before and (not words.cut_after or subject(words.words)[0] != "none")


def is_name(text: str, counted: str) -> bool:
    """Whether what looks like a count comes up time and again: 76人, a team."""
    return len(re.findall(rf"(?<![0-9.]){re.escape(counted)}", text)) >= RECURRING


def is_own(name: str, unit: str) -> bool:
    """Whether a body is the unit itself or its part."""
    return bool(unit) and (names_unit(name, unit) or names_unit(unit, name) or within(unit, name))


def frame(topic: Topic, words: str = "", hidden: str = "", place: str = "") -> str | None:
    """What a question that shows ``words`` is about, without giving ``hidden`` away.

    ``place`` is the article or part of the text. None when every name of it would.
    """
    if not (topic.case or topic.document.title) and (
        not topic.named or bare(topic.name)[:REPEATED] in bare(words)
    ):
        return (
            "一篇资料写道"  # a text without a name, or called by words of its own, which the question shows
        )
    names = sources(topic, place)
    if topic.case is None:
        return next((one for one in names if not gives_away(hidden, one)), None)
    return next((one for one in names if not holds_value(hidden, one)), None)


def holds_value(answer: str, words: str) -> bool:
    """Whether ``words`` hold the answer itself, as written or as the same number; a like name does not."""
    numbers = [q.low for q in find_quantities(ARTICLE.sub("", words))]
    value = number_value(answer)
    if value is not None and bare(answer).isdecimal():  # 2% is not in 2024年版
        written = re.search(rf"(?<![0-9]){bare(answer)}(?![0-9])", bare(ARTICLE.sub("", words)))
        return bool(written) or value in numbers
    return bool(answer) and (
        bare(answer) in bare(ARTICLE.sub("", words)) or (value is not None and value in numbers)
    )


def gives_away(answer: str, words: str) -> bool:
    """Whether ``words`` hold the answer, as written or as the same number in other digits."""
    if not answer:
        return False
    if bare(answer) in bare(words):
        return True
    year = re.match("[12][0-9]{3}(?=年)", answer)
    if year and re.search(rf"(?<![0-9]){year[0]}(?![0-9])", words):
        return True  # 2023款 tells 2023年
    pairs = set(terms(answer))
    if len(pairs) > 1 and len(pairs & set(terms(words))) > MENTIONED * len(pairs):
        return True  # “优秀____”党建品牌
    value = number_value(answer)
    return value is not None and any(
        number_value(n) == value
        for n in re.findall(r"[0-9.]+[万亿]*|[" + NUMERAL_CHARS + r"万亿]{2,}", words)
    )


def citation(topic: Topic, span: tuple[int, int], n: int = 1) -> Citation:
    """The words of the topic's document as a citation."""
    start = topic.sentences[0][0] if topic.case is None else 0
    return cite(Place(topic.document, topic.case, *span, part_start=min(start, span[0])), n)


def question(  # noqa: PLR0913 all but four by keyword
    kind: Kind,
    topic: Topic,
    stem: str,
    spans: Sequence[tuple[int, int]],
    *,
    answer: Sequence[str] = (),
    options: Sequence[str] = (),
    points: Sequence[str] = (),
    correction: str = "",
    generation: int = 0,
) -> QuizQuestion:
    """A question of a topic proved by the sentences ``spans``; the i-th point is proved by the i-th."""
    cited = [citation(topic, span, n) for n, span in enumerate(spans, start=1)]
    return QuizQuestion(
        id=question_id(topic.document.id, kind, stem, answer or points),
        kind=kind,
        stem=stem,
        options=tuple(options),
        answer=tuple(answer),
        points=tuple(Point(text, one) for text, one in zip(points, cited, strict=bool(points))),
        citations=tuple(cited),
        document=topic.document.name,
        document_id=topic.document.id,
        case=topic.name,
        generation=generation,
        correction=correction,
    )
