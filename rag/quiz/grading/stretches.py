"""Which words of an answer speak of which point: runs of its pieces, weighed by what is its own. Pure.

Wording is compared by characters and their pairs, amounts and dates by value. What the question itself
says, or every point, tells no point from another and counts little.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chinese import AnalysedText, fold, terms
from rag.checking import fact_spans

Span = tuple[int, int]  # [start, end), code points of the answer
ASKED = 0.2  # what a gram of the question's own words weighs
VALUE = 2.0  # what an amount or a date weighs
PIECES = 7  # of one run at most
RUN_ON = 160  # code points after which a piece without a stop is cut
ALIEN = 0.2  # what a run loses that says nothing but other things
CLOSE = 0.05  # by how much a piece may hold more of another point
MORE = 0.12  # by how much a second run must raise the share to be taken along
# Commas inside of numbers part nothing: 5,000元.
_PAUSE = re.compile(
    r"[。！？!?；;\n、]|[，,](?!(?<=[0-9][,，])[0-9]{3}(?![0-9]))|\s+|(?<![0-9])(?=[0-9]{1,2}[.．][\u4e00-\u9fff])"
)
_MARK = re.compile(
    r"^[\s“”]*(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）.．、](?![0-9])|[一二三四五六七八九十]是|第[一二三四五六七八九十][，,是]|[-—•·*]+)\s*"
)
_TIME = re.compile(r"(?<= )个?工作日内?")  # a unit as much as a word
_IDLE = frozenset("的了在和与及或等是有为对于把被将由所其都也就要会后前时中上下内个这那得地着给让向")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words of an answer that speak of a point most."""

    spans: tuple[Span, ...]  # one run of pieces, or two
    text: AnalysedText
    share: float  # weighted share of the point's grams that they hold, 0..1


class Grams:
    """What the points of a question are compared by, each gram with its weight."""

    def __init__(self, asked: str, points: Sequence[AnalysedText]) -> None:
        self.known = fold("\n".join([asked, *(point.text for point in points)]))
        self.of_points = [grams(point) for point in points]
        known, holders = grams(AnalysedText(asked)), Counter(g for held in self.of_points for g in held)
        self._weights: Mapping[str, float] = {
            gram: (VALUE if gram[0] == "=" else ASKED if gram in known else 1.0) / holders[gram]
            for gram in holders
        }

    def share(self, point: int, held: frozenset[str]) -> float:
        """Weighted share of a point's grams among ``held``, 0..1."""
        return self.share_of(self.of_points[point], held)

    def share_of(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        """Weighted share of ``wanted`` among ``held``, 0..1; a gram of no point weighs 1."""
        total = sum(self._weights.get(gram, 1.0) for gram in wanted)
        return sum(self._weights.get(gram, 1.0) for gram in wanted & held) / total if total else 0.0

    def alien(self, point: int, held: frozenset[str]) -> float:
        """Share of the grams of ``held`` that the point lacks, 0..1."""
        return len(held - self.of_points[point]) / len(held) if held else 0.0


def grams(text: AnalysedText) -> frozenset[str]:
    """Characters and their pairs without amounts and dates, and these by value."""
    kept = list(text.text)
    for start, end in fact_spans(text):
        kept[start:end] = " " * (end - start)
    words = _TIME.sub(" ", "".join(kept))
    single = {c for c in fold(words) if c.isalnum() and c not in _IDLE}
    amounts = {f"={q.kind == 'ordinal'}{q.low}~{q.high}" for q in text.quantities}
    dates = {f"={d.first}~{d.last}" for d in text.dates if d.first or d.last}
    return frozenset(single.union(terms(words), amounts, dates))


def pieces(answer: str) -> list[Span]:
    """The stretches of an answer between pauses, list marks left out; empty ones are dropped."""
    found: list[Span] = []
    begun = 0
    for match in [*_PAUSE.finditer(answer), None]:
        end = match.start() if match else len(answer)
        mark = _MARK.match(answer[begun:end])
        start = begun + mark.end() if mark else begun
        found += [(at, min(end, at + RUN_ON)) for at in range(start, end, RUN_ON)]
        begun = match.end() if match else end
    return [span for span in found if any(c.isalnum() for c in answer[slice(*span)])]


def stretches(answer: AnalysedText, points: Grams) -> list[Stretch]:
    """For each point the run of pieces that holds most of it, with another run where that adds much."""
    cut = pieces(answer.text)
    of_each = [grams(answer.part(*piece)) for piece in cut]  # no pair of characters spans a pause
    held: dict[Span, frozenset[str]] = {}
    for i, (start, _) in enumerate(cut):
        so_far: frozenset[str] = frozenset()
        for j in range(i, min(len(cut), i + PIECES)):
            so_far |= of_each[j]
            held[start, cut[j][1]] = so_far
    return [_stretch(answer, i, points, held) for i in range(len(points.of_points))]


def _stretch(answer: AnalysedText, point: int, points: Grams, held: Mapping[Span, frozenset[str]]) -> Stretch:
    def worth(run: Span) -> float:
        return points.share(point, held[run]) - ALIEN * points.alien(point, held[run])

    if not held:
        return Stretch((), AnalysedText(""), 0.0)
    first = max(held, key=lambda run: (worth(run), -run[0]))
    share = points.share(point, held[first])
    spans: tuple[Span, ...] = (first,)
    apart = [run for run in held if run[1] <= first[0] or first[1] <= run[0]]

    def gain(run: Span) -> float:
        return (
            points.share(point, held[first] | held[run]) - share - ALIEN / 2 * points.alien(point, held[run])
        )

    second = max(apart, key=gain, default=first)
    if points.share(point, held[first] | held[second]) - share >= MORE:
        spans = tuple(sorted((first, second)))
    spans = _own(answer, point, points, spans, held)
    text = answer.part(*spans[0]) if len(spans) == 1 else _joined(answer, spans)
    return Stretch(spans, text, points.share(point, grams(text)))


def _own(
    answer: AnalysedText,
    point: int,
    points: Grams,
    spans: tuple[Span, ...],
    held: Mapping[Span, frozenset[str]],
) -> tuple[Span, ...]:
    """The spans without pieces whose wording is another point's: a value there is that one's."""

    def own(piece: Span) -> bool:
        words = frozenset(gram for gram in held[piece] if gram[0] != "=")
        most = max(points.share(i, words) for i in range(len(points.of_points)))
        return points.share(point, words) >= most - CLOSE

    inside = [p for p in pieces(answer.text) if any(start <= p[0] and p[1] <= end for start, end in spans)]
    kept = tuple(filter(own, inside))
    return spans if len(kept) in (0, len(inside)) else kept


def _joined(answer: AnalysedText, spans: Sequence[Span]) -> AnalysedText:
    return AnalysedText("，".join(answer.text[a:b] for a, b in spans))
