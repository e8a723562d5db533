"""The pages say what is there, and what is there is on the pages."""

import re
from pathlib import Path

import pytest

from sel.cli.chat_commands import HELP
from sel.cli.main import COMMANDS
from sel.config.names import FOREIGN, PLACES
from sel.config.settings import MODES, TABLE
from tui.commands.table import TABLE as SLASH

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES = {
    path.name: path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
}


def test_every_command_is_in_the_readme() -> None:
    for name in COMMANDS:
        assert re.search(rf"`sel {name}\b", README), name


@pytest.mark.parametrize("page", PAGES)
def test_every_command_named_exists(page: str) -> None:
    for name in re.findall(r"`sel ([a-z]+)", PAGES[page]):
        assert name in COMMANDS


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_named_exists(page: str) -> None:
    known = {name for entry in TABLE.values() for name in entry.envs} | set(PLACES) | set(FOREIGN)
    named = set(re.findall(r"\bSEL_[A-Z]+(?:_[A-Z]+)*\b(?!_)", PAGES[page]))
    assert named <= known


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_named_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    for words in re.findall(r"`make ([a-z -]+)", PAGES[page]):
        assert set(words.split()) <= targets


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_somewhere(page: str) -> None:
    folder = ROOT if (ROOT / page).exists() else ROOT / "docs"
    for target in re.findall(r"\]\(([^)#]+)\)", PAGES[page]):
        if "://" not in target:
            assert (folder / target).exists(), target


def test_modes_and_main_settings_are_in_the_readme() -> None:
    for mode in MODES:
        assert mode in README
    for key in ("general_model", "remote_url", "gpu_layers"):
        assert TABLE[key].env in README


def test_the_slash_commands_are_those_of_the_app() -> None:
    line = README[README.index("| in the conversation |") :].split("\n\n")[0]
    assert set(re.findall(r"`/([a-z]+)`", line)) == {row.name for row in SLASH}


def test_what_chat_takes_the_app_takes_too() -> None:
    chat = {words.split()[0].removeprefix("/") for words in HELP}
    assert chat <= {row.name for row in SLASH}
