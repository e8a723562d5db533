"""The channels screen: what is listed, what is read live, what a person may do there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn
from test_face_talk import shown
from textual.pilot import Pilot

from sel.bridge_events import BridgeChanged, BridgeView, PauseChannel, PlaceView, SetBridge
from sel.errors import BridgeError
from sel.events import (
    ChannelCleared,
    ChannelView,
    ErrorView,
    Event,
    Interrupt,
    MessageReceived,
    NoticeGiven,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)
from tui.app import SelApp
from tui.drawings.channels import Place
from tui.scene import NOON, talk
from tui.scene_channels import ADA, BRIDGE, CHANNELS, GENERAL, HELP, WORKSHOP
from tui.screens import channels
from tui.screens.channels import ChannelsScreen
from tui.widgets.message import Notice
from tui.widgets.rows import Places

WIDE, NARROW = (120, 40), (80, 24)


@pytest.fixture(autouse=True)
def no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """The brain's own view does not follow what these tests tell."""
    monkeypatch.setattr(channels, "LOOK_SECONDS", 3600.0)


@dataclass
class Rooms:
    pilot: Pilot[None]
    app: SelApp
    brain: FakeBrain

    @property
    def screen(self) -> ChannelsScreen:
        assert isinstance(self.app.screen, ChannelsScreen)
        return self.app.screen

    @property
    def chosen(self) -> Place:
        one = self.screen.chosen
        assert one is not None
        return one

    async def seen(self) -> None:
        """Until the chosen channel is followed and all is drawn that was told."""
        screen = self.screen
        await self.pilot.pause()
        async with asyncio.timeout(60):
            while screen.seq < self.brain.told or screen.settling:
                await self.pilot.pause(0.005)
        await self.pilot.pause()

    async def tell(self, *events: Event) -> None:
        self.brain.tell(*events)
        await self.seen()

    async def bridge(self, view: BridgeView) -> None:
        self.brain.bridged = view
        await self.tell(BridgeChanged(bridge=view))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        if isinstance(self.app.screen, ChannelsScreen):
            await self.seen()

    def messages(self) -> list[str]:
        return [shown(item) for item in self.screen.talk.messages]

    def line(self, name: str) -> str:
        return str(self.screen.query_one(name).render())

    def list(self) -> list[str]:
        places = self.screen.query_one(Places)
        strips = [places.render_line(y) for y in range(places.virtual_size.height)]
        return [strip.text.rstrip() for strip in strips]


@asynccontextmanager
async def rooms(
    brain: FakeBrain | None = None, size: tuple[int, int] = WIDE
) -> AsyncIterator[Rooms]:
    brain = brain or FakeBrain(bridged=BRIDGE, elsewhere=CHANNELS)
    app = SelApp(brain, FakeSettings())
    async with app.run_test(size=size) as pilot:
        await drawn(pilot, brain)
        await pilot.press("ctrl+o")
        it = Rooms(pilot, app, brain)
        await it.seen()
        yield it


# ---------------------------------------------------------------- what is seen


async def test_the_list_and_the_newest_conversation() -> None:
    async with rooms(size=(200, 60)) as it:
        assert [line.split() for line in it.list()] == [
            ["Lighthouse"],
            ["›", "»", "general", "glowy", "2", "waiting", "now"],
            ["○", "workshop", "allow", "focused", "10", "min"],
            [],
            ["Open", "Telescope"],
            ["⊘", "help", "paused", "steady", "3", "waiting", "2", "min"],
            ["·", "staff", "deny", "calm", "1", "d"],
            [],
            ["Reading", "Room"],
            ["○", "books", "quiet", "calm", "1", "h"],
            [],
            ["direct", "messages"],
            ["○", "Ada", "bonded", "now"],
            ["○", "Ben", "drowsy", "2", "h"],
        ]
        assert it.line("#note").split() == ["SEL", "·", "3", "servers", "·", "42", "ms"]
        head = " ".join(it.line("#place").split())
        assert head == "general Lighthouse (◠‿◠) glowy » answering 2 waiting when spoken to"
        assert it.messages()[0].startswith("Ada  22:02\n")
        assert it.messages()[-1].endswith("a battery that you can")


