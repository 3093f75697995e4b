"""What a sentence says and the words that prove it do not, taken literally. Pure.

rag.checking.align_facts asks whether a fact may be meant by the source; whoever writes for others gets no
such credit: an amount must stand there with its value and its measure, a number, a name and a
denial in the same words.
"""

import re
from collections.abc import Iterator

from chinese import (
    core,
    find_organisations,
    find_persons,
    find_places,
    fold,
    localities,
    negations,
    quotations,
)
from chinese.values import Quantity, find_dates, find_quantities

_TOKEN = re.compile(r"[a-z0-9]+(?:[./:-][a-z0-9]+)*")
_OPENING = re.compile(r"[^，,；;：:、]{1,16}")


def unsaid(statement: str, source: str, heading: str, scope: str) -> list[str]:
    """Words of ``statement`` that ``source`` does not say, in order.

    Names may stand in the ``heading`` as well, and the words of a date anywhere in ``scope``.
    """
    said, there, near = _squeezed(statement), _squeezed(source), _squeezed(f"{source}\n{heading}")
    return [
        *_amounts(said, there),
        *_tokens(said, near, _squeezed(f"{near}\n{scope}")),
        *_denials(said, there),
        *_names(said, near),
    ]


def others(sentence: str, source: str) -> list[str]:
    """Bodies and persons that ``source`` opens with, its doers, where ``sentence`` names none of them."""
    match = _OPENING.match(source)
    opening = match.group() if match else ""
    names = [*find_organisations(fold(opening)), *(fold(opening[a:b]) for a, b in find_persons(opening))]
    told = fold(sentence)
    return [] if any(name in told or core(name) in told for name in names) else names


def _squeezed(text: str) -> str:
    """Folded, without blanks: models set them around numbers."""
    return re.sub(r"[ \u3000]+(?=[^a-z0-9])|(?<=[^a-z0-9])[ \u3000]+", "", fold(text))


def _amounts(said: str, there: str) -> Iterator[str]:
    known = {_value(amount) for amount in find_quantities(there)}
    for amount in find_quantities(said):
        article = amount.low == amount.high == 1 and not said[amount.start].isdecimal()
        if not article and _value(amount) not in known:
            yield said[amount.start : amount.end]


def _value(amount: Quantity) -> tuple[object, ...]:
    return amount.kind, amount.measure, amount.low, amount.high, amount.low_open, amount.high_open


def _tokens(said: str, near: str, scope: str) -> Iterator[str]:
    """Numbers and Latin words; only those of dates may stand elsewhere in the scope."""
    here, far = set(_TOKEN.findall(near)), set(_TOKEN.findall(scope))
    amounts = [(amount.start, amount.end) for amount in find_quantities(said)]  # compared by value
    dated = [(date.start, date.end) for date in find_dates(said)]
    for match in _TOKEN.finditer(said):
        inside = any(a <= match.start() < b for a, b in amounts)
        date = any(a <= match.start() < b for a, b in dated)
        plain = match.group().replace(".", "").isdecimal()
        known = far if date else here
        if match.group() not in known and not (inside and plain):
            yield match.group()


def _denials(said: str, there: str) -> Iterator[str]:
    """Denials of one side whose word the other side has without it."""
    for mine, other in ((said, there), (there, said)):
        for denial in negations(mine):
            phrase = mine[denial.start : denial.end + len(denial.target)]
            if phrase not in other and (mine is said or (denial.target and denial.target in other)):
                yield phrase


def _names(said: str, near: str) -> Iterator[str]:
    """Quoted names, bodies, persons and places that are not there, letter by letter."""
    for start, end in [*quotations(said), *find_persons(said, reporters=True)]:
        if said[start:end].strip("《》") not in near:
            yield said[start:end]
    for name in [*find_organisations(said), *find_places(said), *localities(said)]:
        if name not in near and core(name) not in near:
            yield name
