"""The one inner state of every channel: time passes in it, messages move it, modes tint it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.affect.appraisal_types import Appraisal
from sel.affect.state import at_rest
from sel.brain.hormones import heart as module
from sel.brain.hormones.heart import FRESH, Heart
from sel.bus import Bus, Subscription
from sel.errors import SettingError
from sel.events import Event, HormonesChanged, ModeChanged, Snapshot

NOON = 12 * 3600.0
THANKS = Appraisal(valence=0.6, reasons=("thanks",), signals=frozenset({"thanks"}))
HURT = Appraisal(valence=-0.6, reasons=("hurt",), signals=frozenset({"hurt", "conflict"}))


class Clock:
    """A clock the test sets."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def made(clock: Callable[[], float], mode: str = "casual", zone: str = "UTC") -> Heart:
    return Heart(zone, mode, clock)


def listening() -> tuple[Bus, Subscription]:
    bus = Bus(Snapshot)
    return bus, bus.subscribe()


async def facts(subscription: Subscription) -> list[Event]:
    return [event for event in await subscription.take() if not isinstance(event, Snapshot)]


async def test_what_is_felt_is_told_with_its_reason() -> None:
    heart, (bus, heard) = made(Clock()), listening()
    before = heart.view().levels
    heart.feel(THANKS, bus)
    (changed,) = await facts(heard)
    assert isinstance(changed, HormonesChanged)
    assert changed.affect == heart.view()
    assert changed.affect.levels["oxytocin"] > before["oxytocin"]
    assert {move.reason for move in changed.affect.moves} == {"thanks"}
    assert all(move.at == NOON for move in changed.affect.moves)


async def test_what_was_felt_fades_with_time() -> None:
    clock = Clock()
    heart, (bus, _) = made(clock), listening()
    heart.feel(THANKS, bus)
    excited = heart.view()
    clock.now += 24 * 3600
    rested = heart.view()
    apart = abs(excited.levels["oxytocin"] - excited.targets["oxytocin"])
    assert abs(rested.levels["oxytocin"] - rested.targets["oxytocin"]) < 0.1 * apart


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(2 * FRESH, 4 * 3600), min_size=1, max_size=6))
def test_looking_often_changes_nothing(steps: list[float]) -> None:
    """A face that looks sixty times an hour must not make SEL feel other than one that does not."""
    clock = Clock()
    watched, left_alone = made(clock), made(clock)
    bus = Bus(Snapshot)
    for heart in (watched, left_alone):
        heart.feel(HURT, bus)
    for step in steps:
        clock.now += step
        watched.view()
    assert watched.view().levels == pytest.approx(left_alone.view().levels, abs=1e-6)


async def test_it_feels_at_the_moment_not_at_the_last_look() -> None:
    clock = Clock()
    heart, (bus, _) = made(clock), listening()
    heart.view()
    clock.now += 3600
    heart.feel(THANKS, bus)
    assert heart.now().at == clock.now
    assert heart.view().moves[-1].at == clock.now


async def test_a_mode_is_told_and_kept_and_an_unknown_one_changes_nothing() -> None:
    heart, (bus, heard) = made(Clock()), listening()
    heart.set_mode("playful", bus)
    mode, levels = await facts(heard)
    assert isinstance(mode, ModeChanged)
    assert mode.mode == "playful"
    assert isinstance(levels, HormonesChanged)
    assert levels.affect.mode == heart.view().mode == "playful"
    with pytest.raises(SettingError):
        heart.set_mode("furious", bus)
    assert heart.view().mode == "playful"
    heart.feel(THANKS, bus)
    assert heart.view().mode == "playful"


def test_an_unknown_mode_or_zone_is_refused_at_birth() -> None:
    with pytest.raises(SettingError):
        made(Clock(), mode="furious")
    with pytest.raises(SettingError):
        made(Clock(), zone="Nowhere/At_All")


def test_the_zone_sets_the_hour_of_the_day() -> None:
    here, there = made(Clock(), zone="UTC"), made(Clock(), zone="Asia/Tokyo")
    assert here.now().hour == pytest.approx(12.0)
    assert there.now().hour == pytest.approx(21.0)
    assert here.view().targets != there.view().targets


def test_a_state_that_was_kept_goes_on_from_where_it_was() -> None:
    kept = at_rest(NOON - 60, 11.9, "playful")
    heart = Heart("UTC", "casual", Clock(), kept)
    assert heart.view().mode == "playful"
    assert heart.now().at == NOON


def test_how_to_say_things_follows_the_mode() -> None:
    playful, quiet = made(Clock(), "playful"), made(Clock(), "quiet_companion")
    assert playful.expression().emoji > quiet.expression().emoji
    assert playful.expression().words != quiet.expression().words


async def test_it_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TICK", 0.0)
    clock = Clock()
    heart, (bus, heard) = made(clock), listening()
    beating = asyncio.create_task(heart.beat(bus))
    seen: list[Event] = []
    while len(seen) < 3:
        clock.now += 600
        seen += await facts(heard)
    beating.cancel()
    assert all(isinstance(event, HormonesChanged) for event in seen)
    levels = [event.affect.levels for event in seen if isinstance(event, HormonesChanged)]
    assert levels[0] != levels[-1]
