"""Looking in on people: who wants it, when, how often, and never once more."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.checkins import words
from bridge.checkins.checkins import CheckIns
from bridge.checkins.pattern import DAY, MOST_UNANSWERED, Habits
from bridge.ports import Claims, Mind
from sel.company_events import Overhear
from sel.events import Command
from sel.store.store import Store

NOON = 12 * 3600.0
ADA = "discord:11"


class FakeMind:
    def __init__(self) -> None:
        self.state, self.commands = "given", list[Command]()

    async def consent(self, person: str) -> str:
        return self.state

    async def submit(self, command: Command) -> str:
        self.commands.append(command)
        return ""


class FirstOnly:
    def __init__(self) -> None:
        self.taken: set[str] = set()

    async def claim(self, what: str, seconds: float) -> bool:
        new = what not in self.taken
        self.taken.add(what)
        return new


class Post:
    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []

    async def write(self, user_id: int, text: Callable[[str], str]) -> int:
        self.sent.append((user_id, text("Ada")))
        return 77


class Life:
    """Check-ins over a real store, and a clock to move."""

    def __init__(self, folder: Path) -> None:
        self.now = NOON
        self.store, self.mind, self.post = Store.open(folder), FakeMind(), Post()
        self.claims = FirstOnly()
        self.again()

    def again(self) -> None:
        self.ins = CheckIns(
            cast(Mind, self.mind),
            self.store,
            cast(Claims, self.claims),
            self.post,
            clock=lambda: self.now,
            hour=lambda at: int(at // 3600) % 24,
        )

    async def days(self, count: int) -> None:
        """Look every hour of so many days."""
        for _ in range(24 * count):
            self.now += 3600
            self.claims.taken.clear()
            await self.ins.look()


@pytest.fixture
def life(tmp_path: Path) -> Any:
    made = Life(tmp_path / "book")
    yield made
    made.store.close()


async def test_nobody_is_asked_who_did_not_want_it(life: Life) -> None:
    await life.ins.wrote(ADA)
    await life.days(10)
    assert life.post.sent == []
    assert len(life.store.table("discord_checkins")) == 0


async def test_three_unanswered_are_the_last_even_after_a_restart(life: Life) -> None:
    assert await life.ins.opt(ADA, True) == words.ON
    await life.days(6)
    life.again()
    await life.days(60)
    assert len(life.post.sent) == MOST_UNANSWERED
    assert life.post.sent[-1][1] == words.LAST.format(name="Ada")
    assert all(isinstance(one, Overhear) and one.sel for one in life.mind.commands)


async def test_an_answer_begins_anew(life: Life) -> None:
    await life.ins.opt(ADA, True)
    await life.days(3)
    before = len(life.post.sent)
    await life.ins.wrote(ADA)
    await life.days(1)
    assert len(life.post.sent) == before, "a day without a word has to pass"
    await life.days(60)
    assert len(life.post.sent) == before + MOST_UNANSWERED


async def test_without_leave_all_of_it_is_gone(life: Life) -> None:
    await life.ins.opt(ADA, True)
    life.mind.state = "withdrawn"
    await life.days(3)
    assert life.post.sent == []
    assert len(life.store.table("discord_checkins")) == 0


async def test_off_is_off(life: Life) -> None:
    await life.ins.opt(ADA, True)
    assert await life.ins.opt(ADA, False) == words.OFF
    await life.days(5)
    assert life.post.sent == []


async def test_of_several_bridges_one_asks(life: Life) -> None:
    await life.ins.opt(ADA, True)
    life.now += DAY + 4 * 3600
    life.claims.taken.add("check-in 11")
    await life.ins.look()
    assert life.post.sent == []


@given(st.integers(0, 23), st.lists(st.integers(0, 5), min_size=12, max_size=40))
def test_they_are_asked_at_hours_at_which_they_write(middle: int, spread: list[int]) -> None:
    habits = Habits()
    for step in spread:
        habits = habits.wrote(0.0, (middle + step) % 24)
    for hour in range(24):
        if habits.usual(hour):
            assert (hour - middle) % 24 in {23, *range(7)}


@given(st.lists(st.floats(0, 3 * DAY), max_size=60))
def test_never_twice_within_a_day(steps: list[float]) -> None:
    habits, now, asked = Habits(seen=0.0), NOON, list[float]()
    for step in steps:
        now += step
        hour = int(now // 3600) % 24
        if habits.due(now, hour):
            habits = habits.was_asked(now)
            asked.append(now)
    assert all(later - earlier >= DAY for earlier, later in itertools.pairwise(asked))
    assert len(asked) <= MOST_UNANSWERED


def test_the_question_presses_nobody() -> None:
    for text in (*words.QUESTIONS, words.LAST):
        assert not any(word in text.lower() for word in ("miss you", "lonely", "sad", "why did"))
