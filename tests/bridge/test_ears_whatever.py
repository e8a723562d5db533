"""Whatever happens, and in whichever order: nothing is lost, nothing is answered twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from ears_fakes import (
    HOME,
    ME,
    NOW,
    Channel,
    FakeAnswers,
    FakeBook,
    FakeMind,
    message,
    person,
    until,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.ears import dispatcher as dispatcher_module
from bridge.ears.claims import LocalClaims
from bridge.ears.dispatcher import Dispatcher
from bridge.ears.ears import Ears
from bridge.ears.inbox import AGEING_SECONDS, Batch, Waiting
from bridge.ears.incoming import Incoming
from bridge.ears.room import Room, Rooms
from sel.config.settings import Settings

PEOPLE = [person(f"P{n}", 100 + n) for n in range(4)]
CHANNELS = [Channel(500), Channel(501)]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 3), st.integers(0, 1), st.booleans()),
        st.tuples(st.just("edit"), st.integers(0, 40)),
        st.tuples(st.just("delete"), st.integers(0, 40)),
        st.tuples(st.just("again"), st.integers(0, 40)),
        st.tuples(st.just("gate"), st.booleans()),
        st.tuples(st.just("wait"), st.sampled_from((0.0, 0.0, 0.004))),
    ),
    max_size=40,
)


class World:
    """What was said, and how it reads now."""

    def __init__(self, queue: int) -> None:
        self.mind, self.answers, book = FakeMind(), FakeAnswers(), FakeBook()
        self.now = NOW
        self.said: list[Any] = []
        self.to_sel: set[int] = set()
        self.deleted: set[int] = set()
        self.ears = Ears(
            self.mind,  # type: ignore[arg-type]
            self.answers,
            book,
            LocalClaims(book, lambda: self.now),
            Settings(
                batch_seconds=0.002,
                discord_queue=queue,
                discord_history=100,
                discord_person_limit=1000,
                discord_guild_limit=1000,
            ),
            None,
            lambda: self.now,
        )

    def _some(self, which: int) -> Any:
        return self.said[which % len(self.said)] if self.said else None

    def _text(self, addressed: bool, number: str) -> str:
        return f"<@{ME.id}> say {number}" if addressed else f"chatter {number}"

    async def step(self, step: tuple[Any, ...]) -> None:
        match step:
            case ("say", who, where, addressed):
                self.now += 0.01
                text = self._text(addressed, str(len(self.said)))
                one = message(PEOPLE[who], text, channel=CHANNELS[where], at=self.now)
                self.said.append(one)
                if addressed:
                    self.to_sel.add(one.id)
                self.ears.hear(one)
            case ("edit", which) if (one := self._some(which)) and one.id not in self.deleted:
                one.content += "x"
                self.ears.changed(one)
            case ("delete", which) if one := self._some(which):
                self.deleted.add(one.id)
                self.ears.deleted(one.id)
            case ("again", which) if (one := self._some(which)) and one.id not in self.deleted:
                self.ears.hear(one)
            case ("gate", opened):
                (self.answers.open.set if opened else self.answers.open.clear)()
            case ("wait", seconds):
                await asyncio.sleep(seconds)

    async def settle(self) -> None:
        """Until all that is going to happen has happened."""
        self.answers.open.set()
        await until(lambda: not self.ears.busy)
        await asyncio.sleep(0.002)


@given(STEPS, st.sampled_from((2, 20)))
@settings(max_examples=40, deadline=None)
async def test_every_message_has_one_end(steps: list[tuple[Any, ...]], queue: int) -> None:
    world = World(queue)
    try:
        for step in steps:
            await world.step(step)
        await world.settle()
        answered = world.answers.texts()
        assert len(answered) == len(set(answered))
        overheard = world.mind.overheard()
        for one in world.said:
            now = one.content.replace(f"<@{ME.id}>", "@SEL")
            if one.id in world.deleted:
                continue
            if one.id in world.to_sel:
                assert (now in answered) or (now in overheard), now
                if queue == 20:
                    assert now in answered
            else:
                assert now in overheard or now in answered
        if queue == 20:
            assert not world.answers.refused
    finally:
        await world.ears.stop(1.0)


# ---------------------------------------------------------------- which channel is next


def room(rooms: Rooms, number: int, *, weight: float, since: float) -> Room:
    """A room with one message in it that waits since then."""
    made = rooms.enter(number)
    said = Incoming(
        id=number, channel_id=number, guild_id=HOME.id, author_id=1, name="P", text="hi", at=NOW
    )
    made.inbox.put(Waiting(said, "answer", weight, since))
    return made


Answer = Callable[[Room, Batch], Awaitable[None]]


async def order_of(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rooms in the order in which they are answered, one at a time."""
    monkeypatch.setattr(dispatcher_module, "AT_ONCE", 1)
    done: list[int] = []

    async def answer(where: Room, _: Batch) -> None:
        done.append(where.id)

    dispatcher = Dispatcher(answer)
    for one in rooms:
        dispatcher.notice(one)
    await until(lambda: len(done) == len(list(rooms)))
    await dispatcher.stop(1.0)
    return done


async def test_the_most_urgent_channel_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    now, rooms = asyncio.get_running_loop().time(), Rooms(20, 0.0, 10)
    for number, weight in ((1, 0.1), (2, 0.9), (3, 0.5)):
        room(rooms, number, weight=weight, since=now - 1)
    assert await order_of(rooms, monkeypatch) == [2, 3, 1]


async def test_no_channel_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    now, rooms = asyncio.get_running_loop().time(), Rooms(20, 0.0, 10)
    for number in range(1, 6):
        room(rooms, number, weight=1.0, since=now - 1)
    room(rooms, 9, weight=0.0, since=now - 1.5 - AGEING_SECONDS)
    assert (await order_of(rooms, monkeypatch))[0] == 9


async def test_an_answer_that_fails_stops_nobody_else() -> None:
    rooms = Rooms(20, 0.0, 10)
    done: list[int] = []

    async def answer(where: Room, _: Batch) -> None:
        if where.id == 1:
            raise RuntimeError
        done.append(where.id)

    dispatcher = Dispatcher(answer)
    for number in (1, 2):
        dispatcher.notice(room(rooms, number, weight=0.5, since=0.0))
    await until(lambda: done)
    one = rooms.enter(1)
    assert not one.busy
    await dispatcher.stop(0.1)
