"""What sections of the screens of figures look like, kept; and the screens when they are great."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from face_fakes import FakeSettings, drawn, settled
from face_figures import KnowingBrain, some_lines
from textual.pilot import Pilot

from sel.brain.insight import Insight
from tui.app import SelApp
from tui.scene import NOON, stats
from tui.screens import stats as statistics

SCREENS = {
    "stats": ("stats",),
    "analytics": ("analytics", "down", "down"),
    "log": ("log",),
}
SECTIONS = {
    "stages": ("stats", "2"),
    "speed": ("stats", "3"),
    "cache": ("cache",),
    "machine": ("stats", "5"),
    "trouble": ("stats", "6"),
    "hormones": ("stats", "7"),
    "voice": ("stats", "8"),
    "unusual": ("analytics", "2"),
    "together": ("analytics", "3", "down"),
    "by-day": ("analytics", "4"),
    "ahead": ("analytics", "5", "up"),
    "places": ("analytics", "6"),
}
FILE = "/home/you/.local/state/sel/log/sel.log"


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "EVERY", 3600.0)


def app_of(brain: KnowingBrain, theme: str = "sel-dark") -> SelApp:
    return SelApp(brain, FakeSettings(theme), log=some_lines(), log_file=FILE)


async def opened(pilot: Pilot[None], brain: KnowingBrain, keys: Sequence[str]) -> None:
    """The first of `keys` is the screen's name."""
    await drawn(pilot, brain)
    assert isinstance(pilot.app, SelApp)
    pilot.app.look(keys[0])
    await settled(pilot)
    for key in keys[1:]:
        await pilot.press(key)
        await settled(pilot)
    await drawn(pilot, brain)
    await settled(pilot)


@pytest.mark.parametrize("keys", SECTIONS.values(), ids=SECTIONS)
def test_their_sections(snap_compare, keys: Sequence[str]) -> None:  # type: ignore[no-untyped-def]
    brain = KnowingBrain(last=stats())
    assert snap_compare(
        app_of(brain),
        terminal_size=(80, 24),
        run_before=lambda pilot: opened(pilot, brain, keys),
    )


@pytest.mark.parametrize("name", SCREENS)
def test_on_a_great_screen(snap_compare, name: str) -> None:  # type: ignore[no-untyped-def]
    brain = KnowingBrain(last=stats())
    assert snap_compare(
        app_of(brain),
        terminal_size=(200, 60),
        run_before=lambda pilot: opened(pilot, brain, SCREENS[name]),
    )


def test_before_anything_happened(snap_compare) -> None:  # type: ignore[no-untyped-def]
    brain = KnowingBrain(known=Insight(at=NOON, since=NOON), channels=())
    assert snap_compare(
        app_of(brain, "sel-light"),
        terminal_size=(60, 20),
        run_before=lambda pilot: opened(pilot, brain, SCREENS["stats"]),
    )
