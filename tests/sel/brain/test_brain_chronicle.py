"""The brain takes down how its hormones went; on disk only for those who let it remember them."""

from __future__ import annotations

import asyncio
import dataclasses
import math
from pathlib import Path

import pytest
from history_stage import Clock, chronicled, counts, live, notices, regrouped, written
from memory_stage import allow, tell
from stage import NOON, make_parts, say, scripted

from sel.affect.history.port import Keeper
from sel.affect.history.tiers import DAY, DAYS, FINE
from sel.affect.hormones import NAMES
from sel.affect.state import at_rest
from sel.brain.hormones.chronicle import BELIEVED_SECONDS, TALK_SECONDS
from sel.brain.hormones.kept_tiles import KeptTiles
from sel.brain.mixture import MixtureBrain
from sel.events import TurnFinished
from sel.memory_events import (
    AnswerConsent,
    ConsentChanged,
    ForgetMemories,
    MemoriesForgotten,
    MemoryKept,
)

WORD = "quetzalwren"


def kept(home: Path, channel: str = "desk") -> dict[str, list[int]]:
    """The tiles on disk, by name."""
    if not (home / "hormones").exists():
        return {}
    tiles = KeptTiles(home / "hormones")
    try:
        return {row["key"]: row["tile"] for row in tiles.load(channel) if "tile" in row}
    finally:
        tiles.close()


def total(tiles: dict[str, list[int]]) -> int:
    """Samples in all days."""
    return sum(row[0] for name, row in tiles.items() if name.startswith("2/"))


# ---------------------------------------------------------------- consent


