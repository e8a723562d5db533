"""What picking, home and the tree look like, kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from face_fakes import FakeSettings, drawn, settled
from face_sessions import FakeSessions
from textual.pilot import Pilot

from sel.session_events import Regenerate
from tui.app import SelApp
from tui.scene import NOON, talk

DAY = 86_400.0


def lived_with(keeps: bool) -> FakeSessions:
    """Some weeks of talk."""
    brain = FakeSessions(keeps=keeps, state="given" if keeps else "unasked")
    begin = brain.begin
    begin(
        ("how do I sort a dict by value?", "Use `sorted(d.items(), key=lambda kv: kv[1])`."),
        title="Sorting a dictionary",
        changed=NOON - 3 * 3600,
    )
    begin(
        ("tell me about the lighthouse again", "It stood where the old harbour ended."),
        title="The lighthouse keeper",
        pinned=True,
        changed=NOON - 9 * DAY,
    )
    begin(("what is a monad, in one sentence?", "A way to chain steps."), changed=NOON - DAY)
    begin(
        ("my sister visits on friday", "How lovely! Shall we go up the lighthouse?"),
        title="A visit on Friday, with cake and a title that goes on and on and on",
        changed=NOON - 4 * DAY,
        persona="juno",
        speaker="Juno",
    )
    begin(("x", "y"), title="Put away", archived=True)
    here = brain.all[brain.here]
    here.view = replace(here.view, title="Names and a loop")
    brain.talk(("hi SEL!", "Calm, and glad that you are here."), (talk()[0].text, talk()[1].text))
    brain._regenerate(Regenerate())
    brain.talk(("thank you, that helps", "Gladly. Shall we look at `enumerate` next?"))
    return brain


PICTURES = {
    "picking": ("sel-dark", (80, 24), True, ("alt+up", "up", "up")),
    "editing": ("sel-light", (100, 30), True, ("alt+up", "up", "e")),
    "home": ("sel-dark", (120, 40), True, ("ctrl+s", "down")),
    "unkept": ("sel-light", (60, 20), False, ("ctrl+s", "d")),
    "tree": ("sel-dark", (100, 30), True, ("alt+up", "t", "up")),
}


@pytest.mark.parametrize(("theme", "size", "keeps", "keys"), PICTURES.values(), ids=PICTURES)
def test_conversations(  # type: ignore[no-untyped-def]
    snap_compare, theme: str, size: tuple[int, int], keeps: bool, keys: tuple[str, ...]
) -> None:
    brain = lived_with(keeps)

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        await pilot.press(*keys)
        await pilot.pause(0.12)
        await settled(pilot)
        await pilot.pause(0.05)

    app = SelApp(brain, FakeSettings(theme))
    assert snap_compare(app, terminal_size=size, run_before=before)
