"""Every screen of the gallery at two sizes in two themes, kept as `sel --screenshot` draws it.

A screen that is added to `tui.gallery.SCREENS` is asked for its words and its pictures here. After
a change that is meant: `make test ARGS="tests/tui/test_face_gallery.py --snapshot-update"`, and
look at the pictures that changed. A picture is one element a line, so the diff can be read, too.
"""

from __future__ import annotations

import asyncio
import functools
import html
import re
from pathlib import Path

import pytest
from textual.app import App

from sel.errors import InputRefused
from tui import looking
from tui.comforts import SCREENS as COMFORTS
from tui.gallery import SCREENS, drawn, gallery
from tui.mood import HORMONES

LARGE, SMALL = (120, 40), (80, 24)
SIZES = {"120x40": LARGE, "80x24": SMALL}
THEMES = ("sel-dark", "sel-light")
ASSETS = Path(__file__).parents[2] / "assets" / "screens"

HEADS = {
    "conversation": "shall we give the",
    "home": "conversations",
    "find": "searched 4,312",
    "tree": "branches",
    "memory": "memory",
    "mind": "bonded",
    "mood": "rests at",
    "analytics": "analytics",
    "stats": "statistics",
    "models": "models",
    "persona": "personas",
    "settings": "settings",
    "keys": "keys",
    "channels": "Lighthouse",
    "agents": "calculator",
    "why": "why this reply",
    "log": "engine.local",
    "help": "help",
    "wizard": "I am SEL: an AI",
}
"""Words that stand on each screen, whatever it looks like: nobody accepts a picture of another."""


@functools.cache
def pictures(name: str, theme: str) -> dict[tuple[int, int], str]:
    """A screen at both sizes, in one app; it is made smaller while the conversation is in sight."""

    async def both() -> dict[tuple[int, int], str]:
        async with gallery(theme, LARGE) as made:
            return {LARGE: await made.draw(name, LARGE), SMALL: await made.draw(name, SMALL)}

    return asyncio.run(both())


def words(svg: str) -> str:
    """What stands in a picture."""
    return html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCREENS)
def test_screen(  # type: ignore[no-untyped-def]
    snap_compare, monkeypatch: pytest.MonkeyPatch, name: str, theme: str, size: tuple[int, int]
) -> None:
    svg = pictures(name, theme)[size]
    assert HEADS[name] in words(svg)
    # It would run an app for each picture; this is drawn already, and compared and reported by it.
    monkeypatch.setattr("textual._doc.take_svg_screenshot", lambda **_: svg)
    assert snap_compare(App())


def test_the_mood_has_all_hormones_in_sight_on_a_small_screen() -> None:
    shown = words(pictures("mood", THEMES[0])[SMALL])
    assert all(name in shown for name in HORMONES)


def test_a_screen_made_smaller_is_drawn_as_one_that_was_opened_small() -> None:
    fresh = asyncio.run(drawn("conversation", THEMES[0], SMALL))
    assert fresh == pictures("conversation", THEMES[0])[SMALL]


@pytest.mark.parametrize(("name", "file"), [("conversation", "sel"), ("channels", "channels")])
def test_the_docs_show_these_screens(name: str, file: str) -> None:
    kept = (ASSETS / f"{file}.svg").read_text(encoding="utf-8")
    assert kept == pictures(name, THEMES[0])[LARGE], "make pictures"


def test_the_page_of_screens_shows_each() -> None:
    page = (ASSETS.parents[1] / "docs" / "screens.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[(.+)\]\(.*/test_screen\[(.+)-sel-dark-120x40\]\.svg\)", page)
    assert shown == [(name, name) for name in SCREENS]


def test_the_table_has_every_screen_there_is() -> None:
    named = {*looking.OF_THE_DESK, *COMFORTS, "mood", "find", "stats", "log"}
    same = {"memories": "memory", "setup": "wizard", "theme": "conversation"}
    assert {same.get(name, name) for name in named} <= SCREENS.keys()
    assert HEADS.keys() == SCREENS.keys()


async def test_a_name_that_is_none_is_told_with_those_there_are() -> None:
    with pytest.raises(InputRefused, match="no screen called 'nowhere'") as refused:
        await drawn("nowhere")
    assert "home, find" in refused.value.hint
    with pytest.raises(InputRefused, match="no theme called 'nothing'"):
        await drawn("mood", "nothing", (40, 12))
