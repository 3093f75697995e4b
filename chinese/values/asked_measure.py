"""What a number counts: people, things, time, area, money or a share. Pure."""

import re
from typing import Literal

from chinese.language_data import topic

Counted = Literal["people", "visits", "things", "countable", "time", "size", "money", "share", "any"]

# The last measure of a mention decides; those of more characters first, so that 人次 is not read as 次.
_COUNTED: tuple[Counted, ...] = ("money", "visits", "size", "share", "time", "people")
_ASKED: tuple[Counted, ...] = ("money", "share", "time", "size", "visits", "people", "things")
_BY_MEASURE, _BY_QUESTION = (
    tuple((kind, re.compile(topic("measures").expression(f"{said}_{kind}"))) for kind in kinds)
    for said, kinds in (("counts", _COUNTED), ("asks", _ASKED))
)


def counted(surface: str) -> Counted:
    """What a number with its measure counts; "any" for a bare number."""
    for kind, pattern in _BY_MEASURE:
        if pattern.search(surface):
            return kind
    return "any" if surface[-1:].isdigit() or surface[-1:] in "万亿余多" else "things"


def asked_count(question: str) -> Counted:
    """What a folded question asks to count; "any" when it does not say."""
    for kind, pattern in _BY_QUESTION:
        if pattern.search(question):
            return kind
    return "any"


def answers(asked: Counted, offered: Counted) -> bool:
    """Whether a count of ``offered`` can answer a question for ``asked``."""
    return offered in _ALIKE.get(asked, {asked, "any"})


# People are counted with 个 and visits with 人 in speech; things never with 年, 元 or %.
_COUNTABLE: set[Counted] = {"people", "visits", "things", "any"}
_ALIKE: dict[Counted, set[Counted]] = {
    "any": {*_COUNTABLE, "money", "share"},
    "people": _COUNTABLE,
    "visits": _COUNTABLE,
    "countable": _COUNTABLE,
    "things": {"things", "any", "visits"},
    "time": {"time"},
    "size": {"size"},
    "money": {"money"},
}
