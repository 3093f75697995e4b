"""Who is behind a browser's request: the session its cookie opens, and whose a page of Gradio's is."""

import threading
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from people.accounts import Account, Caller, Sessions

PAGES = 20_000  # pages whose account is known, the latest


class Door:
    """Callers by their session cookie. Safe to share between threads."""

    def __init__(self, sessions: Sessions, port: int) -> None:
        """Cookies do not tell ports apart, so ``port`` is in the name of ours."""
        self.sessions = sessions
        self.cookie = f"xinhuoshi-signed-in-{port}"
        self._pages: OrderedDict[str, int] = OrderedDict()  # Gradio's session -> account
        self._lock = threading.Lock()

    def caller(self, scope: Scope, *, used: bool) -> Caller | None:
        """Who asks; None where nobody is signed in. ``used`` puts the end of the session off."""
        secret = self.secret(scope)
        account = self.sessions.account(secret, used=used) if secret else None
        return None if account is None else Caller(account, account.roles, address_of(scope))

    def secret(self, scope: Scope) -> str:
        """What the cookie of a request holds; "" without one."""
        return cookie_parser(Headers(scope=scope).get("cookie", "")).get(self.cookie, "")

    def owns(self, account: Account, page: str) -> bool:
        """Whether a page of Gradio's is this account's: it is the first one's that uses it."""
        with self._lock:
            owner = self._pages.setdefault(page, account.id)
            self._pages.move_to_end(page)
            while len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        return owner == account.id


def address_of(scope: Scope) -> str:
    """Where a request comes from; behind a trusted proxy what that says."""
    client = scope.get("client")
    return str(client[0]) if client else ""
