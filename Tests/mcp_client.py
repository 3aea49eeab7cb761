"""Talks to a server's tools with the official Python client of the Model Context Protocol, and says what it got as JSON.

    python Tests/mcp_client.py URL TOKEN [READER_TOKEN]      such as http://127.0.0.1:8750/mcp

LiveshelfServerTests runs it; Scripts/setup.sh --tests installs the client.
"""

import asyncio
import importlib.metadata
import json
import sys

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

url, token, reader = sys.argv[1:4]


def transport(secret):
    return streamable_http_client(url, http_client=httpx2.AsyncClient(headers={"Authorization": f"Bearer {secret}"}))


async def tour(mode, secret):
    async with Client(transport(secret), mode=mode) as client:
        tools = (await client.list_tools()).tools
        got = {"tools": [tool.name for tool in tools]}
        got["read_only"] = [tool.name for tool in tools if tool.annotations and tool.annotations.read_only_hint]

        async def call(name, arguments):
            answer = await client.call_tool(name, arguments)
            return {"error": answer.is_error, "data": answer.structured_content, "text": answer.content[0].text}

        got["rooms"] = await call("list_rooms", {})
        got["stock"] = await call("stock", {"room": "main", "sku": "A1"})
        got["timeline"] = await call("timeline", {"room": "main", "sku": "A1"})
        got["signals"] = await call("signals", {"room": "main"})
        got["plan"] = await call("plan", {"room": "main"})
        got["questions"] = await call("questions", {"room": "main"})
        got["no_room"] = await call("stock", {"room": "none"})
        got["odd"] = await call("stock", {"room": "main", "colour": "red"})
        got["acknowledge"] = await call("acknowledge_signal", {"room": "main", "id": "s-1"})
        return got


async def main():
    result = {"version": importlib.metadata.version("mcp")}
    for mode in ["auto", "legacy", "2026-07-28"]:
        result[mode] = await tour(mode, token)
    result["reader"] = await tour("auto", reader)
    print(json.dumps(result, ensure_ascii=False))


asyncio.run(main())
