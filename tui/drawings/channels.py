"""One place of Discord above its conversation, and what is said where there is none to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui import elsewhere
from tui.drawings.sides import spread
from tui.mood import face_of
from tui.text import one_line, visible

if TYPE_CHECKING:
    from sel.bridge_events import BridgeView, PlaceView

LONGEST = 60
"""Characters of a name that are shown."""
GAP = "   "


def head(place: PlaceView, mood: str, width: int, *, answering: bool) -> Content:
    """Two rows: name and server; the mood there, what SEL does and what it may do."""
    name = (one_line(elsewhere.title(place), LONGEST), "bold $foreground")
    where = (one_line(place.guild, LONGEST), "$quiet")
    first = spread(Content.assemble(name), Content.assemble(where), width)
    parts = []
    if mood:
        parts.append(Content.assemble((f"{face_of(mood)} ", "$sel"), (mood, "$foreground")))
    if place.paused:
        parts.append(Content.styled(f"{elsewhere.PAUSED} paused here", "$warning"))
    elif answering:
        parts.append(Content.styled(f"{elsewhere.ANSWERING} answering", "$sel"))
    if place.waiting:
        parts.append(Content.styled(f"{place.waiting:,} waiting", "$foreground"))
    may = Content.styled(elsewhere.POLICIES.get(place.policy, place.policy), "$quiet")
    return Content("\n").join([first, spread(Content(GAP).join(parts), may, width)])


def nothing(bridge: BridgeView) -> Content:
    """In place of channels, where there are none: how the bridge is, and what to do."""
    said, _ = elsewhere.sentence(bridge)
    if bridge.state in elsewhere.ON:
        then = "What is said to me there shows up here." if bridge.state == "ready" else ""
    else:
        then = "b or /bridge on takes me there."
    lines = [Content.styled(visible(said), "$foreground"), Content.styled(then, "$quiet")]
    return Content("\n\n").join(lines if then else lines[:1])
