"""`sel mood trends` and its like, as typed."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from affect_analytics_life import START, life

from sel.affect.analytics import looking
from sel.affect.history.port import Keeper
from sel.affect.history.tiers import FINE
from sel.affect.hormones import NAMES
from sel.brain.hormones.kept_tiles import KeptTiles
from sel.cli import mood_analytics, mood_analytics_draw, mood_analytics_file
from sel.cli.main import main
from sel.cli.mood_analytics_draw import SHADES, spark

ACTIONS = list(mood_analytics.ACTIONS)
HOUR = 3600.0


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEL_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six made-up days as a file."""
    path = tmp_path_factory.mktemp("lived") / "history.jsonl"
    read = life(6, seed=9, zone="UTC").readings(FINE)
    rows = (
        {"at": at, "levels": {name: read.columns[name][n] for name in NAMES}}
        for n, at in enumerate(read.at)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def row(at: float, level: float = 0.3, **more: Any) -> dict[str, Any]:
    return {"at": at, "levels": dict.fromkeys(NAMES, level), **more}


def written(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "some.jsonl"
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows))
    return path


def shown(capsys: pytest.CaptureFixture[str], action: str, path: Path, *more: str) -> str:
    assert main(["mood", action, "--file", str(path), "--timezone", "UTC", *more]) == 0
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], action: str, path: Path, *more: str) -> Any:
    return json.loads(shown(capsys, action, path, "--json", *more))


