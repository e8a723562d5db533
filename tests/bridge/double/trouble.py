"""What can go wrong, when a test asks for it."""

from __future__ import annotations

import asyncio

from double.faults import Fault, plain_route
from double.parts import Parts


class Trouble(Parts):
    """Limits, failures, and broken connections."""

    def bucket(self, family: str, per: int | None = 5, seconds: float = 5.0) -> None:
        """Limit a family of routes per channel ("messages", "edits", "deletes", "typing",
        "reactions", "webhooks", "history"; "global" is all of them), None: no longer."""
        self.rest.buckets.set(family, per, seconds)

    def realistic(self) -> None:
        """Limits as people find them at Discord (they are not documented)."""
        self.bucket("messages", per=5, seconds=5.0)
        self.bucket("edits", per=5, seconds=5.0)
        self.bucket("deletes", per=5, seconds=1.0)
        self.bucket("typing", per=5, seconds=5.0)
        self.bucket("reactions", per=1, seconds=0.25)
        self.bucket("webhooks", per=5, seconds=2.0)
        self.bucket("global", per=50, seconds=1.0)

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
                await link.close(code)

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
