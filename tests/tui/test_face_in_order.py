"""Keys that come faster than the app draws are obeyed in their order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from tui.widgets.detail import Editor
from tui.widgets.in_order import Field
from tui.widgets.prompt import Prompt
from tui.widgets.toml import TomlArea


class Desk(App[None]):
    """Nothing but a place to write."""

    def __init__(self, place: Widget) -> None:
        super().__init__()
        self.place = place

    def compose(self) -> Iterator[Widget]:
        yield self.place

    def burst(self, *keys: str) -> None:
        for key in keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))


@asynccontextmanager
async def desk(place: Widget) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    app = Desk(place)
    async with app.run_test() as pilot:
        place.focus()
        await pilot.pause()
        yield app, pilot


def written(place: Any) -> str:
    return str(place.value if isinstance(place, Field) else place.text)


@pytest.mark.parametrize("kind", [Prompt, Field, Editor, lambda: TomlArea(id="area")])
async def test_letters_do_not_overtake_what_edits(kind: Callable[[], Widget]) -> None:
    async with desk(kind()) as (app, pilot):
        app.burst("a", "b", "c", "backspace", "x", "left", "y", "home", "z", "ctrl+k", "end", "!")
        await pilot.pause()
        assert written(app.place) == "z!"
        app.burst("ctrl+u", *"teh", "backspace", "backspace", *"he")
        await pilot.pause()
        assert written(app.place) == "the"


async def test_nor_keys_that_the_person_chose() -> None:
    async with desk(Prompt()) as (app, pilot):
        app.set_keymap({"new-line": "f5"})
        app.burst("a", "f5", "b")
        await pilot.pause()
        assert written(app.place) == "a\nb"


async def test_what_means_nothing_here_goes_on_to_the_screen() -> None:
    async with desk(Field()) as (app, pilot):
        heard: list[str] = []
        app.bind("f7", "hear")
        app.action_hear = lambda: heard.append("f7")  # type: ignore[attr-defined]
        app.burst("a", "f7")
        await pilot.pause()
        assert heard == ["f7"]
