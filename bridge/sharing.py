"""Several processes on one Discord: each runs the connections it is given, and no others.

Which these are is decided elsewhere (`sel.scale`), and may change at any time: a process has died,
or a new one came.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any

from sel.bridge_events import BridgeState
from sel.errors import BridgeError, StoreError
from sel.tasks import Stage, TaskOwner

Live = Callable[[tuple[int, ...]], Coroutine[Any, Any, BridgeError]]
"""Runs these connections until cancelled; returns only with a final error."""
STANDS_BY = "Other processes have all connections to Discord; SEL stands by."


async def run_shares(
    shares: AsyncGenerator[frozenset[int], None],
    live: Live,
    tell: Callable[[BridgeState, str], None],
) -> BridgeError:
    """Run what `shares` gives, anew whenever that changes; returns only with a final error.

    The next share is asked for when nothing runs any more that is not in the last one.
    """
    tasks = TaskOwner("shards")
    async with aclosing(shares):
        living: asyncio.Task[BridgeError] | None = None
        try:
            while True:
                asking = tasks.start(_next(shares), "share", Stage.INPUT)
                waited = {asking} if living is None else {asking, living}
                await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
                if living is not None and living.done():
                    return living.result()
                await _ended(living)
                mine = await asking
                living = tasks.start(live(tuple(sorted(mine))), "live") if mine else None
                if not mine:
                    tell("connecting", STANDS_BY)
        except StoreError as error:
            return BridgeError(error.title, where=error.where, hint=error.hint)
        finally:
            await tasks.stop()


async def _next(shares: AsyncGenerator[frozenset[int], None]) -> frozenset[int]:
    """A coroutine of `anext`, which is none."""
    return await anext(shares)


async def _ended(living: asyncio.Task[BridgeError] | None) -> None:
    if living is not None:
        living.cancel()
        await asyncio.wait({living})
