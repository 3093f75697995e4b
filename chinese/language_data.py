"""The language data of chinese/data: words and patterns, one TOML file a topic, checked as it is read.

    [characters]            name = "characters": for a character class; may hold a {name} above
    [words]                 name = "words with blanks between them"
    [tables.NAME]           key = "words with blanks between them"
    [[rule]]                id = "topic.group.name", pattern, at, example, counter_example

The rules of a group are alternatives in the order of the file. ``{name}`` in a pattern stands for characters
of the topic or of numerals.toml, a list of words of the topic (the longest first), or a group of
rules above it. ``at`` says where in a text a rule may stand: "anywhere" (default), "start", "end", "whole".
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).parent / "data"
NUMERALS = "numerals"  # the topic whose characters every topic may name

_SECTIONS = {"characters", "words", "tables", "rule"}
_FIELDS = {"id", "pattern", "at", "example", "counter_example"}
_REQUIRED = _FIELDS - {"at"}
_FORMS = {"anywhere": "{}", "start": "^(?:{})", "end": "(?:{})$", "whole": "^(?:{})$"}
_ID = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z0-9_]+")
_REFERENCE = re.compile(r"\{([a-z][a-z_0-9]*)\}")


class LanguageDataError(ValueError):
    """A data file that breaks the rules above; names the file, the entry and what is wrong."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of the language, with a text it fires on and one it must leave alone."""

    id: str  # topic.group.name
    pattern: str  # a regular expression without references
    at: str
    example: str
    counter_example: str

    @property
    def group(self) -> str:
        """The middle of the id."""
        return self.id.split(".")[1]

    @property
    def expression(self) -> str:
        """The pattern with its place in the text."""
        return _FORMS[self.at].format(self.pattern)

    def fires(self, text: str) -> bool:
        """Whether the rule by itself is met somewhere in ``text``."""
        return re.search(self.expression, text) is not None


@dataclass(frozen=True, slots=True)
class Topic:
    """The data of one file."""

    name: str
    characters: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Mapping[str, tuple[str, ...]]]
    rules: tuple[Rule, ...]

    def expression(self, group: str) -> str:
        """A regular expression for any rule of ``group``; KeyError when it has none."""
        parts = [rule.expression for rule in self.rules if rule.group == group]
        if not parts:
            raise KeyError(f"{self.name} has no rule {self.name}.{group}.…")
        return "(?:" + "|".join(parts) + ")"


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, the longest first; words of one length as they come."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


@cache
def topic(name: str) -> Topic:
    """The data of chinese/data/``name``.toml, read once."""
    characters = {} if name == NUMERALS else topic(NUMERALS).characters
    return parse(name, (DATA / f"{name}.toml").read_text(encoding="utf8"), characters)


def topics() -> list[str]:
    """The names of all topics, sorted."""
    return sorted(path.stem for path in DATA.glob("*.toml"))


def parse(name: str, toml: str, shared: Mapping[str, str]) -> Topic:
    """``toml`` as a topic; ``shared`` are characters it may name beside its own. LanguageDataError."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise LanguageDataError(f"chinese/data/{name}.toml: {error}") from error
    if unknown := data.keys() - _SECTIONS:
        raise _broken(name, ", ".join(sorted(unknown)), f"unknown section, use one of {sorted(_SECTIONS)}")
    characters = _characters(name, data.get("characters", {}), shared)
    words = _lists(name, data.get("words", {}))
    tables = {key: MappingProxyType(_lists(name, table)) for key, table in data.get("tables", {}).items()}
    known = {**shared, **characters, **{key: any_of(listed) for key, listed in words.items()}}
    rules: list[Rule] = []
    for entry in data.get("rule", []):
        rule = _rule(name, entry, known, rules)
        if any(rule.id == other.id for other in rules):
            raise _broken(name, rule.id, "this id stands there twice, give each rule its own")
        rules.append(rule)
    return Topic(
        name, MappingProxyType(characters), MappingProxyType(words), MappingProxyType(tables), tuple(rules)
    )


def _rule(name: str, entry: Mapping[str, Any], known: Mapping[str, str], above: list[Rule]) -> Rule:
    label = str(entry.get("id", entry))
    if unknown := sorted(entry.keys() - _FIELDS):
        raise _broken(name, label, f"unknown keys {unknown}, use {sorted(_FIELDS)}")
    if missing := sorted(key for key in _REQUIRED if not entry.get(key)):
        raise _broken(name, label, f"without {', '.join(missing)}: every rule is tested by its examples")
    fields = {"at": "anywhere"} | {key: _text(name, label, value) for key, value in entry.items()}
    id_, at = fields["id"], fields["at"]
    if not _ID.fullmatch(id_) or id_.split(".")[0] != name:
        raise _broken(name, id_, f"an id is {name}.group.name, in small letters")
    if at not in _FORMS:
        raise _broken(name, id_, f"at = {at!r} is none of {', '.join(_FORMS)}")
    groups = {rule.group for rule in above}

    def put_in(match: re.Match[str]) -> str:
        if match[1] in known:
            return known[match[1]]
        if match[1] in groups:
            return "(?:" + "|".join(rule.expression for rule in above if rule.group == match[1]) + ")"
        raise _broken(name, id_, f"{match.group()} names no characters, words or rules above it")

    return Rule(**{**fields, "pattern": _REFERENCE.sub(put_in, fields["pattern"])})


def _characters(name: str, table: Mapping[str, Any], shared: Mapping[str, str]) -> dict[str, str]:
    known = dict(shared)
    for key, value in table.items():
        text = _text(name, key, value)
        if missing := [other for other in _REFERENCE.findall(text) if other not in known]:
            raise _broken(name, key, f"{{{missing[0]}}} names no characters above it")
        known[key] = _REFERENCE.sub(lambda match: known[match[1]], text)
    return {key: known[key] for key in table}


def _lists(name: str, table: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise _broken(name, repr(table), "a table of lists is wanted")
    return {key: tuple(_text(name, key, value).split()) for key, value in table.items()}


def _text(name: str, label: str, value: object) -> str:
    if not isinstance(value, str):
        raise _broken(name, label, f"{value!r} is no text")
    return value


def _broken(name: str, label: str, what: str) -> LanguageDataError:
    return LanguageDataError(f"chinese/data/{name}.toml, {label}: {what}")
