"""The README's picture, made from the real app: `python -m tui.picture [FILE]`.

The app runs without a terminal over a brain that shows one moment (`tui.scene`).
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tui.app import SelApp
from tui.blank import BlankMind

if TYPE_CHECKING:
    from sel.bus import Subscription
    from sel.events import Command, Snapshot

SIZE = (120, 40)
WHERE = Path("assets/screens/sel.svg")
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


class _Settings:
    def __init__(self, theme: str) -> None:
        self.theme, self.tts_default = theme, False


async def picture(theme: str = "sel-dark", size: tuple[int, int] = SIZE) -> str:
    """The app's screen as SVG."""
    app = SelApp(Moment(), _Settings(theme))
    async with app.run_test(size=size) as pilot:
        while not app.main.query("#stats"):
            await pilot.pause(0.02)
        await pilot.pause(0.1)
        return own_fonts(app.export_screenshot(title="SEL"))


def own_fonts(svg: str) -> str:
    """The SVG without fonts from elsewhere."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    return re.sub(r"font-family:[^;]*;", f"font-family: {FONTS};", svg)


def main(words: list[str]) -> None:
    """Write the picture."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    where = Path(words[0]) if words else WHERE
    svg = asyncio.run(picture())
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
