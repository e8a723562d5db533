"""What brain, bridge and faces say to each other about Discord; shapes and rules are `sel.events`'.

Nothing here carries a token. Names of people and channels go to faces, and into no log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from sel.events import Command, Delivery, Event

BridgeState = Literal["off", "connecting", "ready", "reconnecting", "failed"]
Policy = Literal["", "allow", "quiet", "deny"]
"""What SEL may do on a channel: answer who speaks to it (""), join in (allow), answer only to
mentions and replies (quiet), not even read (deny)."""

# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBridge(Command):
    """Go to Discord, or leave it."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseChannel(Command):
    """SEL says nothing on this channel until it may again; what is under way there ends."""

    paused: bool


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A Discord channel as faces show it. `guild` is the server's name, "" in direct messages.

    `waiting` messages stand before SEL there; `at` is when something was said last (Unix seconds).
    """

    channel: str
    name: str
    guild: str = ""
    policy: Policy = ""
    paused: bool = False
    waiting: int = 0
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeView:
    """How the bridge is. `detail` is a sentence for people, `name` SEL's name on Discord.

    `latency` is the gateway's, in seconds; `places` are where something was said, newest first.
    """

    state: BridgeState = "off"
    detail: str = ""
    name: str = ""
    guilds: int = 0
    shards: int = 0
    latency: float = 0.0
    places: tuple[PlaceView, ...] = field(default_factory=tuple)


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeChanged(Event):
    """The bridge is now like this."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
    bridge: BridgeView
