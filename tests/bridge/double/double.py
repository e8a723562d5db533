"""The double as a test has it in hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from double import tls
from double.asking import command_data, form_data, option, pressed
from double.interactions import COMMAND, COMPLETION, COMPONENT, FORM, Interaction, Response
from double.people import Channel, Guild, Person
from double.posts import File, Post
from double.proxy import proxying
from double.rest import PREFIX
from double.seen import Seen
from double.trouble import Trouble
from double.uploads import serve_file
from double.wire import Json

ANYBODY: Json = {"parse": ["users", "roles", "everyone"]}


class Double(Seen, Trouble):
    """Discord on loopback. Begin with `async with Double.running() as double`.

    Made ready by `heartbeat` (seconds), `privileged` (the names of intents that are switched on),
    `shards` (how many `/gateway/bot` recommends), `answer_in` and `token_for` (seconds in which
    interactions can be answered), `old_after` (seconds after which edits have their own limit),
    `file_most` and `request_most` (bytes; the first is Discord's for the server where not given).
    """

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
        await double.voice.start()
        try:
            async with proxying(double.port) as (url, asked):
                double.proxy_url, double.proxied = url, asked
                yield double
        finally:
            for link in list(double.gateway.links):
                link.abort()
            double.voice.close()
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        host = request.host.partition(":")[0]
        if host.startswith("gateway"):
            return await self.gateway.handle(request)
        if host.startswith("voice"):
            return await self.voice.handle(request)
        if host.startswith(("cdn.", "media.")):
            return serve_file(self.state, request)
        if request.path.startswith(PREFIX):
            return await self.rest.handle(request)
        return web.Response(status=404, text=f"nothing is at {host}{request.path}")

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
        author = self.state.twin(person) if bot or webhook else person
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

    async def purge(self, posts: Sequence[Post]) -> None:
        """Several messages of one channel are deleted together."""
        self.state.purge(posts)
        await asyncio.sleep(0)

    async def unfurl(self, post: Post, title: str) -> None:
        """Discord adds a preview of a link: an update of a message that nobody edited."""
        post.embeds.append({"type": "link", "title": title})
        self.state.told("MESSAGE_UPDATE", post)
        await asyncio.sleep(0)

    async def again(self, post: Post) -> None:
        """A message is delivered a second time, as happens around a resumed connection."""
        self.state.told("MESSAGE_CREATE", post)
        await asyncio.sleep(0)

    async def remove(self, place: Guild | Channel) -> None:
        """SEL is removed from a server, or a channel is deleted."""
        self.state.remove(place)
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
            one, told = option(name, value, channel.guild)
            given.append(one)
            resolved |= told
        if last:
            given[-1]["focused"] = True
        known = [*self.state.commands.get(0, [])]
        if channel.guild is not None:
            known += self.state.commands.get(channel.guild.id, [])
        data = command_data(
            known, command.split(), given, resolved, guild=channel.guild, person=person
        )
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

    async def enter(self, channel: Channel, person: Person) -> None:
        """Somebody enters a voice channel."""
        assert channel.guild is not None
        self.voice.move(channel.guild, person, channel, f"voice-of-{person.id}")
        await asyncio.sleep(0)

    async def leave(self, channel: Channel, person: Person) -> None:
        """Somebody leaves it."""
        assert channel.guild is not None
        self.voice.move(channel.guild, person, None, f"voice-of-{person.id}")
        await asyncio.sleep(0)
