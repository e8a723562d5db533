"""Discord in words: how the bridge is, what a place is called, what stands beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sel.counting import counted
from tui.keys import live
from tui.text import one_line

if TYPE_CHECKING:
    from sel.bridge_events import BridgeState, BridgeView, PlaceView

ON: Final = frozenset({"connecting", "ready", "reconnecting"})
"""States of a bridge that somebody wants to be there."""

POLICIES: Final[dict[str, str]] = {
    "": "when spoken to",
    "allow": "allow: joins in",
    "quiet": "quiet: mentions only",
    "deny": "deny: reads nothing",
}
"""What SEL does by each policy, which Discord's `/sel channel` sets."""

WORDS: Final[dict[BridgeState, str]] = {
    "off": "off",
    "connecting": "connecting",
    "ready": "on",
    "reconnecting": "connecting again",
    "failed": "not reached",
}
DIRECT: Final = "direct messages"
PAUSED, ANSWERING, WAITING, IDLE, DENIED = "⊘", "»", "●", "○", "·"

LONGEST: Final = 40
"""Characters of a name in a sentence; Discord allows 32."""
HINT_OFF: Final = "/bridge on goes there"
HINT_ON: Final = "shows the channels, /bridge off leaves"


def brief(bridge: BridgeView) -> Sequence[str]:
    """The bridge in one quiet line, the longest wording first; none where it is off."""
    if bridge.state == "ready":
        count = sum(place.waiting for place in bridge.places)
        servers, waiting = _servers(bridge), f"{count:,} waiting" if count else ""
        told = (", ".join(filter(None, (servers, waiting))), waiting or servers)
        return tuple(f"Discord: {words}" for words in told)
    word = WORDS[bridge.state]
    return (f"Discord: {word}",) if bridge.state != "off" else ()


def fitting(wordings: Sequence[str], room: int) -> str:
    """The longest wording that has room, else the shortest; "" of none."""
    return next((words for words in wordings if len(words) <= room), (wordings or ("",))[-1])


def sentence(bridge: BridgeView) -> tuple[str, str]:
    """How the bridge is, and what can be done about it."""
    said = {
        "off": "I am not on Discord.",
        "connecting": "I am on my way to Discord.",
        "ready": f"I am on Discord{named(bridge)}, in {_servers(bridge)}.",
        "reconnecting": "I lost Discord, and am on my way back.",
        "failed": "I cannot reach Discord.",
    }[bridge.state]
    told = bridge.detail or said
    return told, f"{live.key('channels')} {HINT_ON}" if bridge.state in ON else HINT_OFF


def _servers(bridge: BridgeView) -> str:
    return counted(bridge.guilds, "servers") if bridge.guilds else "no server yet"


def named(bridge: BridgeView) -> str:
    """ " as NAME", where it has another name there."""
    return f" as {one_line(bridge.name, LONGEST)}" if bridge.name not in {"", "SEL"} else ""


def note(bridge: BridgeView) -> str:
    """What the head of the channels screen says: name, servers, the way there and back."""
    if bridge.state != "ready":
        return WORDS[bridge.state]
    parts = [bridge.name, _servers(bridge)]
    if bridge.shards > 1:
        parts.append(counted(bridge.shards, "shards"))
    if bridge.latency > 0:
        parts.append(f"{bridge.latency * 1000:.0f} ms")
    return " · ".join(filter(None, parts))


def title(place: PlaceView) -> str:
    """What a place is called where its server is not beside it."""
    return place.name if place.guild else f"direct message with {place.name}"


def names(bridge: BridgeView) -> Mapping[str, str]:
    """What channels are called, as far as something was said there since SEL came to Discord."""
    return {
        one.channel: f"{one.guild}, {one.name}" if one.guild else title(one)
        for one in bridge.places
    }


def mark(place: PlaceView, *, answering: bool) -> tuple[str, str]:
    """The one sign in front of a place, and its colour: the most urgent thing there is to say."""
    if place.paused:
        return PAUSED, "warning"
    if answering:
        return ANSWERING, "sel"
    if place.policy == "deny":
        return DENIED, "quiet"
    return (WAITING, "person") if place.waiting else (IDLE, "quiet")


def word(place: PlaceView) -> str:
    """What SEL may do there, in a word of at most six letters; "" for the usual."""
    return "paused" if place.paused else place.policy


def grouped(places: Iterable[PlaceView]) -> Sequence[tuple[str, Sequence[PlaceView]]]:
    """Places by server, then direct messages: by name, so that none moves while it is looked at."""
    by_guild: dict[str, list[PlaceView]] = {}
    for place in sorted(places, key=lambda one: (one.name.casefold(), one.channel)):
        by_guild.setdefault(place.guild, []).append(place)
    servers = sorted(by_guild, key=lambda guild: (not guild, guild.casefold()))
    return [(guild or DIRECT, by_guild[guild]) for guild in servers]
