"""What the conversation and the channels look like in states of their own, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn
from textual.pilot import Pilot

from sel.bridge_events import BridgeView
from sel.events import EngineView, ErrorView, Event, TurnFailed, TurnInterrupted
from sel.voice_events import LevelHeard, SpeechHeard, TextSpoken, VoiceChanged, VoiceView
from tui.app import SelApp
from tui.scene import NOON, stats, talk
from tui.scene_channels import BRIDGE, CHANNELS

if TYPE_CHECKING:
    from tui.screens.channels import ChannelsScreen


def test_a_talk_on_a_great_screen(snap_compare) -> None:  # type: ignore[no-untyped-def]
    brain = FakeBrain(messages=talk(), last=stats())
    app = SelApp(brain, FakeSettings())
    assert snap_compare(app, terminal_size=(200, 60), run_before=lambda pilot: drawn(pilot, brain))


ALOUD: dict[str, tuple[str, tuple[int, int], VoiceView, Event]] = {
    "hearing": (
        "sel-dark",
        (80, 24),
        VoiceView(state="hearing"),
        SpeechHeard(text="what shall we call the greeting in the morning, and in the evening"),
    ),
    "speaking": (
        "sel-light",
        (120, 40),
        VoiceView(state="speaking", quiet=True),
        TextSpoken(turn_id="t2", upto=32),
    ),
    "pressed": (
        "sel-dark",
        (60, 20),
        VoiceView(state="listening", pressed=True),
        SpeechHeard(text=""),
    ),
}


@pytest.mark.parametrize(("theme", "size", "view", "event"), ALOUD.values(), ids=ALOUD)
def test_the_voice(  # type: ignore[no-untyped-def]
    snap_compare, theme: str, size: tuple[int, int], view: VoiceView, event: Event
) -> None:
    brain = FakeBrain(messages=talk(), last=stats())

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        brain.tell(VoiceChanged(voice=view), event)
        for number in range(10):
            brain.now = NOON + number / 10
            brain.tell(LevelHeard(level=-62 + 4.5 * number, speech=number / 10))
            await drawn(pilot, brain)
        brain.now = NOON

    app = SelApp(brain, FakeSettings(theme))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_waking(snap_compare) -> None:  # type: ignore[no-untyped-def]
    engine = EngineView(state="waking", progress=0.6, detail="Loading the model", model="a.gguf")
    brain = FakeBrain(engine=engine)
    app = SelApp(brain, FakeSettings())
    assert snap_compare(app, terminal_size=(120, 40), run_before=lambda pilot: drawn(pilot, brain))


def test_endings_and_choices(snap_compare) -> None:  # type: ignore[no-untyped-def]
    brain = FakeBrain()
    error = ErrorView(kind="EngineCrashed", title="The engine died.", hint="It is starting again.")

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        brain.tell(
            TurnInterrupted(turn_id="a", partial="Half of an answer"),
            TurnFailed(turn_id="b", partial="Part of another", error=error),
        )
        await drawn(pilot, brain)
        await pilot.press("/", "m")
        await drawn(pilot, brain)

    app = SelApp(brain, FakeSettings())
    assert snap_compare(app, terminal_size=(100, 36), run_before=before)


ROOMS: dict[str, tuple[str, tuple[int, int], BridgeView, tuple[str, ...]]] = {
    "read-80x24-light": ("sel-light", (80, 24), BRIDGE, ("enter",)),
    "paused-120x40-light": ("sel-light", (120, 40), BRIDGE, ("down", "down")),
    "off-80x24-light": ("sel-light", (80, 24), BridgeView(), ()),
}


@pytest.mark.parametrize(("theme", "size", "view", "keys"), ROOMS.values(), ids=ROOMS)
def test_channels(  # type: ignore[no-untyped-def]
    snap_compare, theme: str, size: tuple[int, int], view: BridgeView, keys: tuple[str, ...]
) -> None:
    brain = FakeBrain(bridged=view, elsewhere=CHANNELS if view.places else {})

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        await pilot.press("ctrl+o", *keys)
        screen = cast("ChannelsScreen", pilot.app.screen)
        while screen.seq < brain.told or screen.settling:
            await pilot.pause(0.01)
        await pilot.pause()

    app = SelApp(brain, FakeSettings(theme))
    assert snap_compare(app, terminal_size=size, run_before=before)
