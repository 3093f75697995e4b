"""What each tool takes, and what is wrong with what it was given, in Chinese. Pure."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import IndexFailure
from index.records import EVERYTHING, Filter
from rag.search import narrowed_to

MOST_HITS = 1000  # passages of one search
MOST_QUESTIONS = 1000  # quiz questions in one go
MOST_TURNS = 200  # earlier questions that are taken; those that are looked at are fewer
_SHOWN = 40  # code points of a refused value that the message repeats


class BadArguments(IndexFailure):
    """Arguments that a tool does not take; names the value, the limit and what to do."""


class Arguments(BaseModel):
    """What one tool takes. Nothing is converted: "5" is no number; nothing unknown is passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Scope(Arguments):
    """Which documents are searched; a field that is left out asks nothing."""

    units: list[str] = Field([], description="只查这些单位的资料（单位名称里含有的字）")
    sources: list[str] = Field([], description="只查这些来源，要与登记的完全一致")
    tags: list[str] = Field([], description="只查有其中一个标签的资料")
    since: str = Field("", description="只查这天及以后的，如 2023-01-01")
    until: str = Field("", description="只查这天及以前的")
    in_force: bool = Field(False, description="不查已过有效期的")

    def filter(self) -> Filter:
        """The filter it says. Raises IndexFailure for dates that are none, or too many words."""
        named = (self.units, self.sources, self.tags)
        return narrowed_to(*named, self.since, self.until, in_force=self.in_force)


class Turn(BaseModel):
    """An earlier question; an answer may be sent back whole, of which only its question counts."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    question: str = Field(description="先前的问题")


class Scoped(Arguments):
    """What takes a scope."""

    scope: Scope | None = Field(None, description="限定范围；不写就查全部资料")

    def filter(self) -> Filter:
        """The filter of the scope, EVERYTHING without one. Raises IndexFailure."""
        return self.scope.filter() if self.scope else EVERYTHING


class AskArguments(Scoped):
    """A question after some others."""

    question: str = Field(description="问题")
    history: list[Turn] = Field([], max_length=MOST_TURNS, description="先前的问题，最早的在前")


class SearchArguments(Scoped):
    """What to look for."""

    question: str = Field(description="要查找的内容")
    k: int = Field(10, ge=1, le=MOST_HITS, description="最多几段")


class CheckArguments(Scoped):
    """A draft."""

    text: str = Field(description="要核查的文字")


class QuizArguments(Scoped):
    """Which questions to make."""

    n: int = Field(10, ge=1, le=MOST_QUESTIONS, description="最多几题")
    kinds: list[str] = Field(
        [], description="题型：判断、单选、多选、填空、归类、排序、简答、材料题；不写就是全部"
    )
    cases: list[str] = Field([], description="案例名称或单位；不写就是全部")
    seed: int = Field(0, description="种子相同，题目相同")


class ListArguments(Arguments):
    """Nothing: all documents are listed."""


Given = TypeVar("Given", bound=BaseModel)


def parsed(model: type[Given], given: object) -> Given:
    """What was given as this model. Raises BadArguments."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        # Without the rest: a body may have a million faults.
        raise BadArguments(_told(model, error.errors(include_url=False)[0])) from error


def shown(value: object) -> str:
    """The beginning of a value from outside, fit for a message."""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    words = "".join(sign if sign.isprintable() else "?" for sign in words[: _SHOWN + 1])
    return f"“{words[:_SHOWN]}…”" if len(words) > _SHOWN else f"“{words}”"


def _told(model: type[BaseModel], fault: Mapping[str, Any]) -> str:
    place, kind = fault["loc"], fault["type"]
    name = ".".join(map(str, place))
    if kind == "missing":
        return f"缺少 {name}。请补上后再发。"
    if kind == "extra_forbidden":
        known = "、".join(_fields(model, place[:-1])) or "没有"
        return f"没有 {shown(name)} 这一项。可以写的：{known}。请改正后再发。"
    words = _WORDS.get(kind)
    if words is None:
        return f"{name} 是 {shown(fault['input'])}，不能用（{fault['msg']}）。请改正后再发。"
    whole = f"{name} " if name else "请求的内容"
    return f"{whole}{words(fault['input'], fault.get('ctx', {}))}。请改正后再发。"


def _fields(model: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The names that a part of a model takes."""
    for part in place:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            inner = [one for one in (annotation, *get_args(annotation)) if isinstance(one, type)]
            model = next((one for one in inner if issubclass(one, BaseModel)), model)
    return list(model.model_fields)


def _kind(wanted: str) -> Callable[[object, Mapping[str, Any]], str]:
    return lambda value, _: f"应是{wanted}，收到的是 {shown(value)}"


_OBJECT, _WHOLE, _LIST = _kind("对象（写在 {} 里）"), _kind("整数"), _kind("列表（写在 [] 里）")
_WORDS: dict[str, Callable[[object, Mapping[str, Any]], str]] = {
    "model_type": _OBJECT,
    "dict_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "list_type": _LIST,
    "string_type": _kind("文字"),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": _kind(" true 或 false"),
    "greater_than_equal": lambda value, limit: f"是 {shown(value)}，不能小于 {limit['ge']}",
    "less_than_equal": lambda value, limit: f"是 {shown(value)}，超过上限 {limit['le']}",
    "literal_error": lambda value, limit: (
        f"是 {shown(value)}，只能是 {limit['expected'].replace(' or ', '、')}"
    ),
    "too_long": lambda value, limit: f"有 {limit['actual_length']} 项，超过上限 {limit['max_length']} 项",
    "too_short": lambda value, limit: f"有 {limit['actual_length']} 项，至少要 {limit['min_length']} 项",
}
