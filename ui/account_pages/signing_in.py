"""Signing in and out, and changing one's password."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from people import Transaction
from people.accounts import Account, Accounts, Caller, Role, SigningIn, SignInRefused
from people.audit import Action, Detail, Event, Fact, Outcome, Trail
from people.entries import NotAccepted
from ui.access import Door, address_of
from ui.account_pages.routes import Route, caller_of_page, form_of, sent_to, shown
from ui.serving import cookie_path, rooted

UNEQUAL = "两次填写的新密码不一样；请重新填写。"
WRONG = "现在的密码不对；请重新填写。"


class SigningInPages:
    """/signin, /signout and /password. Safe to share between threads."""

    def __init__(
        self, accounts: Accounts, signing_in: SigningIn, door: Door, trail: Trail, button: str = ""
    ) -> None:
        """``button`` names the way to sign in elsewhere; "" where there is none."""
        self._accounts = accounts
        self._signing_in = signing_in
        self._door = door
        self._trail = trail
        self._button = button

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("GET", "/signin", None, self._empty),
            Route("POST", "/signin", None, self._sign_in),
            Route("POST", "/signout", Role.USER, self._sign_out),
            Route("GET", "/password", Role.USER, self._password_form),
            Route("POST", "/password", Role.USER, self._change),
        ]

    def form(self, request: Request, status: int = 200, name: str = "", said: str = "") -> Response:
        """The sign-in page, with one line about what went wrong."""
        return shown(request, "signin.html", status, name=name, said=said, button=self._button)

    async def _empty(self, request: Request) -> Response:
        return self.form(request)

    async def _sign_in(self, request: Request) -> Response:
        form, address = await form_of(request), address_of(request.scope)
        name, password = form.get("name", "").strip(), form.get("password", "")
        before = self._door.secret(request.scope)
        try:
            secret = await run_in_threadpool(self._begun, name, password, address)
            await run_in_threadpool(self._door.sessions.end, before)  # this browser has one session
        except SignInRefused as refused:
            await run_in_threadpool(self._trail.record, _refused(name, address, refused))
            return self.form(request, 401, name[:40], str(refused))
        return signed_in(self._door, request, secret)

    def _begun(self, name: str, password: str, address: str) -> str:
        begun: list[str] = []

        def within(session: Transaction, account: Account) -> None:
            begun.append(self._door.sessions.begun(session, account.id, address))
            caller = Caller(account, account.roles, address)
            self._trail.recorded(session, Event.of(caller, Action.SIGN_IN, account.name))

        self._signing_in.account(name, password, within=within, address=address)
        return begun[0]

    async def _sign_out(self, request: Request) -> Response:
        caller, form = caller_of_page(request), await form_of(request)
        detail: dict[str, Fact] = {Detail.EVERYWHERE: "everywhere" in form}
        if "everywhere" in form:
            _, detail[Detail.KEYS] = await run_in_threadpool(self._door.sessions.end_all, caller.account.id)
        await run_in_threadpool(self._door.sessions.end, self._door.secret(request.scope))
        event = Event.of(caller, Action.SIGN_OUT, caller.account.name, detail=detail)
        await run_in_threadpool(self._trail.record, event)
        response = sent_to(rooted(request.scope, "/signin"))
        response.delete_cookie(self._door.cookie, path=cookie_path(request.scope))
        return response

    async def _password_form(self, request: Request) -> Response:
        return self._password_page(request, "", 200)

    def _password_page(self, request: Request, said: str, status: int) -> Response:
        caller = caller_of_page(request)
        name, first, admin = caller.account.name, caller.account.temporary, caller.may(Role.ADMINISTRATOR)
        return shown(request, "password.html", status, name=name, first=first, admin=admin, said=said)

    async def _change(self, request: Request) -> Response:
        caller, form = caller_of_page(request), await form_of(request)
        old, new, again = (form.get(name, "") for name in ("old", "new", "again"))
        event = Event.of(caller, Action.PASSWORD, caller.account.name, detail={"change": "own"})
        if new != again:
            return self._password_page(request, UNEQUAL, 400)
        try:
            await run_in_threadpool(
                lambda: self._signing_in.account(caller.account.name, old, address=caller.address)
            )
            await run_in_threadpool(
                lambda: self._accounts.set_password(
                    caller.account.id, new, within=lambda session: self._trail.recorded(session, event)
                )
            )
        except SignInRefused as refused:
            wrong: dict[str, Fact] = {"change": "own", "locked": refused.locked}
            failed = Event.of(caller, Action.PASSWORD, caller.account.name, Outcome.REFUSED, detail=wrong)
            await run_in_threadpool(self._trail.record, failed)
            return self._password_page(request, WRONG, 401)
        except NotAccepted as error:
            return self._password_page(request, str(error), 400)
        # All sessions ended with the old password: this browser gets a new one.
        secret = await run_in_threadpool(self._door.sessions.begin, caller.account.id, caller.address)
        return signed_in(self._door, request, secret)


def signed_in(door: Door, request: Request, secret: str) -> Response:
    """On to the page, with a new session's cookie."""
    scope = request.scope
    response, secure = sent_to(rooted(scope, "/")), scope["scheme"] == "https"
    response.set_cookie(
        door.cookie, secret, path=cookie_path(scope), httponly=True, samesite="lax", secure=secure
    )
    return response


def _refused(name: str, address: str, refused: SignInRefused) -> Event:
    tried = "".join(c if c.isprintable() else "?" for c in name[:40])
    detail = {"locked": True} if refused.locked else {}
    return Event.of(
        None, Action.SIGN_IN, tried, Outcome.REFUSED, account=tried, address=address, detail=detail
    )
