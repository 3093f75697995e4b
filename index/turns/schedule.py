"""Whose turn is next: interactive before bulk, round robin between users, a floor for bulk. Pure.

Passes differ tenfold in length, so the floor is counted in seconds and not in passes.
"""

from dataclasses import dataclass

from index.turns.caller import Kind
from index.turns.rotation import Rotation

BULK_SHARE = 0.1  # of the time: what bulk gets at least while somebody waits for an answer
LINGER = 0.1  # seconds the model is kept free after an interactive pass: between two of one question
TYPICAL = 0.2  # seconds of a bulk pass, before one was seen


@dataclass(frozen=True, slots=True)
class Ticket:
    """Somebody who waits for a turn."""

    user: str
    kind: Kind
    request: int  # of one user the lower goes first
    number: int  # and within a request likewise


class Schedule:
    """Decides who begins; whoever calls it says what time it is. Not for several threads."""

    def __init__(self, share: float = BULK_SHARE, linger: float = LINGER) -> None:
        """``share`` is 0..1 of the time, ``linger`` in seconds."""
        self._waiting: dict[Kind, Rotation[Ticket]] = {
            "interactive": Rotation(lambda ticket: (ticket.request, ticket.number)),
            "bulk": Rotation(lambda ticket: (ticket.request, ticket.number)),
        }
        self._rate, self._linger = share / (1 - share), linger
        self._running: tuple[Ticket, float, bool] | None = None  # since when; whether out of what is owed
        self._owed = 0.0  # seconds that bulk waited for and did not get
        self._cost = TYPICAL  # seconds of the last bulk turn
        self._quiet = float("-inf")  # until when the model is kept free

    @property
    def running(self) -> Ticket | None:
        """Whose turn it is now."""
        return self._running[0] if self._running else None

    def join(self, ticket: Ticket) -> None:
        """Somebody comes."""
        self._waiting[ticket.kind].add(ticket.user, ticket)

    def leave(self, ticket: Ticket) -> None:
        """Somebody who waited gave up."""
        self._waiting[ticket.kind].remove(ticket.user, ticket)

    def next(self, now: float) -> Ticket | None:
        """Who may begin; None while somebody runs, and when nobody may."""
        if self._running:
            return None
        interactive, bulk = self._waiting["interactive"].first(), self._waiting["bulk"].first()
        if bulk and (self._due or (interactive is None and now >= self._quiet)):
            return bulk
        return interactive

    def pause(self, now: float) -> float | None:
        """Seconds after which ``next`` says otherwise though nothing happened; None for never."""
        held = self._running is None and now < self._quiet and len(self._waiting["bulk"]) > 0
        return self._quiet - now if held else None

    def begin(self, ticket: Ticket, now: float) -> None:
        """The turn of whoever ``next`` named begins."""
        self._waiting[ticket.kind].take(ticket.user, ticket)
        pressed = len(self._waiting["interactive"]) > 0 or now < self._quiet
        self._running = ticket, now, ticket.kind == "bulk" and pressed

    def end(self, now: float) -> None:
        """The running turn ends."""
        if self._running is None:
            raise RuntimeError("no turn is running")
        ticket, began, owed = self._running
        self._running = None
        spent = now - began
        if ticket.kind == "interactive":
            self._quiet = now + self._linger
            waited = len(self._waiting["bulk"]) > 0
            self._owed = self._owed + spent * self._rate if waited else min(self._owed, 0.0)
        else:
            self._cost = spent
            self._owed -= spent if owed else 0.0

    @property
    def _due(self) -> bool:
        """Whether bulk waited for as long a turn as its last one took."""
        return self._owed > 0 and self._owed >= self._cost
