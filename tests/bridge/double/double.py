"""The double as a test has it in hand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp
from aiohttp import web

from double import tls
from double.faults import Fault, plain_route
from double.gateway import Gateway, Identify
from double.interactions import (
    COMMAND,
    COMPLETION,
    COMPONENT,
    FORM,
    Interaction,
    Interactions,
    Response,
    command_data,
    form_data,
    option,
    pressed,
)
from double.people import Channel, Guild, Person
from double.posts import File, Post
from double.proxy import proxying
from double.rest import PREFIX, Rest, Write
from double.routes import Routes
from double.state import State, Told
from double.uploads import serve_file
from double.wire import PRIVILEGED, Json

T = TypeVar("T")
TOKEN = "MTA1NzUzODQzNTk4NjgwMzcxMg.double.of-a-bots-token"  # noqa: S105 - of nothing real


class Double:
    """Discord on loopback. Begin with `async with Double.running() as double`.

    Made ready by `heartbeat` (seconds), `privileged` (the names of intents that are switched on),
    `shards` (how many `/gateway/bot` recommends), `answer_in` and `token_for` (seconds in which
    interactions can be answered), `old_after` (seconds after which edits have their own limit),
    `file_most` and `request_most` (bytes).
    """

    def __init__(
        self,
        *,
        heartbeat: float = 41.25,
        privileged: Sequence[str] = tuple(PRIVILEGED),
        shards: int = 1,
        answer_in: float = 3.0,
        token_for: float = 900.0,
        old_after: float = 3600.0,
        file_most: int | None = None,
        request_most: int | None = None,
    ) -> None:
        self.token = TOKEN
        self.state = State(self._tell)
        if file_most is not None:
            self.state.file_most = file_most
        intents = sum(PRIVILEGED[name] for name in privileged)
        self.gateway = Gateway(self.state, TOKEN, heartbeat=heartbeat, privileged=intents)
        self.rest = Rest(TOKEN)
        if request_most is not None:
            self.rest.request_most = request_most
        self.routes = Routes(
            self.state,
            "message_content" in privileged,
            "wss://gateway.discord.gg/",
            shards=shards,
            old_after=old_after,
        )
        self.routes.add_to(self.rest)
        self.interactions = Interactions(self.state, answer_in, token_for)
        self.interactions.add_to(self.rest)
        self.port = 0
        self.proxy_url = ""
        self.proxied: list[str] = []

    @classmethod
    @asynccontextmanager
    async def running(cls, **settings: Any) -> AsyncIterator[Double]:
        """One that serves HTTPS and WSS on loopback, and a proxy to it."""
        double = cls(**settings)
        app = web.Application(client_max_size=1 << 30)
        app.router.add_route("*", "/{path:.*}", double._serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls.server_context())
        await site.start()
        double.port = runner.addresses[0][1]
        try:
            async with proxying(double.port) as (url, asked):
                double.proxy_url, double.proxied = url, asked
                yield double
        finally:
            for link in list(double.gateway.links):
                link.abort()
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        host = request.host.partition(":")[0]
        if host.startswith("gateway"):
            return await self.gateway.handle(request)
        if host.startswith(("cdn.", "media.")):
            return serve_file(self.state, request)
        if request.path.startswith(PREFIX):
            return await self.rest.handle(request)
        return web.Response(status=404, text=f"nothing is at {host}{request.path}")

    def _tell(self, told: Told) -> None:
        self.gateway.tell(told)

    # ------------------------------------------------------------ the way here

    def connector(self) -> aiohttp.TCPConnector:
        """For a client of this process; each needs its own."""
        return aiohttp.TCPConnector(
            resolver=tls.resolver(self.port), ssl=tls.client_context(), limit=0
        )

    @property
    def ca_file(self) -> str:
        return str(tls.authority_file())

    @property
    def environment(self) -> dict[str, str]:
        """What a subprocess needs, on top of its own environment, to talk to the double."""
        return {
            "DISCORD_TOKEN": self.token,
            "SEL_DISCORD_PROXY": self.proxy_url,
            "SSL_CERT_FILE": self.ca_file,
        }

    # ------------------------------------------------------------ who and where

    @property
    def sel(self) -> Person:
        """The bot."""
        return self.state.sel

    def person(self, name: str, *, bot: bool = False) -> Person:
        """The person called so (one and the same in all servers)."""
        return self.state.person(name, bot=bot)

    def guild(
        self,
        name: str,
        channels: Sequence[str] = ("general",),
        people: Sequence[str | Person] = (),
        managers: Sequence[str] = (),
    ) -> Guild:
        """A server that SEL is in; its first person owns it. Made later, SEL is told of it."""
        made = self.state.new_guild(name)
        for channel in channels:
            made.add_channel(channel)
        for person in people:
            made.add_person(person, manager=person in managers)
        self.gateway.add_guild(made)
        return made

    def dm(self, person: Person) -> Channel:
        """The direct messages of somebody with SEL."""
        return self.state.dm(person)

    # ------------------------------------------------------------ what people do

    async def say(
        self,
        channel: Channel,
        person: Person,
        text: str,
        *,
        mention_sel: bool = False,
        mentions: Sequence[Person] = (),
        reply_to: Post | None = None,
        ping: bool = True,
        files: Sequence[File] = (),
        bot: bool = False,
        webhook: bool = False,
        at: float | None = None,
    ) -> Post:
        """Somebody writes. Who is mentioned stands in front of the text, where it is not in it.

        `ping`: whether a reply names whom it replies to. `bot`, `webhook`: written by such a thing
        of that name. `at`: when, in Unix seconds.
        """
        named = [self.sel, *mentions] if mention_sel else list(mentions)
        front = " ".join(one.mention for one in named if one.mention not in text)
        body: Json = {"content": f"{front} {text}".strip(), "allowed_mentions": ANYBODY}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to.id)}
            body["allowed_mentions"] = ANYBODY | {"replied_user": ping}
        author = Person(self.state.ids.new(), person.name, bot=True) if bot or webhook else person
        post = self.state.write(channel, author, body, files, at=at, webhook=webhook)
        await asyncio.sleep(0)
        return post

    async def edit(self, post: Post, text: str) -> None:
        """Its author changes a message."""
        self.state.rewrite(post, {"content": text})
        await asyncio.sleep(0)

    async def delete(self, post: Post) -> None:
        """A message is deleted."""
        self.state.delete(post)
        await asyncio.sleep(0)

    async def react(self, post: Post, person: Person, emoji: str, *, away: bool = False) -> None:
        """Somebody reacts to a message, or takes that back."""
        self.state.react(post, person, emoji, away=away)
        await asyncio.sleep(0)

    async def slash(
        self, channel: Channel, person: Person, command: str, **options: object
    ) -> Interaction:
        """Somebody calls a command: "sel memory list". `AssertionError` where it is not there."""
        return self._command(COMMAND, channel, person, command, options)

    async def complete(
        self, channel: Channel, person: Person, command: str, **options: object
    ) -> Interaction:
        """Somebody is typing the last of the options."""
        made = self._command(COMPLETION, channel, person, command, options, last=True)
        await asyncio.sleep(0)
        return made

    def _command(
        self,
        kind: int,
        channel: Channel,
        person: Person,
        command: str,
        options: dict[str, object],
        *,
        last: bool = False,
    ) -> Interaction:
        given: list[Json] = []
        resolved: Json = {}
        for name, value in options.items():
            one, told = option(name, value)
            given.append(one)
            resolved |= told
        if last:
            given[-1]["focused"] = True
        known = [*self.state.commands.get(0, [])]
        if channel.guild is not None:
            known += self.state.commands.get(channel.guild.id, [])
        data = command_data(known, command.split(), given, resolved)
        return self.interactions.ask(kind, channel, person, data)

    async def press(
        self,
        where: Post | Response,
        person: Person,
        custom_id: str | None = None,
        *,
        label: str | None = None,
        values: Sequence[str] = (),
    ) -> Interaction:
        """Somebody presses a button (of a menu, chooses `values`): the first, or the one meant."""
        post = where.post if isinstance(where, Response) else where
        if post is None:
            raise AssertionError("there is no message to press anything in")
        one = pressed(post, custom_id, label)
        data: Json = {"custom_id": one["custom_id"], "component_type": one["type"]}
        if one["type"] == 3:
            data["values"] = list(values)
        return self.interactions.ask(COMPONENT, post.channel, person, data, post)

    async def submit(
        self, response: Response, person: Person, values: dict[str, str]
    ) -> Interaction:
        """Somebody fills in the form that was opened; `values` by custom id or label."""
        assert response.modal is not None
        data = form_data(response.modal, values)
        return self.interactions.ask(FORM, response.channel, person, data, response.post)

    # ------------------------------------------------------------ what SEL did

    def posts(self, channel: Channel) -> list[Post]:
        """What SEL wrote where everybody sees it, in order, with what it deleted since."""
        mine = [post for post in channel.posts if post.author is self.sel and not post.ephemeral]
        return [post for post in mine if not post.flags & 128]

    def typing(self, channel: Channel) -> list[float]:
        """The moments at which SEL began to type, in Unix seconds."""
        return channel.typing

    @property
    def writes(self) -> list[Write]:
        """Every call to the HTTP interface."""
        return self.rest.writes

    def calls(self, route: str) -> list[Write]:
        """The calls of a route: "PATCH /channels/{}/messages/{}"."""
        wanted = plain_route(route)
        return [one for one in self.writes if plain_route(f"{one.method} {one.route}") == wanted]

    @property
    def commands(self) -> list[Json]:
        """The commands that SEL has registered everywhere."""
        return self.state.commands.get(0, [])

    async def until(self, condition: Callable[[], T], seconds: float = 5.0) -> T:
        """What the condition gives, once that is true."""
        ends = time.monotonic() + seconds
        while not (value := condition()):
            if time.monotonic() > ends:
                raise AssertionError(f"not within {seconds} s")
            await asyncio.sleep(0.005)
        return value

    @property
    def identifies(self) -> list[Identify]:
        return self.gateway.identifies

    @property
    def resumes(self) -> list[Identify]:
        return self.gateway.resumes

    @property
    def heartbeats(self) -> list[float]:
        return self.gateway.heartbeats

    @property
    def intents(self) -> int:
        """Those of the newest IDENTIFY."""
        return self.identifies[-1].intents

    @property
    def shards(self) -> set[int]:
        """The shards that are connected."""
        return {link.session.shard[0] for link in self.gateway.linked() if link.session}

    # ------------------------------------------------------------ what goes wrong

    def bucket(self, family: str, per: int | None = 5, seconds: float = 5.0) -> None:
        """Limit a family of routes per channel ("messages", "edits", "deletes", "typing",
        "reactions", "webhooks", "history"; "global" is all of them), None: no longer."""
        self.rest.buckets.set(family, per, seconds)

    def refuse(
        self,
        route: str,
        status: int | str = 500,
        times: int = 1,
        *,
        code: int = 0,
        message: str = "refused by a test",
        wait: float = 0.5,
        lost: bool = False,
        via: bool = True,
        hold: float = 0.0,
    ) -> Fault:
        """Make the next calls of a route ("*": any) fail; see `Fault`. "429 global" holds up all
        routes. A `status` of 0 only holds the call for `hold` seconds. Its `times` can be set to 0
        to end it."""
        number, _, word = str(status).partition(" ")
        fault = Fault(
            plain_route(route),
            int(number),
            times,
            {} if number == "429" else {"message": message, "code": code},
            wait,
            word == "global",
            lost,
            via,
            hold,
        )
        self.rest.faults.waiting.append(fault)
        return fault

    async def drop(
        self, code: int | None = None, *, shard: int | None = None, forget: bool = False
    ) -> None:
        """Break the gateway's connections (None: without a word). `forget`: the sessions cannot be
        resumed afterwards."""
        for link in self.gateway.linked(shard):
            link.dropped = True
            if forget and link.session:
                self.gateway.sessions.pop(link.session.id, None)
            if code is None:
                link.abort()
            else:
                await link.socket.close(code=code)

    async def op7(self, *, shard: int | None = None) -> None:
        """Ask the client to connect anew and resume."""
        for link in self.gateway.linked(shard):
            link.send(7, None)
        await asyncio.sleep(0)

    async def op9(self, resumable: bool, *, shard: int | None = None) -> None:
        """Tell the client that its session is not valid (any more)."""
        for link in self.gateway.linked(shard):
            if not resumable and link.session:
                self.gateway.sessions.pop(link.session.id, None)
            link.send(9, resumable)
        await asyncio.sleep(0)

    async def malformed(self, *, shard: int | None = None) -> None:
        """Send a message that breaks the library's parser."""
        for link in self.gateway.linked(shard):
            assert link.session is not None
            link.session.sent.append((len(link.session.sent) + 1, "RESUMED", {}))
            link.send(0, {"id": "1", "author": None}, "MESSAGE_CREATE", len(link.session.sent))
        await asyncio.sleep(0)

    def refuse_gateway(self, times: int = 1) -> None:
        """Turn the next connections to the gateway away."""
        self.gateway.refusals = times


ANYBODY: Json = {"parse": ["users", "roles", "everyone"]}
