"""Sign-ins elsewhere that began here and have not come back yet."""

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

WAITS_S = 600.0  # seconds one may take to come back
MOST = 10_000  # sign-ins under way, the latest


@dataclass(frozen=True, slots=True)
class Begun:
    """What a sign-in is known by again. Each text is 256 random bits."""

    state: str  # comes back in the address
    browser: str  # comes back in a cookie
    nonce: str  # comes back in the token, signed
    verifier: str  # shown to the provider with the code (PKCE, RFC 7636)
    back: str  # the address that the browser is sent back to
    until: float  # time.monotonic()


class UnderWay:
    """Begun sign-ins, in memory: who began before a restart begins again. Safe to share between threads."""

    def __init__(self) -> None:
        self._begun: OrderedDict[str, Begun] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, back: str) -> Begun:
        """A new one."""
        state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
        begun = Begun(state, browser, nonce, verifier, back, time.monotonic() + WAITS_S)
        with self._lock:
            self._begun[begun.state] = begun
            while len(self._begun) > MOST:
                self._begun.popitem(last=False)
        return begun

    def take(self, state: str, browser: str) -> Begun | None:
        """The one of this state, if this browser began it and in time; nobody gets it a second time."""
        with self._lock:
            begun = self._begun.pop(state, None)
        if begun is None or begun.until < time.monotonic():
            return None
        return begun if secrets.compare_digest(begun.browser.encode(), browser.encode()) else None
