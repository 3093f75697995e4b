"""Who may call what: every address of the API, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from people.accounts import Role


class UndeclaredRoute(Exception):
    """A route that does not say who may call it; the application is not built with one."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Who may call a route, and what the audit calls it."""

    role: Role | None  # None: anybody, and the audit is told nothing
    action: str = ""


NEEDS: Mapping[tuple[str, str], Declared] = {
    ("POST", "/api/v1/ask"): Declared(Role.USER, "ask"),
    ("POST", "/api/v1/search"): Declared(Role.USER, "search"),
    ("POST", "/api/v1/check"): Declared(Role.USER, "check"),
    ("POST", "/api/v1/quiz"): Declared(Role.USER, "quiz"),
    ("GET", "/api/v1/documents"): Declared(Role.USER, "list_documents"),
    ("POST", "/api/v1/documents"): Declared(Role.LIBRARIAN, "add_document"),
    ("DELETE", "/api/v1/documents/{id}"): Declared(Role.LIBRARIAN, "remove_document"),
    ("GET", "/v1/models"): Declared(Role.USER, "list_models"),
    ("GET", "/v1/models/{id}"): Declared(Role.USER, "list_models"),
    ("POST", "/v1/chat/completions"): Declared(Role.USER, "ask"),
    ("POST", "/mcp"): Declared(Role.USER, "mcp"),  # a tool's own name where one is called
    # What the API is, without a word of what the documents hold.
    ("GET", "/api/openapi.json"): Declared(None),
    ("GET", "/api/docs"): Declared(None),
}


def declared(method: str, path: str) -> Declared:
    """What is declared of a route. Raises UndeclaredRoute."""
    try:
        return NEEDS[method, path]
    except KeyError:
        raise UndeclaredRoute(f"{method} {path} is not in api.roles.NEEDS") from None
