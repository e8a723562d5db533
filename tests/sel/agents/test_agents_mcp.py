"""MCP servers: real ones written with the SDK, and ones that hang, die or print rubbish."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from agents_stage import HERE, opened
from test_agents_sandbox import alive, gone

from sel.agents.mcp_server import McpServer
from sel.agents.setup import ServerSetup, Setup
from sel.agents.told import Refusal
from sel.agents.types import AgentError

pytest.importorskip("mcp")

SERVER = '''
import os, time
from mcp.server import MCPServer

server = MCPServer("demo")

@server.tool()
def add(a: int, b: int) -> int:
    """Add two
    numbers."""
    return a + b

@server.tool()
def seen() -> str:
    return ",".join(sorted(os.environ))

@server.tool(name="odd name!")
def odd() -> str:
    print("rubbish on the line")
    return "gr\\u00fcezi"

@server.tool()
def hang() -> str:
    time.sleep(999)

@server.tool()
def die() -> str:
    os._exit(3)

@server.tool()
def fail() -> str:
    raise ValueError("no luck")

server.run()
'''


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK gives a server 2 s to leave by itself."""
    import mcp.client.stdio

    monkeypatch.setattr(mcp.client.stdio, "PROCESS_TERMINATION_TIMEOUT", 0.2)
    monkeypatch.setattr(mcp.client.stdio, "FORCE_KILL_TIMEOUT", 0.2)


@asynccontextmanager
async def running(
    name: str, command: str, *args: str, answering: float = 30.0, starting: float = 60.0, **env: str
) -> AsyncIterator[McpServer]:
    setup = ServerSetup(name, command, args, env)
    server = McpServer(setup, starting=starting, answering=answering)
    try:
        yield server
    finally:
        await server.stop()


def script(folder: Path) -> str:
    path = folder / "server.py"
    path.write_text(SERVER)
    return str(path)


async def test_a_real_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEL_REMOTE_KEY", "hush")
    mark = tmp_path.name
    async with running("demo", sys.executable, script(tmp_path), MARK=mark) as server:
        agents = await opened(tmp_path / "none", Setup(), servers=[server])
        await agents.connect()
        assert agents.problems == []
        tool = agents.known["demo.add"]
        assert (tool.source, tool.description, tool.trusted) == ("mcp", "Add two numbers.", False)
        assert tool.schema["required"] == ["a", "b"]
        assert (await agents.run("demo.add", {"a": 1, "b": 2}, HERE)).text == "3"

        seen = (await agents.run("demo.seen", {}, HERE)).text.split(",")
        assert "MARK" in seen
        assert set(seen) <= {"MARK", "PATH", "HOME", "LOGNAME", "SHELL", "TERM", "USER", "LC_CTYPE"}

        odd = await agents.run("demo.odd_name_", {}, HERE)
        assert (odd.ok, odd.text) == (True, "grüezi")

        failed = await agents.run("demo.fail", {}, HERE)
        assert not failed.ok
        assert failed.text.startswith("demo.fail says: ")
        assert failed.for_prompt().startswith("[data ")

        wrong = await agents.run("demo.add", {"a": "x"}, HERE)
        assert not wrong.ok

        died = await agents.run("demo.die", {}, HERE)
        assert (died.ok, died.text) == (False, "The server demo went away.")
        again = await agents.run("demo.add", {"a": 2, "b": 2}, HERE)
        assert again.text == "4"
        assert alive(mark) != []

        with pytest.raises(AgentError, match=r"offers no demo\.gone"):
            await server.call(replace(tool, name="demo.gone"), {})
        server._answering = 0.5  # the calls before may take long on a busy machine
        hung = await agents.run("demo.hang", {}, HERE)
        assert hung.text == "The server demo did not answer within 0.5 seconds."
        assert await gone(mark)


ROGUES = {
    "leaves": "exit 3",
    "flood": "yes",
    "endless": "cat /dev/zero",
    "wrong": 'yes \'{"jsonrpc": "1.0"}\' | head -5',
    "html": "echo '<html>'",
}


@pytest.mark.parametrize("name", ROGUES)
async def test_one_that_says_nothing_of_use(name: str) -> None:
    mark = f"rogue-{name}-{os.getpid()}"
    async with running(name, "sh", "-c", ROGUES[name], MARK=mark) as server:
        with pytest.raises(AgentError) as told:
            await server.agents()
        assert told.value.sentence().startswith(f"The server {name} could not be started")
    assert await gone(mark)


async def test_one_that_never_says_hello() -> None:
    mark = f"silent-{os.getpid()}"
    async with running("silent", "sh", "-c", "sleep 999", starting=0.5, MARK=mark) as server:
        with pytest.raises(AgentError, match=r"not ready within 0\.5 seconds"):
            await server.agents()
        assert await gone(mark)


async def test_one_that_is_not_there() -> None:
    async with running("absent", "/nowhere/at-all") as server:
        with pytest.raises(AgentError) as told:
            await server.agents()
        assert told.value.hint == "Try its command in a terminal: at-all."


async def test_without_the_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    async with running("demo", "true") as server:
        with pytest.raises(AgentError) as told:
            await server.agents()
        assert "pip install 'sel-companion[agents]'" in told.value.sentence()


class Stub:
    """A source of agents that fails or answers as it is told."""

    def __init__(self, name: str, error: Exception | None = None) -> None:
        self.name = name
        self.error = error
        self.stopped = False

    async def agents(self) -> list[object]:
        if self.error:
            raise self.error
        return []

    async def call(self, *_: object) -> object:
        raise Refusal("no")

    async def stop(self) -> None:
        self.stopped = True


async def test_one_that_fails_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    bad, good = Stub("bad", AgentError("The server bad went away.")), Stub("good")
    agents = await opened(tmp_path, servers=[bad, good])
    await agents.connect()
    assert agents.problems == ["The server bad went away."]
    assert (await agents.run("dice", {}, HERE)).ok
    bad.error = None
    await agents.connect()
    assert agents.problems == []
    await agents.close()
    assert bad.stopped
    assert good.stopped
