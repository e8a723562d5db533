"""What the screens of figures look like, kept: two sizes, two themes."""

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

LOOKS = pytest.mark.parametrize("theme", ["sel-dark", "sel-light"])
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
SCREENS = {
    "stats": (*"/stats", "enter"),
    "analytics": (*"/analytics", "enter", "down", "down"),
    "log": ("ctrl+l",),
}
SECTIONS = {
    "stages": (*"/stats", "enter", "2"),
    "speed": (*"/stats", "enter", "3"),
    "cache": (*"/cache", "enter"),
    "machine": (*"/stats", "enter", "5"),
    "trouble": (*"/stats", "enter", "6"),
    "hormones": (*"/stats", "enter", "7"),
    "voice": (*"/stats", "enter", "8"),
    "unusual": (*"/analytics", "enter", "2"),
    "together": (*"/analytics", "enter", "3", "down"),
    "by-day": (*"/analytics", "enter", "4"),
    "ahead": (*"/analytics", "enter", "5", "up"),
    "places": (*"/analytics", "enter", "6"),
}
FILE = "/home/you/.local/state/sel/log/sel.log"


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "EVERY", 3600.0)


def app_of(brain: KnowingBrain, theme: str = "sel-dark") -> SelApp:
    return SelApp(brain, FakeSettings(theme), log=some_lines(), log_file=FILE)


async def opened(pilot: Pilot[None], brain: KnowingBrain, keys: Sequence[str]) -> None:
    await drawn(pilot, brain)
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
    await drawn(pilot, brain)
    await settled(pilot)


@LOOKS
@SIZES
@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
def test_screens_of_figures(  # type: ignore[no-untyped-def]
    snap_compare, keys: Sequence[str], size: tuple[int, int], theme: str
) -> None:
    brain = KnowingBrain(last=stats())
    assert snap_compare(
        app_of(brain, theme),
        terminal_size=size,
        run_before=lambda pilot: opened(pilot, brain, keys),
    )


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
