"""Which kind a question is, as the contract names it (DESIGN.md), where no shape of answer has told. Pure."""

import re

from rag.answering.digest import asked_roles, asks_digest
from rag.answering.looked_up import value_asked
from rag.answering.question import Asked, Question
from rag.records import Kind

_EXPLAINED: tuple[Asked, ...] = ("reason", "method", "meaning")
_CONDITION = re.compile(r"(?:什么|哪些|何种)(?:样的)?(?:条件|情况|情形|前提)")
_COMPARED = re.compile(r"不同|区别|异同|差别|对比|比较|相比")


def kind_of(question: Question) -> Kind:
    """The kind by what is asked for; a question without any word that asks is a keyword."""
    asked, text = question.asked, question.text
    kinds: tuple[tuple[Kind, bool], ...] = (
        ("lookup", value_asked(question) is not None),
        ("compare", bool(_COMPARED.search(text))),
        ("digest", asked in ("other", "list") and (asks_digest(text) or bool(asked_roles(text)))),
        ("explain", asked in _EXPLAINED or bool(_CONDITION.search(text))),
        ("list", asked == "list" or question.several),
        ("yesno", asked == "yesno"),
        ("keyword", asked == "other"),
    )
    return next((kind for kind, fits in kinds if fits), "value")
