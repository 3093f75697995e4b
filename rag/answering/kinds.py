"""Which kind a question is, as the contract names it (DESIGN.md), where no shape of answer has told. Pure."""

from rag.answering.question import Asked, Question
from rag.records import Kind

_EXPLAINED: tuple[Asked, ...] = ("reason", "method", "meaning")


def kind_of(question: Question) -> Kind:
    """The kind by what is asked for; a question without any word that asks is a keyword."""
    if question.asked in _EXPLAINED:
        return "explain"
    if question.asked == "list" or question.several:
        return "list"
    if question.asked == "yesno":
        return "yesno"
    return "keyword" if question.asked == "other" else "value"
