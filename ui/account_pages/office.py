"""Everything that stands on accounts, opened over one database: the door, pages, keys and the audit."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from fastapi import APIRouter
from starlette.types import ASGIApp

from index.closing import Closing
from index.store import PassageStore
from people import Database, DatabaseFailure, Trainee
from people.accounts import Account, Accounts, Caller, Elsewhere, Groups, Keys, Passwords, Sessions, SigningIn
from people.audit import Action, AuditDamaged, Outcome, Repeated, Trail
from people.drafts import Drafts, Unfinished
from people.settings import AccountSettings, OpenIdSettings
from people.trainees import Trainees
from rag.settings import ServingSettings
from ui.access import Auditor, Door
from ui.account_pages.admin import AdminPages
from ui.account_pages.routes import Route, router_of
from ui.account_pages.signing_in import SigningInPages
from ui.drafts import drafts_router
from ui.network import Network
from ui.serving import VERSION, Served, State, health_router

if TYPE_CHECKING:
    from ui.account_pages.provider import Provider

log = logging.getLogger(__name__)

PROGRAM = "程序"  # who the audit says tidied it


@dataclass(frozen=True, slots=True)
class Office(Closing):
    """The parts that share one database. Safe to share between threads: all of them are."""

    accounts: Accounts
    door: Door
    keys: Keys
    trail: Trail
    trainees: Trainees
    signing_in: SigningIn
    auditor: Auditor
    groups: Groups
    drafts: Drafts
    unfinished: Unfinished
    kept_days: int  # of the audit
    elsewhere: Elsewhere
    provider: "Provider | None"  # None: nobody signs in elsewhere

    @classmethod
    def of(cls, database: Database, settings: AccountSettings, port: int, store: PassageStore) -> Self:
        """Accounts in a database, for the page on a port over a store.

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
            auditor=Auditor(trail, settings.audit_questions, lambda: store.generation, Repeated(trail)),
            groups=Groups(database, lambda document_id: versions(store, document_id)),
            drafts=Drafts(database),
            unfinished=Unfinished(database),
            kept_days=settings.audit_days,
            elsewhere=Elsewhere(database),
            provider=_provider(settings.openid),
        )

    def served(
        self, network: Network, settings: ServingSettings, api: Callable[[ASGIApp], ASGIApp] | None
    ) -> Served:
        """What is served beside the page; without sign-in only whether the program is well."""
        signing_in = network.signing_in
        return Served(
            hosts=[*settings.hosts, network.host],
            proxies=network.proxies,
            root=network.root,
            door=self.door if signing_in else None,
            auditor=self.auditor if signing_in else None,
            api=api,
            routers=[
                health_router(self._ready),
                drafts_router(self.drafts),
                *(self._routers() if signing_in else ()),
            ],
        )

    def close(self) -> None:
        """Write what the audit has waiting."""
        self.auditor.strangers.close()

    def barred(self, caller: Caller) -> bool:
        """Whether a caller's account was disabled since it began what it does."""
        return self.accounts.get(caller.account.id).disabled

    def limit(self, caller: Caller, document_id: str, groups: str) -> None:
        """Let these groups alone read a document, and say so in the audit. Raises NotAccepted."""
        self.groups.limit([document_id], groups)
        self.auditor.did(caller, Action.DOCUMENT_GROUPS, document_id, groups=groups)

    def tidy(self) -> None:
        """Remove what was kept long enough; an audit that was changed is left as it is, and told."""
        try:
            self.drafts.expire()
            self.unfinished.expire()
        except DatabaseFailure:
            log.exception("what was typed long ago was not tidied")
        try:
            self.trail.expire(self.kept_days, account=PROGRAM)
        except (AuditDamaged, DatabaseFailure):
            log.exception("the audit was not tidied")

    def _ready(self) -> State:
        self.accounts.has_administrator()  # the database answers
        return {"version": VERSION, "generation": self.auditor.generation()}

    def _routers(self) -> list[APIRouter]:
        button = self.provider.settings.button if self.provider else ""
        signing = SigningInPages(self.accounts, self.signing_in, self.door, self.trail, button)
        admin = AdminPages(
            self.accounts, self.keys, self.door.sessions, self.trainees, self.groups, self.trail
        )

        def refused(caller: Caller | None, what: str) -> None:
            self.auditor.did(caller, Action.ACCESS, what, Outcome.REFUSED)

        return [router_of([*signing.routes, *self._openid_routes(signing), *admin.routes], refused)]

    def _openid_routes(self, signing: SigningInPages) -> list[Route]:
        if self.provider is None:
            return []
        from ui.account_pages.openid import OpenIdPages

        return OpenIdPages(self.provider, self.elsewhere, self.door, self.trail, signing).routes

    def trainee_of(self, account: Account) -> Trainee:
        """Who an account is in training, from now on if it was nobody."""
        return self.trainees.get(self.accounts.trainee(account.id))


def versions(store: PassageStore, document_id: str) -> set[str]:
    """The ids of all versions of a document; its own alone where it is gone from the store."""
    newest = document_id
    try:
        while after := store.entry(newest).superseded_by:
            newest = after
        return {document_id, newest, *(entry.id for entry in store.versions(newest))}
    except KeyError:
        return {document_id, newest}


def _provider(settings: OpenIdSettings | None) -> "Provider | None":
    if settings is None:
        return None
    from ui.account_pages.provider import Provider

    return Provider.of(settings)
