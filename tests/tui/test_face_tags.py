"""The row of tags: whole ones, as many as there is room for, and how many there are besides."""

from __future__ import annotations

import pytest
from textual.app import App

from tui.widgets.tags import Tags

NAMES = ("work", "dreams", "family", "friends", "home", "music")


async def row(width: int, chosen: str = "") -> str:
    app = App[None]()
    async with app.run_test(size=(width, 4)) as pilot:
        tags = Tags()
        tags.chosen = chosen
        await app.mount(tags)
        tags.show([(name, 1) for name in NAMES], 6)
        await pilot.pause()
        return str(tags.content)


async def test_what_does_not_fit_is_counted() -> None:
    assert await row(40) == "all 6   ● work 1   ● dreams 1   +4"
    whole = "all 6   ● work 1   ● dreams 1   ● family 1   ● friends 1   ● home 1   ● music 1"
    assert await row(len(whole)) == whole
    assert await row(len(whole) - 1) == whole.replace("● music 1", "+1")


@pytest.mark.parametrize("width", [24, 45, 66])
@pytest.mark.parametrize("chosen", ["", "family", "music"])
async def test_the_chosen_one_is_in_sight_and_the_row_fits(width: int, chosen: str) -> None:
    shown = await row(width, chosen)
    assert len(shown) <= width
    assert (chosen or "all") in shown
