"""Discord's HTTP interface: who asks, how often, and what is answered."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from double.buckets import Buckets
from double.faults import Faults, plain_route
from double.posts import File
from double.uploads import read_body
from double.wire import NOT_FOUND, TOO_LARGE, UNAUTHORISED, Json, Refused

PREFIX = "/api/v10"


@dataclass(frozen=True, slots=True)
class Write:
    """A call SEL made, with `at` in Unix seconds, and what came of it (`error` is Discord's code).

    `route` has names for its parts: "/channels/{channel}/messages".
    """

    at: float
    method: str
    route: str
    body: Json
    status: int
    path: str
    error: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request, read. `ids` are the parts of its path."""

    ids: dict[str, str]
    query: dict[str, str]
    body: Json
    files: list[File]
    commands: list[Json]

    def id(self, name: str) -> int:
        return int(self.ids[name]) if self.ids[name].isdigit() else 0


Answer = tuple[int, Any]
Handler = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Route:
    """A route and what answers it; `free`: needs no token of a bot."""

    method: str
    template: str
    handler: Handler
    free: bool
    pattern: re.Pattern[str]

    @property
    def plain(self) -> str:
        return plain_route(f"{self.method} {self.template}")


@dataclass(slots=True)
class Rest:
    """All routes, with limits and failures in front of them.

    `latency` is in seconds. `invalid`: how many calls were answered by 401, 403 or 429; at
    `invalid_most` of them Discord bans an address.
    """

    token: str
    buckets: Buckets = field(default_factory=Buckets)
    faults: Faults = field(default_factory=Faults)
    writes: list[Write] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    request_most: int = 25 * 1024 * 1024
    invalid_most: int = 10_000
    latency: float = 0.0
    invalid: int = 0

    def add(self, method: str, template: str, handler: Handler, *, free: bool = False) -> None:
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))
        self.routes.append(Route(method, template, handler, free, pattern))

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a request, and note it down."""
        at = time.time()
        path = request.path.removeprefix(PREFIX)
        route, ids = self._find(request.method, path)
        template = route.template if route else path
        body: Json = {}
        status: int
        answer: Any
        headers: dict[str, str] = {}
        try:
            call = await self._read(request, ids)
            body = call.body
            status, answer, headers = await self._answer(request, route, call)
        except Refused as refused:
            status, answer = refused.status, refused.body()
        self.invalid += status in (401, 403, 429)
        error = answer.get("code") if status >= 400 and isinstance(answer, dict) else None
        self.writes.append(Write(at, request.method, template, body, status, path, error))
        return _response(status, answer, headers)

    def _find(self, method: str, path: str) -> tuple[Route | None, dict[str, str]]:
        for route in self.routes:
            if route.method == method and (match := route.pattern.fullmatch(path)):
                return route, match.groupdict()
        return None, {}

    async def _read(self, request: web.Request, ids: dict[str, str]) -> Call:
        if (request.content_length or 0) > self.request_most:
            await request.read()
            raise TOO_LARGE
        body, files = await read_body(request)
        listed = body if isinstance(body, list) else []
        given = body if isinstance(body, dict) else {}
        return Call(ids, dict(request.query), given, files, listed)

    async def _answer(
        self, request: web.Request, route: Route | None, call: Call
    ) -> tuple[int, Any, dict[str, str]]:
        if self.invalid >= self.invalid_most:
            return 429, "You are banned from accessing this site", {}
        if route is None:
            raise NOT_FOUND
        fault = self.faults.take(route.plain)
        await asyncio.sleep(self.latency + (fault.hold if fault else 0.0))
        if fault and fault.status and not fault.lost:
            return fault.answer()
        if not route.free and request.headers.get("Authorization") != f"Bot {self.token}":
            raise UNAUTHORISED
        verdict = self.buckets.ask(route.plain, call.id("channel") if "channel" in call.ids else 0)
        headers = verdict.headers | {"Via": "1.1 double"}
        if verdict.wait is not None:
            return 429, verdict.body(), headers
        try:
            status, answer = await route.handler(call)
        except Refused as refused:
            status, answer = refused.status, refused.body()
        return fault.answer() if fault and fault.status else (status, answer, headers)


def _response(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    """Discord's Content-Type has no charset, which discord.py relies on."""
    if answer is None:
        return web.Response(status=status, headers=headers)
    if isinstance(answer, str):
        return web.Response(status=status, text=answer, headers=headers)
    kind = {"Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(answer).encode(), headers=headers | kind)
