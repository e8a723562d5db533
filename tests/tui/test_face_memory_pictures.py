"""What memory looks like, kept: two sizes, two themes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from face_fakes import WORDING, FakeBrain, FakeSettings, drawn, settled
from face_memories import PORTO, SISTER, kept
from textual.pilot import Pilot

from sel.memory_events import (
    ConsentAsked,
    ConsentChanged,
    MemoriesForgotten,
    MemoryKept,
    MemoryProposed,
    MemoryRefused,
)
from tui.app import SelApp
from tui.scene import stats, talk

LOOKS = pytest.mark.parametrize(
    ("size", "theme"),
    [((80, 24), "sel-light"), ((120, 40), "sel-dark")],
    ids=["80x24-light", "120x40-dark"],
)
REFUSED = "It looks like a password, and SEL never keeps that."


@LOOKS
def test_consent(snap_compare, size: tuple[int, int], theme: str) -> None:  # type: ignore[no-untyped-def]
    brain = FakeBrain(consents={"you": "unasked"})

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        brain.tell(ConsentAsked(person="you", text=WORDING))
        await drawn(pilot, brain)

    app = SelApp(brain, FakeSettings(theme))
    assert snap_compare(app, terminal_size=size, run_before=before)


@LOOKS
def test_lines_and_questions(snap_compare, size: tuple[int, int], theme: str) -> None:  # type: ignore[no-untyped-def]
    brain = FakeBrain(messages=talk()[2:], last=stats())

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        brain.tell(
            ConsentChanged(person="you", state="given"),
            MemoryKept(person="you", memory=SISTER, how="new"),
            MemoryKept(person="you", memory=PORTO, how="superseded"),
            MemoryRefused(person="you", reason=REFUSED),
            MemoriesForgotten(person="you", ids=("x",), counts={"memories": 3, "vectors": 3}),
            MemoryProposed(person="you", memory=SISTER),
        )
        await drawn(pilot, brain)

    app = SelApp(brain, FakeSettings(theme))
    assert snap_compare(app, terminal_size=size, run_before=before)


async def opened(pilot: Pilot[None], brain: FakeBrain, keys: Sequence[str]) -> None:
    """The memory screen, after these keys, with everything drawn."""
    await drawn(pilot, brain)
    for key in ("f3", *keys):
        await pilot.press(key)
        await settled(pilot)
    await drawn(pilot, brain)
    await settled(pilot)


SCREENS = {
    "map": ("m", "plus", "right"),
    "forget": ("down", "d"),
    "edit": ("e",),
}


@LOOKS
@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
def test_the_memory_screen(  # type: ignore[no-untyped-def]
    snap_compare, size: tuple[int, int], theme: str, keys: Sequence[str]
) -> None:
    brain = FakeBrain(kept=kept(40))
    app = SelApp(brain, FakeSettings(theme))
    assert snap_compare(
        app, terminal_size=size, run_before=lambda pilot: opened(pilot, brain, keys)
    )


def test_a_wide_memory_screen(snap_compare) -> None:  # type: ignore[no-untyped-def]
    brain = FakeBrain(kept=kept(40))
    app = SelApp(brain, FakeSettings())
    assert snap_compare(
        app, terminal_size=(200, 60), run_before=lambda pilot: opened(pilot, brain, ())
    )


def test_an_empty_memory_screen(snap_compare) -> None:  # type: ignore[no-untyped-def]
    brain = FakeBrain(state="unasked")
    app = SelApp(brain, FakeSettings())
    assert snap_compare(
        app, terminal_size=(120, 40), run_before=lambda pilot: opened(pilot, brain, ())
    )
