"""What a language model must offer, how it may fail, and how long it is waited for."""

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypedDict

from rag.settings import GenerationSettings

POLL = 0.05  # seconds between two looks at the clock and at the user's wish to stop
CHARACTERS = 6  # a token's most, on average: what exceeds that many characters a token never ends


class Message(TypedDict):
    """One turn of what a model is given."""

    role: str  # "system" or "user"
    content: str


class EngineFailed(Exception):
    """No answer came from the model; the message says why, in Chinese, without a full stop."""


class Stopped(Exception):
    """The user stopped the model."""


class Truncated(Exception):
    """Raised after the last piece when the limit of tokens cut the text off."""


class Engine(Protocol):
    """A language model. Its failures are EngineFailed, whatever went wrong inside."""

    @property
    def name(self) -> str:
        """What wrote an answer, as the page shows it."""

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may have together. Raises EngineFailed."""

    @property
    def max_tokens(self) -> int:
        """Tokens of the longest answer."""

    def count(self, text: str) -> int:
        """Tokens of ``text``. Raises EngineFailed when the model cannot be loaded."""

    def stream(self, messages: Sequence[Message], *, cancelled: Callable[[], bool]) -> Iterator[str]:
        """The answer's text, piece by piece. Raises EngineFailed, Stopped or Truncated."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a model is waited for and how much is taken from it."""

    timeout_s: float  # seconds without anything new, the first piece included
    wall_s: float  # seconds in all
    characters: int

    @classmethod
    def of(cls, settings: GenerationSettings) -> "Limits":
        """The limits that settings give."""
        return cls(settings.timeout_s, settings.wall_s, settings.max_tokens * CHARACTERS)


def polled(take: Callable[[], str | None], limits: Limits, cancelled: Callable[[], bool]) -> Iterator[str]:
    """The pieces that ``take`` gives, up to its None, within the limits.

    ``take`` waits at most POLL seconds, then raises queue.Empty. A piece "" is a sign of life only.
    Raises Stopped, EngineFailed, and whatever ``take`` raises.
    """
    began = heard = time.monotonic()
    length = 0
    while True:
        now = time.monotonic()
        if cancelled():
            raise Stopped
        if now - began > limits.wall_s:
            raise EngineFailed(f"模型写了 {limits.wall_s:g} 秒还没有写完")
        if now - heard > limits.timeout_s:
            raise EngineFailed(f"模型 {limits.timeout_s:g} 秒没有回应")
        try:
            piece = take()
        except queue.Empty:
            continue
        if piece is None:
            return
        heard = time.monotonic()
        length += len(piece)
        if length > limits.characters:
            raise EngineFailed("模型一直在写，超过了长度上限")
        if piece:
            yield piece
