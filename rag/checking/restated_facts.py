"""A statement with its amounts and dates put as the source puts them, where that is what they mean. Pure.

So that 三十三个 where the source says 33个 does not hide that all else is its own words. The reader is not
given it: it told true statements from false ones less well by it (bench/RESULTS.md).
"""

from collections.abc import Callable, Iterator, Sequence

from chinese import AnalysedText
from chinese.values import dates, quantities
from rag.checking.align_facts import Fact, how_many, likeness, neighbourhood

Change = tuple[int, int, str]  # [start, end) of the statement, and what stands there instead


def restated(statement: AnalysedText, source: AnalysedText) -> str:
    """The statement, each amount that the source's implies and each date that is its own in its words."""
    put = statement.text
    amounts = _changes((put, statement.quantities), (source.text, source.quantities), _implied)
    times = _changes((put, statement.dates), (source.text, source.dates), _same_date)
    for start, end, words in sorted([*amounts, *times], reverse=True):
        put = f"{put[:start]}{words}{put[end:]}"
    return put


def _changes(
    claimed: tuple[str, Sequence[Fact]],
    source: tuple[str, Sequence[Fact]],
    implied: Callable[[Fact, Fact], bool],
) -> Iterator[Change]:
    """For each fact that the source puts otherwise the words of the one that is said of the likest thing."""
    words, facts = claimed
    for fact in facts:
        meant = [other for other in source[1] if implied(fact, other)]
        put = [source[0][other.start : other.end] for other in meant]
        if not meant or words[fact.start : fact.end] in put:
            continue
        around = neighbourhood(words, fact.start, fact.end)
        alike = [likeness(around, neighbourhood(source[0], other.start, other.end)) for other in meant]
        yield fact.start, fact.end, put[alike.index(max(alike))]


def _implied(claimed: quantities.Quantity, source: quantities.Quantity) -> bool:
    """Of one measure, because 十名 put for 10个 would change what is counted."""
    same = (claimed.kind, claimed.measure) == (source.kind, source.measure)
    return same and how_many(claimed, source) in ("equal", "entailed")


def _same_date(claimed: dates.DateSpan, source: dates.DateSpan) -> bool:
    return not claimed.relative and dates.date_relation(claimed, source) == "equal"