@pytest.mark.parametrize("action", ACTIONS)
def test_without_a_history_it_says_so_kindly(
    action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mood", action]) == 0
    assert capsys.readouterr().out.startswith("There is no history of hormones yet")
    assert main(["mood", action, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[action]["enough"] is False


@pytest.mark.parametrize("action", ACTIONS)
def test_it_fits_and_is_plain_when_piped(
    action: str, lived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown(capsys, action, lived)
    assert out.startswith(f"{action.capitalize()} of desk, to 27 Sep 2026")
    assert "\x1b" not in out
    assert len(out.splitlines()) > 5
    assert max(map(len, out.splitlines())) <= 80


def test_trends_tell_the_slope(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (row(START + n * 700, 0.1 + 0.02 * n * 700 / HOUR) for n in range(150))
    path = written(tmp_path, *rows)
    found = as_json(capsys, "trends", path)
    assert found["trends"]["cortisol"]["slope"] == pytest.approx(0.02, abs=0.001)
    assert found["trends"]["cortisol"]["size"] == "major"
    assert (found["tier"], found["readings"]) == ("5 minutes", 150)
    assert "+0.0200" in shown(capsys, "trends", path)


def test_an_anomaly_comes_with_its_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(START + n * 300, 0.1 + 0.001 * (n % 3)) for n in range(60)]
    rows[40] = row(START + 40 * 300, 0.6, reasons=["harsh\x1b[31m words", 7])
    path = written(tmp_path, *rows)
    first = as_json(capsys, "anomalies", path)["anomalies"]["adrenaline"][0]
    assert first["at"] == START + 40 * 300
    assert first["reasons"] == ["harsh\x1b[31m words"]
    out = shown(capsys, "anomalies", path)
    assert "harsh␛[31m words" in out
    assert "adrenaline" in out


def test_correlations_are_named_by_pairs(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "correlations", lived)["correlations"]
    assert len(found) == 28
    assert found["dopamine and oxytocin"]["strength"] == "strong"
    assert "strong" in shown(capsys, "correlations", lived)


def test_circadian_finds_the_rhythm(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "circadian", lived)["circadian"]
    assert found["melatonin"]["peak"] == pytest.approx(2.5, abs=0.5)
    assert found["serotonin"]["trough"] == pytest.approx(0.5, abs=1.0)
    assert 8 <= found["best_hours"][0]["hour"] < 22
    assert "Best hours to talk" in shown(capsys, "circadian", lived)


def test_the_forecast_is_24_hours(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "forecast", lived)["forecast"]
    assert set(found) == set(NAMES)
    assert [len(hours) for hours in found.values()] == [24] * 8
    assert found["melatonin"][0]["low"] <= found["melatonin"][0]["level"]


def test_broken_lines_are_named_and_the_others_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path,
        row(START),
        "my secret words",
        "[1]",
        "",
        {"at": "noon", "levels": {}},
        {"at": START, "levels": {"dopamine": 0.1}},
        row(START + 60, math.nan),
        row(START + 60, 1.5),
        row(10**400),
        row(START + 300),
        row(START + 600, 0.4),
    )
    assert main(["mood", "trends", "--json", "--file", str(path)]) == 0
    done = capsys.readouterr()
    found = json.loads(done.out)
    assert [one["line"] for one in found["broken_lines"]] == [2, 3, 5, 6, 7, 8, 9]
    assert (found["readings"], found["trends"]["cortisol"]["n"]) == (3, 3)
    assert "secret" not in done.out
    assert main(["mood", "trends", "--file", str(path)]) == 0
    told = capsys.readouterr().err
    assert "line 2: it is not JSON" in told
    assert "line 6: there is no level of serotonin, cortisol" in told
    assert "and 2 more lines" in told
    assert "secret" not in told


def test_a_clock_that_went_back_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, row(START), row(START - 7200), row(START - 3600), row(START + 1))
    assert main(["mood", "trends", "--file", str(path)]) == 0
    told = capsys.readouterr().err
    assert "line 2: The clock went back by 2 hours" in told
    assert "2 times in all" in told


def test_channels_are_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row(START + n * 300, 0.1, channel="dm") for n in range(4)]
    path = written(tmp_path, *rows, row(START))
    assert as_json(capsys, "trends", path, "--channel", "dm")["readings"] == 4
    assert as_json(capsys, "trends", path)["readings"] == 1
    only = written(tmp_path, *rows)
    assert "no sample of channel desk" in shown(capsys, "trends", only)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_anything_is_not_enough(
    action: str, n: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, *(row(START + k * 300) for k in range(n)))
    out = shown(capsys, action, path)
    assert ("Not enough yet" in out) == (n > 0)
    assert len(out.splitlines()) <= 3


@pytest.mark.parametrize("action", ACTIONS)
def test_a_constant_history_is_told_calmly(
    action: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, *(row(START + n * 1800, 0.3) for n in range(200)))
    assert shown(capsys, action, path)
    assert as_json(capsys, action, path)["channel"] == "desk"


def test_wrong_wishes_are_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "trends", "--file", str(tmp_path / "none.jsonl")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert main(["mood", "trends", "--file", str(tmp_path)]) == 1
    assert main(["mood", "trends", "--days", "-1"]) == 2
    assert main(["mood", "trends", "--days", "nan"]) == 2
    assert "--days" in capsys.readouterr().err


def test_what_is_kept_is_read_where_none_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = KeptTiles(tmp_path / "data" / "hormones")
    keeper = Keeper(store, "UTC")
    for n in range(10):
        keeper.add("desk", START + n * 600, [0.1 + 0.01 * n] * len(NAMES))
    keeper.flush()
    store.change("desk", [{"key": "0/1", "tile": []}], [])
    store.close()
    assert main(["mood", "trends", "--json", "--timezone", "UTC"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["trends"]["dopamine"]["slope"] == pytest.approx(0.06)
    assert found["said"] == ["Stored tiles that cannot be read, and are left out: 1."]


def test_colours_only_where_asked_for(lived: Path) -> None:
    history = mood_analytics_file.read(lived, "desk", "UTC").history
    seen = looking.window(history, 7.0)
    assert seen is not None
    found = looking.FINDERS["trends"](seen, [])
    plain = list(mood_analytics_draw.lines("trends", "desk", seen, found, colour=False))
    bright = list(mood_analytics_draw.lines("trends", "desk", seen, found, colour=True))
    assert any("\x1b[" in line for line in bright)
    assert not any("\x1b" in line for line in plain)


def test_a_sparkline_shows_gaps_and_no_mountains_of_noise() -> None:
    assert spark([0.0, None, 0.5, 1.0]) == f"{SHADES[0]} {SHADES[4]}{SHADES[7]}"
    assert spark([0.2, 0.2005, 0.201]) == SHADES[0] * 3
    assert spark([None, None]) == "  "


def test_scipy_is_loaded_only_when_needed() -> None:
    script = "import sys, sel.cli.mood; print([n for n in ('scipy', 'numpy') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
