"""Themes: each colour can be read, in colour and in sixteen; those of people come from files."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from face_fakes import settled
from face_house import at_home, folder, house
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.theme import Theme

from sel.errors import SettingError
from tui import palette, theme
from tui.theme import ABOUT, DARK
from tui.themes import derive
from tui.themes.derive import AA, AAA, COLOURS, DRAWING, GROUNDS, TEXT, colour_of, contrast
from tui.themes.files import Folder, read
from tui.themes.own import THEMES

EVERY = pytest.mark.parametrize("one", THEMES, ids=lambda one: one.name)


@EVERY
def test_every_text_can_be_read_on_every_ground(one: Theme) -> None:
    least = AAA if "contrast" in one.name else AA
    assert derive.weak(one, least) == []
    for name in TEXT:
        assert contrast(colour_of(one, name), colour_of(one, "block-cursor-background")) >= least
    for kind in ("block-cursor", "screen-selection", "input-cursor"):
        pair = colour_of(one, f"{kind}-foreground"), colour_of(one, f"{kind}-background")
        assert contrast(*pair) >= least
    for name in ("border", "spark", *derive.TAGS):
        assert contrast(colour_of(one, name), colour_of(one, "background")) >= DRAWING, name


@EVERY
def test_text_is_not_lost_on_a_terminal_of_sixteen_colours(one: Theme) -> None:
    def of_sixteen(name: str) -> int | None:
        return RichColor.parse(colour_of(one, name).hex).downgrade(ColorSystem.STANDARD).number

    for name, ground in itertools.product(TEXT, GROUNDS):
        assert of_sixteen(name) != of_sixteen(ground), f"{name} on {ground}"


def test_all_of_ours_are_told_of_and_have_the_same_colours_and_a_partner() -> None:
    assert {one.name for one in THEMES} == ABOUT.keys()
    assert len(THEMES) >= 6
    kinds = {one.name: one.dark for one in THEMES}
    for one in THEMES:
        assert one.variables.keys() == DARK.variables.keys()
        assert kinds[theme.other(one.name)] != one.dark


colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(max_examples=25, deadline=None)
@given(colours, st.booleans())
def test_what_is_mixed_can_be_read_whatever_the_ground(ground: str, dark: bool) -> None:
    made = derive.derived("x", {"background": ground}, dark=dark)
    end = derive._WHITE if dark else derive._BLACK
    possible = all(contrast(end, colour_of(made, one)) >= AA + 1 for one in GROUNDS)
    assert not (possible and derive.weak(made))


# ---------------------------------------------------------------- files


def test_a_theme_of_four_colours_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "dusk.toml"
    path.write_text(
        'dark = true\nbackground = "#171420"\nforeground = "#d9d4e3"\nsel = "#c9a0dc"\n'
        'partner = "sel-paper"\n'
    )
    found = read(path)
    assert (found.theme.name, found.theme.dark, found.partner) == ("dusk", True, "sel-paper")
    assert found.problems == ()
    assert found.theme.primary == "#C9A0DC"
    assert {*COLOURS, "scrollbar"} <= {*found.theme.variables, *derive.PLAIN}


def test_mistakes_in_a_theme_are_named_and_the_rest_counts(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(
        'background = "#ffffff"\nsel = "#eeeeee"\nsle = "red"\nquiet = "mud"\n'
        'person = "#12345680"\n'
    )
    found = read(path)
    said = [problem.sentence() for problem in found.problems]
    assert not found.theme.dark
    assert len(said) == 4
    assert "no colour called sle. (themes/odd.toml) Did you mean sel?" in said[0]
    assert said[1].startswith("quiet is no colour")
    assert said[2].startswith("person is no colour")
    assert said[3].startswith("sel is hard to read on")
    assert "Make sel darker" in said[3]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("sel-dark.toml", "", "is there already"),
        ("a b!.toml", "", "letters, digits"),
        ("x.toml", "sel = \n", "cannot be read"),
        ("x.toml", "# " + "x" * 70_000, "too large"),
    ],
)
def test_what_is_no_theme_says_why(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)
    news, problems = Folder(tmp_path).look()
    assert not news
    assert says in problems[0].sentence()
    with pytest.raises(SettingError, match=says):
        read(tmp_path / name)


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    own = Folder(tmp_path / "themes")
    assert own.look() == ((), ())
    own.path.mkdir()
    (own.path / "a.toml").write_text("dark = true\n")
    assert [found.theme.name for found in own.look()[0]] == ["a"]
    assert own.look() == ((), ())


# ---------------------------------------------------------------- in the app


async def test_a_theme_of_ones_own_is_worn_from_the_start_and_changes_with_its_file(
    tmp_path: Path,
) -> None:
    paths = folder(tmp_path)
    (paths.config / "themes").mkdir()
    file = paths.config / "themes" / "dusk.toml"
    file.write_text('background = "#171420"\npartner = "sel-paper"\n')
    async with at_home(house(paths, 'theme = "dusk"\n')) as it:
        assert it.app.current_theme.background == "#171420"
        await it.pilot.press("ctrl+t")
        assert it.app.theme == "sel-paper"
        await it.pilot.press("ctrl+t")
        assert it.app.theme == "dusk"  # back to where one came from
        file.write_text('background = "#201418"\nqiuet = "red"\n')
        os.utime(file, ns=(1, 1))
        it.app.comforts._look_at_themes()
        await it.pilot.pause()
        assert it.app.main.styles.background.hex == "#201418"
        assert "no colour called qiuet" in it.notices()[-1]


async def test_a_theme_is_chosen_by_name_and_kept(tmp_path: Path) -> None:
    own = house(folder(tmp_path), "# mine\n")
    async with at_home(own) as it:
        await it.send("/theme night")
        assert it.app.theme == "sel-night"
        assert own.paths.config_file.read_text() == '# mine\ntheme = "sel-night"\n'
        await it.send("/theme nosuch")
        assert "There is no such theme." in it.notices()[-1]
    pinned = house(own.paths, None, SEL_THEME="sel-light")
    async with at_home(pinned) as it:
        await it.send("/theme sea")
        assert it.app.theme == "sel-light"
        assert "comes from the environment" in it.notices()[-1]


async def test_the_palette_shows_a_theme_while_one_looks_at_it(tmp_path: Path) -> None:
    own = house(folder(tmp_path))
    async with at_home(own) as it:
        comforts = it.app.comforts
        found = [entry for entry in palette._themes(it.app) if entry.title == "sel-moss"]
        comforts.try_on("sel-sea")
        comforts.try_on(found[0].does.name)
        assert it.app.theme == "sel-moss"
        comforts.try_on("")
        assert it.app.theme == "sel-dark"
        assert own.paths.config_file.read_text() == ""
        found[0].does()
        await settled(it.pilot)
        assert it.app.theme == "sel-moss"
        assert "sel-moss" in own.paths.config_file.read_text()
