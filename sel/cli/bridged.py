"""A brain's way to Discord: made when somebody wants it, and told about in any case."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from sel.bridge_events import BridgeView, PauseChannel, SetBridge
from sel.errors import BridgeError, SelError
from sel.events import Command

if TYPE_CHECKING:
    from sel.brain.door.control import Answerer

BRIDGE_COMMANDS: tuple[type[Command], ...] = (SetBridge, PauseChannel)
ALIVE = frozenset(("connecting", "ready", "reconnecting"))
"""States in which the bridge does what it can. An outage of Discord's is not mended by a restart,
so a bridge that waits for its end is well."""


class OnDiscord(Protocol):
    """SEL on Discord, as far as the command line knows it (`bridge.bridge.Bridge`).

    `failure` says why it is not there, where that is final.
    """

    failure: SelError | None

    async def obey(self, command: Command) -> None:
        """Take one of `BRIDGE_COMMANDS`. Raises `SelError`."""

    async def stop(self) -> None:
        """Leave, gracefully; again does nothing."""

    def view(self) -> BridgeView:
        """How it is."""


class Bridged:
    """Makes the bridge with the first wish for it. Without `make` (a demo) there is none."""

    def __init__(self, make: Callable[[], OnDiscord] | None) -> None:
        self._make = make
        self._bridge: OnDiscord | None = None

    async def obey(self, command: Command) -> None:
        """Take one of `BRIDGE_COMMANDS`. Raises `SelError`."""
        if self._bridge is None:
            if isinstance(command, SetBridge) and not command.on:
                return
            if self._make is None:
                raise BridgeError("There is no way to Discord from here.")
            self._bridge = self._make()
        await self._bridge.obey(command)

    async def stop(self) -> None:
        """Leave Discord, if SEL is there."""
        if self._bridge is not None:
            await self._bridge.stop()

    def view(self) -> BridgeView:
        """How it is."""
        return BridgeView() if self._bridge is None else self._bridge.view()

    def failure(self) -> SelError | None:
        """Why SEL is not there, where that is final."""
        return None if self._bridge is None else self._bridge.failure

    def answers(self) -> Mapping[str, Answerer]:
        """What `sel bridge --check` asks for at the door."""
        return {"bridge": self._asked}

    async def _asked(self, _: Mapping[str, Any]) -> dict[str, Any]:
        return figures(self.view())


def figures(view: BridgeView) -> dict[str, Any]:
    """How the bridge is, without anybody's name: for logs, pipes and health checks."""
    plain = dataclasses.asdict(view)
    places = plain.pop("places")
    del plain["name"]
    plain["latency"] = round(view.latency, 3)
    return {
        **plain,
        "alive": view.state in ALIVE,
        "places": len(places),
        "waiting": sum(place.waiting for place in view.places),
    }
