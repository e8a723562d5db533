"""What the ears know of a channel, in RAM."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bridge.ears.inbox import Inbox
from bridge.ears.loops import Loops
from bridge.ears.talk import Talk
from bridge.place import channel_key
from sel.events import Command

if TYPE_CHECKING:
    import discord

    from bridge.ears.incoming import Incoming

MOST_ROOMS = 1_000


@dataclass(slots=True, eq=False)
class Room:
    """A channel: what it is called, who talks there, what waits, and what the mind should know.

    `answering` are the messages that are being answered now, in so many `works`; `cut_in` times in
    a row somebody went on while they were being answered. `flooded`: its queue was full, and
    that was said. `told` goes to the mind once what was said before (`seed`) is there.
    """

    id: int
    inbox: Inbox
    told: deque[Command]
    parent_id: int = 0
    name: str = ""
    guild: str = ""
    at: float = 0.0
    talk: Talk = field(default_factory=Talk)
    loops: Loops = field(default_factory=Loops)
    answering: list[Incoming] = field(default_factory=list)
    works: int = 0
    cut_in: int = 0
    flooded: bool = False
    typed_at: float = float("-inf")
    seed: asyncio.Task[None] | None = None

    @property
    def key(self) -> str:
        """The brain's name of it."""
        return channel_key(self.id)

    @property
    def busy(self) -> bool:
        """Whether somebody is being answered."""
        return self.works > 0

    @property
    def idle(self) -> bool:
        """Whether nothing is lost when it is forgotten."""
        seeding = self.seed is not None and not self.seed.done()
        return not (self.busy or self.inbox or self.told or seeding)

    def entered(self, message: discord.Message, name: str) -> None:
        """Note what the place is called; a direct message is called after the person."""
        channel: Any = message.channel
        title = name if message.guild is None else getattr(channel, "name", "")
        self.name = _printable(title)
        self.guild = "" if message.guild is None else _printable(message.guild.name)


def _printable(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[:100]


class Rooms:
    """The channels where something was said lately; the quietest is forgotten first."""

    def __init__(self, limit: int, pause: float, history: int) -> None:
        """A queue of `limit`, bursts that end after `pause` seconds, `history` told to the mind."""
        self._limit, self._pause, self._history = limit, pause, max(1, history)
        self._rooms: OrderedDict[int, Room] = OrderedDict()

    def __iter__(self) -> Iterator[Room]:
        return iter(self._rooms.values())

    def get(self, channel_id: int) -> Room | None:
        """The room, where something was said there."""
        return self._rooms.get(channel_id)

    def enter(self, channel_id: int) -> Room:
        """The room, which now is the newest."""
        if channel_id not in self._rooms:
            inbox = Inbox(self._limit, self._pause)
            self._rooms[channel_id] = Room(channel_id, inbox, deque(maxlen=self._history))
            self._forget()
        self._rooms.move_to_end(channel_id)
        return self._rooms[channel_id]

    def newest_first(self) -> list[Room]:
        """All of them."""
        return list(reversed(self._rooms.values()))

    def _forget(self) -> None:
        too_many = len(self._rooms) - MOST_ROOMS
        if too_many > 0:
            quiet = [one.id for one in self._rooms.values() if one.idle and one.at][:too_many]
            for one in quiet:
                del self._rooms[one]
