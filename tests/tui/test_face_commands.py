from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sel.errors import StoreError
from tui.commands import export, table
from tui.scene import NOON
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
