"""Which browser a request comes from: by a cookie that only this run of the program gives out."""

import hmac
import secrets
from collections.abc import Mapping
from typing import Protocol


class HasCookies(Protocol):
    """The part of a request that says which browser asks."""

    @property
    def cookies(self) -> Mapping[str, str]:
        """Its cookies by name."""


class Browsers:
    """Names for browsers, signed: one that a client made up is nobody's, and gets no room of its own."""

    def __init__(self, port: int) -> None:
        """Cookies do not tell ports apart, so ``port`` is in the name of ours."""
        self.cookie = f"xinhuoshi-{port}"
        self._key = secrets.token_bytes(32)

    def new(self) -> str:
        """A name for a browser that nobody guesses."""
        return self._signed(secrets.token_urlsafe(16))

    def named(self, request: HasCookies) -> str:
        """The browser that asks; "" for one that was not given its name here."""
        given = str(request.cookies.get(self.cookie, ""))
        wanted = self._signed(given.partition(".")[0])
        return given if hmac.compare_digest(given.encode(), wanted.encode()) else ""

    def _signed(self, name: str) -> str:
        return f"{name}.{hmac.new(self._key, name.encode(), 'sha256').hexdigest()}"
