"""A picture of every screen, drawn without a terminal over one evening (`tui.scene_life`).

`SCREENS` is the one table: a new screen is one line in it, and stands in `sel --screenshot`, in the
docs' pictures and in the tests from then on.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.message_pump import MessagePump
from textual.pilot import Pilot

from sel.config.load import load
from sel.errors import InputRefused
from sel.paths import find
from tui.app import SelApp
from tui.house import House
from tui.scene_life import Evening
from tui.scene_said import Log
from tui.svg import small

SIZE = (120, 40)
LEAST, MOST = (20, 8), (400, 200)
PATIENCE = 60.0
"""Seconds a screen may take to be drawn, on the slowest machine."""
LOOKS = 3
SOON = 1.0
"""Seconds: what a screen does once, after so short a wait, belongs to its picture."""
LASTING = frozenset({"brain", "_following"})
"""Workers that go on for as long as their screen, or the app, is there."""

Opening = Callable[[SelApp, "Pilot[None]"], Awaitable[None]]


def _look(what: str, words: str = "") -> Opening:
    """Open a screen as its key or command does."""

    async def opening(app: SelApp, pilot: Pilot[None]) -> None:
        app.look(what, words)
        await pilot.pause(0)

    return opening


def _run(command: str, words: str = "") -> Opening:
    """Open a screen by a slash command."""

    async def opening(app: SelApp, pilot: Pilot[None]) -> None:
        await app.main.desk.run_command(command, words)
        await pilot.pause(0)

    return opening


async def _nothing(_app: SelApp, pilot: Pilot[None]) -> None:
    """The conversation is there from the start."""
    await pilot.pause(0)


SCREENS: Mapping[str, Opening] = {
    "conversation": _nothing,
    "home": _look("home"),
    "find": _look("find", "tide"),
    "tree": _look("tree"),
    "memory": _look("memories"),
    "mind": _look("mind"),
    "mood": _look("mood"),
    "analytics": _look("analytics"),
    "stats": _look("stats"),
    "models": _look("models"),
    "persona": _look("persona"),
    "settings": _look("settings"),
    "keys": _look("keys"),
    "channels": _look("channels"),
    "agents": _look("agents"),
    "why": _look("why"),
    "log": _look("log"),
    "help": _look("help"),
    "wizard": _look("setup"),
}
"""Every screen: name → how to open it."""


@dataclass(slots=True)
class Gallery:
    """One app, in which one screen after the other is opened and drawn."""

    app: SelApp
    pilot: Pilot[None]

    async def draw(self, name: str, size: tuple[int, int] = SIZE) -> str:
        """A screen as SVG. Raises `InputRefused` for a name that is none."""
        opening = SCREENS.get(name)
        if opening is None:
            raise no_screen(name)
        await self._home()
        if self.app.size != size:
            await self.pilot.resize_terminal(*size)
        await opening(self.app, self.pilot)
        return await self.again(size)

    async def again(self, size: tuple[int, int]) -> str:
        """The screen that is there, at a size."""
        if self.app.size != size:
            await self.pilot.resize_terminal(*size)
        for one in self.app.screen.query("Input, TextArea"):
            one.cursor_blink = False  # type: ignore[attr-defined]
        await self._settled()
        return small(self.app.export_screenshot(simplify=True))

    async def _home(self) -> None:
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()
            await self.pilot.pause(0)

    async def _settled(self) -> None:
        """Until nothing is under way any more, some looks in a row: what one thing brought may set
        another one going. No time says so; a slow machine only takes longer."""
        async with asyncio.timeout(PATIENCE):
            quiet = 0
            while quiet < LOOKS:
                await self.pilot.pause(0)  # what waited in each queue is done
                quiet = 0 if self._busy() else quiet + 1

    def _busy(self) -> bool:
        """Whether anything but the app's own life is under way."""
        workers = self.app.workers
        if any(not one.is_finished and one.name not in LASTING for one in workers):
            return True
        screens = self.app.screen_stack
        nodes = (node for screen in screens for node in screen.walk_children(with_self=True))
        return any(_waits(node) for node in (self.app, *nodes))


def _waits(node: MessagePump) -> bool:
    """Whether messages, or a moment that is about to come, are waited for here."""
    soon = (
        timer._task is not None
        and not timer._task.done()
        and timer._repeat is not None
        and timer._interval <= SOON
        for timer in node._timers
    )
    return node.message_queue_size > 0 or any(soon)


def no_screen(name: str) -> InputRefused:
    """There is no such screen."""
    return InputRefused(
        f"There is no screen called {name!r}.", hint=f"There are {', '.join(SCREENS)}."
    )


@asynccontextmanager
async def gallery(theme: str = "sel-dark", size: tuple[int, int] = SIZE) -> AsyncIterator[Gallery]:
    """The app over the evening, in this theme. Its clock is UTC's, and nothing in it moves."""
    zone = os.environ.get("TZ")
    _clock("UTC")
    try:
        with TemporaryDirectory(prefix="sel-gallery-") as folder:
            house = _house(Path(folder), theme)
            still = replace(house.loaded.settings, animations=False, notify="off")
            app = SelApp(Evening(), still, log=Log(), house=house)
            async with app.run_test(size=size, notifications=False) as pilot:
                app.animation_level = "none"
                while not app.main.query("#stats"):
                    await pilot.pause(0.02)
                if app.theme != theme and theme in app.available_themes:
                    app.theme = theme
                yield Gallery(app, pilot)
    finally:
        _clock(zone)


async def drawn(name: str, theme: str = "sel-dark", size: tuple[int, int] = SIZE) -> str:
    """One screen as SVG. Raises `InputRefused` for a screen or theme that is none."""
    if name not in SCREENS:
        raise no_screen(name)
    async with gallery(theme, size) as pictures:
        if pictures.app.theme != theme:
            known = ", ".join(sorted(pictures.app.available_themes))
            raise InputRefused(f"There is no theme called {theme!r}.", hint=f"There are {known}.")
        return await pictures.draw(name, size)


def _house(folder: Path, theme: str) -> House:
    paths = find({"SEL_HOME": str(folder)}).ready()
    loaded: Any = load({}, paths, {}, folder)
    settings = replace(loaded.settings, theme=theme)
    return House(replace(loaded, settings=settings), paths, demo=True)


def _clock(zone: str | None) -> None:
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    time.tzset()
