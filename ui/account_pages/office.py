"""Everything that stands on accounts, opened over one database: the door, pages, keys and the audit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from fastapi import APIRouter
from sqlalchemy import Engine

from people import Trainee
from people.accounts import Account, Accounts, Elsewhere, Keys, Passwords, Sessions, SigningIn
from people.audit import Trail
from people.settings import AccountSettings, OpenIdSettings
from people.trainees import Trainees
from rag.settings import ServingSettings
from ui.access import Auditor, Door
from ui.account_pages.admin import AdminPages
from ui.account_pages.routes import Route, router_of
from ui.account_pages.signing_in import SigningInPages
from ui.network import Network
from ui.serving import VERSION, Served, State, health_router

if TYPE_CHECKING:
    from ui.account_pages.provider import Provider


@dataclass(frozen=True, slots=True)
class Office:
    """The parts that share one database. Safe to share between threads: all of them are."""

    accounts: Accounts
    door: Door
    keys: Keys
    trail: Trail
    trainees: Trainees
    signing_in: SigningIn
    auditor: Auditor
    elsewhere: Elsewhere
    provider: "Provider | None"  # None: nobody signs in elsewhere

    @classmethod
    def of(
        cls, database: Engine, settings: AccountSettings, port: int, generation: Callable[[], int]
    ) -> Self:
        """Accounts in a database, for the page on a port; ``generation`` is the store's now.

        Raises UnsafeNetwork where people could not sign in as the settings say.
        """
        passwords, trail = Passwords(settings.password_chars), Trail(database)
        return cls(
            accounts=Accounts(database, passwords),
            door=Door(Sessions(database, settings.idle, settings.whole), port),
            keys=Keys(database),
            trail=trail,
            trainees=Trainees(database),
            signing_in=SigningIn(database, passwords),
            auditor=Auditor(trail, settings.audit_questions, generation),
            elsewhere=Elsewhere(database),
            provider=_provider(settings.openid),
        )

    def served(self, network: Network, settings: ServingSettings) -> Served:
        """What is served beside the page; without sign-in only whether the program is well."""
        signing_in = network.signing_in
        return Served(
            hosts=[*settings.hosts, network.host],
            proxies=[*map(str, settings.proxies), *network.proxies],
            door=self.door if signing_in else None,
            auditor=self.auditor if signing_in else None,
            routers=[health_router(self._ready), *(self._routers() if signing_in else ())],
        )

    def _ready(self) -> State:
        self.accounts.has_administrator()  # the database answers
        return {"version": VERSION, "generation": self.auditor.generation()}

    def _routers(self) -> list[APIRouter]:
        button = self.provider.settings.button if self.provider else ""
        signing = SigningInPages(self.accounts, self.signing_in, self.door, self.trail, button)
        admin = AdminPages(self.accounts, self.keys, self.door.sessions, self.trainees, self.trail)
        return [router_of([*signing.routes, *self._openid_routes(signing), *admin.routes])]

    def _openid_routes(self, signing: SigningInPages) -> list[Route]:
        if self.provider is None:
            return []
        from ui.account_pages.openid import OpenIdPages

        return OpenIdPages(self.provider, self.elsewhere, self.door, self.trail, signing).routes

    def trainee_of(self, account: Account) -> Trainee:
        """Who an account is in training, from now on if it was nobody."""
        return self.trainees.get(self.accounts.trainee(account.id))


def _provider(settings: OpenIdSettings | None) -> "Provider | None":
    if settings is None:
        return None
    from ui.account_pages.provider import Provider

    return Provider.of(settings)
