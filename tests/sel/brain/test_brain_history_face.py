"""What faces are shown of the hormones' history."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from history_stage import Clock, chronicled, live
from memory_stage import tell
from stage import NOON

from sel.affect.hormones import NAMES
from sel.errors import InputRefused, SettingError


async def test_hours_are_means_with_their_moments(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        await tell(brain, ear, "thanks")
        live(brain, clock, 180, step=2)
        seen = await brain.hormone_hours("desk", 2)
        assert (seen.channel, seen.until) == ("desk", clock.now)
        assert seen.until - seen.since == 7200
        assert (seen.tier, seen.seconds) == ("5 minutes", 300)
        assert len(seen.at) == 25  # that of the first minutes, and that of the last
        assert list(seen.at) == sorted(seen.at)
        assert set(seen.means) == set(NAMES)
        assert all(len(row) == len(seen.at) for row in seen.means.values())
        assert all(0 <= level <= 1 for row in seen.means.values() for level in row)
        assert seen.happenings == ()
        whole = await brain.hormone_hours("desk", 24)
        assert [one.reason for one in whole.happenings] == ["thanks"]
        assert (await brain.hormone_hours("desk", 24 * 30)).tier == "hours"
        assert (await brain.hormone_hours("desk", 24 * 3000)).tier == "weeks"


async def test_a_channel_that_is_not_there_is_empty(tmp_path: Path) -> None:
    async with chronicled(tmp_path, Clock()) as (brain, _):
        seen = await brain.hormone_hours("nowhere")
        assert seen.at == ()
        assert seen.means == dict.fromkeys(NAMES, ())
        assert not (await brain.hormone_analysis("nowhere", "trends")).enough
        assert await brain.hormone_channels() == ("desk",)


@pytest.mark.parametrize(
    "analysis", ["trends", "anomalies", "correlations", "circadian", "forecast"]
)
async def test_every_analysis_is_plain_json(tmp_path: Path, analysis: str) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, _):
        live(brain, clock, 73 * 60, step=60)
        seen = await brain.hormone_analysis("desk", analysis, 7)
        assert seen.enough
        assert json.loads(json.dumps(seen.found)) == seen.found
        assert seen.until == pytest.approx(clock.now)
        if analysis == "circadian":
            assert len(seen.found.pop("best_hours")) > 6
        assert len(seen.found) == (28 if analysis == "correlations" else 8)


async def test_an_anomaly_comes_with_what_was_said_then(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        live(brain, clock, 300, step=5)
        for _ in range(4):
            await tell(brain, ear, "thanks")
        live(brain, clock, 20, step=5)
        found = (await brain.hormone_analysis("desk", "anomalies")).found
        (glad,) = found["oxytocin"]
        assert glad["reasons"] == ["thanks"]
        assert glad["z"] > 0


async def test_channels_are_compared(tmp_path: Path) -> None:
    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, ear):
        assert await brain.hormone_comparison() == {}
        live(brain, clock, 240, step=10)
        for _ in range(5):
            await tell(brain, ear, "thanks", channel="dm:7", person="ann")
            live(brain, clock, 5, step=1)
        assert await brain.hormone_channels() == ("desk", "dm:7")
        found = await brain.hormone_comparison()
        assert set(found) == {"dm:7"}
        assert found["dm:7"]["oxytocin"]["verdict"] == "lower"
        there = (await brain.hormone_comparison("dm:7"))["desk"]
        assert there["oxytocin"]["verdict"] == "higher"
        assert json.dumps(there)


@pytest.mark.parametrize("days", [0, -1, math.nan, math.inf, 1e9])
async def test_spans_that_are_none_are_refused(tmp_path: Path, days: float) -> None:
    async with chronicled(tmp_path, Clock()) as (brain, _):
        for asked in (
            brain.hormone_hours("desk", days * 24),
            brain.hormone_analysis("desk", "trends", days),
            brain.hormone_comparison("desk", days),
        ):
            with pytest.raises(InputRefused, match="Days"):
                await asked


async def test_an_analysis_there_is_none_of_is_refused(tmp_path: Path) -> None:
    async with chronicled(tmp_path, Clock()) as (brain, _):
        with pytest.raises(InputRefused, match="no analysis") as refused:
            await brain.hormone_analysis("desk", "horoscope")
        assert "circadian" in refused.value.hint


async def test_without_scipy_it_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    clock = Clock()
    async with chronicled(tmp_path, clock) as (brain, _):
        live(brain, clock, 60, step=5)
        monkeypatch.setattr("importlib.import_module", missing)
        with pytest.raises(SettingError, match="SciPy"):
            await brain.hormone_analysis("desk", "trends")
        assert len((await brain.hormone_hours()).at) > 10


async def test_it_is_looked_into_while_the_brain_lives_on(tmp_path: Path) -> None:
    clock = Clock(NOON)
    async with chronicled(tmp_path, clock) as (brain, _):
        live(brain, clock, 60, step=5)
        history = brain.chronicle.shown.history("desk").copy()
        before = len(history)
        live(brain, clock, 60, step=5)
        assert len(history) == before


def test_faces_pay_nothing_for_it_before_they_look() -> None:
    script = (
        "import sys, sel.brain.mixture\n"
        "print([n for n in ('scipy', 'numpy', 'tinydb') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
