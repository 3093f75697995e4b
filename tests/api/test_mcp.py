"""The tools over MCP, called by the official client: over HTTP, and over standard input and output."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from tests.api.served_office import QUOTE
from tests.support import checks

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ["ask", "check", "list_documents", "search"]


def over_http(office, talk, mode="auto", key="user-key"):
    """What ``talk(client)`` returns, with a client that sends ``key``."""

    async def talked():
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            create_mcp_http_client(headers=headers) as http,
            Client(streamable_http_client(f"{office.url}/mcp", http_client=http), mode=mode) as client,
        ):
            return await talk(client)

    return asyncio.run(talked())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_over_http(office, mode):
    async def talk(client):
        tools = (await client.list_tools()).tools
        asked = await client.call_tool("ask", {"question": "夜校开课多少期？", "scope": {"units": ["税务"]}})
        found = await client.call_tool("search", {"question": "夜校", "k": 2})
        checked = await client.call_tool("check", {"text": checks.DRAFT})
        documents = await client.call_tool("list_documents", {})
        return tools, asked, found, checked, documents

    tools, asked, found, checked, documents = over_http(office, talk, mode)
    assert sorted(tool.name for tool in tools) == TOOLS
    schema = next(tool.input_schema for tool in tools if tool.name == "ask")
    assert (schema["required"], schema["additionalProperties"]) == (["question"], False)
    assert asked.structured_content["citations"][0]["quote"] == QUOTE
    assert json.loads(asked.content[0].text) == asked.structured_content
    assert asked.structured_content["scope"] == "单位含“税务”"
    assert [hit["rank"] for hit in found.structured_content["hits"]] == [1, 2]
    assert checked.structured_content == checks.scripted_check().to_json()
    assert documents.structured_content == {"documents": []}
    called = [event[1:4] for event in office.events if event[1] != "mcp"]
    assert called == [(name, "", "done") for name in ("ask", "search", "check", "list_documents")]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_what_a_tool_does_not_take_is_said_in_chinese(office, mode, caplog):
    async def talk(client):
        return [
            await client.call_tool("ask", {"qestion": "x"}),
            await client.call_tool("ask", {"question": "长" * 501}),
            await client.call_tool("search", {"question": "x", "k": 0}),
            await client.call_tool("ask", {"question": "出错"}),
        ]

    results = over_http(office, talk, mode)
    assert all(result.is_error for result in results)
    words = [result.content[0].text for result in results]
    for said, wanted in zip(words, ["缺少 question", "上限 500", "不能小于 1", "请再试一次"], strict=True):
        assert wanted in said
    told = [(event[1], event[3], event[4]["http"]) for event in office.events if event[1] != "mcp"]
    assert told == [("ask", "refused", 400), ("ask", "refused", 422), ("search", "refused", 400),
                    ("ask", "failed", 500)]  # fmt: skip
    assert "scripted failure" in caplog.text


def test_an_unknown_tool_is_named(office):
    async def talk(client):
        with pytest.raises(MCPError, match="没有 “delete_all” 这个工具。可以用的：ask、search"):
            await client.call_tool("delete_all", {})
        return True

    assert over_http(office, talk)


def test_without_a_key_no_tool_is_named(office):
    for key in ("nobodys", "empty-key"):
        with pytest.raises(BaseExceptionGroup):
            over_http(office, lambda client: client.list_tools(), key=key)
    assert {(event[3], event[4]["http"]) for event in office.events} == {("refused", 401), ("refused", 403)}


@pytest.mark.parametrize(("body", "status"), [
    (b"", 400), (b"{", 400), (b"[" * 100_000, 400), (b"[]", 400), (b'{"jsonrpc": "2.0"}', 400),
    (b'{"jsonrpc": "2.0", "id": 1, "method": "no/such"}', 200),
])  # fmt: skip
def test_messages_that_are_none(shared, body, status):
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    got = shared.call("POST", "/mcp", content=body, headers=headers)
    assert got.status_code == status
    assert "Traceback" not in got.text
    assert "error" in got.json() or "detail" in got.json()


def test_there_are_no_sessions(shared):
    for method in ("GET", "DELETE"):
        got = shared.call(method, "/mcp", headers={"Accept": "text/event-stream"})
        assert (got.status_code, got.headers["allow"]) == (405, "POST")


def test_the_tools_over_standard_input_and_output(shipped_store):
    """The command as a client starts it, with the program that ships."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "rag", "mcp", "--store", str(shipped_store)],
        env=environment,
        cwd=str(ROOT),
    )

    async def talked():
        async with Client(stdio_client(command)) as client:
            tools = (await client.list_tools()).tools
            asked = await client.call_tool("ask", {"question": "坊巷讲习所接待了多少参观者？"})
            wrong = await client.call_tool("check", {"text": " "})
            documents = await client.call_tool("list_documents", {})
            return tools, asked, wrong, documents

    tools, asked, wrong, documents = asyncio.run(talked())
    assert sorted(tool.name for tool in tools) == TOOLS
    assert asked.structured_content["span"] == "1.8万人次"
    assert (wrong.is_error, "空的" in wrong.content[0].text) == (True, True)
    assert len(documents.structured_content["documents"]) == 1
