"""One MCP server over stdio, with the official SDK; its tools are agents called "server.tool".

It is started when first needed, sees only the environment its block gives it (and PATH, HOME and
their like, which the SDK passes on), and is ended when it hangs. The SDK takes 1.5 s to load, so
that happens in a thread, on first use, and only where a server is set up.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from sel.agents.fence import clean
from sel.agents.setup import ServerSetup
from sel.agents.told import Refusal
from sel.agents.types import Agent, AgentError, Json
from sel.observe.errors_told import told
from sel.tasks import Stage, TaskOwner

STARTING = 20.0
ANSWERING = 30.0
"""Seconds a server has to be ready, and to answer one call."""
ENDING = 8.0
MOST_TOOLS = 200
MOST_PAGES = 20
LONGEST_TEXT = 256 * 1024

RELAY = Path(__file__).with_name("mcp_relay.py")
_NO_NAME = re.compile(r"[^\w-]")


class McpServer:
    """One server of `mcp.json`. Used from one event loop."""

    def __init__(
        self, setup: ServerSetup, *, starting: float = STARTING, answering: float = ANSWERING
    ) -> None:
        self.name = setup.name
        self._setup = setup
        self._starting = starting
        self._answering = answering
        self._owner = TaskOwner(f"mcp:{setup.name}")
        self._line: _Line | None = None
        self._tools: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def agents(self) -> Sequence[Agent]:
        """Start it where it does not run, and see what it offers. Raises `AgentError`."""
        found = await self._asked(_tools, self._starting)
        self._tools = {f"{self.name}.{_plain(tool.name)}": tool.name for tool in found}
        return [self._agent(tool) for tool in found]

    def _agent(self, tool: Any) -> Agent:
        return Agent(
            name=f"{self.name}.{_plain(tool.name)}",
            description=" ".join(clean(tool.description or tool.title or "").split())[:200],
            schema=tool.input_schema or {},
            source="mcp",
            timeout=self._answering,
        )

    async def call(self, agent: Agent, arguments: Mapping[str, Json]) -> Json:
        """What a tool answers: its texts, or its structured content. Raises `AgentError`, or
        `Refusal` with the server's own words where the tool itself failed."""
        tool = self._tools.get(agent.name)
        if tool is None:
            raise AgentError(f"The server {self.name} offers no {agent.name}.")
        found = await self._asked(
            lambda client: client.call_tool(tool, dict(arguments)), self._answering
        )
        text = _text(found)
        if found.is_error:
            raise Refusal(f"{agent.name} says: {text[:500] or 'it failed.'}")
        return text

    async def stop(self) -> None:
        """End the server and wait until it is gone."""
        if self._line is not None:
            self._line.let_go()  # whoever waits for it sees it go, and lets the lock go
        async with self._lock:
            await self._end()

    async def _asked(self, question: Any, seconds: float) -> Any:
        """Put a question to the running server. One that fails is ended, and started anew for the
        next question."""
        async with self._lock:
            line = await self._ready()
            try:
                async with asyncio.timeout(seconds):
                    return await line.ask(question)
            except TimeoutError as error:
                await self._end()
                raise AgentError(
                    f"The server {self.name} did not answer within {seconds:g} seconds."
                ) from error
            except _Lost as error:
                await self._end()
                raise AgentError(f"The server {self.name} went away.") from error

    async def _ready(self) -> _Line:
        if self._line is not None and self._line.alive:
            return self._line
        await self._end()
        if importlib.util.find_spec("mcp") is None:
            raise AgentError(
                "MCP servers need the official SDK, which is not installed.",
                hint="pip install 'sel-companion[agents]'",
            )
        line = self._line = _Line(self._setup, self._starting)
        self._owner.start(line.hold(), "line", Stage.WORK)
        try:
            await line.ready()
        except TimeoutError as error:
            await self._end()
            raise AgentError(
                f"The server {self.name} was not ready within {self._starting:g} seconds."
            ) from error
        except _Lost as error:
            await self._end()
            raise AgentError(
                f"The server {self.name} could not be started, or said nothing SEL understands.",
                where="mcp.json",
                hint=f"Try its command in a terminal: {Path(self._setup.command).name}.",
            ) from error
        return line

    async def _end(self) -> None:
        if self._line is not None:
            self._line.let_go()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ENDING):
                    await self._line.gone.wait()
            self._line = None
        await self._owner.stop()