async def test_without_a_yes_it_lives_in_ram_only(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await tell(brain, ear, "thanks")
        live(brain, clock, 20)
        await brain.chronicle.write()
        await brain.submit(AnswerConsent(answer="not_now"))
        live(brain, clock, 10)
        await brain.chronicle.write()
        assert sum(counts(brain)) == 62
        assert not (await brain.hormone_hours()).kept
    assert not (tmp_path / "hormones").exists()


async def test_with_a_yes_it_is_kept_from_then_on(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        live(brain, clock, 60)
        await allow(brain, ear)
        after = live(brain, clock, 30)
        assert (await brain.hormone_hours()).kept
        assert sum(counts(brain)) == 181
    tiles = kept(tmp_path)
    assert total(tiles) == len(after)
    assert min(int(name[2:]) for name in tiles if name.startswith("0/")) >= after[0][0] // 300
    async with chronicled(tmp_path, clock) as (brain, _):
        assert sum(counts(brain)) == len(after) + 1
        shown = brain.chronicle.shown.history("desk")
        assert shown.tile((FINE.place, int(after[0][0] // 300))) is not None


async def test_what_it_is_written_in_is_the_owners_alone(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        live(brain, clock, 5)
        await brain.chronicle.write()
        folder = tmp_path / "hormones"
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


async def test_after_five_minutes_a_crash_loses_no_more(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        live(brain, clock, 10)
        await brain.chronicle.write()
        assert written(tmp_path / "hormones").count(b'"tile"') >= 4


@pytest.mark.parametrize("words", [f"thanks {WORD}", f"I hate {WORD}, awful!"])
async def test_no_word_that_was_said_is_in_it(tmp_path: Path, words: str) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        await tell(brain, ear, words)
        live(brain, clock, 5)
    text = written(tmp_path / "hormones").lower()
    assert b"tile" in text
    assert WORD.encode() not in text
    assert b"hate" not in text


async def test_a_channel_of_several_needs_them_all(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear, "ann")
        await tell(brain, ear, "thanks", channel="dm:7", person="ann")
        live(brain, clock, 2)
        await brain.chronicle.write()
        assert len(kept_now(brain, "dm:7")) == 4
        await tell(brain, ear, "thanks", channel="dm:7", person="bob")
        live(brain, clock, 2)
        await brain.chronicle.write()
        assert total(kept_now(brain, "dm:7")) == 5
        await allow(brain, ear, "bob")
        live(brain, clock, 2)
        await brain.chronicle.write()
        assert total(kept_now(brain, "dm:7")) == 9
        assert sum(counts(brain, "dm:7")) == 14
        assert "desk" not in tables(brain)


def tables(brain: MixtureBrain) -> list[str]:
    """The channels on disk while it runs."""
    opened = brain.chronicle._ledger._open  # type: ignore[union-attr]
    return [*opened[0].channels()] if opened else []


def kept_now(brain: MixtureBrain, channel: str) -> dict[str, list[int]]:
    """The tiles on disk while it runs."""
    opened = brain.chronicle._ledger._open  # type: ignore[union-attr]
    rows = opened[0].load(channel) if opened else []
    return {row["key"]: row["tile"] for row in rows if "tile" in row}


async def test_taken_back_but_kept_no_more_is_written(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        live(brain, clock, 5)
        await brain.chronicle.write()
        before = kept_now(brain, "desk")
        live(brain, clock, 1)  # still waits when the leave is taken back
        await brain.submit(AnswerConsent(answer="withdraw_keep"))
        live(brain, clock, 30)
        await brain.chronicle.write()
        assert kept_now(brain, "desk") == before
    assert kept(tmp_path) == before
    async with chronicled(tmp_path, clock) as (brain, _):
        assert sum(counts(brain)) == 11


@pytest.mark.parametrize("how", ["erase", "everything"])
async def test_erased_it_is_gone_without_a_trace(tmp_path: Path, how: str) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        await tell(brain, ear, "thanks")
        live(brain, clock, 30)
        await brain.chronicle.write()
        assert b"thanks" in written(tmp_path / "hormones")
        live(brain, clock, 2)
        if how == "erase":
            await brain.submit(AnswerConsent(answer="withdraw_erase"))
        else:
            await brain.submit(ForgetMemories(everything=True))
        (gone,) = ear.of(MemoriesForgotten) or [await ear.until(_forgotten)]
        assert gone.counts["hormone histories"] == 1
        await asyncio.sleep(0)
        assert counts(brain) == []
        left = written(tmp_path / "hormones")
        assert b"tile" not in left
        assert b"thanks" not in left
        assert b"you" not in left
        later = live(brain, clock, 5)
    again = kept(tmp_path)
    assert total(again) == (0 if how == "erase" else len(later))


def _forgotten(event: object) -> bool:
    return isinstance(event, MemoriesForgotten)


async def test_what_is_on_its_way_to_the_disk_is_erased_with_the_rest(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        live(brain, clock, 30)
        erasing = brain.submit(ForgetMemories(everything=True))
        await asyncio.gather(erasing, brain.chronicle.write())
    assert kept(tmp_path) == {}


async def test_forgetting_one_memory_does_not_touch_it(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        await tell(brain, ear, f"My cat is called {WORD}.")
        event = await ear.until(lambda e: isinstance(e, MemoryKept))
        assert isinstance(event, MemoryKept)
        live(brain, clock, 30)
        await brain.chronicle.write()
        before = kept_now(brain, "desk")
        await brain.submit(ForgetMemories(ids=(event.memory.id,)))
        (gone,) = ear.of(MemoriesForgotten) or [await ear.until(_forgotten)]
        assert gone.counts["memories"] == 1
        assert "hormone histories" not in gone.counts
        assert kept_now(brain, "desk") == before
        assert len(counts(brain)) == 7


async def test_a_channel_goes_with_any_of_its_people(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        for person in ("ann", "bob"):
            await allow(brain, ear, person)
            await tell(brain, ear, "thanks", channel="room", person=person)
        live(brain, clock, 5)
    assert kept(tmp_path, "room")
    async with chronicled(tmp_path, clock) as (brain, ear):  # where nobody has spoken yet
        assert await brain.hormone_channels() == ("desk", "room")
        await brain.submit(AnswerConsent(answer="withdraw_erase", person="bob"))
        await ear.until(lambda e: isinstance(e, ConsentChanged) and e.person == "bob")
        await asyncio.sleep(0)
        assert await brain.hormone_channels() == ("desk",)
    assert kept(tmp_path, "room") == {}
    assert b"ann" not in written(tmp_path / "hormones")


# ---------------------------------------------------------------- samples


async def test_other_channels_are_sampled_while_they_talk(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await tell(brain, ear, "thanks", channel="dm:7", person="ann")
        assert sum(counts(brain, "dm:7")) == 1
        live(brain, clock, TALK_SECONDS / 60 + 30)
        assert sum(counts(brain, "dm:7")) == 1 + TALK_SECONDS / 30
        assert sum(counts(brain)) == 2 + 2 * (TALK_SECONDS / 60 + 30)


async def test_each_feeling_is_a_sample_with_its_reason(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        clock.now += 10
        await tell(brain, ear, "thanks")
        seen = await brain.hormone_hours()
        assert [(one.at, one.reason) for one in seen.happenings] == [(NOON + 10, "thanks")]
        last = brain.chronicle.shown.history("desk").last()
        assert last is not None
        assert last[1] == pytest.approx(brain._heart.now().levels, abs=1e-4)


async def test_a_month_is_what_one_would_compute_from_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty days at speed, over the end of summer time, with a restart and a talk each day."""
    monkeypatch.setattr("sel.affect.state.KEPT_MINUTES", 1)  # nobody looks at the last hour
    zone, clock, taken = "Europe/Berlin", Clock(1_792_300_000.0), []
    for days in (12, 18):
        async with chronicled(tmp_path, clock, timezone=zone) as (brain, ear):
            state = brain._heart.now()
            if days == 12:
                await allow(brain, ear)
            else:
                taken.append((state.at, state.levels))
            for _ in range(days):
                for _ in range(6):
                    for _ in range(4):
                        clock.now += 3600 - 30
                        taken += live(brain, clock, 0.5, step=1 / 6)
                    await brain.chronicle.write()
                clock.now += 60
                await tell(brain, ear, "thanks")
                state = brain._heart.now()
                taken.append((state.at, state.levels))
            shown = {
                row["key"]: row["tile"]
                for row in await brain.hormone_documents("desk")
                if "tile" in row
            }
    held = {name: row for name, row in kept(tmp_path).items()}
    wanted = regrouped(taken, zone)
    old = (clock.now - 6.5 * DAY) // 300
    due = {name for name in wanted if not name.startswith("0/") or int(name[2:]) > old}
    assert due <= held.keys()
    assert held == shown
    assert len(held) < len(due) + 7 * 24 * 6
    for name, row in held.items():
        count, mean = wanted[name]
        assert row[0] == count, name
        assert row[3] / row[0] / 10_000 == pytest.approx(mean), name


async def test_a_day_of_25_hours_is_one_day(tmp_path: Path) -> None:
    midnight = 1_792_879_200.0  # 25 October 2026 in Berlin
    clock = Clock(midnight)
    async with chronicled(tmp_path, clock, timezone="Europe/Berlin") as (brain, _):
        live(brain, clock, 26 * 60, step=30)
        history = brain.chronicle.shown.history("desk")
        first, second = (history.tile(key) for key in history.keys(DAYS))
        assert first is not None
        assert second is not None
        assert (first.count, second.count) == (25 * 2, 3)
        assert (await brain.hormone_analysis("desk", "circadian")).enough


# ---------------------------------------------------------------- bad input


async def test_a_clock_that_goes_back_is_said_once_and_nothing_is_lost(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        live(brain, clock, 10)
        for _ in range(3):
            clock.now -= 3600
            live(brain, clock, 5)
        assert sum(counts(brain)) == 51
        assert await notices(ear, "clock went back") == [
            "The clock went back by 59 minutes; the sample is kept under its own time."
        ]


async def test_a_clock_years_ahead_is_not_believed_for_ever(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        live(brain, clock, 30)
        clock.now += 9 * 365 * DAY
        live(brain, clock, 20)
        clock.now = NOON + 7200
        live(brain, clock, 10)
        assert (await brain.hormone_analysis("desk", "trends")).until == pytest.approx(clock.now)
        assert sum((await brain.hormone_hours("desk", 3)).means["dopamine"]) > 0
        live(brain, clock, BELIEVED_SECONDS / 60 + 1)
        await brain.chronicle.write()
        last = brain.chronicle.shown.history("desk").last()
        assert last is not None
        assert last[0] == clock.now
        assert len(counts(brain)) == 7 + 15
        assert max(int(name[2:]) for name in kept_now(brain, "desk") if name[0] == "0") * 300 <= (
            clock.now
        )


async def test_numbers_that_are_none_are_left_out_and_it_talks_on(tmp_path: Path) -> None:
    clock = Clock()
    broken = dataclasses.replace(at_rest(NOON, 12.0), levels=(math.nan,) * len(NAMES))
    async with chronicled(tmp_path, clock) as (brain, ear):
        brain._heart._state = broken
        live(brain, clock, 5)
        assert sum(counts(brain)) == 1
        told = await notices(ear, "not taken down")
        assert told == [
            "The hormones of this moment were not taken down: dopamine must be a level from 0 to 1."
        ]
        brain._heart._state = at_rest(clock.now, 12.0)
        assert await tell(brain, ear, "Hello.") == "Fine."


async def test_a_clock_on_no_calendar_is_said_and_it_talks_on(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        brain.chronicle._take("desk", -5.0, brain._heart.now().levels)
        brain.chronicle._note("desk", math.nan, "thanks")
        await brain.chronicle.write()
        assert sum(counts(brain)) == 1
        assert await notices(ear, "not taken down: a moment must be")


async def test_one_sample_and_a_constant_are_not_enough_and_said(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, _):
        for analysis in ("trends", "anomalies", "correlations", "circadian"):
            found = (await brain.hormone_analysis("desk", analysis)).found
            assert all(one["enough"] is False for one in found.values()), analysis
        forecast = await brain.hormone_analysis("desk", "forecast")
        assert (forecast.enough, forecast.found) == (False, {})
        for n in range(40):
            brain.chronicle._take("desk", NOON + 300 * n, (0.25,) * len(NAMES))
        clock.now = NOON + 12_000
        trends = (await brain.hormone_analysis("desk", "trends")).found
        assert set(trends) == set(NAMES)
        pairs = (await brain.hormone_analysis("desk", "correlations")).found
        assert len(pairs) == 28


async def test_a_damaged_file_is_put_aside_and_said(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        live(brain, clock, 60)
    journal = next((tmp_path / "hormones").glob("documents.journal.*"))
    lines = journal.read_bytes().split(b"\n")
    lines[3] = b"x" * len(lines[3])
    journal.write_bytes(b"\n".join(lines))
    async with chronicled(tmp_path, clock) as (brain, ear):
        assert await notices(ear, "is damaged")
        assert sum(counts(brain)) > 60
        live(brain, clock, 5)
        assert await tell(brain, ear, "Hello.") == "Fine."
    aside = list((tmp_path / "hormones").glob("documents.damaged.*"))
    assert [one.read_bytes() for one in aside] == [b"\n".join(lines)]


async def test_a_folder_that_cannot_be_read_is_said_and_it_talks_on(tmp_path: Path) -> None:
    (tmp_path / "hormones").mkdir()
    (tmp_path / "hormones" / "documents.snapshot").mkdir()
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        live(brain, clock, 5)
        await brain.chronicle.write()
        assert sum(counts(brain)) == 11
        assert len(await notices(ear, "disk refused")) == 1
        assert await tell(brain, ear, "Hello.") == "Fine."


async def test_two_on_one_folder_is_said_once_and_the_other_lives_in_ram(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)
        live(brain, clock, 5)
        await brain.chronicle.write()
        parts = dataclasses.replace(brain._parts, experts=make_parts(scripted("Me, too.")).experts)
        second = MixtureBrain(parts)
        await second.start()
        try:
            live(second, clock, 5)
            await second.chronicle.ready()
            assert sum(counts(second)) >= 10
        finally:
            await second.stop()
        live(brain, clock, 5)
    assert total(kept(tmp_path)) == 20


async def test_a_disk_that_refuses_for_a_while_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sel.errors import StoreError

    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await allow(brain, ear)

        def refuse(*_: object) -> None:
            raise StoreError("The disk is full: nothing could be written.")

        with monkeypatch.context() as full:
            full.setattr(KeptTiles, "change", refuse)
            live(brain, clock, 20)
            await brain.chronicle.write()
            assert len(await notices(ear, "The disk is full")) == 1
        live(brain, clock, 1)
    assert total(kept(tmp_path)) == 42


async def test_a_brain_without_a_memory_has_a_history_all_the_same() -> None:
    clock = Clock()
    brain = MixtureBrain(dataclasses.replace(make_parts(scripted("Fine.")), clock=clock))
    await brain.start()
    try:
        await asyncio.sleep(0)
        live(brain, clock, 5)
        assert sum(counts(brain)) >= 10
    finally:
        await brain.stop()


async def test_a_sample_is_no_part_of_what_a_turn_waits_for(tmp_path: Path) -> None:
    """Writing is the worker's: a turn ends while the memory's thread is held up."""
    import threading

    clock, gate = Clock(), threading.Event()
    async with chronicled(tmp_path, clock, memory_tokens=0) as (brain, ear):
        await allow(brain, ear)
        held = asyncio.create_task(brain.memory.shelf.ask(lambda _: gate.wait(60)))
        try:
            live(brain, clock, 5)
            writing = asyncio.create_task(brain.chronicle.write())
            ending = await ear.ending(await say(brain, "thanks"))
            assert isinstance(ending, TurnFinished)
            assert not writing.done()
        finally:
            gate.set()
        await asyncio.gather(held, writing)
    assert isinstance(brain.chronicle.shown, Keeper)
