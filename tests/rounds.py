"""Waiting without a clock."""

from __future__ import annotations

import asyncio


async def rounds(count: int = 50) -> None:
    """So many turns of the loop: whatever is only handed from task to task has arrived by then,
    however slow the machine is."""
    for _ in range(count):
        await asyncio.sleep(0)
