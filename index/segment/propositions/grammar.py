"""The closed classes and patterns of chinese/data/clauses.toml, compiled once."""

import re

from chinese.language_data import any_of, topic

_DATA = topic("clauses")


def _set(name: str) -> frozenset[str]:
    return frozenset(_DATA.words[name])


def _ends(name: str) -> re.Pattern[str]:
    return re.compile(any_of(_DATA.words[name]) + r"[”’」』）)\s　]*$")


def _opens(name: str) -> re.Pattern[str]:
    return re.compile(any_of(_DATA.words[name]))


def _rule(group: str) -> re.Pattern[str]:
    return re.compile(_DATA.expression(group))


OPENERS = _set("openers")
STRONG_OPENERS = _set("strong_openers")
CONJUNCTIONS = _set("conjunctions")
CONNECTIVES = _set("connectives")
NOUN_SUFFIXES = _set("noun_suffixes")
PREPOSITIONS = _set("prepositions")
PRONOUNS = _set("speech_pronouns")
PRESENT = _set("present")
COMPOUND_HEADS = _set("compound_heads")
COMPARING = _set("comparing")
SAYING = _set("saying")
STATING = _set("stating")

ACTOR = _ends("actors")
ATTRIBUTE = _ends("attributes")
CONDITION_END = _ends("condition_endings")
EXCEPTION_END = _ends("exceptions")

PART = _opens("parts")
CONDITION_OPEN = _opens("condition_openers")
REASON_OPEN = _opens("reason_openers")
ALLOWING = _opens("allowing")
ANAPHOR = _opens("anaphors")
ADJUNCT = _rule("adjunct")
ADDRESSED = _rule("addressed")
REST = _rule("rest")
PLANNING = _opens("planning")
TOTAL = _opens("totals")

RESPECTIVELY = _rule("each")
ITEM = _rule("item")
ARTICLE = _rule("article")
LABEL = _rule("label")
QUESTION = _rule("question")
ANSWER = _rule("answer")
SAID = _rule("said")
CLOSING = _rule("closing")
FROM = _rule("from")
TO = _rule("to")
FORMER = _rule("former")
DEADLINE = _rule("deadline")
INTENDED = _rule("intended")
MOST = _rule("most")
LEAST = _rule("least")
