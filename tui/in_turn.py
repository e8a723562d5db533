"""One key after the other, across widgets and screens.

Textual hands a key to what has the focus at that moment, and what it means is found out later, on
its way up to the app. Keys that come in a burst (a slow machine, a line that stutters) are then all
handed to the same place: what is typed behind the Esc that closes a screen still means something on
that screen. So a key that may lead elsewhere holds back those behind it until it was obeyed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, ScreenStackError

from tui.widgets.in_order import InOrder

if TYPE_CHECKING:
    from textual.dom import DOMNode

PATIENCE = 0.25
"""Seconds after which keys are held back no longer, whatever the one before them still does."""
LEAVING = 3.0
"""Seconds for which a screen that says so (`leaving`) may take to close."""
GLANCE = 0.02
"""Seconds between two looks whether what is waited for is still there."""
ENDS = frozenset(("quit", "stop_or_leave"))
"""What a screen that takes its time to close does not hold back."""
MOVES = frozenset(("up", "down", "left", "right", "pageup", "pagedown"))
"""Keys that people hold down: one press of them need not wait until another one was drawn."""
TWICE = 2
"""A key is obeyed by a message of its own in many places: it stands behind the first look."""


class InTurn(App[None]):
    """An app that obeys keys in their turn."""

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Event] = deque()
        self._obeying: asyncio.Task[None] | None = None
        self._key, self._again = "", False

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes wait for the one before them, if it may lead elsewhere."""
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if not typed:
            await super().on_event(event)
        elif self._repeats(event):
            self._again = True
            await super().on_event(event)
        elif self._leaves() and self._ends(event):
            await super().on_event(event)
        elif self._obeying is not None or self._held:
            self._held.append(event)
        else:
            await self._obey(event)

    def _repeats(self, event: events.Event) -> bool:
        """Whether this is the key that is obeyed just now, held down to move on."""
        key = event.key if isinstance(event, events.Key) else ""
        return bool(self._obeying) and not self._held and key in MOVES and key == self._key

    def _leaves(self) -> bool:
        """Whether the screen is about to close."""
        return any(getattr(screen, "leaving", False) for screen in self._screen_stack[-1:])

    def _ends(self, event: events.Event) -> bool:
        key = event.key if isinstance(event, events.Key) else ""
        chain = (bindings for _, bindings in self.screen._binding_chain)
        found = (one for bindings in chain for one in bindings.key_to_bindings.get(key, ()))
        return any(one.action in ENDS for one in found)

    async def _obey(self, event: events.Event) -> None:
        target, left = self.focused or self.screen, self._leaves()
        await super().on_event(event)
        key = event if isinstance(event, events.Key) else None
        if key is None or not (isinstance(target, InOrder) and target.writes(key)):
            self._key, self._again = key.key if key else "", False
            way = [*target.ancestors_with_self]
            self._obeying = asyncio.create_task(self._obeyed(way, left=left), name="key")

    async def _obeyed(self, way: Sequence[DOMNode], *, left: bool) -> None:
        """Wait until the key has gone all its way up, and what it led to is there; not for a screen
        that was `left` before it, which was waited for then."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    self._again = False
                    for node in way:
                        await _reached(node)
                    await _reached(self.screen)
                    if not self._again:
                        break
        except (TimeoutError, ScreenStackError):  # it takes long, or was the last one
            pass
        with contextlib.suppress(TimeoutError, ScreenStackError):
            async with asyncio.timeout(LEAVING):
                while self._leaves() and not left:  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(GLANCE)
        self._obeying = None
        self.call_later(self._next)

    async def _next(self) -> None:
        while self._held and self._obeying is None:
            await self._obey(self._held.popleft())


async def _reached(node: DOMNode) -> None:
    """Wait until all that was told to this is done; not for what is gone."""
    for _ in range(TWICE):
        done = asyncio.Event()
        if not node.call_later(done.set):
            return
        while not done.is_set():
            if not node.is_running or node._closing:
                return
            try:
                async with asyncio.timeout(GLANCE):
                    await done.wait()
            except TimeoutError:
                continue
