"""Answers on their way to and from the database."""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from rag.records import Answer

_ANSWERS = TypeAdapter(Answer)


def dump_answer(answer: Answer) -> dict[str, object]:
    """An answer as JSON values, document ids and offsets included."""
    values: dict[str, object] = _ANSWERS.dump_python(answer, mode="json")
    return values


def load_answer(values: Mapping[str, object]) -> Answer:
    """An answer as it was dumped. Raises ValueError for another shape."""
    try:
        return _ANSWERS.validate_python(dict(values))
    except ValidationError as error:
        raise ValueError(str(error)) from error