async def test_messages_of_other_days_are_dated_also_once_it_is_past_midnight() -> None:
    async with rooms() as it:
        assert it.messages()[0].startswith("Ada  22:02\n")
        it.brain.now = NOON + 86_400
        await it.tell(
            MessageReceived(
                turn_id="h3", channel=GENERAL, person="discord:9", name="Ada", text="so"
            )
        )
        assert it.messages()[0].startswith("Ada  14 November, 22:02\n")
        assert it.messages()[-1] == "Ada  22:13\nso"
        await it.press("down", "up")  # drawn anew, from the picture of all there is
        assert it.messages()[0].startswith("Ada  14 November, 22:02\n")


async def test_another_channel_is_chosen_by_keys_and_by_mouse() -> None:
    async with rooms() as it:
        await it.press("down", "down")
        assert it.chosen.view.channel == HELP
        assert "⊘ paused here" in it.line("#place")
        assert it.messages()[0].startswith("Enno")
        await it.pilot.click("#places", offset=(5, 12))
        await it.seen()
        assert it.chosen.view.channel == ADA
        assert "direct message with Ada" in it.line("#place")
        assert it.messages()[0].endswith("was I too short with Ben?")


async def test_it_is_live_and_only_of_the_chosen_channel() -> None:
    async with rooms() as it:
        before = len(it.messages())
        await it.tell(
            TextArrived(turn_id="h2", channel=GENERAL, text=" carry"),
            TextArrived(turn_id="w9", channel=WORKSHOP, text="not here"),
            TextArrived(turn_id="d9", text="not here"),
            TurnFinished(turn_id="h2", channel=GENERAL, text="Gladly: all of it."),
            MessageReceived(
                turn_id="h3", channel=GENERAL, person="discord:9", name="Ada", text="thanks"
            ),
            TurnStarted(turn_id="h3", channel=GENERAL),
        )
        assert it.messages()[before - 1 :] == [
            "SEL\nGladly: all of it.",
            "Ada  22:13\nthanks",
            "SEL\n…",
        ]
        assert it.chosen.answering
        await it.tell(TurnSilenced(turn_id="h3", channel=GENERAL, reason="thanks need no answer"))
        assert not it.chosen.answering
        notices = [shown(one) for one in it.screen.query(Notice)]
        assert notices == ["· SEL keeps quiet: thanks need no answer"]


async def test_every_end_of_a_reply_and_a_notice_there() -> None:
    error = ErrorView(kind="EngineCrashed", title="The engine died.")
    async with rooms() as it:
        await it.tell(TurnInterrupted(turn_id="h2", channel=GENERAL, partial="Gladly"))
        assert it.messages()[-1] == "SEL\nGladly\n\n— stopped here"
        await it.tell(
            TextArrived(turn_id="h2", channel=GENERAL, text=" and more"),
            TurnFailed(turn_id="h4", channel=GENERAL, partial="", error=error),
            NoticeGiven(channel=GENERAL, title="Too much at once."),
        )
        assert it.messages()[-2:] == ["SEL\nGladly\n\n— stopped here", "SEL\n— The engine died."]
        assert [shown(one) for one in it.screen.query(Notice)] == ["· Too much at once."]
        await it.tell(ChannelCleared(channel=GENERAL))
        assert it.messages() == []


async def test_moods_are_looked_at_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "LOOK_SECONDS", 0.05)
    async with rooms() as it:
        it.brain.elsewhere = {GENERAL: replace(CHANNELS[GENERAL], mood="wired", answering=False)}
        async with asyncio.timeout(60):
            while it.chosen.mood != "wired":
                await it.pilot.pause(0.01)
        assert not it.chosen.answering


async def test_what_was_said_while_looking_elsewhere_is_there_when_one_comes_back() -> None:
    async with rooms() as it:
        await it.press("down")
        more = (*CHANNELS[GENERAL].messages[:-1], replace(talk()[1], text="Done.", turn_id="h2"))
        it.brain.elsewhere = {**CHANNELS, GENERAL: ChannelView(messages=more, mood="calm")}
        it.brain.tell(TurnFinished(turn_id="h2", channel=GENERAL, text="Done."))
        await it.press("up")
        assert it.messages()[-1] == "SEL\nDone."
        assert len(it.messages()) == len(more)
        assert "calm" in it.line("#place")


