"""Talks to `cargo spec mcp` with the official client, in both eras of the protocol.

    python3 -m venv VENV && VENV/bin/pip install mcp==2.3.0
    VENV/bin/python tests/mcp/client.py target/debug/cargo-spec examples/kiro

The client holds each structured answer against the schema of its tool.
"""

import asyncio
import json
import sys

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError


async def talk(program: str, folder: str, mode: str) -> None:
    server = StdioServerParameters(command=program, args=["spec", "mcp"], cwd=folder)
    async with Client(server, mode=mode) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        assert tools == ["next_task", "brief", "check", "verify", "show"], tools

        checked = await client.call_tool("check", {})
        assert not checked.is_error and checked.structured_content["version"] == 1, checked
        assert json.loads(checked.content[0].text) == checked.structured_content

        listed = await client.call_tool("next_task", {})
        assert not listed.is_error and listed.structured_content["lists"], listed

        brief = await client.call_tool("brief", {"task": "1.1"})
        assert brief.content[0].text.startswith("# Task 1.1: "), brief

        shown = await client.call_tool("show", {"id": "1.1"})
        assert shown.structured_content["criteria"][0]["id"] == "REQ-1.1", shown

        wrong = await client.call_tool("show", {"id": "9.9"})
        assert wrong.is_error and "did you mean" in wrong.content[0].text, wrong

        heard = []

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            heard.append((progress, message))

        verified = await client.call_tool("verify", {"task": "1.1"}, progress_callback=hear)
        assert not verified.is_error and verified.structured_content["is_done"] is True, verified

        named = (await client.list_resources()).resources
        text = (await client.read_resource(named[0].uri)).contents[0].text
        assert json.loads(text)["version"] == 1, text
        try:
            await client.read_resource("spec://task/nothing")
            raise AssertionError("a resource that is not there was read")
        except MCPError as error:
            assert "nothing" in str(error), error
        print(f"{mode}: {len(tools)} tools, {len(named)} resources, progress heard {len(heard)} times")


def main() -> None:
    program, folder = sys.argv[1:]
    for mode in ["auto", "legacy", "2026-07-28"]:
        asyncio.run(asyncio.wait_for(talk(program, folder, mode), 600))


main()
