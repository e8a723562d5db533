"""What a subscriber may rely on, however slow it is."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.bus import Bus, Subscription
from sel.events import (
    AffectView,
    ChannelView,
    Delivery,
    EngineChanged,
    EngineView,
    Event,
    HormonesChanged,
    MessageView,
    NoticeGiven,
    PromptRead,
    Snapshot,
    TextArrived,
    TurnFinished,
    TurnInterrupted,
    TurnStarted,
)


class Clock:
    """A clock that moves one second with every look."""

    def __init__(self) -> None:
        self._seconds = itertools.count(1000)

    def __call__(self) -> float:
        return float(next(self._seconds))


def make_bus() -> Bus:
    return Bus(Snapshot, Clock())


async def opened(bus: Bus, capacity: int = 100) -> Subscription:
    """A subscription whose first snapshot has been taken."""
    subscription = bus.subscribe(capacity)
    first = await subscription.take()
    assert [type(event) for event in first] == [Snapshot]
    return subscription


def text(words: str, turn_id: str = "t1", channel: str = "desk") -> TextArrived:
    return TextArrived(text=words, turn_id=turn_id, channel=channel)


def reading(done: int, channel: str = "desk") -> PromptRead:
    return PromptRead(done=done, total=100, channel=channel)


async def test_the_first_event_is_a_snapshot_of_that_moment() -> None:
    views = {"desk": ChannelView(messages=(MessageView(role="person", text="hi"),))}
    bus = Bus(lambda: Snapshot(channels=views))
    bus.publish(text("before"))
    subscription = bus.subscribe()
    bus.publish(text("after"))
    first, second = await subscription.take()
    assert isinstance(first, Snapshot)
    assert first.channels == views
    assert isinstance(second, TextArrived)
    assert second.text == "after"


async def test_every_event_is_stamped_with_a_rising_number_and_the_time() -> None:
    bus = make_bus()
    subscription = await opened(bus)
    for word in "abc":
        bus.publish(text(word))
    events = await subscription.take()
    assert [event.seq for event in events] == [2, 3, 4]
    assert [event.at for event in events] == [1001.0, 1002.0, 1003.0]


async def test_ordered_events_keep_their_order() -> None:
    bus = make_bus()
    subscription = await opened(bus)
    sent: list[Event] = [TurnStarted(turn_id="t1"), text("a"), text("b"), NoticeGiven(title="x")]
    for event in sent:
        bus.publish(event)
    assert await subscription.take() == sent


async def test_of_replaceable_events_the_newest_per_kind_and_channel_is_left() -> None:
    bus = make_bus()
    subscription = await opened(bus)
    for done in (10, 20, 30):
        bus.publish(reading(done, "a"))
        bus.publish(reading(done + 1, "b"))
        bus.publish(EngineChanged(engine=EngineView(progress=done)))
    events = await subscription.take()
    assert [(type(e), e.channel) for e in events] == [
        (PromptRead, "a"),
        (PromptRead, "b"),
        (EngineChanged, "desk"),
    ]
    assert [e.done for e in events if isinstance(e, PromptRead)] == [30, 31]


async def test_a_replaced_event_does_not_come_before_what_it_followed() -> None:
    bus = make_bus()
    subscription = await opened(bus)
    bus.publish(reading(1))
    bus.publish(text("a"))
    bus.publish(reading(2))
    events = await subscription.take()
    assert [type(event) for event in events] == [TextArrived, PromptRead]
    assert [event.seq for event in events] == sorted(event.seq for event in events)


async def test_an_interrupt_jumps_the_queue_and_takes_the_text_of_its_turn_along() -> None:
    bus = make_bus()
    subscription = await opened(bus)
    bus.publish(TurnStarted(turn_id="t1"))
    bus.publish(text("once "))
    bus.publish(text("other", "t2", "guild"))
    bus.publish(text("upon"))
    bus.publish(TurnInterrupted(turn_id="t1", partial="once upon"))
    events = await subscription.take()
    assert isinstance(events[0], TurnInterrupted)
    assert events[0].seq > events[-1].seq, "its number tells where it belongs"
    texts = [event.text for event in events if isinstance(event, TextArrived)]
    assert texts == ["other"]
    assert any(isinstance(event, TurnStarted) for event in events)


async def test_who_falls_behind_gets_one_fresh_snapshot_and_goes_on_from_there() -> None:
    made = itertools.count()
    bus = Bus(lambda: Snapshot(affect=AffectView(mood=f"mood {next(made)}")))
    slow = await opened(bus, capacity=3)
    for number in range(4):
        bus.publish(text(str(number)))
    bus.publish(text("after"))
    snapshot, after = await slow.take()
    assert isinstance(snapshot, Snapshot)
    assert snapshot.affect.mood == "mood 1"
    assert snapshot.seq < after.seq
    assert isinstance(after, TextArrived)
    assert after.text == "after"
    bus.publish(text("later"))
    assert [type(event) for event in await slow.take()] == [TextArrived]


async def test_one_slow_subscriber_takes_nothing_from_the_others() -> None:
    bus = make_bus()
    quick, slow = await opened(bus), await opened(bus, capacity=2)
    for number in range(10):
        bus.publish(text(str(number)))
    assert [e.text for e in await quick.take() if isinstance(e, TextArrived)] == list("0123456789")
    assert isinstance((await slow.take())[0], Snapshot)


async def test_take_waits_for_the_next_event() -> None:
    bus = make_bus()
    subscription = await opened(bus)
    waiting = asyncio.create_task(subscription.take())
    await asyncio.sleep(0)
    assert not waiting.done()
    bus.publish(text("now"))
    assert len(await waiting) == 1


async def test_closing_ends_an_iteration_after_what_waits() -> None:
    bus = make_bus()
    subscription = await opened(bus)
    bus.publish(text("last"))
    subscription.close()
    bus.publish(text("too late"))
    heard = [event async for event in subscription]
    assert [event.text for event in heard if isinstance(event, TextArrived)] == ["last"]
    assert await subscription.take() == []


async def test_closing_wakes_who_waits() -> None:
    bus = make_bus()
    subscription = await opened(bus)
    waiting = asyncio.create_task(subscription.take())
    await asyncio.sleep(0)
    subscription.close()
    assert await asyncio.wait_for(waiting, 30) == []
    subscription.close()  # twice does no harm


async def test_a_subscriber_may_leave_while_others_stay() -> None:
    bus = make_bus()
    leaving, staying = await opened(bus), await opened(bus)
    leaving.close()
    bus.publish(text("here"))
    assert len(await staying.take()) == 1


EVENTS = st.one_of(
    st.builds(text, st.text(max_size=3), st.sampled_from(["t1", "t2"])),
    st.builds(reading, st.integers(0, 100), st.sampled_from(["desk", "guild"])),
    st.builds(HormonesChanged, affect=st.just(AffectView())),
    st.builds(TurnFinished, turn_id=st.sampled_from(["t1", "t2"]), text=st.just("done")),
    st.builds(TurnInterrupted, turn_id=st.sampled_from(["t1", "t2"]), partial=st.just("par")),
)


@given(st.lists(st.one_of(EVENTS, st.none()), max_size=40), st.integers(1, 12))
def test_whatever_is_published_the_rules_hold(steps: list[Event | None], capacity: int) -> None:
    """`None` is the moment at which the subscriber takes what waits."""
    asyncio.run(_rules_hold(steps, capacity))


async def _rules_hold(steps: list[Event | None], capacity: int) -> None:
    bus = make_bus()
    subscription = await opened(bus, capacity)
    published: list[Event] = []
    for step in [*steps, None]:
        if step is not None:
            event = Event.__new__(type(step))  # hypothesis may draw one object twice
            for name in (*Event.__slots__, *type(step).__slots__):
                object.__setattr__(event, name, getattr(step, name))
            bus.publish(event)
            published.append(event)
        elif published:
            _check(published, await subscription.take() if subscription._waiting else [], capacity)
            published = []


def _check(published: list[Event], taken: list[Event], capacity: int) -> None:
    assert len(taken) <= capacity
    snapshots = [event for event in taken if isinstance(event, Snapshot)]
    assert len(snapshots) <= 1
    since = snapshots[0].seq if snapshots else 0
    wanted = [event for event in published if event.seq > since]
    ordered = [e for e in taken if e.delivery is Delivery.ORDERED]
    assert [e.seq for e in ordered] == sorted(e.seq for e in ordered), "overtaken"
    interrupts = {e.turn_id: e.seq for e in wanted if e.delivery is Delivery.URGENT}
    for event in wanted:
        if event.delivery is Delivery.REPLACEABLE:
            same = [e for e in wanted if (type(e), e.channel) == (type(event), event.channel)]
            assert (event in taken) == (event.seq == same[-1].seq)
        elif isinstance(event, TextArrived) and event.seq < interrupts.get(event.turn_id, 0):
            assert not any(e is event for e in taken), "text of an interrupted turn"
        else:
            assert any(e is event for e in taken), "dropped"
    if not snapshots and interrupts:
        assert taken[0].delivery is Delivery.URGENT


@pytest.mark.parametrize("capacity", [1, 2, 5])
async def test_a_queue_never_grows_beyond_its_capacity(capacity: int) -> None:
    bus = make_bus()
    subscription = bus.subscribe(capacity)
    for number in range(50):
        bus.publish(text(str(number)))
        assert len(subscription._waiting) <= capacity


async def test_urgent_events_come_first_and_in_their_own_order() -> None:
    bus = Bus(Snapshot)
    subscription = bus.subscribe()
    await subscription.take()
    bus.publish(NoticeGiven(title="one"))
    first, second = (TurnInterrupted(turn_id=name, partial="") for name in "ab")
    bus.publish(first)
    bus.publish(second)
    bus.publish(NoticeGiven(title="two"))
    kinds = await subscription.take()
    assert kinds[:2] == [first, second]
    assert [one.title for one in kinds[2:] if isinstance(one, NoticeGiven)] == ["one", "two"]
