"""The tools as the Model Context Protocol offers them, over any transport; standard input and output here."""

import asyncio
import json
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.tools.arguments import (
    Arguments,
    AskArguments,
    CheckArguments,
    ListArguments,
    SearchArguments,
    parsed,
    shown,
)
from rag.tools.operations import REFUSALS, Operations

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

log = logging.getLogger(__name__)

NAME = "xinhuoshi"
INSTRUCTIONS = (
    "机关党建案例资料的问答与核查。回答和结论里的每一句都带出处，出处是资料原文，逐字核对过；"
    "资料里没有的会说没有，请不要替它补充。"
)
FAILED = "程序出了错，没有处理完。请再试一次；如果还是不行，请告诉管理员。"


@dataclass(frozen=True, slots=True)
class Tool:
    """Something a program can ask for."""

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    run: Callable[..., Any]  # method of Operations: (operations, arguments, cancelled) -> JSON
    key: str = ""  # what a list is put under, where JSON has to be an object


TOOLS = (
    Tool(
        "ask",
        "提问",
        "向资料提问，得到带出处的回答；资料里没有就说没有。status 为 grounded 的才是回答。"
        "追问时把先前的问题放进 history。",
        AskArguments,
        Operations.ask,
    ),
    Tool(
        "search", "查找段落", "查找与一个问题最接近的原文段落。", SearchArguments, Operations.search, "hits"
    ),
    Tool(
        "check",
        "核查",
        "逐句核查一段文字：supported 有依据，contradicted 与资料矛盾（给出不同之处），unverifiable 无依据。",
        CheckArguments,
        Operations.check,
    ),
    Tool(
        "list_documents",
        "资料目录",
        "列出全部资料：名称、标题、单位、日期、来源、标签。",
        ListArguments,
        Operations.list_documents,
        "documents",
    ),
)
BY_NAME = {tool.name: tool for tool in TOOLS}


class ToolRefused(Exception):
    """A tool that was not run to its end; the message tells the caller why, in Chinese."""


# The name of a tool that exists and what it is given -> JSON. Raises ToolRefused.
Call = Callable[[Tool, Mapping[str, Any]], Awaitable[Any]]


def tool_server(call: Call) -> "Server[Any]":
    """A server of the tools; ``call`` runs one."""
    from mcp import MCPError
    from mcp import types as mcp
    from mcp.server.lowlevel import Server

    async def listed(context: Any, asked: Any) -> mcp.ListToolsResult:
        return mcp.ListToolsResult(
            tools=[
                mcp.Tool(
                    name=tool.name,
                    title=tool.title,
                    description=tool.description,
                    input_schema=tool.arguments.model_json_schema(),
                    annotations=mcp.ToolAnnotations(read_only_hint=True, open_world_hint=False),
                )
                for tool in TOOLS
            ]
        )

    async def called(context: Any, asked: mcp.CallToolRequestParams) -> mcp.CallToolResult:
        tool = BY_NAME.get(asked.name)
        if tool is None:
            known = "、".join(BY_NAME)
            raise MCPError(mcp.INVALID_PARAMS, f"没有 {shown(asked.name)} 这个工具。可以用的：{known}。")
        try:
            told = await call(tool, asked.arguments or {})
        except ToolRefused as refused:
            return mcp.CallToolResult(content=[mcp.TextContent(text=str(refused))], is_error=True)
        record = {tool.key: told} if tool.key else told
        text = json.dumps(record, ensure_ascii=False)
        return mcp.CallToolResult(content=[mcp.TextContent(text=text)], structured_content=record)

    return Server(
        NAME, title="新活实问答", instructions=INSTRUCTIONS, on_list_tools=listed, on_call_tool=called
    )


def serve_stdio(operations: Operations) -> None:
    """Answer on standard output what is asked on standard input, until that ends."""
    from mcp import stdio_server

    async def call(tool: Tool, given: Mapping[str, Any]) -> Any:
        stop = threading.Event()
        try:
            arguments = parsed(tool.arguments, given)
            return await asyncio.to_thread(tool.run, operations, arguments, stop.is_set)
        except REFUSALS as error:
            raise ToolRefused(str(error)) from error
        except Exception as error:
            log.exception("the tool %s failed", tool.name)
            raise ToolRefused(FAILED) from error
        finally:
            stop.set()  # also where the client gave up

    async def served() -> None:
        server = tool_server(call)
        async with stdio_server() as (received, sent):
            await server.run(received, sent, server.create_initialization_options())

    asyncio.run(served())
