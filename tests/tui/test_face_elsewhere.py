"""Discord in words and rows, and which of its events reach the desk: none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from face_fakes import FakeBrain
from hypothesis import given
from hypothesis import strategies as st
from test_face_talk import face

from sel.agent_events import AgentAnswered, AgentAsked, ShellAsked
from sel.bridge_events import BridgeChanged, BridgeState, BridgeView, PlaceView, SetBridge
from sel.errors import BridgeError
from sel.events import (
    ChannelCleared,
    EngineChanged,
    ErrorView,
    Event,
    HormonesChanged,
    MessageReceived,
    MessageRouted,
    ModeChanged,
    NoticeGiven,
    PromptRead,
    SendMessage,
    Snapshot,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)
from sel.memory_events import (
    ConsentAsked,
    ConsentChanged,
    MemoriesForgotten,
    MemoriesRecalled,
    MemoryEdited,
    MemoryKept,
    MemoryProposed,
    MemoryRefused,
    MemoryView,
)
from sel.session_events import SessionChanged, SessionDeleted, SessionsChanged
from sel.voice_events import LevelHeard, ReplyCut, SpeechHeard, TextSpoken, VoiceChanged
from tui import elsewhere
from tui.commands import table
from tui.drawings.channels import items
from tui.drawings.channels import places as drawn_places
from tui.scene import NOON, affect, stats, talk
from tui.scene_channels import BRIDGE, GENERAL
from tui.screens import feed
from tui.widgets.ask import Ask

READY = BridgeView(state="ready", guilds=3, places=(PlaceView(channel="discord:1", name="a"),))


def waiting(count: int) -> BridgeView:
    return replace(READY, places=(replace(READY.places[0], waiting=count),))


@pytest.mark.parametrize(
    ("view", "room", "words"),
    [
        (BridgeView(), 29, ""),
        (BridgeView(state="connecting"), 29, "Discord: connecting"),
        (BridgeView(state="failed"), 29, "Discord: not reached"),
        (READY, 29, "Discord: 3 servers"),
        (replace(READY, guilds=1), 29, "Discord: 1 server"),
        (waiting(2), 29, "Discord: 3 servers, 2 waiting"),
        (waiting(2), 28, "Discord: 2 waiting"),
        (waiting(2), 3, "Discord: 2 waiting"),
    ],
)
def test_the_bridge_in_a_line(view: BridgeView, room: int, words: str) -> None:
    assert elsewhere.fitting(elsewhere.brief(view), room) == words


@pytest.mark.parametrize("state", BridgeState.__args__)  # type: ignore[attr-defined]
def test_every_state_has_a_sentence(state: BridgeState) -> None:
    said, hint = elsewhere.sentence(BridgeView(state=state))
    assert said.endswith(".")
    assert "/bridge" in hint
    assert elsewhere.note(BridgeView(state=state))
    assert elsewhere.sentence(BridgeView(state=state, detail="So."))[0] == "So."


@pytest.mark.parametrize(
    ("place", "answering", "sign"),
    [
        (PlaceView(channel="c", name="n"), False, "○"),
        (PlaceView(channel="c", name="n", waiting=1), False, "●"),
        (PlaceView(channel="c", name="n", waiting=1), True, "»"),
        (PlaceView(channel="c", name="n", paused=True), True, "⊘"),
        (PlaceView(channel="c", name="n", policy="deny"), False, "·"),
    ],
)
def test_the_sign_of_a_place(place: PlaceView, answering: bool, sign: str) -> None:
    assert elsewhere.mark(place, answering=answering)[0] == sign


PLACES = st.lists(
    st.builds(
        PlaceView,
        channel=st.integers(0, 30).map(lambda number: f"discord:{number}"),
        name=st.sampled_from(("general", "General", "Ada", "漢字", "")),
        guild=st.sampled_from(("", "Home", "home", "Away")),
        at=st.floats(0, 2e9),
    ),
    unique_by=lambda place: place.channel,
    max_size=12,
)


@given(places=PLACES, order=st.randoms())
def test_no_place_is_lost_and_none_moves_with_what_is_said(places, order) -> None:  # type: ignore[no-untyped-def]
    drawn = drawn_places(places, {}, set(), 2e9)
    assert {one.view for one in drawn} == set(places)
    mixed = list(places)
    order.shuffle(mixed)
    again = drawn_places(mixed, {}, set(), 2e9)
    assert [one.view.channel for one in again] == [one.view.channel for one in drawn]


def test_direct_messages_come_last_below_a_name_of_their_own() -> None:
    drawn = items(drawn_places(BRIDGE.places, {}, set(), 0.0))
    names = [row for row in drawn if isinstance(row, str) and row]
    assert names == ["Lighthouse", "Open Telescope", "Reading Room", "direct messages"]


# ---------------------------------------------------------------- the desk hears nothing of it

KEPT = MemoryView(id="m", kind="fact", text="a secret", quote="a secret", at=NOON)
EVENTS: tuple[Event, ...] = (
    MessageReceived(text="a secret", person="discord:9", name="Ada"),
    TurnStarted(),
    MessageRouted(intent="code", confidence=1, reason="", expert="coder"),
    PromptRead(done=1, total=1000),
    AgentAsked(agent="dice", asked="2d6", confidence=1, reason=""),
    AgentAnswered(agent="dice", asked="2d6", ok=True, text="a secret", seconds=1),
    ShellAsked(person="you", command="a secret", folder="/"),
    TextArrived(text="a secret"),
    TextSpoken(upto=3),
    ReplyCut(heard="a secret"),
    TurnFinished(text="a secret", stats=stats(source="cached")),
    TurnInterrupted(partial="a secret"),
    TurnFailed(
        partial="a secret",
        error=ErrorView(kind="x", title="a secret"),
    ),
    TurnSilenced(reason="a secret"),
    NoticeGiven(title="a secret"),
    ModeChanged(mode="playful"),
    HormonesChanged(affect=affect("stressed")),
    ConsentAsked(person="you", text="a secret"),
    ConsentChanged(person="you", state="never"),
    MemoryKept(person="you", memory=KEPT, how="new"),
    MemoryProposed(person="you", memory=KEPT),
    MemoryEdited(person="you", memory=KEPT),
    MemoryRefused(person="you", reason="a secret"),
    MemoriesRecalled(person="you", memories=(KEPT,), lexical=True),
    MemoriesForgotten(person="you", ids=("m",), counts={"memories": 1}),
    ChannelCleared(),
)
"""One of each kind that is said or felt on a channel."""
EVERYWHERE = {
    Snapshot,
    EngineChanged,
    BridgeChanged,
    VoiceChanged,
    LevelHeard,
    SpeechHeard,
    SessionChanged,
    SessionsChanged,
    SessionDeleted,
}
"""What is of no channel, or of the desk's conversations alone."""
FROM_THERE = tuple(
    replace(event, channel=GENERAL, turn_id=f"x{n // 4}") for n, event in enumerate(EVENTS)
)


