"""Discord in `sel chat`: what /bridge does and what is told."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from sel.bridge_events import BridgeChanged, BridgeState, BridgeView, PlaceView, SetBridge
from sel.cli import chat_bridge
from sel.errors import SettingError
from sel.events import Command, NoticeGiven

READY = BridgeView(
    state="ready",
    name="SEL the Second",
    guilds=2,
    places=(
        PlaceView(channel="discord:1", name="general", guild="Home", paused=True, waiting=2),
        PlaceView(channel="discord:2", name="Ada\n\x1b[2J"),
        PlaceView(channel="discord:3", name="books", guild="Home", policy="quiet"),
    ),
)


@dataclass
class Brain:
    view: BridgeView = field(default_factory=BridgeView)
    taken: list[Command] = field(default_factory=list)

    async def submit(self, command: Command) -> str:
        self.taken.append(command)
        return ""

    def bridge(self) -> BridgeView:
        return self.view


@pytest.mark.parametrize(("word", "on"), [("on", True), ("OFF", False)])
async def test_on_and_off(word: str, on: bool) -> None:
    brain = Brain()
    assert await chat_bridge.obey(word, brain) == ""
    assert brain.taken == [SetBridge(on=on)]


async def test_how_it_is() -> None:
    assert await chat_bridge.obey("", Brain()) == "SEL is not on Discord."
    failed = BridgeView(state="failed", detail="There is no token for Discord.")
    assert await chat_bridge.obey("", Brain(failed)) == "There is no token for Discord."
    lines = (await chat_bridge.obey("", Brain(READY))).split("\n")
    assert lines[:2] == [
        "SEL is on Discord as SEL the Second, in 2 servers.",
        "Home, general: paused, 2 waiting",
    ]
    assert lines[2].startswith("direct message with Ada")
    assert lines[3:] == ["Home, books: quiet"]


async def test_an_unknown_word() -> None:
    with pytest.raises(SettingError):
        await chat_bridge.obey("maybe", Brain())


def test_each_change_is_told_once() -> None:
    teller = chat_bridge.Teller()
    states: list[BridgeState] = [
        "off",
        "connecting",
        "connecting",
        "ready",
        "ready",
        "failed",
        "off",
    ]
    told = [teller.line_of(BridgeChanged(bridge=BridgeView(state=state))) for state in states]
    assert [line for line in told if line] == [
        "SEL is on its way to Discord.",
        "SEL is on Discord, in no server yet.",
        "SEL is not on Discord.",
    ]
    assert teller.line_of(NoticeGiven(title="x")) == ""
