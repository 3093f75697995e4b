"""What the API is, for programs (OpenAPI) and for people (a page): nothing of it comes from elsewhere."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.documents import About
from api.guard import Call
from api.roles import NEEDS

TEMPLATES = Path(__file__).resolve().parent / "templates"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
_ERRORS = {
    "400": "请求写法不对",
    "401": "没有密钥或密钥无效",
    "403": "角色不够",
    "413": "内容太大",
    "422": "内容不能处理",
    "503": "请求太多，稍后再试（Retry-After）",
    "504": "超过等待时间",
}


class Description:
    """The handlers of both."""

    def __init__(self, app: FastAPI, root: str = "") -> None:
        """``root`` is the path below the host that ``app`` is at, e.g. /qa."""
        self._app = app
        self._root = root

    async def openapi(self, call: Call) -> Response:
        """As programs read it."""
        return JSONResponse(self._told())

    async def page(self, call: Call) -> Response:
        """As people read it."""
        return HTMLResponse(_page(self._told(), self._root), headers={"Content-Security-Policy": POLICY})

    def _told(self) -> dict[str, Any]:
        bearer = {"type": "http", "scheme": "bearer"}
        told = {**self._app.openapi(), "components": {"securitySchemes": {"bearer": bearer}}}
        return told | {"servers": [{"url": self._root}]} if self._root else told


def described(
    method: str, path: str, *, body: type[BaseModel] | None = None, upload: bool = False
) -> dict[str, Any]:
    """What OpenAPI is told of a route beside its summary: what it takes, who may, what may go wrong."""
    role = NEEDS[method, path].role
    told: dict[str, Any] = {"responses": {"200": {"description": "完成"}}}
    if role is not None:
        told["security"] = [{"bearer": []}]
        told["x-role"] = str(role)
        told["responses"] |= {code: {"description": words} for code, words in _ERRORS.items()}
    if "{id}" in path:
        told["parameters"] = [_parameter("id", "path", {"type": "string"}, "编号")]
    if body is not None:
        schema = _flat(body.model_json_schema())
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if upload:
        told |= _upload()
    return told


def _upload() -> dict[str, Any]:
    fields = _flat(About.model_json_schema())["properties"]
    file = {"type": "string", "format": "binary", "description": "文件"}
    form = {"type": "object", "properties": {"file": file, **fields}, "required": ["file"]}
    name = _parameter("name", "query", {"type": "string"}, "文件名；不用表单、直接发送文件内容时要写")
    about = [_parameter(key, "query", part, part.get("description", "")) for key, part in fields.items()]
    raw = {"type": "string", "format": "binary"}
    return {
        "parameters": [name, *about],
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": form}, "application/octet-stream": {"schema": raw}},
        },
        "responses": {
            "201": {"description": "已入库"},
            "200": {"description": "内容相同的资料已在文库里"},
            **{code: {"description": words} for code, words in _ERRORS.items()},
        },
    }


def _parameter(name: str, place: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": schema,
        "description": description,
    }


def _flat(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with what it refers to put in its place, and no titles made of Python's names."""
    defined = schema.get("$defs", {})

    def put(part: Any) -> Any:
        if isinstance(part, list):
            return [put(one) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return put(defined[part["$ref"].rpartition("/")[2]]) | {
                key: value for key, value in part.items() if key != "$ref"
            }
        return {
            key: put(value)
            for key, value in part.items()
            if key != "$defs" and not (key == "title" and isinstance(value, str))
        }

    flat: dict[str, Any] = put(schema)
    return flat


def _page(openapi: dict[str, Any], root: str) -> str:
    routes = [
        (method.upper(), path, told)
        for path, methods in openapi["paths"].items()
        for method, told in methods.items()
    ]
    return _environment().get_template("docs.html").render(about=openapi["info"], routes=routes, root=root)


@cache
def _environment() -> Environment:
    """Made once; rendering only reads it, so that threads may share it."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
