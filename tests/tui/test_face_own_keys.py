"""Keys of people's own: how they are written, which count, and where the screen says so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from face_figures import some_lines
from face_house import at_home, folder, house
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from tui.app import SelApp
from tui.keys import catalogue, live, names, places
from tui.keys.plan import Action, settle
from tui.screens.help import HelpScreen
from tui.screens.keys import CatchScreen, KeysScreen
from tui.screens.log import LogScreen
from tui.widgets.conversation import Welcome
from tui.widgets.lines import KeyLine

# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("written", "key", "told"),
    [
        ("Ctrl+X", "ctrl+x", "Ctrl+X"),
        ("F12", "f12", "F12"),
        ("esc", "escape", "Esc"),
        ("/", "slash", "/"),
        ("ctrl++", "ctrl+plus", "Ctrl++"),
        ("shift+a", "A", "A"),
        ("A", "A", "A"),
        ("Shift+Ctrl+Left", "ctrl+shift+left", "Ctrl+Shift+←"),
        ("ctrl+i", "tab", "Tab"),
        ("ä", "ä", "ä"),
        ("PgUp", "pageup", "PgUp"),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, key: str, told: str) -> None:
    assert names.spelled(written) == key
    assert names.shown(key) == told
    assert names.spelled(told) == key


@pytest.mark.parametrize("written", ["", "banana", "hyper+x", "f99", "ctrl+", "ctrl+alt", "\x1b"])
def test_what_is_no_key_is_none(written: str) -> None:
    assert names.spelled(written) in ("", "ctrl+plus")  # "ctrl+" is Ctrl with the plus


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=8))
def test_any_text_is_read_and_any_key_is_told(text: str) -> None:
    good, wrong = names.several(text)
    assert len(good) + len(wrong) >= 1
    assert all(names.shown(key) and key.isprintable() for key in good)


# ---------------------------------------------------------------- what counts


def action(name: str, *keys: str, place: str = "here") -> Action:
    wide = place == "here"
    return Action(name, keys, name.title(), place, frozenset({place}), typing=wide, everywhere=wide)


ACTIONS = (
    action("help", "f1"),
    action("log", "ctrl+l"),
    action("copy", "c", place="log"),
    action("map", "m", place="memory"),
    action("edit", "e", place="memory"),
)


def told(wishes: dict[str, str]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    plan = settle(wishes, ACTIONS)
    return dict(plan.keys), [problem.sentence() for problem in plan.problems]


def test_keys_that_harm_nobody_are_granted() -> None:
    keys, problems = told({"log": "f10, ctrl+e", "copy": "m", "help": "ctrl+l", "edit": ""})
    assert keys == {"log": ("f10", "ctrl+e"), "copy": ("m",), "help": ("ctrl+l",)}
    assert not problems
    assert told({"help": "ctrl+l", "log": "f1"})[1] == []  # changed about


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"lgo": "f10"}, 'Nothing here is called "lgo". (config.toml, [keys]) Did you mean "log"?'),
        ({"log": "banana"}, '"banana" is no key; "log" keeps its usual one.'),
        ({"log": "x"}, '"log" cannot have x: it is needed for writing.'),
        ({"help": "enter"}, '"help" cannot have Enter: it is needed for writing.'),
        ({"log": "f1"}, '"log" cannot have F1: "help" has it (help).'),
        ({"map": "e"}, '"map" cannot have e: "edit" has it (edit).'),
        ({"map": "f1"}, '"map" cannot have F1: "help" has it (help).'),
        ({"map": "z", "edit": "z"}, '"edit" cannot have z: "map" has it (map).'),
    ],
)
def test_what_cannot_be_granted_is_said_in_a_sentence(wishes: dict[str, str], says: str) -> None:
    keys, problems = told(wishes)
    assert len(problems) == 1
    assert problems[0].startswith(says)
    assert keys.keys() <= {"map"}


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([one.id for one in ACTIONS]),
        st.sampled_from(["f1", "ctrl+l", "c", "m", "e", "f5", "f6,f7", "f5,f6"]),
    )
)
def test_no_two_actions_of_one_place_ever_share_a_key_they_gained(wishes: dict[str, str]) -> None:
    keys = settle(wishes, ACTIONS).keys
    for one in ACTIONS:
        for other in ACTIONS:
            if one.id != other.id and one.meets(other):
                mine = set(keys.get(one.id, one.keys))
                assert not mine & set(keys.get(other.id, other.keys))


# ---------------------------------------------------------------- all there are


def test_lists_are_one_widget_and_keep_the_ids_that_people_wrote_down() -> None:
    found = {(action.id, action.place) for action in catalogue.actions(SelApp)}
    lists = {
        "rows": "lists of conversations",
        "picks": "models: the list",
        "places": "channels",
        "shelf": "memory: the list",
    }
    for name, place in lists.items():
        moves = ("up", "down", "page-up", "page-down", "first", "last")
        assert {(f"{name}-{move}", place) for move in moves} <= found
    opened = {name for name in lists if (f"{name}-open", lists[name]) in found}
    assert opened == {"rows", "picks", "places"}


def test_every_key_has_an_id_that_means_one_thing() -> None:
    catalogue.actions(SelApp)
    classes: list[type[DOMNode]] = [SelApp, *catalogue._classes()]
    for one in classes:
        for binding in Binding.make_bindings(one.__dict__["BINDINGS"]):
            name = live.named(binding.id or "")
            assert re.fullmatch("[a-z0-9-]+", name), f"{one.__name__}: {binding.key} has no id"
    found = catalogue.actions(SelApp)
    assert len({(one.id, one.owner) for one in found}) == len(found)
    assert all(one.about != one.id for one in found), "each says what it does"
    assert {one.place for one in found if one.owner == "Prompt"} == {places.TALK}
    assert not [one.owner for one in found if one.place.startswith("_")], "a place in words"


# ---------------------------------------------------------------- on the screen


def foot(screen: Screen[Any]) -> str:
    return str(screen.query_one(KeyLine).content)


async def test_own_keys_work_and_are_told_everywhere(tmp_path: Path) -> None:
    own = house(folder(tmp_path), '[keys]\nhelp = "f20"\nlog = "ctrl+e"\nlog-copy = "z"\n')
    async with at_home(own, log=some_lines()) as it:
        assert "F20 help" in foot(it.app.main)
        assert "F20 for help" in str(it.app.main.conversation.query_one(Welcome).content)
        await it.pilot.press("f1")
        assert it.app.screen is it.app.main
        await it.pilot.press("ctrl+e")
        assert isinstance(it.app.screen, LogScreen)
        assert "z copy" in foot(it.app.screen)
        await it.pilot.press("escape", "f20")
        assert isinstance(it.app.screen, HelpScreen)
        assert any("F20" in row.words.upper() for row in it.app.screen.rows())
        assert not it.notices()


async def test_what_is_wrong_with_them_is_told_at_the_start_and_kills_nothing(
    tmp_path: Path,
) -> None:
    config = '[keys]\nhelp = "f3"\nlgo = "f10"\nquit = 3\npanel = "banana"\n'
    async with at_home(house(folder(tmp_path), config)) as it:
        notices = "\n".join(it.notices())
        assert '"help" cannot have F3: "memories" has it' in notices
        assert 'Nothing here is called "lgo"' in notices
        assert '"banana" is no key' in notices
        await it.pilot.press("f1")
        assert isinstance(it.app.screen, HelpScreen)
        await it.pilot.press("f1")
        it.app.look("keys")
        await it.pilot.pause()
        assert isinstance(it.app.screen, KeysScreen)
        assert [row.section for row in it.app.screen.rows()[:3]] == ["to mend"] * 3


async def test_a_key_is_pressed_for_an_action_and_kept(tmp_path: Path) -> None:
    own = house(folder(tmp_path), "# mine\n")
    async with at_home(own) as it:
        await it.send("/keys ctrl+l")
        screen = it.app.screen
        assert isinstance(screen, KeysScreen)
        assert screen.row is not None
        await it.pilot.press("enter")
        assert isinstance(it.app.screen, CatchScreen)
        await it.pilot.press("f1")  # means nothing else meanwhile, but help has it
        assert len(it.app.screen_stack) == 2
        assert '"log" cannot have F1' in foot(screen)
        await it.pilot.press("enter", "ctrl+e")
        await it.pilot.pause()
        assert own.paths.config_file.read_text() == '# mine\n\n[keys]\nlog = "ctrl+e"\n'
        assert live.key("log") == "Ctrl+E"
        screen._search.value = "ctrl+e"
        await it.pilot.pause()
        await it.pilot.press("enter", "backspace")
        await it.pilot.pause()
        assert live.key("log") == "Ctrl+L"
        assert "log" not in own.paths.config_file.read_text()
