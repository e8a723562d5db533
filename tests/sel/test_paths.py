"""Where SEL keeps things, and that they are its owner's alone."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from sel import paths
from sel.paths import Paths


def folders(found: Paths) -> list[Path]:
    return [getattr(found, field.name) for field in dataclasses.fields(found)]


def test_sel_home_moves_all_of_it(tmp_path: Path) -> None:
    found = paths.find({"SEL_HOME": str(tmp_path / "here")})
    assert all(folder.is_relative_to(tmp_path / "here") for folder in folders(found))
    assert len(set(folders(found))) == len(folders(found))
    assert found.config_file.parent == found.persona_file.parent == found.config


def test_sel_home_may_be_written_with_a_tilde_or_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert paths.find({"SEL_HOME": "~/deep"}).data == tmp_path / "deep" / "data"
    assert paths.find({"SEL_HOME": "near"}).data == tmp_path / "near" / "data"


def test_the_environment_is_read_where_none_is_given(home: Path) -> None:
    assert paths.find().config == home / "config"


@pytest.mark.parametrize("environ", [{}, {"SEL_HOME": ""}])
def test_without_it_the_systems_folders_of_this_person_are_used(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    found = paths.find(environ)
    assert all(folder.is_relative_to(tmp_path) for folder in folders(found))
    assert all("sel" in folder.parts[len(tmp_path.parts) :] for folder in folders(found))


def test_finding_makes_nothing_and_ready_makes_all(tmp_path: Path) -> None:
    found = paths.find({"SEL_HOME": str(tmp_path / "here")})
    assert not (tmp_path / "here").exists()
    assert found.ready() is found
    assert all(folder.is_dir() for folder in folders(found))
    found.ready()  # again is no harm


def test_what_is_made_only_its_owner_can_open(tmp_path: Path) -> None:
    before = os.umask(0)  # the most generous there is
    try:
        found = paths.find({"SEL_HOME": str(tmp_path / "here")}).ready()
    finally:
        os.umask(before)
    assert {folder.stat().st_mode & 0o777 for folder in folders(found)} == {0o700}


def test_a_folder_that_was_there_before_is_left_as_it_is(tmp_path: Path) -> None:
    found = paths.find({"SEL_HOME": str(tmp_path)})
    found.models.mkdir()
    (found.models / "mine.gguf").write_bytes(b"GGUF")
    found.ready()
    assert (found.models / "mine.gguf").read_bytes() == b"GGUF"


def test_what_ships_is_found_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (paths.assets() / "persona.toml").is_file()
    assert (paths.assets() / "routing" / "weights.json").is_file()


def test_packed_assets_come_before_those_of_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "sel"
    package.mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.assets() == tmp_path / "site" / "assets"
    (package / "assets").mkdir()
    assert paths.assets() == package / "assets"
