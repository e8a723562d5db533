"""Who runs which shard: leases in Valkey, so that a dead process's shards are soon another's.

Every process asks once a second. One script of the server does it all: it renews what is held,
counts who else is alive, and gives out shards that nobody holds, to everybody about as many. A
lease runs out by the server's clock; the process itself takes a shard for lost earlier than that,
by its own, so that never two of them run one.

Each lease has a number that only rises (a fencing token): who was asleep for long can be told from
who holds the shard now.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from sel.errors import StoreError
from sel.observe.errors_told import told
from sel.observe.redaction import own
from sel.scale.valkey import client_of, refusals
from sel.tasks import Stage, TaskOwner

log = logging.getLogger(__name__)

SECONDS = 6.0
"""How long a lease lives without being renewed: longer than a machine under load stalls, short
enough that people wait for a reply and do not leave."""

BEATS = 6
"""How often it is renewed in that time."""

SAFE = 0.7
"""Share of a lease's life after which a process that could not renew it gives the shard up."""

_BEAT = """
local t = redis.call('TIME')
local now, me = t[1] * 1000 + math.floor(t[2] / 1000), ARGV[1]
local life, total = tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZREM', KEYS[1], me)
local others = redis.call('ZCARD', KEYS[1])
local agreed = tonumber(redis.call('HGET', KEYS[3], 'total') or total)
if others > 0 and agreed ~= total then return {-1, agreed} end
redis.call('HSET', KEYS[3], 'total', total)
redis.call('ZADD', KEYS[1], now + life, me)
for place = 4, #ARGV do
    local held = redis.call('HGET', KEYS[2], ARGV[place])
    if held and string.find(held, ' ' .. me, 1, true) then
        redis.call('HDEL', KEYS[2], ARGV[place])
    end
end
local mine, free = {}, {}
for shard = 0, total - 1 do
    local held = redis.call('HGET', KEYS[2], shard)
    local ends, token, who = 0, 0, ''
    if held then
        ends, token, who = string.match(held, '^(%d+) (%d+) (.*)$')
    end
    if who == me and tonumber(ends) > now then
        redis.call('HSET', KEYS[2], shard, (now + life) .. ' ' .. token .. ' ' .. me)
        mine[#mine + 1] = {shard, tonumber(token)}
    elseif tonumber(ends) <= now then
        free[#free + 1] = shard
    end
end
local share = math.ceil(total / (others + 1))
while #mine < share and #free > 0 do
    local shard = table.remove(free, 1)
    local token = redis.call('HINCRBY', KEYS[3], 'token', 1)
    redis.call('HSET', KEYS[2], shard, (now + life) .. ' ' .. token .. ' ' .. me)
    mine[#mine + 1] = {shard, token}
end
local answer = {share}
for _, one in ipairs(mine) do
    answer[#answer + 1] = one[1]
    answer[#answer + 1] = one[2]
end
return answer
"""

_LEAVE = """
redis.call('ZREM', KEYS[1], ARGV[1])
for _, shard in ipairs(redis.call('HKEYS', KEYS[2])) do
    local held = redis.call('HGET', KEYS[2], shard)
    if string.find(held, ' ' .. ARGV[1], 1, true) then redis.call('HDEL', KEYS[2], shard) end
end
"""


class Leases:
    """This process's shards, among all that share a Valkey and a `prefix`.

    `seconds` a lease lives; `clock` counts seconds and never goes back.
    """

    def __init__(
        self,
        url: str,
        prefix: str = "sel",
        *,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client_of(url)
        self._seconds, self._clock = seconds, clock
        self._me = secrets.token_hex(8)
        self._keys = [f"{{{prefix}:shards}}:{what}" for what in ("members", "leases", "agreed")]
        self._script = self._client.register_script(_BEAT)
        self._bye = self._client.register_script(_LEAVE)
        self._held: dict[int, int] = {}
        self._share = 0
        self._told: frozenset[int] = frozenset()
        self._running: frozenset[int] = frozenset()
        self._changed = asyncio.Event()
        self._refused: StoreError | None = None
        self._ends = 0.0

    def token(self, shard: int) -> int:
        """The lease's rising number; 0 for a shard that is not held."""
        return self._held.get(shard, 0)

    async def hold(self, total: int) -> AsyncGenerator[frozenset[int], None]:
        """The shards of 0 … `total` - 1 that this process should run, now and whenever that
        changes. Whoever asks for the next runs no others by then, and asks within a second or two:
        what was taken away is given to another process then.

        Raises `StoreError` where other processes run another number of shards. Closing it gives
        all of them back at once.
        """
        tasks = TaskOwner("leases")
        try:
            await self._beat(total)
            tasks.start(self._beats(total), "beat", Stage.BACKGROUND)
            while True:
                if self._refused is not None:
                    raise self._refused
                self._told = self._wanted()
                self._running |= self._told
                yield self._told
                self._running = self._told  # who asks for the next has stopped the others
                await self._settled()
        finally:
            await tasks.stop()
            await self._leave()

    async def _settled(self) -> None:
        """Return when other shards should run than were told."""
        while self._wanted() == self._told and self._refused is None:
            self._changed.clear()
            with contextlib.suppress(TimeoutError):  # a server that hangs renews nothing
                async with asyncio.timeout(self._ends - self._clock() if self._told else None):
                    await self._changed.wait()

    def _wanted(self) -> frozenset[int]:
        """What should run: what is held for sure, and no more than one's share of it."""
        if self._clock() >= self._ends:
            return frozenset()
        running = sorted(self._held, key=lambda shard: (shard not in self._told, shard))
        return frozenset(running[: self._share])

    async def _beats(self, total: int) -> None:
        while self._refused is None:
            await asyncio.sleep(self._seconds / BEATS)
            try:
                await self._beat(total)
            except StoreError as error:
                log.warning("leases cannot be renewed: %s", own(told(error)))
            self._changed.set()

    async def _beat(self, total: int) -> None:
        began = self._clock()
        # What is held and runs no more is given back.
        back = [shard for shard in self._held if shard not in self._running | self._wanted()]
        args: list[str | int] = [self._me, round(self._seconds * 1000), total, *back]
        async with refusals():
            answer: Sequence[Any] = await self._script(keys=self._keys, args=args)
        if answer[0] == -1:
            self._refused = StoreError(
                f"Other processes share {answer[1]} shards, and this one wants {total}.",
                hint="Set discord_shards to the same number everywhere.",
            )
            return
        self._share = int(answer[0])
        self._held = dict(zip(map(int, answer[1::2]), map(int, answer[2::2]), strict=True))
        self._ends = began + self._seconds * SAFE

    async def _leave(self) -> None:
        try:
            async with refusals():
                await self._bye(keys=self._keys, args=[self._me])
                await self._client.aclose()
        except StoreError:  # then they run out by themselves
            log.info("leases were not given back")
        self._held, self._told, self._running = {}, frozenset(), frozenset()
