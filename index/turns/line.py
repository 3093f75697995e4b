"""The line at the door: who is let in next, how many are ahead, and when nobody more may join. Pure."""

from dataclasses import dataclass

from index.turns.rotation import Rotation

FIRST_GUESS = 2.0  # seconds that a request takes, before one was seen
WEIGHT = 0.2  # of the newest request in the mean of how long they take
LONGEST = 600  # seconds, told to whoever is refused


@dataclass(frozen=True, slots=True)
class Limits:
    """How many requests may be at work and may wait, of all users and of each."""

    running: int
    running_per_user: int
    waiting: int
    waiting_per_user: int


class Full(Exception):
    """Nobody more may wait; the message tells the user why and what to do, in Chinese."""

    def __init__(self, reason: str, retry_after: int) -> None:
        """``retry_after`` in seconds, at least 1."""
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Entry:
    """One request at the door."""

    user: str
    number: int


class Line:
    """Who waits and who is in; round robin between users, each of them first come first served.

    A user with as many at work as one may have is passed over. Not for several threads.
    """

    def __init__(self, limits: Limits, counted: str) -> None:
        """``counted`` is what waits, with its measure word in Chinese: 个问题."""
        self.counted = counted
        self._limits = limits
        self._waiting: Rotation[Entry] = Rotation(lambda entry: (entry.number,))
        self._running: dict[Entry, float] = {}  # since when
        self._took = FIRST_GUESS

    def join(self, entry: Entry) -> None:
        """Wait at the end. Raises Full."""
        waiting, own = len(self._waiting), self._waiting.of(entry.user)
        if own >= self._limits.waiting_per_user:
            reason = f"您已有 {own} {self.counted}在排队，达到每人上限。请等前面的做完再来。"
            raise Full(reason, self._wait(own))
        if waiting >= self._limits.waiting:
            wait = self._wait(waiting)
            reason = f"现在用的人太多：已有 {waiting} {self.counted}在排队，达到上限。请过 {wait} 秒再试。"
            raise Full(reason, wait)
        self._waiting.add(entry.user, entry)

    def admit(self, now: float) -> list[Entry]:
        """Let in whoever may come in now, in their order."""
        admitted = []
        while len(self._running) < self._limits.running:
            entry = self._waiting.first(self._may)
            if entry is None:
                break
            self._waiting.take(entry.user, entry)
            self._running[entry] = now
            admitted.append(entry)
        return admitted

    def leave(self, entry: Entry, now: float) -> None:
        """Done, or given up while it waited; nothing happens the second time."""
        self._waiting.remove(entry.user, entry)
        began = self._running.pop(entry, None)
        if began is not None:
            self._took += WEIGHT * (now - began - self._took)

    def ahead(self, entry: Entry) -> int:
        """How many go before one that waits, those at work included; 0 once it is in or gone.

        Where there is room, only the user's own hold it back.
        """
        if entry not in self._waiting:
            return 0
        if len(self._running) < self._limits.running:
            return self._at_work(entry.user) + self._waiting.before(entry.user, entry)
        return len(self._running) + self._waiting.ahead(entry.user, entry)

    def _may(self, user: str) -> bool:
        return self._at_work(user) < self._limits.running_per_user

    def _at_work(self, user: str) -> int:
        return sum(entry.user == user for entry in self._running)

    def _wait(self, ahead: int) -> int:
        """Seconds after which there should be room."""
        return max(1, min(LONGEST, round(self._took * ahead / self._limits.running)))
