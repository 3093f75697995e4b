"""Signing in with an account elsewhere: off to the OpenID Connect provider and back."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from people import Transaction
from people.accounts import Account, Caller, Elsewhere, Noted, SignInRefused
from people.audit import Action, Event, Outcome, Trail
from people.entries import LearningError
from ui.access import Door, address_of
from ui.account_pages.begun import WAITS_S, UnderWay
from ui.account_pages.provider import Identity, Provider, ProviderFailed
from ui.account_pages.routes import Route, sent_to
from ui.account_pages.signing_in import SigningInPages, signed_in
from ui.serving import rooted

START, BACK = "/signin/openid", "/signin/openid/back"
CODE_CHARS = 2048
STALE = "这次登录不是在这个浏览器里开始的，或者已经过期、已经用过，没有登录。请重新登录。"
FAILED = "统一身份认证没有成功，没有登录。请稍后再试；还是不行请找本单位的管理员。"
UNKNOWN = "你的身份还没有对应的账号，没有登录。请找本单位的管理员。"


class OpenIdPages:
    """/signin/openid and the address that the provider sends back to. Safe to share between threads."""

    def __init__(
        self,
        provider: Provider,
        accounts: Elsewhere,
        door: Door,
        trail: Trail,
        pages: SigningInPages,
    ) -> None:
        self._provider, self._settings, self._accounts = provider, provider.settings, accounts
        self._door, self._trail, self._pages = door, trail, pages
        self._under_way = UnderWay()
        self._cookie = f"{door.cookie}-elsewhere"

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [Route("GET", START, None, self._start), Route("GET", BACK, None, self._back)]

    async def _start(self, request: Request) -> Response:
        back = rooted(request.scope, BACK)
        begun = self._under_way.begin(str(request.url.replace(path=back, query="", fragment="")))
        try:
            response = sent_to(await self._provider.address(begun))
        except ProviderFailed as error:
            return await self._refused(request, FAILED, str(error), status=503)
        # Lax: it has to come along when the provider's page leads back here.
        response.set_cookie(
            self._cookie,
            begun.browser,
            max_age=int(WAITS_S),
            path=rooted(request.scope, START),
            httponly=True,
            samesite="lax",
            secure=request.scope["scheme"] == "https",
        )
        return response

    async def _back(self, request: Request) -> Response:
        said, address = request.query_params, address_of(request.scope)
        begun = self._under_way.take(said.get("state", ""), request.cookies.get(self._cookie, ""))
        code, subject = said.get("code", ""), ""
        if begun is None:
            return await self._refused(request, STALE, "state")
        if not 0 < len(code) <= CODE_CHARS or said.get("iss", self._settings.issuer) != self._settings.issuer:
            return await self._refused(request, FAILED, "no code")
        try:
            identity = await self._provider.identity(code, begun)
            subject = identity.subject
            secret = await run_in_threadpool(self._begun, identity, address)
        except ProviderFailed as error:
            return await self._refused(request, FAILED, str(error))
        except LearningError as refused:
            return await self._refused(request, str(refused), type(refused).__name__, subject)
        await run_in_threadpool(self._door.sessions.end, self._door.secret(request.scope))
        response = signed_in(self._door, request, secret)
        response.delete_cookie(self._cookie, path=rooted(request.scope, START))
        return response

    def _begun(self, identity: Identity, address: str) -> str:
        """The secret of a new session. Raises SignInRefused, and NotAccepted where no account can be made."""
        begun: list[str] = []
        account = self._accounts.account(identity.subject, self._noted(address, begun, Action.SIGN_IN))
        if account is None and self._settings.create:
            made = self._noted(address, begun, Action.ACCOUNT, Action.SIGN_IN)
            account = self._accounts.add(identity.name, self._settings.roles, identity.subject, made)
        if account is None:
            raise SignInRefused(UNKNOWN)
        return begun[0]

    def _noted(self, address: str, begun: list[str], *actions: Action) -> Noted:
        """What is written with the sign-in: the session, whose secret goes to ``begun``, and the audit."""

        def within(session: Transaction, account: Account) -> None:
            begun.append(self._door.sessions.begun(session, account.id, address))
            for action in actions:
                self._trail.recorded(session, _event(account, address, action))

        return within

    async def _refused(
        self, request: Request, words: str, reason: str, subject: str = "", status: int = 401
    ) -> Response:
        """The sign-in page with one line; the audit has the reason, and whom one can link."""
        event = Event.of(
            None,
            Action.SIGN_IN,
            subject,
            Outcome.REFUSED,
            address=address_of(request.scope),
            detail={"by": "openid", "reason": reason},
        )
        await run_in_threadpool(self._trail.record, event)
        response = self._pages.form(request, status, said=words)
        response.delete_cookie(self._cookie, path=rooted(request.scope, START))
        return response


def _event(account: Account, address: str, action: Action) -> Event:
    detail = {"by": "openid"} | ({"change": "add"} if action is Action.ACCOUNT else {})
    return Event.of(Caller(account, account.roles, address), action, account.name, detail=detail)
