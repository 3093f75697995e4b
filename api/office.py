"""What the API asks of the office around it, and tells it: accounts, audit, groups, approved answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from people.accounts import Caller
from people.entries import NotAccepted
from rag.records import Answer
from rag.tools import ApprovedOf

ClosedTo = Callable[[Caller], frozenset[str]]  # ids of the documents that a caller may not read
CallerOf = Callable[[str, str], Caller | None]  # of a secret and a network address; None: nobody's
Barred = Callable[[Caller], bool]  # whether a caller's account may not go on with what it began
Missed = Callable[[Caller, Answer], None]  # hears of every answer, and counts those that found nothing
Limit = Callable[[Caller, str, str], None]  # lets a document of an id be read by these groups alone


class OnEvent(Protocol):
    """What is told of each request, from several threads."""

    def __call__(
        self, caller: Caller | None, action: str, obj: str, outcome: str, detail: Mapping[str, Any], /
    ) -> None:
        """``outcome`` is done, refused or failed; ``detail`` by the names of people.audit.Detail.

        It has the HTTP status, the milliseconds and, where nobody is known, the address. Of a question or a
        draft it has the words, for the audit to keep or to leave out, and how long they are; of what the
        store gave, the generation it was read at.
        """


def _nothing_closed(_caller: Caller) -> frozenset[str]:
    """Every document is for everybody."""
    return frozenset()


def _nobody_barred(_caller: Caller) -> bool:
    """Whoever began may go on."""
    return False


def _not_counted(_caller: Caller, _answer: Answer) -> None:
    """Nobody reads what found nothing."""


def _no_groups(_caller: Caller, _document_id: str, groups: str) -> None:
    raise NotAccepted(f"这里没有账号的组，不能限定给“{groups[:40]}”；请去掉 groups 再发一次。")


@dataclass(frozen=True, slots=True)
class Around:
    """The office around the API. All of it is called from threads of their own."""

    caller_of: CallerOf
    on_event: OnEvent  # told of every request but those for the description
    closed_to: ClosedTo = _nothing_closed
    barred: Barred = _nobody_barred  # asked again and again by what takes long
    approved: ApprovedOf = lambda question, where: None  # the answers that people approved
    missed: Missed = _not_counted
    limit: Limit = _no_groups  # raises people.entries.NotAccepted for what are no names of groups
    root: str = ""  # the path below the host, e.g. /qa