def test_they_are_all_the_desk_knows() -> None:
    assert {type(event) for event in EVENTS} | EVERYWHERE == set(feed._HANDLERS)


async def test_nothing_of_discord_is_shown_at_the_desk() -> None:
    async with face(FakeBrain(messages=talk()[:2], consents={"you": "given"})) as it:
        now = it.app.main.desk.feed
        before = (it.messages(), it.notices(), now.affect, now.readings, now.answering)
        await it.tell(*FROM_THERE)
        assert (it.messages(), it.notices(), now.affect, now.readings, now.answering) == before
        assert not it.app.main.query(Ask)


async def test_the_desks_reply_is_joined_through_what_is_said_elsewhere() -> None:
    async with face() as it:
        pieces: list[Event] = []
        for letter in "abcdef":
            pieces.append(TextArrived(turn_id="t", text=letter))
            pieces += [TextArrived(turn_id=f"{n}", channel=f"discord:{n}", text="-") for n in "12"]
        drawn: list[str] = []
        it.app.main.conversation.streaming("t").append = drawn.append  # type: ignore
        await it.tell(*pieces)
        assert "".join(drawn) == "abcdef"
        assert len(drawn) == 1


# ---------------------------------------------------------------- the panel and the commands


async def test_the_panel_and_the_narrow_line_tell_of_it() -> None:
    async with face(FakeBrain(bridged=waiting(2))) as it:
        line = it.app.main.query_one("#bridge")
        assert line.display
        assert "3 servers, 2 waiting" in str(line.render())
        await it.pilot.press("f2")
        await it.pilot.pause()
        assert "Discord: 3 servers, 2 waiting" in str(it.app.main.query_one("#status").render())
        await it.tell(BridgeChanged(bridge=waiting(0)))
        assert str(line.render()) == "Discord: 3 servers"
        await it.tell(BridgeChanged(bridge=BridgeView()))
        assert not line.display
        assert "Discord" not in str(it.app.main.query_one("#status").render())


async def test_on_and_off_how_it_is_and_what_is_refused() -> None:
    async with face(FakeBrain(bridged=BRIDGE)) as it:
        await it.send("/bridge on")
        await it.send("/bridge OFF")
        assert it.brain.commands == [SetBridge(on=True), SetBridge(on=False)]
        await it.send("/bridge")
        assert "I am on Discord, in 3 servers." in it.notices()[-1]
        await it.send("/bridge maybe")
        assert "The bridge has no such command." in it.notices()[-1]
        it.brain.refuse = BridgeError("There is no token for Discord.", hint="See the guide.")
        await it.send("/bridge on")
        assert it.notices()[-1] == "! There is no token for Discord.\n  See the guide."


async def test_leaving_takes_its_time_and_no_message_waits_for_it() -> None:
    brain = FakeBrain()
    async with face(brain) as it:
        brain.slow = SetBridge
        await it.send("/bridge off")
        await it.send("hello")
        assert brain.commands == [SendMessage(text="hello")]
        brain.done.set()
        await it.pilot.pause()
        assert brain.commands[-1] == SetBridge(on=False)


def test_words_complete() -> None:
    assert [choice.text for choice in table.choices("/bridge o")] == ["/bridge on", "/bridge off"]
    assert table.choices("/bridge on now") == []
