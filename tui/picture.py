"""The README's picture, made from the real app: `python -m tui.picture [FILE]`.

The app runs without a terminal over a brain that shows one moment (`tui.scene`);
`python -m tui.picture --channels [FILE]` shows it on Discord (`tui.scene_channels`).
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.app import SelApp
from tui.blank import BlankMind

if TYPE_CHECKING:
    from sel.bridge_events import BridgeView
    from sel.bus import Subscription
    from sel.events import Command, Snapshot

SIZE = (120, 40)
WHERE = Path("assets/screens/sel.svg")
CHANNELS = Path("assets/screens/channels.svg")
FONTS = "Fira Code, DejaVu Sans Mono, Menlo, Consolas, monospace"
"""Fonts of the viewer's own: the picture asks nothing of the network."""


class Moment(BlankMind):
    """A brain to which nothing happens any more."""

    async def start(self) -> None:
        """Nothing to wake."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def submit(self, command: Command) -> str:  # noqa: ARG002 - the port's shape
        """Nothing is answered."""
        return ""

    def subscribe(self) -> Subscription:
        """The moment."""
        from sel.bus import Bus
        from tui.scene import NOON

        return Bus(self.snapshot, clock=lambda: NOON).subscribe()

    def snapshot(self) -> Snapshot:
        """A conversation with code in it, a mood, an engine that is ready."""
        from sel.events import DESK, ChannelView, Snapshot
        from tui.scene import OPENING, READY, affect, stats, talk

        channel = ChannelView(messages=OPENING + talk(), last=stats())
        return Snapshot(channels={DESK: channel}, affect=affect(), engine=READY)


class Elsewhere(Moment):
    """The same moment, on Discord."""

    def bridge(self) -> BridgeView:
        """Three servers, and two people of their own."""
        from tui.scene_channels import BRIDGE

        return BRIDGE

    def snapshot(self) -> Snapshot:
        """What is said there, too."""
        from tui import scene_channels

        here = super().snapshot()
        return replace(here, channels={**here.channels, **scene_channels.CHANNELS})


class _Settings:
    def __init__(self, theme: str) -> None:
        self.theme, self.tts_default = theme, False
        self.compact, self.animations, self.plain = False, False, False
        self.notify, self.pictures = "off", "blocks"


async def picture(theme: str = "sel-dark", size: tuple[int, int] = SIZE) -> str:
    """The app's screen as SVG."""
    app = SelApp(Moment(), _Settings(theme))
    async with app.run_test(size=size) as pilot:
        while not app.main.query("#stats"):
            await pilot.pause(0.02)
        await pilot.pause(0.1)
        return own_fonts(app.export_screenshot(title="SEL"))


async def channels(theme: str = "sel-dark", size: tuple[int, int] = SIZE) -> str:
    """The screen of Discord's channels as SVG."""
    app = SelApp(Elsewhere(), _Settings(theme))
    async with app.run_test(size=size) as pilot:
        while not app.main.query("#stats"):
            await pilot.pause(0.02)
        await pilot.press("ctrl+o")
        while not app.screen.query("Overheard SelMessage"):
            await pilot.pause(0.02)
        await pilot.pause(0.1)
        return own_fonts(app.export_screenshot(title="SEL"))


def own_fonts(svg: str) -> str:
    """The SVG without fonts from elsewhere."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = svg.replace("<text ", '<text xml:space="preserve" ')  # some viewers eat leading spaces
    return re.sub(r"font-family:[^;]*;", f"font-family: {FONTS};", svg)


def main(words: list[str]) -> None:
    """Write the picture."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    made, where = (channels, CHANNELS) if words[:1] == ["--channels"] else (picture, WHERE)
    names = [word for word in words if word != "--channels"]
    where = Path(names[0]) if names else where
    svg = asyncio.run(made())
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
