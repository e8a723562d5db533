"""`sel mood` and `sel mood simulate`, as typed."""

import json
from pathlib import Path

import pytest

from sel.affect.hormones import NAMES
from sel.cli.main import main


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEL_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["mood", "simulate", "--json", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_resting_state_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood"]) == 0
    shown = capsys.readouterr().out
    assert "No SEL is running" in shown
    assert all(name in shown for name in (*NAMES, "curiosity", "tension"))


def test_the_resting_state_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "--json", "--timezone", "UTC", "--mode", "playful"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert list(shown["levels"]) == list(NAMES)
    assert shown["mode"] == "playful"
    assert shown["face"]
    assert shown["live"] is False


def test_rows_tell_the_rhythm(capsys: pytest.CaptureFixture[str]) -> None:
    seen = rows(capsys, "--hours", "48")
    assert [row["minute"] for row in seen] == [60.0 * n for n in range(49)]
    assert seen[3]["mood"] == "drowsy"
    assert seen[12]["mood"] in {"steady", "calm"}
    assert seen[0]["levels"] == pytest.approx(seen[24]["levels"], abs=1e-6)


def test_a_disturbance_fades(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = rows(capsys, "--hours", "1.45", "--step", "87")[-1]["levels"]
    pushed = rows(capsys, "--hours", "1.45", "--step", "87", "--set", "cortisol=0.9")
    first, last = pushed[0]["levels"], pushed[-1]["levels"]
    assert isinstance(quiet, dict)
    assert isinstance(first, dict)
    assert isinstance(last, dict)
    assert last["cortisol"] - quiet["cortisol"] == pytest.approx(
        (first["cortisol"] - 0.0218) / 2, rel=0.01
    )


def test_the_plot_has_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "simulate", "--plot", "--hours", "720", "--start-hour", "6"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(NAMES) + 1
    assert all(len(line) <= 110 for line in lines)
    assert "█" in lines[0]
    assert "06h" in lines[-1]


@pytest.mark.parametrize(
    "wrong",
    [
        ["--hours", "-1"],
        ["--hours", "nan"],
        ["--start-hour", "25"],
        ["--step", "0"],
        ["--set", "caffeine=1"],
        ["--set", "cortisol=7"],
    ],
)
def test_wrong_numbers_are_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "simulate", *wrong]) == 2
    assert "--" in capsys.readouterr().err
