"""The routes of channels, messages, people and commands."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from double.checks import check_command
from double.people import Channel, Guild, Person
from double.posts import Post
from double.rest import Answer, Call, Rest
from double.state import State, readable
from double.wire import (
    CLOSED_DM,
    DM,
    NO_ACCESS,
    NOT_ALLOWED,
    OF_ANOTHER,
    UNKNOWN_GUILD,
    UNKNOWN_MEMBER,
    UNKNOWN_MESSAGE,
    Json,
    Refused,
)

OLD_EDITS = 3, 20.0
"""Edits of old messages in a channel, and in how many seconds (not documented; users report it)."""


class OldEdits(Refused):
    """30046 comes as a 429, with a time to wait."""

    def __init__(self, wait: float) -> None:
        super().__init__(
            429, 30046, "Maximum number of edits to messages older than 1 hour reached."
        )
        self._wait = wait

    def body(self) -> Json:
        return super().body() | {"retry_after": round(self._wait, 3), "global": False}


@dataclass(slots=True)
class Routes:
    """What answers the calls of a bot."""

    state: State
    content: bool
    gateway_url: str
    shards: int = 1
    old_after: float = 3600.0
    old_edits: tuple[int, float] = OLD_EDITS
    _old: dict[int, deque[float]] = field(default_factory=dict)

    def add_to(self, rest: Rest) -> None:
        app, channel, message = "/applications/{app}", "/channels/{channel}", "/messages/{message}"
        one, mine = f"{channel}{message}", f"{channel}{message}/reactions/{{emoji}}/@me"
        rest.add("GET", "/users/@me", self.me)
        rest.add("GET", "/oauth2/applications/@me", self.application)
        rest.add("GET", "/gateway", self.gateway)
        rest.add("GET", "/gateway/bot", self.gateway)
        rest.add("PUT", f"{app}/commands", self.put_commands)
        rest.add("GET", f"{app}/commands", self.get_commands)
        rest.add("PUT", f"{app}/guilds/{{guild}}/commands", self.put_commands)
        rest.add("GET", f"{app}/guilds/{{guild}}/commands", self.get_commands)
        rest.add("POST", "/users/@me/channels", self.open_dm)
        rest.add("GET", "/users/{user}", self.get_user)
        rest.add("GET", "/guilds/{guild}", self.get_guild)
        rest.add("GET", "/guilds/{guild}/members/{user}", self.get_member)
        rest.add("GET", channel, self.get_channel)
        rest.add("GET", f"{channel}/messages", self.history)
        rest.add("POST", f"{channel}/messages", self.post)
        rest.add("GET", one, self.get_message)
        rest.add("PATCH", one, self.edit)
        rest.add("DELETE", one, self.delete)
        rest.add("POST", f"{channel}/typing", self.type)
        rest.add("PUT", mine, self.react)
        rest.add("DELETE", mine, self.unreact)

    # ------------------------------------------------------------ the bot itself

    async def me(self, call: Call) -> Answer:
        return 200, self.state.sel.user() | {"flags": 0, "verified": True, "mfa_enabled": False}

    async def application(self, call: Call) -> Answer:
        return 200, {
            "id": str(self.state.sel.id),
            "name": "SEL",
            "icon": None,
            "description": "",
            "summary": "",
            "verify_key": "0" * 64,
            "flags": 0,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": Person(1, "Maker").user(),
            "team": None,
        }

    async def gateway(self, call: Call) -> Answer:
        limits = {
            "total": 1000,
            "remaining": 1000,
            "reset_after": 0,
            "max_concurrency": max(1, self.shards),
        }
        return 200, {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limits}

    async def put_commands(self, call: Call) -> Answer:
        for command in call.commands:
            check_command(command)
        app = str(self.state.sel.id)
        kept = [
            {"id": str(self.state.ids.new()), "application_id": app, "version": "1", "type": 1}
            | command
            for command in call.commands
        ]
        self.state.commands[int(call.ids.get("guild", 0))] = kept
        return 200, kept

    async def get_commands(self, call: Call) -> Answer:
        return 200, self.state.commands.get(int(call.ids.get("guild", 0)), [])

    # ------------------------------------------------------------ who and where

    async def open_dm(self, call: Call) -> Answer:
        return 200, self.state.dm(self.state.user(int(call.body["recipient_id"]))).payload()

    async def get_user(self, call: Call) -> Answer:
        return 200, self.state.user(call.id("user")).user()

    def _guild(self, call: Call) -> Guild:
        for guild in self.state.guilds:
            if guild.id == call.id("guild"):
                return guild
        raise UNKNOWN_GUILD

    async def get_guild(self, call: Call) -> Answer:
        return 200, self._guild(call).payload(0)

    async def get_member(self, call: Call) -> Answer:
        guild, person = self._guild(call), self.state.user(call.id("user"))
        if person not in (guild.sel, *guild.people):
            raise UNKNOWN_MEMBER
        return 200, guild.member(person)

    async def get_channel(self, call: Call) -> Answer:
        return 200, self._channel(call).payload()

    def _channel(self, call: Call) -> Channel:
        channel = self.state.channel(call.id("channel"))
        if channel.hidden:
            raise NO_ACCESS
        return channel

    def _message(self, call: Call) -> Post:
        post = self._channel(call).post(call.id("message"))
        if post is None or post.ephemeral:
            raise UNKNOWN_MESSAGE
        return post

    # ------------------------------------------------------------ messages

    def _shown(self, post: Post) -> Json:
        seen = readable(post, self.state.sel, content=self.content)
        return post.payload(readable=seen)

    async def history(self, call: Call) -> Answer:
        """Newest first; `after` gives those that come next, not the newest."""
        posts = [post for post in self._channel(call).posts if not (post.deleted or post.ephemeral)]
        posts.sort(key=lambda post: post.id)
        limit = int(call.query.get("limit", 50))
        if "after" in call.query:
            chosen = [post for post in posts if post.id > int(call.query["after"])][:limit]
        else:
            before = int(call.query.get("before", 1 << 63))
            chosen = [post for post in posts if post.id < before][-limit:]
        return 200, [self._shown(post) for post in reversed(chosen)]

    async def get_message(self, call: Call) -> Answer:
        return 200, self._shown(self._message(call))

    async def post(self, call: Call) -> Answer:
        channel = self._channel(call)
        if channel.locked:
            raise NOT_ALLOWED
        if channel.type == DM and channel.recipient and channel.recipient.closed:
            raise CLOSED_DM
        nonce = call.body.get("nonce")
        if nonce and call.body.get("enforce_nonce"):
            for post in channel.posts:
                if post.nonce == nonce and post.author is self.state.sel:
                    return 200, post.payload()
        return 200, self.state.write(channel, self.state.sel, call.body, call.files).payload()

    async def edit(self, call: Call) -> Answer:
        post = self._message(call)
        if post.author is not self.state.sel:
            raise OF_ANOTHER
        self._check_age(post)
        self.state.rewrite(post, call.body, call.files)
        return 200, post.payload()

    def _check_age(self, post: Post) -> None:
        """Old messages have a limit of their own, which no header tells."""
        now = time.time()
        if now - post.at < self.old_after:
            return
        most, seconds = self.old_edits
        edits = self._old.setdefault(post.channel.id, deque())
        while edits and edits[0] <= now - seconds:
            edits.popleft()
        if len(edits) >= most:
            raise OldEdits(edits[0] + seconds - now)
        edits.append(now)

    async def delete(self, call: Call) -> Answer:
        post = self._message(call)
        if post.author is not self.state.sel:
            raise NOT_ALLOWED
        self.state.delete(post)
        return 204, None

    async def type(self, call: Call) -> Answer:
        channel = self._channel(call)
        if channel.locked:
            raise NOT_ALLOWED
        channel.typing.append(time.time())
        return 204, None

    async def react(self, call: Call) -> Answer:
        self.state.react(self._message(call), self.state.sel, call.ids["emoji"])
        return 204, None

    async def unreact(self, call: Call) -> Answer:
        post = self._message(call)
        if (call.ids["emoji"], self.state.sel) in post.reactions:
            self.state.react(post, self.state.sel, call.ids["emoji"], away=True)
        return 204, None
