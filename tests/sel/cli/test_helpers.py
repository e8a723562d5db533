"""Agents and the shell, as the person's folder of settings has them."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from sel import paths as places
from sel.agents.told import Refusal
from sel.cli.helpers import AUDIT, helpers
from sel.config.settings import Settings
from sel.paths import Paths


@pytest.fixture
def paths() -> Paths:
    return places.find().ready()


async def yes(_: Sequence[str]) -> bool:
    return True


def test_without_a_word_there_are_the_built_in_ones_and_no_shell(paths: Paths) -> None:
    found = helpers(Settings(), paths)
    assert found["agents"] is not None
    assert "calculator" in found["agents"].known
    assert found["agents"].problems == []
    assert found["shell"] is None


def test_the_setting_switches_all_of_it_off(paths: Paths) -> None:
    (paths.config / "agents.toml").write_text('[shell]\nenabled = true\nallow = ["ls"]\n')
    assert helpers(Settings(agents=False), paths) == {"agents": None, "shell": None}


@pytest.mark.parametrize("row", ["enabled = false", 'enabled = "true"', "enabled = 1", ""])
def test_anything_but_true_leaves_the_shell_off(paths: Paths, row: str) -> None:
    (paths.config / "agents.toml").write_text(f'[shell]\n{row}\nallow = ["ls"]\n')
    assert helpers(Settings(), paths)["shell"] is None


async def test_a_shell_runs_here_and_writes_it_down_privately(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (paths.config / "agents.toml").write_text('[shell]\nenabled = true\nallow = ["ls"]\n')
    monkeypatch.chdir(tmp_path)
    make = helpers(Settings(), paths)["shell"]
    assert make is not None
    assert not (paths.state / AUDIT).exists()
    shell = make(yes)
    assert shell.folder == tmp_path
    assert (await shell.run("ls")).code == 0
    with pytest.raises(Refusal):
        await shell.run("ls; ls")
    assert stat.S_IMODE((paths.state / AUDIT).stat().st_mode) == 0o600


def test_what_cannot_be_read_is_a_problem_and_no_more(paths: Paths) -> None:
    (paths.config / "mcp.json").write_text("{")
    found = helpers(Settings(), paths)["agents"]
    assert found is not None
    assert found.problems == ["mcp.json is no JSON (line 1)."]
