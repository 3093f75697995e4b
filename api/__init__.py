"""The API for programs, beside the page: REST, the interface of OpenAI, and the Model Context Protocol.

roles.py             who may call what: every address in one table
guard.py             around every route: who asks, what went wrong, what the audit is told
office.py            what the API asks of the office around it, and tells it
workers.py           a bounded pool for what keeps the processor busy, fair between accounts
failures.py bodies.py   errors as answers; what a request brings
questions.py documents.py chat_completions.py mcp_endpoint.py description.py   the routes
server.py            puts it all together
"""

from api.office import Around, OnEvent
from api.paths import ApiFirst, is_api
from api.roles import NEEDS, UndeclaredRoute
from api.server import build_api
from api.workers import Workers

__all__ = [
    # office
    "Around",
    "OnEvent",
    # paths
    "ApiFirst",
    "is_api",
    # roles
    "NEEDS",
    "UndeclaredRoute",
    # server
    "build_api",
    # workers
    "Workers",
]
