"""`sel mood trends` and its like beside a running SEL, and over what it has left on the disk."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from sel import paths as places
from sel.affect.history.port import Keeper
from sel.affect.hormones import NAMES, Levels
from sel.brain.door.control import serving
from sel.brain.hormones.kept_tiles import KeptTiles
from sel.brain.mixture import MixtureBrain
from sel.cli import memory_home
from sel.cli.assemble import make_parts
from sel.cli.main import main
from sel.config.settings import Settings
from sel.store.lock import hold

HOUR = 3600.0
ACTIONS = ("trends", "anomalies", "correlations", "circadian", "forecast")


def flat(level: float) -> Levels:
    return (level,) * len(NAMES)


def lived(home: Path, hours: int = 80, channel: str = "desk", level: float = 0.2) -> None:
    """Hours of history on the disk, up to now."""
    tiles = KeptTiles(home / "data" / "hormones")
    keeper, now = Keeper(tiles, "UTC"), time.time()
    tiles.name(channel, {"you"})
    for n in range(hours * 4):
        at = now - (hours * 4 - n) * HOUR / 4
        keeper.add(channel, at, flat(level + 0.001 * (n % 24)))
    keeper.happened(channel, now - HOUR, "thanks")
    keeper.flush()
    tiles.close()


@asynccontextmanager
async def running() -> AsyncIterator[MixtureBrain]:
    """A SEL that runs in this folder, as `sel` does it."""
    paths = places.find()
    settings = Settings(timezone="UTC")
    brain = MixtureBrain(dataclasses.replace(make_parts(settings, paths.ready(), demo=True)))
    with hold(paths):
        async with serving(brain, paths):
            await brain.start()
            try:
                await brain.chronicle.ready()
                brain.chronicle.sample()
                yield brain
            finally:
                await brain.stop()


async def sel(*words: str) -> int:
    return await asyncio.to_thread(main, [*words, "--timezone", "UTC"])


@pytest.mark.parametrize("action", ACTIONS)
def test_what_was_kept_is_shown(
    home: Path, action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lived(home)
    assert main(["mood", action, "--timezone", "UTC"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{action.capitalize()} of desk, to ")
    assert max(map(len, out.splitlines())) <= 80


async def test_a_running_sel_is_asked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lived(home)
    async with running() as brain:
        for n in range(3):
            brain.chronicle._take("desk", time.time() + 0.001 * n, flat(0.9))
            brain.chronicle._note("desk", time.time(), "a relief")
        assert await sel("mood", "anomalies", "--json") == 0
        found = json.loads(capsys.readouterr().out)
        assert found["readings"] > 300
        assert any("a relief" in one["reasons"] for one in found["anomalies"]["dopamine"])
        assert await sel("mood", "trends", "--channel", "nowhere") == 0
        assert "no history of hormones yet" in capsys.readouterr().out


@pytest.mark.parametrize("action", ACTIONS)
async def test_one_sample_is_not_enough_and_said(
    home: Path, action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running():
        assert await sel("mood", action) == 0
        assert "Not enough yet" in capsys.readouterr().out
    assert not (home / "data" / "hormones").exists()


def test_looking_makes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "trends"]) == 0
    assert main(["mood", "channels"]) == 0
    assert "no other channel" in capsys.readouterr().out
    assert not (home / "data").exists()


def test_constant_levels_are_told_of_as_such(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiles = KeptTiles(home / "data" / "hormones")
    keeper, now = Keeper(tiles, "UTC"), time.time()
    for n in range(100):
        keeper.add("desk", now - (100 - n) * HOUR / 2, flat(0.25))
    keeper.flush()
    tiles.close()
    for action, told in (
        ("trends", "+0.0000"),
        ("correlations", "did not move"),
    ):
        assert main(["mood", action, "--timezone", "UTC"]) == 0
        assert told in capsys.readouterr().out


def test_a_broken_file_is_put_aside_and_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lived(home)
    folder = home / "data" / "hormones"
    file = max(folder.glob("documents.*"), key=lambda path: path.stat().st_size)
    raw = file.read_bytes()
    file.write_bytes(raw[: len(raw) // 2] + b"\xff\xfe" * 40 + raw[len(raw) // 2 :])
    assert main(["mood", "trends", "--timezone", "UTC"]) == 0
    seen = capsys.readouterr()
    assert "is damaged" in seen.err
    assert "Traceback" not in seen.err
    assert seen.out.startswith("Trends of desk")
    (aside,) = folder.glob("documents.damaged.*")
    assert b"\xff\xfe" * 40 in aside.read_bytes()


def test_a_file_of_a_newer_sel_is_left_alone_and_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sel.store import record

    folder = home / "data" / "hormones"
    folder.mkdir(parents=True)
    (folder / "documents.journal.1").write_bytes(record.start(99, 1) + b"\n")
    assert main(["mood", "trends"]) != 0
    assert "newer SEL" in capsys.readouterr().err
    assert (folder / "documents.journal.1").read_bytes() == record.start(99, 1) + b"\n"


def test_a_sel_that_takes_no_questions_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lived(home)
    monkeypatch.setattr(memory_home, "PATIENCE", 0.0)
    with hold(places.find().ready()):
        assert main(["mood", "trends"]) != 0
    assert "already running" in capsys.readouterr().err


# ---------------------------------------------------------------- channels


def test_channels_are_compared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lived(home)
    lived(home, channel="dm:7\x1b[31m", level=0.4)
    assert main(["mood", "channels", "--json", "--timezone", "UTC"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows: dict[str, Any] = found["channels"]["dm:7\x1b[31m"]
    assert set(rows) == set(NAMES)
    assert rows["oxytocin"]["verdict"] == "lower"
    assert rows["oxytocin"]["difference"] == pytest.approx(-0.2, abs=0.01)
    assert main(["mood", "channels", "--timezone", "UTC"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("desk beside dm:7␛[31m\n")
    assert "lower by 0.20" in out
    assert "\x1b" not in out


def test_too_little_to_compare_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lived(home)
    lived(home, channel="dm", hours=0)
    tiles = KeptTiles(home / "data" / "hormones")
    keeper = Keeper(tiles, "UTC")
    keeper.add("dm", time.time() - 5, flat(0.1))
    keeper.flush()
    tiles.close()
    assert main(["mood", "channels", "--timezone", "UTC"]) == 0
    assert "not enough yet: 1 reading so far" in capsys.readouterr().out


@pytest.mark.parametrize("days", ["0", "-3", "nan", "1e9"])
def test_spans_that_are_none_are_sentences(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "channels", "--days", days]) == 2
    assert "--days" in capsys.readouterr().err


async def test_channels_of_a_running_sel(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with running() as brain:
        now = time.time()
        for n in range(8):
            brain.chronicle._take("desk", now - 300 * n, flat(0.2))
            brain.chronicle._take("dm", now - 300 * n, flat(0.6))
        assert await sel("mood", "channels") == 0
        out = capsys.readouterr().out
        assert "desk beside dm" in out
        assert out.count("lower by") == len(NAMES)


# ---------------------------------------------------------------- forgetting at home


def test_forgetting_everything_where_none_runs_takes_it_along(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lived(home)
    assert main(["memory", "forget", "--all", "--yes"]) == 0
    assert "1 hormone history" in capsys.readouterr().out
    left = b"".join(path.read_bytes() for path in (home / "data" / "hormones").iterdir())
    assert b"tile" not in left
    assert b"thanks" not in left
