"""What the face asks of a brain and of the settings; nothing more is known of either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sel.bus import Subscription
from sel.events import Command, Snapshot


class BrainPort(Protocol):
    """The brain as a face sees it."""

    async def start(self) -> None:
        """Begin to wake; returns at once, progress arrives as `EngineChanged`."""
        ...

    async def stop(self) -> None:
        """End everything the brain runs; returns when it is gone."""
        ...

    async def submit(self, command: Command) -> str:
        """Take a command; the turn's id or "". Raises `SelError` where it is refused."""
        ...

    def subscribe(self) -> Subscription:
        """Events from now on, a `Snapshot` first."""
        ...

    def snapshot(self) -> Snapshot:
        """Everything there is to draw, now."""
        ...


class FaceSettings(Protocol):
    """The settings a face reads."""

    @property
    def theme(self) -> str:
        """Name of the theme to begin with."""
        ...


BrainMaker = Callable[[], BrainPort]
"""Builds the brain; called after the first frame, so that its imports do not delay it."""
