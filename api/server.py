"""The application of the API: every route behind its guard, and none without."""

from dataclasses import dataclass
from typing import Any, cast

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from api.chat_completions import ChatCompletions, ChatRequest
from api.description import Description, described
from api.documents import Documents, SupportsLibrary
from api.failures import Refused, answer, refused
from api.guard import Guard, Handler
from api.mcp_endpoint import McpEndpoint
from api.office import Around
from api.questions import Questions
from api.roles import NEEDS, UndeclaredRoute, declared
from api.workers import Workers
from index.store import PassageStore
from rag.program import Program
from rag.tools import AskArguments, CheckArguments, Operations, QuizArguments, SearchArguments

TITLE = "新活实问答接口"
DESCRIPTION = "向资料提问、查找、核查、出题，管理资料。除说明书外都要密钥，写在 Authorization: Bearer 之后。"
UNDESCRIBED: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
NOT_HERE = "没有这个地址。接口的说明见 /api/docs。"
NOT_SO = "这个地址不能用 {} 方法。接口的说明见 /api/docs。"


@dataclass(frozen=True, slots=True)
class Route:
    """An address, who answers there, and what it is to people."""

    method: str
    path: str
    handler: Handler
    summary: str
    description: str
    body: type[BaseModel] | None = None
    upload: bool = False


def build_api(program: Program, library: SupportsLibrary, around: Around, workers: Workers) -> FastAPI:
    """The API over a program and its library; ``workers`` are its caller's to close.

    It needs no lifespan, so that it may be mounted anywhere. Raises UndeclaredRoute.
    """
    app = FastAPI(title=TITLE, description=DESCRIPTION, redirect_slashes=False, **UNDESCRIBED)
    operations, description = Operations(program, around.approved), Description(app, around.root)
    for route in _routes(operations, library, program.chatbot.store, description):
        guard = Guard(declared(route.method, route.path), route.handler, around, workers)
        app.add_api_route(
            route.path,
            guard,
            methods=[route.method],
            response_model=None,
            summary=route.summary,
            description=route.description,
            operation_id=f"{route.method.lower()}{route.path}",
            openapi_extra=described(route.method, route.path, body=route.body, upload=route.upload),
        )
    app.add_exception_handler(HTTPException, _not_here)
    app.add_exception_handler(Exception, _failed)
    refuse_undeclared(app.routes)
    return app


def refuse_undeclared(routes: list[BaseRoute]) -> None:
    """Raise UndeclaredRoute for a route without a guard, or whose guard is not the one that is declared."""
    for route in routes:
        guard, path = getattr(route, "endpoint", None), getattr(route, "path", str(route))
        for method in sorted(getattr(route, "methods", None) or {"any method"}):
            if not isinstance(guard, Guard) or guard.declared != NEEDS.get((method, path)):
                raise UndeclaredRoute(f"{method} {path} does not go through what api.roles.NEEDS declares")


def _routes(
    operations: Operations, library: SupportsLibrary, store: PassageStore, description: Description
) -> list[Route]:
    questions, chat = Questions(operations), ChatCompletions(operations)
    documents = Documents(operations, library, store)
    return [
        Route("POST", "/api/v1/ask", questions.ask, "提问", _ASK, AskArguments),
        Route("POST", "/api/v1/search", questions.search, "查找段落", _SEARCH, SearchArguments),
        Route("POST", "/api/v1/check", questions.check, "核查", _CHECK, CheckArguments),
        Route("POST", "/api/v1/quiz", questions.quiz, "出题", _QUIZ, QuizArguments),
        Route("GET", "/api/v1/documents", documents.listed, "资料目录", "全部资料，不含正文。"),
        Route("POST", "/api/v1/documents", documents.add, "资料入库", _ADD, upload=True),
        Route("DELETE", "/api/v1/documents/{id}", documents.remove, "移除资料", "连同它的旧版和原文件。"),
        Route("GET", "/v1/models", chat.models, "模型", "兼容 OpenAI：只有一个。"),
        Route("GET", "/v1/models/{id}", chat.model, "模型", "兼容 OpenAI：按名称。"),
        Route("POST", "/v1/chat/completions", chat.complete, "对话", _CHAT, ChatRequest),
        Route("POST", "/mcp", McpEndpoint(operations).answer, "MCP", _MCP),
        Route("GET", "/api/openapi.json", description.openapi, "说明（OpenAPI）", "供程序读取。"),
        Route("GET", "/api/docs", description.page, "说明书", "供人阅读。"),
    ]


async def _not_here(request: Request, error: Exception) -> Response:
    """No route, or not by this method."""
    missed = cast(HTTPException, error)
    words = NOT_SO.format(request.method[:20]) if missed.status_code == 405 else NOT_HERE
    return answer(request.url.path, Refused(missed.status_code, words, missed.headers))


async def _failed(request: Request, error: Exception) -> Response:
    return answer(request.url.path, refused(error))


_ASK = (
    "得到带出处的回答，与 python -m rag ask --json 相同；资料里没有就说没有（status 为 refused）。"
    "追问时把先前的问题放进 history：[{“question”: …}]，最近几个有用。"
)
_SEARCH = "最接近的原文段落，与 python -m rag search --json 相同。"
_CHECK = "逐句的结论、依据和不同之处，与 python -m rag check --json 相同。连接断开就停止。"
_QUIZ = "带出处的练习题和答案，与 python -m rag quiz --json 相同。"
_ADD = (
    "一次一个文件，用表单发送，或直接发送文件内容并在网址里写 name。标有秘密、机密、绝密的不收。"
    "压缩包和邮件里的文件各是一篇，回答里列在 documents 一栏。"
)
_CHAT = (
    "兼容 OpenAI 的接口，可以逐段发送（stream）。出处写在正文里，也在 citations 一栏。"
    "先前的 user 消息用来理解追问；system 消息不起作用，因为回答是资料原文。"
)
_MCP = "供智能体使用的工具：ask、search、check、list_documents（Model Context Protocol，streamable HTTP）。"
