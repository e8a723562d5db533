"""What SEL did, as a test looks at it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from double.faults import plain_route
from double.gateway import Identify
from double.parts import Parts
from double.people import Channel
from double.posts import Post
from double.rest import Write
from double.wire import Json

T = TypeVar("T")


class Seen(Parts):
    """Posts, calls and connections."""

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

    async def until(self, condition: Callable[[], T], seconds: float = 30.0) -> T:
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
