"""A brain that answers `sel prompt`, `sel mood` and `sel memory` from elsewhere while it lives."""

from __future__ import annotations

import contextlib

from sel.agent_events import AgentsView
from sel.brain.control import serving
from sel.brain.memory_face import MemoryFace
from sel.brain.mixture import MixtureBrain
from sel.bus import Subscription
from sel.events import Command, Snapshot
from sel.paths import Paths


class ServedBrain(MemoryFace):
    """The brain as faces see it, with its door open from `start` to `stop`."""

    def __init__(self, brain: MixtureBrain, paths: Paths) -> None:
        super().__init__(brain.memory)
        self._brain, self._paths = brain, paths
        self._door = contextlib.AsyncExitStack()

    async def start(self) -> None:
        """Begin to wake, and open the door."""
        await self._door.enter_async_context(serving(self._brain, self._paths))
        await self._brain.start()

    async def stop(self) -> None:
        """Close the door and end; again does nothing."""
        await self._door.aclose()
        await self._brain.stop()

    async def submit(self, command: Command) -> str:
        """Take a command; see `MixtureBrain.submit`."""
        return await self._brain.submit(command)

    def subscribe(self) -> Subscription:
        """Events from now on, a `Snapshot` first."""
        return self._brain.subscribe()

    def snapshot(self) -> Snapshot:
        """Everything there is to draw, now."""
        return self._brain.snapshot()

    def agents(self) -> AgentsView:
        """The agents there are, as far as SEL has looked."""
        return self._brain.agents()

    async def look_at_agents(self) -> AgentsView:
        """The agents there are, looked at anew."""
        return await self._brain.look_at_agents()
