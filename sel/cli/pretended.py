"""A Discord that is not there, for the demo: two servers and a direct message, a few people who say
what is written below, and SEL's own answers. It can be paused and left like the real one."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from sel.bridge_events import (
    BridgeChanged,
    BridgeState,
    BridgeView,
    PauseChannel,
    PlaceView,
    SetBridge,
)
from sel.errors import BridgeError, SelError
from sel.events import Command, Event, Interrupt, SendMessage
from sel.tasks import Stage, TaskOwner

CONNECTS = 1.0
"""Seconds until it is "ready"."""

GENERAL = PlaceView(channel="discord:101", name="general", guild="Lighthouse")
WORKSHOP = PlaceView(channel="discord:102", name="workshop", guild="Lighthouse", policy="allow")
HELP = PlaceView(channel="discord:103", name="help", guild="Open Telescope")
DIRECT = PlaceView(channel="discord:104", name="Ada")
PEOPLE = {"Ada": "discord:11", "Ben": "discord:12", "Chiara": "discord:13", "Enno": "discord:14"}
SCOPES = {"Lighthouse": "guild:1", "Open Telescope": "guild:2", "": "dm:11"}


class Mind(Protocol):
    """The part of the brain that is needed."""

    async def submit(self, command: Command) -> str:
        """Take a command."""

    def publish(self, event: Event) -> None:
        """Tell every face."""


@dataclass(frozen=True, slots=True)
class Said:
    """So many seconds after the line before, somebody says this."""

    after: float
    place: PlaceView
    name: str
    text: str


SCRIPT = (
    Said(0.5, GENERAL, "Ada", "good evening SEL!"),
    Said(3.0, WORKSHOP, "Ben", "SEL, can you write a python function for fibonacci?"),
    Said(2.0, DIRECT, "Ada", "I am a little worried about tomorrow"),
    Said(4.0, GENERAL, "Chiara", "SEL, tell us a joke"),
    Said(2.0, HELP, "Enno", "who are you?"),
    Said(6.0, WORKSHOP, "Ben", "it works, thank you"),
    Said(5.0, DIRECT, "Ada", "thanks, that helped"),
    Said(8.0, GENERAL, "Ben", "can you make a plan for a quiet afternoon?"),
    Said(9.0, HELP, "Enno", "what would you try first?"),
    Said(6.0, GENERAL, "Ada", "good night SEL"),
)

GUILDS = len({said.place.guild for said in SCRIPT} - {""})


class PretendedDiscord:
    """Plays the script once, each time it is switched on. `sleep` may be replaced by tests."""

    def __init__(
        self, mind: Mind, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._mind, self._sleep = mind, sleep
        self._state: BridgeState = "off"
        self._places: dict[str, PlaceView] = {}
        self._waiting: defaultdict[str, list[SendMessage]] = defaultdict(list)
        self._tasks = TaskOwner("pretended")
        self.failure: SelError | None = None

    def view(self) -> BridgeView:
        """How it is."""
        if self._state == "off":
            return BridgeView()
        places = sorted(self._places.values(), key=lambda place: -place.at)
        shown = [replace(one, waiting=len(self._waiting[one.channel])) for one in places]
        return BridgeView(
            state=self._state, name="SEL", guilds=GUILDS, shards=1, places=tuple(shown)
        )

    async def obey(self, command: Command) -> None:
        """Take a command. Raises `BridgeError` where it cannot be."""
        match command:
            case SetBridge(on=True) if self._state == "off":
                self._become("connecting")
                self._tasks.start(self._play(), "play", Stage.INPUT)
            case SetBridge(on=False):
                await self.stop()
            case PauseChannel():
                await self._pause(command.channel, paused=command.paused)

    async def stop(self) -> None:
        """Leave; again does nothing."""
        await self._tasks.stop()
        self._places.clear()
        self._waiting.clear()
        if self._state != "off":
            self._become("off")

    async def _pause(self, channel: str, *, paused: bool) -> None:
        place = self._places.get(channel)
        if place is None:
            raise BridgeError("Nothing was said on that channel.")
        self._places[channel] = replace(place, paused=paused)
        self._tell()
        if paused:
            await self._mind.submit(Interrupt(channel=channel))
            return
        for message in self._waiting.pop(channel, []):
            await self._ask(message)
        self._tell()

    async def _play(self) -> None:
        await self._sleep(CONNECTS)
        self._become("ready")
        for said in SCRIPT:
            await self._sleep(said.after)
            await self._say(said)

    async def _say(self, said: Said) -> None:
        channel = said.place.channel
        place = self._places.get(channel, said.place)
        self._places[channel] = replace(place, at=time.time())
        message = SendMessage(
            channel=channel,
            text=said.text,
            person=PEOPLE[said.name],
            name=said.name,
            scope=SCOPES[said.place.guild],
            whole=True,
        )
        if place.paused:
            self._waiting[channel].append(message)
        self._tell()
        if not place.paused:
            await self._ask(message)

    async def _ask(self, message: SendMessage) -> None:
        with contextlib.suppress(SelError):  # a line that is not taken is left out
            await self._mind.submit(message)

    def _become(self, state: BridgeState) -> None:
        self._state = state
        self._tell()

    def _tell(self) -> None:
        self._mind.publish(BridgeChanged(bridge=self.view()))
