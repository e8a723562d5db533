"""When there is nothing to be waited for any more, asked of the event loop and not of a clock."""

from __future__ import annotations

import asyncio
import time
from typing import Any

SOON = 0.02
"""Timers due within so many seconds are waited for, and those that they set: Textual draws by them,
60 times a second."""


async def idle(min_sleep: float = SOON, max_sleep: float = 1.0) -> None:
    """For Textual's own `wait_for_idle`, which takes a process for idle that did little in a
    fiftieth of a second: each key that a test presses takes two of them, and where the machine is
    busy all look idle. This one returns as soon as nobody in the loop has anything to do. Whatever
    never rests is left after `max_sleep` seconds of work and of waiting that was asked for: what
    other processes took of the machine does not count."""
    loop: Any = asyncio.get_running_loop()
    began, waited, calm = time.thread_time(), 0.0, 0
    while calm < 2 and time.thread_time() - began + waited < max_sleep:
        await asyncio.sleep(0)
        due = min((one.when() for one in loop._scheduled if not one.cancelled()), default=None)
        if loop._ready:
            calm = 0
        elif at_work(loop):
            calm, waited = 0, waited + 0.001
            await asyncio.sleep(0.001)
        elif due is not None and due <= loop.time() + SOON:
            wait = max(0.0, due - loop.time())
            calm, waited = 0, waited + wait
            await asyncio.sleep(wait)
        else:
            calm += 1


def at_work(loop: Any) -> bool:
    """Whether a thread of this loop's is busy."""
    pool = loop._default_executor
    return pool is not None and len(pool._threads) > pool._idle_semaphore._value