class _Lost(Exception):
    """The connection failed or ended."""


class _Line:
    """One connection. The SDK wants it opened and closed in one task, which `hold` is."""

    def __init__(self, setup: ServerSetup, starting: float) -> None:
        self._setup = setup
        self._starting = starting
        self._client: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._leave = asyncio.Event()
        self.gone = asyncio.Event()

    @property
    def alive(self) -> bool:
        return not self.gone.is_set() and not self._leave.is_set()

    def let_go(self) -> None:
        self._leave.set()

    async def ready(self) -> None:
        await asyncio.shield(self._client)

    async def ask(self, question: Any) -> Any:
        """The answer. Raises `_Lost`."""
        client = await asyncio.shield(self._client)
        asking = asyncio.ensure_future(question(client))
        ending = asyncio.ensure_future(self.gone.wait())
        try:
            await asyncio.wait((asking, ending), return_when=asyncio.FIRST_COMPLETED)
            return _result(asking)
        finally:
            for task in (asking, ending):
                task.cancel()
            await asyncio.gather(asking, ending, return_exceptions=True)

    async def hold(self) -> None:
        """Open the connection, keep it until it is let go, and close it."""
        try:
            await self._open()
        except Exception as error:  # noqa: BLE001 - the SDK's edge: groups of whatever went wrong
            self._fail(error)
        finally:
            self._fail(_Lost())
            self.gone.set()

    def _fail(self, error: BaseException) -> None:
        if not self._client.done():
            self._client.set_exception(_Lost(told(error)))
            self._client.exception()  # seen, also where nobody waits any more

    async def _open(self) -> None:
        sdk = await asyncio.to_thread(_sdk)
        made = self._setup
        started = sdk.StdioServerParameters(
            command=sys.executable,
            args=["-I", "-B", str(RELAY), made.command, *made.args],
            env=dict(made.env),
            cwd=made.cwd,
        )
        with _nowhere() as nowhere:
            async with (
                sdk.stdio_client(started, errlog=nowhere) as (read, write),
                sdk.ClientSession(read, write) as session,
            ):
                await self._greet(session)
                await self._leave.wait()

    async def _greet(self, session: Any) -> None:
        """Say hello, unless it takes too long or nobody wants it any more."""
        greeting = asyncio.ensure_future(session.initialize())
        leaving = asyncio.ensure_future(self._leave.wait())
        pair = (greeting, leaving)
        await asyncio.wait(pair, timeout=self._starting, return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        if not greeting.done():
            greeting.cancel()
            await asyncio.gather(*pair, return_exceptions=True)
            self._client.set_exception(TimeoutError())
            self._client.exception()
            self._leave.set()
            return
        greeting.result()
        self._client.set_result(session)


def _result(asking: asyncio.Future[Any]) -> Any:
    if not asking.done():
        raise _Lost
    try:
        return asking.result()
    except Exception as error:
        raise _Lost from error  # the SDK's edge: whatever it raises is a loss


def _nowhere() -> IO[str]:
    return Path(os.devnull).open("w")


def _sdk() -> Any:
    import mcp

    # What it logs holds messages of the server and of the person.
    logging.getLogger("mcp").setLevel(logging.CRITICAL + 1)
    return mcp


async def _tools(client: Any) -> list[Any]:
    """All tools, page by page."""
    import mcp.types

    found: list[Any] = []
    cursor = None
    for _ in range(MOST_PAGES):
        page = await client.list_tools(
            params=mcp.types.PaginatedRequestParams(cursor=cursor) if cursor else None
        )
        found += page.tools
        cursor = page.next_cursor
        if not cursor or len(found) >= MOST_TOOLS:
            break
    return found[:MOST_TOOLS]


def _text(result: Any) -> str:
    """The texts of a tool's answer; of pictures and the like only that they are there."""
    parts = [
        part.text if part.type == "text" else f"[{part.type}, not shown]"
        for part in result.content or ()
    ]
    text = "\n".join(parts)
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + " […]"


def _plain(name: str) -> str:
    return _NO_NAME.sub("_", name)[:80]
