"""Pages beside Gradio's: each route says who may use it; one that does not cannot be added."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from people.accounts import Caller, Role
from ui.serving import rooted
from ui.static_files import static_address
from ui.templating import render

NO_ROLE = "你的账号没有“{}”角色，不能打开这一页。需要的话请找管理员。"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# These keep what is typed into them; the sign-in page runs nothing.
SCRIPTED = ("admin.html", "password.html")
OWN_SCRIPTS = "; script-src 'self'; connect-src 'self'"
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Route:
    """One address and who may use it."""

    method: str
    path: str
    role: Role | None  # None: anybody, also who is not signed in
    handler: Handler


def router_of(routes: list[Route], refused: Callable[[Caller | None, str], None]) -> APIRouter:
    """The routes, each behind its role. The gate has refused who is not signed in.

    ``refused`` is told who was refused what, in a thread of its own.
    """
    router = APIRouter()
    for route in routes:
        router.add_api_route(
            route.path,
            _guarded(route, refused),
            methods=[route.method],
            response_model=None,
            include_in_schema=False,
        )
    return router


def _guarded(route: Route, refused: Callable[[Caller | None, str], None]) -> Handler:
    async def handler(request: Request) -> Response:
        caller = request.scope.get("caller")
        if route.role is not None and not (isinstance(caller, Caller) and caller.may(route.role)):
            await run_in_threadpool(refused, caller, f"{route.method} {route.path}")
            return shown(request, "refused.html", 403, words=NO_ROLE.format(route.role))
        return await route.handler(request)

    return handler


def caller_of_page(request: Request) -> Caller:
    """Who asks, behind the gate."""
    caller = request.scope["caller"]
    if not isinstance(caller, Caller):
        raise RuntimeError("a page for accounts was reached without the gate")
    return caller


def shown(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of ui/templates/access, whose links lead to where ``request`` reached the program."""
    root, at = rooted(request.scope, ""), rooted(request.scope, static_address())
    html = render(f"access/{template}", root=root, at=at, **values)
    policy = POLICY + (OWN_SCRIPTS if template in SCRIPTED else "")
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": policy}
    return HTMLResponse(html, status, headers)


def sent_to(address: str) -> RedirectResponse:
    """On to another page, by GET; an address of our own is a ``rooted`` one."""
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, texts only; of several values the last."""
    return {name: value for name, value in (await read_form(request)).items() if isinstance(value, str)}


async def read_form(request: Request) -> FormData:
    """A form as it came; an empty one where its bytes are no text."""
    try:
        return await request.form(max_files=0, max_fields=50)
    except (UnicodeError, LookupError):  # an encoding that is none, or bytes that are not in it
        return FormData()
