"""The screens beside each other: one place for their names, words whole, and all of them read."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.color import Color
from textual.geometry import Region
from textual.widgets import Static

from tui.app import SelApp
from tui.gallery import SCREENS, SIZE, Gallery, gallery
from tui.mood import HORMONES
from tui.themes.derive import AA, AAA, contrast

SHEETS = ("mood", "agents", "why")
"""Laid over the conversation, which is dim then."""
ALONE = ("conversation", "wizard", *SHEETS)
"""Those that are no list and no page."""
NAMED = [name for name in SCREENS if name not in ALONE]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 24), (200, 60)])
async def test_name_and_keys_of_every_screen_stand_in_the_same_place(size: tuple[int, int]) -> None:
    width, height = size
    left, top = (4, 1) if width >= 100 else (2, 0)
    async with gallery("sel-dark", size) as made:
        for name in NAMED:
            await made.draw(name, size)
            head, keys = _at(made.app, "#name"), _at(made.app, "#keys")
            assert (name, head.x, head.y) == (name, left, top)
            assert (name, keys.x, keys.right) == (name, left, width - left)
            assert (name, keys.y) == (name, height - 1)


def _at(app: SelApp, what: str) -> Region:
    return app.screen.query_one(what).content_region


async def test_words_are_whole_where_there_is_little_room() -> None:
    async with gallery("sel-dark", (60, 20)) as made:
        for name, whole in (
            ("conversation", "memory on"),
            ("find", "…for a boat that has to wait"),
            ("help", "the terminal's selection."),
            ("help", "Write this conversation to a file"),
            ("keys", "New conversation "),
            ("analytics", "←→ span"),
        ):
            assert whole in await _shown(made, name)
        assert "Disco" not in await _shown(made, "conversation")
    async with gallery("sel-dark", (80, 24)) as made:
        assert "a worried question  25 min" in await _shown(made, "mind")
    async with gallery("sel-dark", (200, 60)) as made:
        assert "Ctrl+J, Shift+Enter, Alt+Enter " in await _shown(made, "keys")
        assert "general: small talk (94%)" in await _shown(made, "stats")
        assert "a worried question  25 min" in await _shown(made, "mind")


async def test_rows_of_figures_fit_where_there_is_least_room() -> None:
    async with gallery("sel-dark", (60, 20)) as made:
        await made.draw("analytics", made.app.size)
        for part in "123456":
            await made.pilot.press(part)
            await made.again(made.app.size)
            column = made.app.screen.query_one("#left", Static)
            rows = [row.rstrip() for row in str(column.content).split("\n")]
            of_hormones = [row for row in rows if row[2:].split(" ")[0] in HORMONES]
            assert [row for row in of_hormones if cell_len(row) > column.size.width] == []


async def _shown(made: Gallery, name: str) -> str:
    await made.draw(name, made.app.size)
    return "\n".join(strip.text for strip in made.app.screen._compositor.render_strips())


@pytest.mark.parametrize("theme", ["sel-dark", "sel-light", "sel-paper", "sel-contrast-light"])
async def test_every_letter_that_is_drawn_can_be_read(theme: str) -> None:
    least = AAA if "contrast" in theme else AA
    async with gallery(theme) as made:
        for name in SCREENS:
            if name not in SHEETS:
                await made.draw(name)
                assert (name, _faint(made.app, least)) == (name, [])
        for name, key in (("persona", "enter"), ("persona", "n"), ("models", "s")):
            await made.draw(name)
            await made.pilot.press(key)
            await made.again(SIZE)
            assert (name, key, _faint(made.app, least)) == (name, key, [])


def _faint(app: SelApp, least: float) -> list[tuple[str, float]]:
    """What is too near to its ground, with its contrast."""
    found = []
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style is None or not any(sign.isalnum() for sign in text):
                continue
            ink, ground = (Color.from_rich_color(one) for one in (style.color, style.bgcolor))
            if (has := contrast(ink, ground)) < least:
                found.append((text.strip(), round(has, 2)))
    return found
