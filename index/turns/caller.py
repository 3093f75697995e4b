"""Who is asking, and in which class; travels by a context variable.

Such a variable does not cross ThreadPoolExecutor.submit: what runs in a pool says ``serving`` in there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from typing import Literal

Kind = Literal["interactive", "bulk"]  # somebody waits for it; it takes minutes, or nobody does


class Cancelled(Exception):
    """Whoever asked for it wants it no more."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One request: whose it is, of which class, and how it is told to stop."""

    user: str
    kind: Kind
    number: int = 0  # counts requests as they begin: of one user the lower goes first
    cancelled: Callable[[], bool] = lambda: False  # quick, and true for good once it is


ANONYMOUS = Caller("", "interactive")  # the command line, tests: alone on the machine
_numbers = count(1)
_caller: ContextVar[Caller] = ContextVar("caller", default=ANONYMOUS)


def caller() -> Caller:
    """Whose request this thread works on."""
    return _caller.get()


@contextmanager
def serving(user: str, kind: Kind, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Caller]:
    """Work done inside is a request of ``user``; Cancelled is raised at its next pass once ``cancelled()``.

    Not to be held over a ``yield`` of a generator that several threads go on with.
    """
    token = _caller.set(Caller(user, kind, next(_numbers), cancelled))
    try:
        yield _caller.get()
    finally:
        _caller.reset(token)
