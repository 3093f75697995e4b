"""Pages beside Gradio's: each route says who may use it; one that does not cannot be added."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from people.accounts import Caller, Role
from ui.static_files import static_address
from ui.templating import render

NO_ROLE = "你的账号没有“{}”角色，不能打开这一页。需要的话请找管理员。"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PRIVATE = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY}
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Route:
    """One address and who may use it."""

    method: str
    path: str
    role: Role | None  # None: anybody, also who is not signed in
    handler: Handler


def router_of(routes: list[Route]) -> APIRouter:
    """The routes, each behind its role. The gate has refused who is not signed in."""
    router = APIRouter()
    for route in routes:
        router.add_api_route(
            route.path, _guarded(route), methods=[route.method], response_model=None, include_in_schema=False
        )
    return router


def _guarded(route: Route) -> Handler:
    async def handler(request: Request) -> Response:
        caller = request.scope.get("caller")
        if route.role is not None and not (isinstance(caller, Caller) and caller.may(route.role)):
            return shown("refused.html", 403, words=NO_ROLE.format(route.role))
        return await route.handler(request)

    return handler


def caller_of_page(request: Request) -> Caller:
    """Who asks, behind the gate."""
    caller = request.scope["caller"]
    if not isinstance(caller, Caller):
        raise RuntimeError("a page for accounts was reached without the gate")
    return caller


def shown(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of ui/templates/access."""
    html = render(f"access/{template}", at=static_address(), **values)
    return HTMLResponse(html, status, PRIVATE)


def sent_to(address: str) -> RedirectResponse:
    """On to another page, by GET."""
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, texts only; of several values the last."""
    form = await request.form(max_files=0, max_fields=50)
    return {name: value for name, value in form.items() if isinstance(value, str)}
