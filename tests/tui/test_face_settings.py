"""Every setting can be seen, found, understood and changed, and the person's file stays theirs."""

from __future__ import annotations

from pathlib import Path

from face_house import at_home, folder, house
from test_face_talk import Face

from sel.config.sections import MORE, SECTIONS, in_order, section_of
from sel.config.settings import TABLE
from sel.events import SetMode
from tui.screens.models import ModelsScreen
from tui.screens.settings import SettingsScreen
from tui.widgets.lines import KeyLine


def test_every_setting_has_a_section_of_its_own() -> None:
    named = [key for keys in SECTIONS.values() for key in keys]
    assert len(set(named)) == len(named)
    assert set(named) <= TABLE.keys()
    assert section_of("one_that_is_new") == MORE
    assert sorted(in_order(TABLE)) == sorted(TABLE)


async def opened(it: Face, words: str = "") -> SettingsScreen:
    await it.send(f"/settings {words}".strip())
    screen = it.app.screen
    assert isinstance(screen, SettingsScreen)
    await it.pilot.pause()
    return screen


def about(screen: SettingsScreen) -> str:
    return str(screen._about.content)


def foot(screen: SettingsScreen) -> str:
    return str(screen.query_one(KeyLine).content)


def row(screen: SettingsScreen, key: str) -> str:
    return next(str(one.shown) for one in screen.rows() if one.id == key)


async def find(it: Face, screen: SettingsScreen, words: str) -> None:
    screen._search.value = words
    await it.pilot.pause()


async def test_settings_show_what_they_are_and_where_that_came_from(tmp_path: Path) -> None:
    paths = folder(tmp_path)
    own = house(paths, "compact = true\nthreads = 3\n", SEL_MODE="playful", SEL_REMOTE_KEY="hush")
    async with at_home(own) as it:
        screen = await opened(it)
        assert len(screen.rows()) == len(TABLE)
        assert row(screen, "threads").split() == ["threads", "3", "config.toml"]
        assert row(screen, "mode").split() == ["mode", "playful", "environment"]
        assert row(screen, "slots").split() == ["slots", "8"]
        assert "set, not shown" in row(screen, "remote_key")
        assert "hush" not in "".join(one.words for one in screen.rows())
        await find(it, screen, "colours of the app")
        assert "Enter shows all there are" in about(screen)
        await find(it, screen, "how sel behaves")
        assert screen.row is not None
        assert screen.row.id == "mode"
        assert "comes from the environment" in about(screen)
        await it.pilot.press("enter")
        assert "change it there" in foot(screen)
        assert not screen._choices.display


async def test_switches_turn_choices_are_chosen_and_defaults_come_back(tmp_path: Path) -> None:
    own = house(folder(tmp_path), "# mine\ncompact = true # small\n")
    file = own.paths.config_file
    async with at_home(own) as it:
        assert it.app.has_class("-compact")
        assert not it.app.has_class("-still")
        screen = await opened(it, "compact")
        assert "counts from the next start" not in about(screen)
        await it.pilot.press("enter")
        assert file.read_text() == "# mine\ncompact = false # small\n"
        assert not it.app.has_class("-compact")
        await it.pilot.press("ctrl+d")
        assert file.read_text() == "# mine\n"
        assert own.source("compact") == "default"
        await find(it, screen, "mode")
        await it.pilot.press("enter", "down", "down", "enter")
        await it.pilot.pause()
        assert 'mode = "playful"' in file.read_text()
        assert SetMode(mode="playful") in it.brain.commands
        await find(it, screen, "theme")
        await it.pilot.press("enter", "down")
        await it.pilot.pause()
        assert it.app.theme == "sel-light"  # tried on
        await it.pilot.press("escape")
        assert it.app.theme == "sel-dark"
        await it.pilot.press("enter", "down", "enter")
        await it.pilot.pause()
        assert it.app.theme == own.loaded.settings.theme == "sel-light"


async def test_numbers_and_texts_are_checked_while_one_writes(tmp_path: Path) -> None:
    own = house(folder(tmp_path))
    async with at_home(own) as it:
        screen = await opened(it, "voice_end_ms")
        assert "counts from the next start" in about(screen)
        await it.pilot.press("enter")
        screen._value.value = "20"
        await it.pilot.pause()
        assert "it takes a whole number from 200 to 3000" in about(screen)
        await it.pilot.press("enter")
        assert screen._value.display
        screen._value.value = "700"
        await it.pilot.pause()
        assert "Enter keeps it" in about(screen)
        await it.pilot.press("enter")
        assert own.paths.config_file.read_text() == "voice_end_ms = 700\n"
        assert "voice_end_ms is 700, kept in config.toml; it counts from the next" in foot(screen)
        await it.pilot.press("enter")
        screen._value.value = "junk"
        await it.pilot.press("escape")
        assert not screen._value.display
        assert own.paths.config_file.read_text() == "voice_end_ms = 700\n"


async def test_a_file_that_cannot_be_written_is_named_and_nothing_changes(tmp_path: Path) -> None:
    own = house(folder(tmp_path))
    own.paths.config_file.write_text("broken = \n")  # by somebody else, meanwhile
    async with at_home(own) as it:
        screen = await opened(it, "compact")
        await it.pilot.press("enter")
        assert "config.toml" in foot(screen)
        assert own.paths.config_file.read_text() == "broken = \n"
        assert not own.loaded.settings.compact


async def test_rows_can_be_clicked(tmp_path: Path) -> None:
    async with at_home(house(folder(tmp_path)), size=(80, 24)) as it:
        screen = await opened(it, "compact")
        await it.pilot.click("#found", offset=(8, 1))
        await it.pilot.pause()
        assert screen._house.loaded.settings.compact
        assert screen.focused is screen._search


async def test_a_model_is_chosen_among_those_there_are(tmp_path: Path) -> None:
    own = house(folder(tmp_path), "threads = 3\n")
    async with at_home(own) as it:
        screen = await opened(it, "general_model")
        assert "Enter shows the models" in about(screen)
        assert "the starter model" in row(screen, "general_model")
        await it.pilot.press("enter")
        shown: object = it.app.screen
        assert isinstance(shown, ModelsScreen)
        # As giving a role does it:
        own.paths.config_file.write_text('threads = 3\ngeneral_model = "big"\n')
        await it.pilot.press("escape")
        await it.pilot.pause()
        assert it.app.screen is screen
        assert row(screen, "general_model").split() == ["general_model", "big", "config.toml"]


async def test_what_was_written_elsewhere_is_shown_and_what_is_in_use_stays(tmp_path: Path) -> None:
    own = house(folder(tmp_path), "threads = 3\n", SEL_SLOTS="4")
    async with at_home(own) as it:
        own.paths.config_file.write_text('slots = 9\nregion = "CH"\ntheme = "sel-light"\n')
        screen = await opened(it)
        assert row(screen, "region").split() == ["region", "CH", "config.toml"]
        assert "the physical cores" in row(screen, "threads")
        assert row(screen, "slots").split() == ["slots", "4", "environment"]
        assert "sel-dark" in row(screen, "theme")  # it is worn
        await it.pilot.press("escape")
        own.paths.config_file.write_text("region = \n")  # somebody is still writing
        screen = await opened(it)
        assert "CH" in row(screen, "region")
