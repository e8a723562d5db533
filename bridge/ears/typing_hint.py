"""SEL is typing: shown as soon as it is known that somebody waits, while a burst is collected."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bridge.ears.incoming import Incoming
from bridge.ears.room import Room
from sel.observe.errors_told import kind_of
from sel.observe.redaction import own

if TYPE_CHECKING:
    from bridge.ears.errands import Errands

log = logging.getLogger(__name__)

LASTS_SECONDS = 8.0
"""Discord shows it for ten; it is not asked again earlier."""
PATIENCE_SECONDS = 5.0


class TypingHint:
    """Shows it once for a burst; the reply goes on with it."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands

    def show(self, room: Room, message: Incoming) -> None:
        """Show it where nothing is being answered yet."""
        now = asyncio.get_running_loop().time()
        if room.busy or message.source is None or now - room.typed_at < LASTS_SECONDS:
            return
        room.typed_at = now
        self._errands.do(lambda: _show(message))


async def _show(message: Incoming) -> None:
    from bridge.trouble import TROUBLE

    if message.source is None:
        return
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await message.source.channel.typing()
    except TROUBLE as error:
        log.info("typing was not shown: %s", own(kind_of(error)))
