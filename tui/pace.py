"""How often a screen looks at what the brain told: keys come first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.bus import Subscription
    from sel.events import Event

FRAME = 1 / 22
"""Seconds between two looks at what the brain told: no eye needs more frames, and each costs."""
SHARE, LONGEST = 2, 0.25
"""After a batch that took long to draw, wait this many times as long (seconds at most)."""

Show = Callable[[Sequence["Event"]], None]
"""Draws some events."""


async def paced(subscription: Subscription, show: Show) -> None:
    """Show what was told, all that waits at once, until the subscription is closed."""
    while batch := await subscription.take():
        began = time.perf_counter()
        show(batch)
        spent = time.perf_counter() - began
        await asyncio.sleep(min(max(FRAME, SHARE * spent), LONGEST))
