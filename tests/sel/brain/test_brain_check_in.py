"""A gentle offer after a long tense while: where wanted, by day, once, and never into an answer."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from history_stage import Clock, chronicled, live
from memory_stage import allow
from rounds import rounds
from stage import NOON, Ear

from sel.affect.analytics.use import OFFER
from sel.affect.hormones import INDEX, Levels
from sel.affect.state import at_rest
from sel.brain.mixture import MixtureBrain
from sel.events import NoticeGiven

HOUR = 3600.0


def tense(levels: Levels, cortisol: float = 0.7) -> Levels:
    return tuple(cortisol if n == INDEX["cortisol"] else v for n, v in enumerate(levels))


def strain(brain: MixtureBrain, clock: Clock, minutes: float) -> None:
    """So many minutes in which something keeps cortisol up."""
    for _ in range(round(minutes / 5)):
        state = brain._heart.now()
        brain._heart._state = dataclasses.replace(state, levels=tense(state.levels))
        live(brain, clock, 5, step=2.5)


async def offers(brain: MixtureBrain, ear: Ear) -> int:
    """Look whether to offer; how many offers there have been."""
    brain.chronicle.check_in()
    await rounds()
    return sum(one.title == OFFER for one in ear.of(NoticeGiven))


async def test_after_a_long_tense_while_it_offers_once_a_day(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock, checkins=True) as (brain, ear):
        strain(brain, clock, 60)
        assert await offers(brain, ear) == 0
        strain(brain, clock, 60)
        assert await offers(brain, ear) == 1
        (given,) = [one for one in ear.of(NoticeGiven) if one.title == OFFER]
        assert (given.channel, given.level) == ("desk", "info")
        strain(brain, clock, 120)
        assert await offers(brain, ear) == 1
        clock.now = NOON + 26 * HOUR
        strain(brain, clock, 120)
        assert await offers(brain, ear) == 2


async def test_it_is_off_unless_wanted(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        strain(brain, clock, 130)
        assert await offers(brain, ear) == 0


async def test_never_at_night(tmp_path: Path) -> None:
    clock = Clock(NOON + 10 * HOUR)
    async with chronicled(tmp_path, clock, checkins=True) as (brain, ear):
        strain(brain, clock, 130)
        assert await offers(brain, ear) == 0


async def test_the_night_is_that_of_the_persons_zone(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock, checkins=True, timezone="Asia/Tokyo") as (brain, ear):
        strain(brain, clock, 130)  # 23:10 there
        assert await offers(brain, ear) == 0


async def test_not_while_somebody_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock, checkins=True) as (brain, ear):
        strain(brain, clock, 130)
        busy = dataclasses.replace(brain.chronicle._company, busy=lambda: True)
        with monkeypatch.context() as answering:
            answering.setattr(brain.chronicle, "_company", busy)
            assert await offers(brain, ear) == 0
        assert await offers(brain, ear) == 1


async def test_calm_it_says_nothing(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock, checkins=True) as (brain, ear):
        live(brain, clock, 130, step=5)
        assert await offers(brain, ear) == 0


async def test_with_leave_a_restart_knows_that_it_has_offered(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock, checkins=True) as (brain, ear):
        await allow(brain, ear)
        strain(brain, clock, 120)
        assert await offers(brain, ear) == 1
    state = dataclasses.replace(
        at_rest(clock.now, 14.0), levels=tense(at_rest(clock.now, 14.0).levels)
    )
    async with chronicled(tmp_path, clock, checkins=True, affect=state) as (brain, ear):
        strain(brain, clock, 130)
        assert await offers(brain, ear) == 0


async def test_an_offer_is_no_word_about_health(tmp_path: Path) -> None:
    for word in ("stress", "diagnos", "health", "ill", "depress", "anxi", "cortisol"):
        assert word not in OFFER.lower().split()