async def test_places_come_and_go_and_the_chosen_one_stays() -> None:
    async with rooms() as it:
        await it.press("down")
        new = PlaceView(channel="discord:1", name="attic", guild="Lighthouse", at=NOON)
        await it.bridge(replace(BRIDGE, places=(new, *BRIDGE.places)))
        assert it.chosen.view.channel == WORKSHOP
        assert it.list()[1].split()[:2] == ["○", "attic"]
        left = tuple(one for one in BRIDGE.places if one.channel != WORKSHOP)
        await it.bridge(replace(BRIDGE, places=left))
        assert it.chosen.view.channel == GENERAL
        assert it.messages()[0].startswith("Ada")


async def test_where_there_is_nothing_to_list() -> None:
    async with rooms(FakeBrain(bridged=BridgeView())) as it:
        assert "I am not on Discord." in it.line("#nothing")
        await it.press("p", "s", "enter", "b")
        assert it.brain.commands == [SetBridge(on=True)]
        await it.bridge(BridgeView(state="connecting"))
        await it.press("b")
        assert it.brain.commands == [SetBridge(on=True)]
        assert "on my way" in it.line("#nothing")
        await it.bridge(BridgeView(state="ready", guilds=1))
        assert "in 1 server." in it.line("#nothing")
        await it.bridge(BridgeView(state="failed", detail="There is no token for Discord."))
        assert "There is no token for Discord." in it.line("#nothing")
        await it.bridge(BRIDGE)
        assert it.chosen.view.channel == GENERAL


# ---------------------------------------------------------------- what may be done


async def test_pause_and_stop_and_what_is_refused() -> None:
    async with rooms() as it:
        await it.press("p", "s", "down", "down", "p")
        assert it.brain.commands == [
            PauseChannel(channel=GENERAL, paused=True),
            Interrupt(channel=GENERAL),
            PauseChannel(channel=HELP, paused=False),
        ]
        assert "let SEL speak here" in it.line("#keys")
        await it.press("s")
        assert it.line("#keys") == "SEL says nothing there at the moment."
        it.brain.refuse = BridgeError("SEL is not on Discord.")
        await it.press("p")
        assert it.line("#keys") == "SEL is not on Discord."


async def test_narrow_it_is_the_list_or_the_conversation() -> None:
    async with rooms(size=NARROW) as it:
        await it.pilot.click("#keys", offset=(it.line("#keys").index("pause") + 3, 0))
        assert it.brain.commands == [PauseChannel(channel=GENERAL, paused=True)]
        lst, room = it.screen.query_one("#list"), it.screen.query_one("#room")
        assert (bool(lst.size), bool(room.size)) == (True, False)
        await it.press("enter")
        assert (bool(lst.size), bool(room.size)) == (False, True)
        assert it.line("#place").startswith("general")
        assert it.line("#keys").startswith("↑↓ scroll")
        await it.press("escape")
        assert (bool(lst.size), bool(room.size)) == (True, False)
        await it.pilot.click("#places", offset=(5, 2))
        await it.seen()
        assert (bool(lst.size), bool(room.size)) == (True, False)
        await it.pilot.double_click("#places", offset=(5, 2))
        await it.seen()
        assert it.chosen.view.channel == WORKSHOP
        assert (bool(lst.size), bool(room.size)) == (False, True)
        await it.press("escape", "escape")
        assert not isinstance(it.app.screen, ChannelsScreen)
        assert len(it.brain.bus._subscriptions) == 1
        await it.press(*"/channels", "enter")
        assert isinstance(it.app.screen, ChannelsScreen)
        await it.press("ctrl+o")
        assert len(it.app.screen_stack) == 1


async def test_a_flood_of_twenty_channels_draws_the_one_that_is_looked_at() -> None:
    places = tuple(PlaceView(channel=f"discord:{n}", name=f"c{n}", at=NOON) for n in range(20))
    brain = FakeBrain(bridged=replace(BRIDGE, places=places))
    async with rooms(brain) as it:
        drawings: list[str] = []
        it.screen.talk.streaming("t0").append = drawings.append  # type: ignore
        for _ in range(100):
            brain.tell(
                *(
                    TextArrived(turn_id=f"t{n}", channel=f"discord:{n}", text="x ")
                    for n in range(20)
                ),
                BridgeChanged(bridge=brain.bridged),
            )
        await it.seen()
        assert "".join(drawings) == "x " * 100
        assert len(drawings) <= 3
        assert it.app.main.conversation.messages == []
