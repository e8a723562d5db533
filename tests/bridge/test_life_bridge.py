"""The bridge as the rest of SEL knows it, over a presence that only pretends."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Callable
from typing import Any, cast

import pytest

from bridge import bridge as module
from bridge.bridge import Bridge
from bridge.parts import BridgeParts
from bridge.ports import Mind
from sel.bridge_events import (
    BridgeChanged,
    BridgeState,
    BridgeView,
    PauseChannel,
    PlaceView,
    SetBridge,
)
from sel.config.settings import Settings
from sel.errors import BridgeError, SelError, StoreError, TokenRefused
from sel.events import Event, NoticeGiven


class FakePresence:
    """Is there until it is told to fail."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.changed = changed
        self.done: list[str] = []
        self.paused: dict[str, bool] = {}
        self.tell: Callable[[BridgeState, str], None] = lambda state, text: None
        self.fails: asyncio.Future[BridgeError] = asyncio.get_running_loop().create_future()

    async def live(self, tell: Callable[[BridgeState, str], None]) -> BridgeError:
        self.tell = tell
        tell("ready", "")
        try:
            return await self.fails
        finally:
            self.done.append("gone")

    async def finish(self, seconds: float) -> None:
        self.done.append("finished")
        self.tell("reconnecting", "the line broke while SEL leaves")

    async def stop(self) -> None:
        self.done.append("stopped")

    async def pause(self, channel: str, *, paused: bool) -> None:
        self.paused[channel] = paused

    def view(self) -> BridgeView:
        places = tuple(
            PlaceView(channel=channel, name="general", paused=paused)
            for channel, paused in self.paused.items()
        )
        return BridgeView(name="SEL", guilds=3, shards=1, latency=0.05, places=places)


class Stage:
    def __init__(self, has_token: bool = True, refuse: SelError | None = None) -> None:
        self.published: list[Event] = []
        self.presences: list[FakePresence] = []
        self.refuse = refuse
        self.closed = False
        parts = BridgeParts(
            settings=Settings(),
            token=lambda: "t" if has_token else "",
            open_book=lambda: cast(Any, self),
            claims=cast(Any, None),
        )
        self.bridge = Bridge(cast(Mind, self), parts, self.open)

    def close(self) -> None:
        self.closed = True

    def publish(self, event: Event) -> None:
        self.published.append(event)

    def open(self, mind: Mind, parts: BridgeParts, book: Any, changed: Any) -> FakePresence:
        if self.refuse is not None:
            raise self.refuse
        self.presences.append(FakePresence(changed))
        return self.presences[-1]

    @property
    def views(self) -> list[BridgeView]:
        return [one.bridge for one in self.published if isinstance(one, BridgeChanged)]

    @property
    def states(self) -> list[str]:
        return [view.state for view in self.views]


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_on_and_off_and_on() -> None:
    stage = Stage()
    await stage.bridge.obey(SetBridge(on=True))
    await stage.bridge.obey(SetBridge(on=True))
    await settled()
    assert stage.bridge.view() == BridgeView(
        state="ready", name="SEL", guilds=3, shards=1, latency=0.05
    )
    await stage.bridge.obey(SetBridge(on=False))
    await stage.bridge.stop()
    assert stage.presences[0].done == ["finished", "gone", "stopped"]
    assert stage.bridge.view() == BridgeView()
    await stage.bridge.start()
    await settled()
    assert len(stage.presences) == 2
    await stage.bridge.stop()
    assert stage.states == ["connecting", "ready", "off", "off"] * 2


async def test_what_the_line_does_while_sel_leaves_is_not_told() -> None:
    stage = Stage()
    await stage.bridge.start()
    await settled()
    await stage.bridge.stop()
    assert "reconnecting" not in stage.states


async def test_a_final_error_is_told_and_kept_and_can_be_tried_again() -> None:
    stage = Stage()
    await stage.bridge.start()
    await settled()
    stage.presences[0].fails.set_result(TokenRefused("Discord does not know this token."))
    await settled()
    assert stage.bridge.view().state == "failed"
    assert "does not know" in stage.bridge.view().detail
    assert isinstance(stage.bridge.failure, TokenRefused)
    assert stage.presences[0].done == ["gone", "stopped"]
    notices = [one for one in stage.published if isinstance(one, NoticeGiven)]
    assert [one.level for one in notices] == ["problem"]
    await stage.bridge.start()
    await settled()
    assert stage.bridge.failure is None
    assert stage.bridge.view().state == "ready"
    await stage.bridge.stop()


async def test_without_a_token_it_says_how_to_get_one() -> None:
    stage = Stage(has_token=False)
    with pytest.raises(TokenRefused) as refused:
        await stage.bridge.obey(SetBridge(on=True))
    assert "sel bridge" in refused.value.hint
    assert stage.bridge.view().state == "failed"
    await stage.bridge.obey(SetBridge(on=False))
    assert stage.bridge.view() == BridgeView()


async def test_a_book_that_cannot_be_opened_is_a_sentence() -> None:
    stage = Stage(refuse=StoreError("The disk is full."))
    with pytest.raises(StoreError):
        await stage.bridge.start()
    assert stage.bridge.view().detail == "The disk is full."
    assert stage.bridge.failure is stage.refuse
    assert stage.closed


async def test_without_the_library_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Stage()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    stage.bridge._open = None
    with pytest.raises(BridgeError) as refused:
        await stage.bridge.start()
    assert "make install-discord" in refused.value.hint
    with pytest.raises(BridgeError):
        module.invite_link()


async def test_pausing_a_channel() -> None:
    stage = Stage()
    pause = PauseChannel(channel="discord:5", paused=True)
    with pytest.raises(BridgeError):
        await stage.bridge.obey(pause)
    await stage.bridge.start()
    await settled()
    with pytest.raises(BridgeError):
        await stage.bridge.obey(PauseChannel(channel="desk", paused=True))
    await stage.bridge.obey(pause)
    (place,) = stage.bridge.view().places
    assert (place.channel, place.paused) == ("discord:5", True)
    await stage.bridge.stop()


async def test_many_changes_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TELL_SECONDS", 0.01)
    stage = Stage()
    await stage.bridge.start()
    await settled()
    before = len(stage.views)
    for _ in range(1000):
        stage.presences[0].changed()
    await asyncio.sleep(0.03)
    assert len(stage.views) == before + 1
    await stage.bridge.stop()
