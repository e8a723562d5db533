"""All agents behind one door: what there is, which is meant, and what came of asking it.

Whatever goes wrong with an agent is an `Answer` with a sentence, never an exception: the
conversation goes on.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sel.agents import catalogue, choose, reminders, sandbox, schema, setup
from sel.agents.fence import clean
from sel.agents.kept import KeptAnswers
from sel.agents.told import Context, Refusal
from sel.agents.types import (
    Agent,
    AgentError,
    Answer,
    AnswerKey,
    Choice,
    Json,
    NotesPort,
)
from sel.errors import SelError

AT_ONCE = 4
"""Most children that run at the same time; others wait."""
LONGEST = 64 * 1024
"""Characters of an answer that are handed on."""


class Server(Protocol):
    """A source of agents beside the folder; `sel.agents.mcp_server` has one for MCP."""

    name: str

    async def agents(self) -> Sequence[Agent]:
        """What it offers now. Raises `AgentError`."""

    async def call(self, agent: Agent, arguments: Mapping[str, Json]) -> Json:
        """Ask one of them. Raises `AgentError` or `Refusal`."""

    async def stop(self) -> None:
        """End it."""


class Agents:
    """Made once by the brain. Everything is asked from one event loop."""

    def __init__(
        self,
        folder: Path,
        made: setup.Setup | None = None,
        *,
        servers: Sequence[Server] = (),
        cache: KeptAnswers | None = None,
        notes: NotesPort | None = None,
    ) -> None:
        self._folder = catalogue.Folder(folder)
        self._setup = made or setup.Setup()
        self._servers = {server.name: server for server in servers}
        self.cache = cache
        self.notes = notes
        """Where notes lie; a brain puts its memory's place here."""
        self._tools: dict[str, Agent] = {}
        self._problems: dict[str, str] = {}
        self._gate = asyncio.Semaphore(AT_ONCE)

    @property
    def problems(self) -> list[str]:
        """A sentence for everything that could not be used."""
        return [*self._setup.problems, *self._folder.problems, *self._problems.values()]

    @property
    def known(self) -> dict[str, Agent]:
        """Every agent by name. A person's own one stands in the place of a built-in namesake."""
        own = {name: one.agent for name, one in self._folder.modules.items()}
        return dict(catalogue.built_in()) | own | self._tools

    async def refresh(self) -> None:
        """Look at the person's folder again: cheap where nothing has changed."""
        await self._folder.refresh()

    async def connect(self) -> None:
        """Start the servers that are not running and ask what they offer."""
        await asyncio.gather(*(self._ask(server) for server in self._servers.values()))

    async def _ask(self, server: Server) -> None:
        try:
            offered = await server.agents()
        except AgentError as error:
            self._problems[server.name] = error.sentence()
            offered = []
        else:
            self._problems.pop(server.name, None)
        kept = {name: tool for name, tool in self._tools.items() if _server(name) != server.name}
        self._tools = kept | {agent.name: agent for agent in offered}

    def choose(self, text: str, only: Collection[str] | None = None) -> Choice | None:
        """The agent a message asks for, of all or `only` of these. Raises `Refusal` for a named
        one that cannot be asked."""
        known = self.known
        if only is not None:
            known = {name: agent for name, agent in known.items() if name in only}
        return choose.choose(text, known)

    async def run(self, name: str, arguments: Mapping[str, Json], context: Context) -> Answer:
        """Ask an agent. `context.settings` is filled in from agents.toml."""
        began = time.monotonic()
        agent = self.known.get(name)
        if agent is None:
            return Answer(name, f"There is no agent called {name[:40]}.", ok=False)
        try:
            answer = await self._answer(agent, arguments, _with(context, self._setup.of(name)))
        except Refusal as refusal:
            answer = Answer(name, clean(str(refusal))[:LONGEST], ok=False)
        except SelError as error:  # an agent's, its server's, or of the place where notes lie
            answer = Answer(name, clean(error.sentence())[:LONGEST], ok=False)
        return _timed(answer, time.monotonic() - began)

    async def _answer(self, agent: Agent, given: Mapping[str, Json], context: Context) -> Answer:
        arguments = dict(given) if agent.source == "mcp" else schema.validate(given, agent.schema)
        key = _key(agent, arguments, context)
        if key and self.cache is not None and (kept := self.cache.get(key)) is not None:
            return Answer(
                agent.name, kept["text"], data=kept["data"], cached=True, trusted=agent.trusted
            )
        began = time.monotonic()
        data = await self._result(agent, arguments, context)
        text = _text(data)
        if key and self.cache is not None:
            seconds = time.monotonic() - began
            self.cache.put(key, {"text": text, "data": data, "seconds": seconds})
        return Answer(agent.name, text, data=data, trusted=agent.trusted)

    async def _result(self, agent: Agent, arguments: dict[str, Json], context: Context) -> Json:
        if agent.source == "mcp":
            return await self._servers[_server(agent.name)].call(agent, arguments)
        if agent.name == catalogue.NOTES and agent.source == "built-in":
            if self.notes is None:
                raise Refusal("There is no place for notes here.")
            # In a thread, since the notes may lie on a disk; what was begun comes to its end.
            return await asyncio.to_thread(reminders.serve, arguments, context, self.notes)
        own = self._folder.modules.get(agent.name)
        path = own.path if own else catalogue.BUILT_IN[agent.name]
        source = own.source if own else None
        job = sandbox.Job(
            agent.name, path, source, "run", arguments, context, seconds=agent.timeout
        )
        async with self._gate:
            return await sandbox.run(job)

    def forget(self, person: str) -> int:
        """Let go of the answers that are kept for a person; how many there were."""
        return 0 if self.cache is None else self.cache.forget(person)

    async def close(self) -> None:
        """End the servers."""
        await asyncio.gather(*(server.stop() for server in self._servers.values()))


def _server(tool: str) -> str:
    return tool.partition(".")[0]


def _with(context: Context, table: Mapping[str, Json]) -> Context:
    return Context(context.person, context.now, context.zone, {**table, **context.settings})


def _timed(answer: Answer, seconds: float) -> Answer:
    return Answer(
        answer.agent, answer.text, answer.ok, answer.data, seconds, answer.cached, answer.trusted
    )


def _text(data: Json) -> str:
    """The answer in words: a text as it is, anything else as JSON."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, indent=1)
    return clean(text)[:LONGEST]


def _key(agent: Agent, arguments: Mapping[str, Json], context: Context) -> AnswerKey | None:
    """None for an agent whose answers are not kept."""
    if agent.lasting <= 0:
        return None
    parts = [
        agent.name,
        agent.version,
        arguments,
        context.person,
        context.zone,
        dict(context.settings),
    ]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    digest = hashlib.blake2b(text.encode(), digest_size=20).hexdigest()
    return AnswerKey(digest, context.person, agent.name, agent.lasting)
