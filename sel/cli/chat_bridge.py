"""Discord in `sel chat`: /bridge, and what is told of it in plain lines."""

from __future__ import annotations

from typing import Protocol

from sel.bridge_events import BridgeChanged, BridgeState, BridgeView, PlaceView, SetBridge
from sel.cli.memory_words import one_line
from sel.errors import SettingError
from sel.events import Command, Event

HELP = {"/bridge on|off": "take SEL to Discord, or leave it; alone: how it is there"}

SAID: dict[BridgeState, str] = {
    "off": "SEL is not on Discord.",
    "connecting": "SEL is on its way to Discord.",
    "reconnecting": "SEL lost Discord and is on its way back.",
    "failed": "SEL cannot reach Discord.",
}
"""The rest is told with figures."""


class Brain(Protocol):
    """The part of the brain the bridge needs."""

    async def submit(self, command: Command) -> str:
        """Take a command."""
        ...

    def bridge(self) -> BridgeView:
        """How the bridge to Discord is."""
        ...


async def obey(word: str, brain: Brain) -> str:
    """Do what /bridge asks; what to answer ("": events tell). Raises `SelError`."""
    word = word.lower()
    if word in ("on", "off"):
        await brain.submit(SetBridge(on=word == "on"))
        return ""
    if word:
        raise SettingError("The bridge has no such command.", hint="/bridge on or off")
    view = brain.bridge()
    return "\n".join([view.detail or sentence(view), *map(_place, view.places)])


def sentence(view: BridgeView) -> str:
    """How the bridge is."""
    if view.state != "ready":
        return SAID[view.state]
    name = f" as {one_line(view.name)}" if view.name not in {"", "SEL"} else ""
    servers = {0: "no server yet", 1: "1 server"}.get(view.guilds, f"{view.guilds:,} servers")
    return f"SEL is on Discord{name}, in {servers}."


class Teller:
    """Says in a line how the bridge is now, once each. Why it failed is said by the brain."""

    def __init__(self) -> None:
        self._said: BridgeState = "off"

    def line_of(self, event: Event) -> str:
        """The line for an event of the bridge; "" for none."""
        if not isinstance(event, BridgeChanged) or event.bridge.state == self._said:
            return ""
        self._said = event.bridge.state
        return "" if self._said == "failed" else sentence(event.bridge)


def _place(place: PlaceView) -> str:
    """ "Lighthouse, general: paused, 2 waiting"."""
    name = one_line(place.name)
    where = f"{one_line(place.guild)}, {name}" if place.guild else f"direct message with {name}"
    may = "paused" if place.paused else place.policy
    waiting = f"{place.waiting:,} waiting" if place.waiting else ""
    told = ", ".join(filter(None, (may, waiting)))
    return f"{where}: {told}" if told else where
