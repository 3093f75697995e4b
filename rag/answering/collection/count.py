"""A question -> the count that answers it, whichever kind it is. Pure."""

from collections.abc import Callable
from dataclasses import replace

from chinese.language_data import topic
from index.catalogue import Catalogue
from rag.answering.collection.cases import count_cases
from rag.answering.collection.coverage import covered
from rag.answering.collection.documents import count_documents
from rag.answering.collection.honours import count_honours
from rag.answering.collection.mentions import asks_mentions, count_mentions
from rag.answering.collection.nouns import KIND
from rag.answering.collection.records import Collected
from rag.answering.collection.wording import Wish, runs_of, wish_of
from rag.answering.question import Question

_DATA = topic("counted")
_TOLD = frozenset(
    word for name in ("giving", "holding", "containing", "measures") for word in _DATA.words[name]
) | frozenset(KIND)


def collected(question: Question, catalogue: Catalogue, text_of: Callable[[str], str]) -> Collected | None:
    """What the catalogue counts for a question; None where it is no question for a count.

    ``text_of`` gives a document's text by its id.
    """
    if counted := count_mentions(question, catalogue, text_of):
        return counted
    wish = wish_of(question)
    if wish is None:
        return None
    counted = _counted(wish, question.text, catalogue, text_of)
    return replace(counted, open=_open(wish)) if counted else None


def asks_count(question: Question) -> bool:
    """Whether a question may ask for a count, by its words alone."""
    return asks_mentions(question) or wish_of(question) is not None


def _counted(wish: Wish, text: str, catalogue: Catalogue, text_of: Callable[[str], str]) -> Collected | None:
    if wish.noun == "document":
        return count_documents(wish, text, catalogue, text_of)
    if wish.honours:
        counted = count_honours(wish, text, catalogue, text_of)
        if counted or wish.given:
            return counted
    return count_cases(wish, text, catalogue, text_of)  # 一等奖案例是哪几家: which cases it holds


def _open(wish: Wish) -> tuple[str, ...]:
    """The later clauses that ask for more than rows show: 哪篇是评论, not 都是谁 or 各是什么奖."""
    return tuple(
        clause
        for clause in wish.later
        if not all(covered(run, lambda piece: False, _TOLD) for run in runs_of(clause))
    )
