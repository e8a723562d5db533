"""How SEL is, as pictures where they can be made, else as text."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bridge.commands.asked import Answer, Asked, Sheet
from bridge.commands.blocks import described, headline, status_blocks, timeline_blocks
from bridge.commands.deps import Deps
from sel.errors import InputRefused
from sel.events import AffectView, SetMode

log = logging.getLogger(__name__)

MODES = {
    "casual": "easy talk",
    "deep_focus": "exact, to the point",
    "playful": "light-hearted",
    "quiet_companion": "few words, company kept",
}


async def status(deps: Deps, asked: Asked, *, as_text: bool = False) -> Answer:
    """Mood, mode and the eight gauges as SEL is on this channel. Why they moved is not told: it may
    have been somebody elsewhere."""
    affect = deps.mind.affect(asked.channel)
    sheet = None if as_text else await _picture(deps, asked, affect, "sel-mood.png", _status)
    return Answer(headline(affect), sheet) if sheet else Answer(status_blocks(affect))


async def timeline(deps: Deps, asked: Asked, *, as_text: bool = False) -> Answer:
    """The last hour of the eight."""
    affect = deps.mind.affect(asked.channel)
    sheet = None if as_text else await _picture(deps, asked, affect, "sel-last-hour.png", _timeline)
    return Answer(headline(affect), sheet) if sheet else Answer(timeline_blocks(affect))


async def mode(deps: Deps, asked: Asked, wanted: str = "") -> Answer:
    """Change the mode, or say which it is. Raises `SelError`."""
    if not wanted:
        now = deps.mind.affect(asked.channel).mode
        return Answer(f"Mode: **{_named(now)}** ({MODES.get(now, 'a mode of its own')}).")
    if wanted not in MODES:
        raise InputRefused("There is no such mode.", hint=f"It is one of {', '.join(MODES)}.")
    asked.needs("manage_channels", "manage_guild")
    await deps.mind.submit(SetMode(channel=asked.channel, mode=wanted))
    return Answer(f"Mode: **{_named(wanted)}** ({MODES[wanted]}), in this channel.")


async def _picture(
    deps: Deps, asked: Asked, affect: AffectView, name: str, draw: Callable[[AffectView], bytes]
) -> Sheet | None:
    """The picture; None where it cannot be made or sent."""
    if not asked.files:
        return None
    try:
        async with deps.drawing:
            data = await asyncio.to_thread(draw, affect)
    except (ImportError, OSError) as error:
        log.warning("no picture of the mood: %s", type(error))
        return None
    return Sheet(name=name, data=data, about=described(affect))


def _status(affect: AffectView) -> bytes:
    from bridge.commands.pictures import status_picture  # lazy: Pillow, which may be missing

    return status_picture(affect)


def _timeline(affect: AffectView) -> bytes:
    from bridge.commands.pictures import timeline_picture  # lazy: Pillow, which may be missing

    return timeline_picture(affect)


def _named(mode: str) -> str:
    return mode.replace("_", " ")
