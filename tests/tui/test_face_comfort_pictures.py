"""What settings, keys, help and the first steps look like, kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from face_fakes import FakeBrain, drawn, settled
from face_house import folder, house
from textual.pilot import Pilot

from tui.app import SelApp

SCREENS: dict[str, tuple[str, tuple[int, int], str, tuple[str, ...]]] = {
    "settings-80x24-paper": ("sel-paper", (80, 24), "settings", ("down", "down")),
    "settings-120x40-dark": ("sel-dark", (120, 40), "settings voice_end", ("enter",)),
    "keys-120x40-light": ("sel-light", (120, 40), "keys ctrl", ("down",)),
    "keys-80x24-contrast": ("sel-contrast", (80, 24), "keys palette", ("enter",)),
    "help-120x40-dark": ("sel-dark", (120, 40), "help colour", ()),
    "help-60x20-light": ("sel-light", (60, 20), "help", ("pagedown",)),
    "setup-80x24-night": ("sel-night", (80, 24), "setup", ("tab", "tab")),
    "setup-60x20-light": ("sel-light", (60, 20), "setup", ("tab",)),
}


@pytest.mark.parametrize(("theme", "size", "look", "keys"), SCREENS.values(), ids=SCREENS)
def test_comforts(  # type: ignore[no-untyped-def]  # noqa: PLR0917 - a table
    snap_compare,
    tmp_path: Path,
    theme: str,
    size: tuple[int, int],
    look: str,
    keys: tuple[str, ...],
) -> None:
    own = house(folder(tmp_path), f'theme = "{theme}"\n[keys]\nlog = "ctrl+e"\n')
    brain = FakeBrain(state="unasked")

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        app = pilot.app
        assert isinstance(app, SelApp)
        what, _, words = look.partition(" ")
        app.look(what, words)
        await settled(pilot)
        await pilot.press(*keys)
        await pilot.pause()

    run: Callable[[Pilot[None]], Awaitable[None]] = before
    app = SelApp(brain, own.loaded.settings, house=own)
    assert snap_compare(app, terminal_size=size, run_before=run)
