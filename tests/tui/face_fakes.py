"""A brain that says what a test tells it to, on a real bus."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from textual.pilot import Pilot

from sel.bus import Bus, Subscription
from sel.errors import InputRefused
from sel.events import (
    DESK,
    AffectView,
    ChannelView,
    Command,
    EngineView,
    Event,
    MessageReceived,
    MessageView,
    ReplyStats,
    SendMessage,
    Snapshot,
)
from tui.app import SelApp
from tui.scene import NOON, READY, affect


@dataclass(frozen=True)
class FakeSettings:
    theme: str = "sel-dark"


@dataclass
class FakeBrain:
    """Records commands and publishes what it is told; answers nothing by itself."""

    messages: tuple[MessageView, ...] = ()
    engine: EngineView = READY
    feeling: AffectView = field(default_factory=affect)
    last: ReplyStats | None = None
    refuse: InputRefused | None = None
    echo: bool = True

    def __post_init__(self) -> None:
        self.commands: list[Command] = []
        self.started = self.stopped = False
        self.now = NOON
        self.bus = Bus(self.snapshot, clock=lambda: self.now)
        self._turns = 0

    async def start(self) -> None:
        self.started = True

    async def stop(self) -> None:
        self.stopped = True

    def subscribe(self) -> Subscription:
        return self.bus.subscribe()

    def snapshot(self) -> Snapshot:
        channel = ChannelView(messages=self.messages, last=self.last)
        return Snapshot(channels={DESK: channel}, affect=self.feeling, engine=self.engine)

    async def submit(self, command: Command) -> str:
        if self.refuse is not None:
            raise self.refuse
        self.commands.append(command)
        if not isinstance(command, SendMessage):
            return ""
        self._turns += 1
        turn = f"turn-{self._turns}"
        if self.echo:
            self.bus.publish(MessageReceived(text=command.text, turn_id=turn))
        return turn

    @property
    def told(self) -> int:
        """The number of the newest event."""
        return self.bus._seq

    def tell(self, *events: Event) -> None:
        for event in events:
            self.bus.publish(event)


async def drawn(pilot: Pilot[None], brain: FakeBrain) -> None:
    """Wait until the screen shows everything the brain told so far."""
    app = pilot.app
    assert isinstance(app, SelApp)
    await pilot.pause()
    async with asyncio.timeout(20):
        while app.brain is None or app.main.desk.feed.seq < brain.told:
            await pilot.pause(0.01)
        while not app.main.query("#stats"):
            await pilot.pause(0.01)
    await pilot.pause()
    await pilot.pause(0.05)
