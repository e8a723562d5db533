"""The demo's Discord: its people speak, it can be paused, and it can be left."""

from __future__ import annotations

import asyncio

import pytest

from sel.bridge_events import BridgeChanged, BridgeView, PauseChannel, SetBridge
from sel.cli.pretended import GENERAL, SCRIPT, PretendedDiscord
from sel.errors import BridgeError, InputRefused
from sel.events import Command, Event, Interrupt, SendMessage


class Mind:
    def __init__(self) -> None:
        self.taken: list[Command] = []
        self.views: list[BridgeView] = []

    async def submit(self, command: Command) -> str:
        if isinstance(command, SendMessage) and "joke" in command.text:
            raise InputRefused("Not now.")
        self.taken.append(command)
        return ""

    def publish(self, event: Event) -> None:
        assert isinstance(event, BridgeChanged)
        self.views.append(event.bridge)


class Clock:
    """Sleeps are over when a test says so."""

    def __init__(self) -> None:
        self.steps: asyncio.Queue[None] = asyncio.Queue()

    async def sleep(self, _seconds: float) -> None:
        await self.steps.get()

    async def go(self, steps: int) -> None:
        for _ in range(steps):
            self.steps.put_nowait(None)
        for _ in range(3 * steps + 3):
            await asyncio.sleep(0)


async def test_it_plays_to_its_end_and_can_be_left() -> None:
    mind, clock = Mind(), Clock()
    discord = PretendedDiscord(mind, clock.sleep)
    await discord.obey(SetBridge(on=True))
    await discord.obey(SetBridge(on=True))
    assert [view.state for view in mind.views] == ["connecting"]
    await clock.go(1 + len(SCRIPT))
    said = [command for command in mind.taken if isinstance(command, SendMessage)]
    assert [one.text for one in said] == [one.text for one in SCRIPT if "joke" not in one.text]
    assert {one.scope for one in said} == {"guild:1", "guild:2", "dm:11"}
    view = discord.view()
    assert (view.state, view.guilds, len(view.places)) == ("ready", 2, 4)
    assert view.places[0].channel == GENERAL.channel  # something was said there last
    await discord.obey(SetBridge(on=False))
    assert discord.view() == BridgeView() == mind.views[-1]
    await discord.stop()
    assert len([view for view in mind.views if view.state == "off"]) == 1


async def test_what_is_said_during_a_pause_waits() -> None:
    mind, clock = Mind(), Clock()
    discord = PretendedDiscord(mind, clock.sleep)
    with pytest.raises(BridgeError):
        await discord.obey(PauseChannel(channel=GENERAL.channel, paused=True))
    await discord.obey(SetBridge(on=True))
    await clock.go(2)
    await discord.obey(PauseChannel(channel=GENERAL.channel, paused=True))
    assert mind.taken[-1] == Interrupt(channel=GENERAL.channel)
    await clock.go(len(SCRIPT) - 1)
    general = next(one for one in discord.view().places if one.channel == GENERAL.channel)
    assert (general.paused, general.waiting) == (True, 3)
    before = len(mind.taken)
    await discord.obey(PauseChannel(channel=GENERAL.channel, paused=False))
    assert {command.channel for command in mind.taken[before:]} == {GENERAL.channel}
    assert sum(place.waiting for place in discord.view().places) == 0
    await discord.stop()
