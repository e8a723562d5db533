"""A face that falls behind is given the whole truth: at whatever moment that happens."""

from __future__ import annotations

import asyncio

import pytest
from stage import Ear, make_parts, say, scripted

from sel.brain.mixture import MixtureBrain
from sel.bus import Bus
from sel.events import (
    ChannelView,
    Event,
    MessageReceived,
    Snapshot,
    TextArrived,
    TurnEnded,
    TurnStarted,
)


async def seen_at(
    kind: type[Event], monkeypatch: pytest.MonkeyPatch, *texts: str
) -> list[ChannelView]:
    """The desk as a face is told that falls behind exactly at each event of a kind."""
    views: list[ChannelView] = []
    publish = Bus.publish

    def watched(bus: Bus, event: Event) -> None:
        publish(bus, event)
        if isinstance(event, kind):
            snapshot: Snapshot = bus.snapshot()
            views.append(snapshot.channels["desk"])

    monkeypatch.setattr(Bus, "publish", watched)
    brain = MixtureBrain(make_parts(scripted("All is well.")))
    ear = Ear(brain)
    await brain.start()
    for text in texts:
        await ear.ending(await say(brain, text))
    await brain.stop()
    await ear.close()
    return views


async def test_a_message_just_received_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    views = await seen_at(MessageReceived, monkeypatch, "One.", "Two.")
    assert [view.messages[-1].text for view in views] == ["One.", "Two."]


async def test_a_turn_just_started_is_being_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    (view,) = await seen_at(TurnStarted, monkeypatch, "One.")
    assert view.answering


async def test_a_message_that_waits_for_more_counts_as_being_answered() -> None:
    """Else a face that ends with the last reply would leave before it."""
    brain = MixtureBrain(make_parts(scripted("All is well."), batch_seconds=60.0))
    ear = Ear(brain)
    await brain.start()
    await say(brain, "Wait, there is more:")
    await asyncio.sleep(0)
    view = brain.snapshot().channels["desk"]
    assert view.answering
    assert ear.of(TurnStarted) == []
    await brain.stop()
    await ear.close()


async def test_text_just_said_is_in_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    views = await seen_at(TextArrived, monkeypatch, "One.")
    assert [view.messages[-1].state for view in views] == ["streaming"] * len(views)
    shown = [view.messages[-1].text for view in views]
    assert shown == sorted(shown, key=len)
    assert shown[-1].strip() == "All is well."


@pytest.mark.parametrize("text", ["One.", "please don't reply to this"])
async def test_a_turn_just_ended_is_over_and_its_reply_there_once(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (view,) = await seen_at(TurnEnded, monkeypatch, text)
    assert not view.answering
    states = [message.state for message in view.messages if message.role == "sel"]
    assert states in (["whole"], ["silenced"])


async def test_a_face_that_comes_later_sees_what_was_said() -> None:
    brain = MixtureBrain(make_parts(scripted("All is well.")))
    ear = Ear(brain)
    await brain.start()
    await ear.ending(await say(brain, "One."))
    late = brain.subscribe()
    (snapshot,) = await asyncio.wait_for(late.take(), 30)
    assert isinstance(snapshot, Snapshot)
    assert [message.text for message in snapshot.channels["desk"].messages] == [
        "One.",
        "All is well.",
    ]
    last = snapshot.channels["desk"].last
    assert last is not None
    assert last.made_tokens > 0
    late.close()
    await brain.stop()
    await ear.close()
