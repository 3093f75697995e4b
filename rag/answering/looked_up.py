"""A value or a name that is looked up (1.8万是什么, 军门社区) -> the sentences that hold it. Pure."""

import re
from collections.abc import Sequence

from chinese import bare, fold, names_unit
from chinese.language_data import topic
from chinese.values import find_mentions
from rag.answering.evidence import Evidence
from rag.answering.question import Question

SHOWN = 3  # sentences that hold a value
CASES = 5  # cases that hold a name, each with one sentence
SHORTEST, LONGEST = 2, 16  # code points of a name that is looked up
_DATA = topic("looked_up")
_IS_WHAT = re.compile(_DATA.expression("what"))
_MEASURE = re.compile(_DATA.expression("noted"))


def value_asked(question: Question) -> str:
    """The canonical value that a question hands over and asks the meaning of; "" where it does neither."""
    first = next((fact for fact in find_mentions(question.text) if fact.start == 0), None)
    if first is None:
        return ""
    rest = question.text[first.end :]
    for at in range(len(rest)):
        if _IS_WHAT.search(rest[at:]):
            return first.value if _MEASURE.search(rest[:at]) else ""
    return ""


def holding_value(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The likeliest sentences that hold the value asked for; empty where none is asked for."""
    value = value_asked(question)
    if not value:
        return []
    held = [one for one in ranked if any(m.value == value for m in find_mentions(fold(one.text)))]
    return held[:SHOWN]


def holding_name(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Of each case the first sentence that holds a name that is all the question says; ranked by likelihood.

    A case whose unit has the name is meant by it, whatever its sentences say.
    """
    name = bare(question.text)
    if question.asked != "other" or not SHORTEST <= len(name) <= LONGEST:
        return []
    firsts: dict[tuple[str, int | None], Evidence] = {}
    for one in ranked:
        unit = one.hit.case.unit if one.hit.case else ""
        if name in bare(fold(one.text)) or (unit and names_unit(question.text, unit)):
            key = one.hit.passage.document_id, one.hit.passage.case_order
            known = firsts.get(key)
            firsts[key] = one if known is None or one.start < known.start else known
    return list(firsts.values())[:CASES]
