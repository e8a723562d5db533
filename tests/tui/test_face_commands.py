from __future__ import annotations

import stat
from pathlib import Path

import pytest
from face_fakes import settled
from test_face_talk import face

from sel.errors import StoreError
from sel.events import UseModel
from tui.commands import export, models, table
from tui.scene import NOON
from tui.scene_models import MODELS
from tui.screens.help import HelpScreen


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("/help", ("help", "")),
        ("/mode  deep_focus ", ("mode", "deep_focus")),
        ("/export a b.md", ("export", "a b.md")),
        ("/nonsense", ("nonsense", "")),
        ("/etc/passwd is a file", None),
        ("/ 2", None),
        (" /help", None),
        ("what does /help do?", None),
        ("1/2", None),
    ],
)
def test_only_what_is_meant_as_a_command_is_one(text: str, parsed: tuple[str, str] | None) -> None:
    assert table.parse(text) == parsed


def test_a_command_is_found_by_its_name_or_an_only_beginning() -> None:
    assert table.find("mo") is None
    assert table.find("mood") is table.find("moo")
    assert table.find("q") is not None
    assert table.find("") is None


def test_rows_are_unique_and_speak() -> None:
    assert len({row.name for row in table.TABLE}) == len(table.TABLE)
    assert all(row.help and row.id for row in table.TABLE)
    wanted = {"help", "mood", "mode", "model", "clear", "copy", "export", "stats", "quit"}
    assert wanted <= {row.name for row in table.TABLE}
    assert HelpScreen.__doc__


def test_completion_of_names_and_arguments() -> None:
    found = [choice.text for choice in table.choices("/mo")]
    assert found == ["/mood", "/mode ", "/model ", "/models"]
    assert [choice.text for choice in table.choices("/mode p")] == ["/mode playful"]
    assert [choice.text for choice in table.choices("/model c")] == ["/model coder "]
    assert table.choices("/model coder x") == []
    assert table.choices("hello") == []
    assert table.choices("/nonsense ") == []


def test_models_complete_by_a_part_of_their_names_for_roles_they_can_have() -> None:
    def texts(typed: str) -> list[str]:
        return [choice.text for choice in models.choices(typed, MODELS)]

    names = [one.name for one in MODELS if one.talks]
    assert texts("/model general ") == [f"/model general {name}" for name in names]
    assert texts("/model coder QWEN") == ["/model coder qwen2.5-coder:14b"]
    seeing = [one.name for one in MODELS if one.projector]
    assert texts("/model vision ") == [f"/model vision {name}" for name in seeing]
    assert texts("/model general") == texts("/model q") == texts("/models general ") == []
    about = models.choices("/model coder llama-3.3", MODELS)[0].help
    assert about == "42.5 GB, too big"


async def test_names_of_models_are_asked_for_when_one_is_being_named() -> None:
    async with face() as it:
        await it.type("/model general ")
        choices = it.app.main._choices
        await settled(it.pilot)
        assert [one.label for one in choices._choices][:1] == [MODELS[0].name]
        await it.pilot.press("down", "enter")
        await settled(it.pilot)
        assert it.brain.commands[-1] == UseModel(role="general", model=MODELS[1].name)


def test_export_is_private_and_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    assert export.write(str(path), "good evening!\ud800", NOON) == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written = path.read_text()
    assert written == "good evening!?"
    with pytest.raises(StoreError, match="already"):
        export.write(str(path), "other", NOON)
    assert path.read_text() == written


@pytest.mark.parametrize("name", ["no/such/folder/x.md", "nul\0byte.md"])
def test_export_that_cannot_be_written_says_why(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="could not be written"):
        export.write(str(tmp_path / name), "text", NOON)


def test_export_finds_a_name_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert export.write("", "text", NOON).name == "sel-20231114-221320.md"
