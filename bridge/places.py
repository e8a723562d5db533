"""Where something was said since the bridge is on, as faces list it. In memory only: names of
channels and people are on no disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sel.bridge_events import PlaceView, Policy

SHOWN = 100
"""Places that faces are told of, and that are known."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How SEL stands to a channel at the moment."""

    policy: Policy = ""
    paused: bool = False
    waiting: int = 0


class Places:
    """The channels on which something was said, newest last."""

    def __init__(self) -> None:
        self._places: OrderedDict[str, PlaceView] = OrderedDict()

    def heard(self, channel: str, name: str, guild: str, at: float) -> None:
        """Something was said there."""
        before = self._places.get(channel)
        at = max(at, before.at) if before else at
        self._places[channel] = PlaceView(channel=channel, name=name, guild=guild, at=at)
        self._places.move_to_end(channel)
        if len(self._places) > SHOWN:
            self._places.popitem(last=False)

    def __contains__(self, channel: str) -> bool:
        return channel in self._places

    def __iter__(self) -> Iterator[str]:
        return reversed(self._places)

    def view(self, channel: str, standing: Standing) -> PlaceView:
        """One of them. Raises `KeyError` for one that is not known."""
        return replace(
            self._places[channel],
            policy=standing.policy,
            paused=standing.paused,
            waiting=standing.waiting,
        )
