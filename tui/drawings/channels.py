"""Places of Discord: their rows by server, the head of one, what is said where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from tui import elsewhere
from tui.drawings.rows import Entry, Item, Piece, fitting
from tui.drawings.sides import spread
from tui.mood import face_of
from tui.remembered import short_when
from tui.text import one_line, visible

if TYPE_CHECKING:
    from sel.bridge_events import BridgeView, PlaceView

LONGEST = 60
"""Characters of a name that are shown."""
GAP = "   "
WORD_WIDTH, MOOD_WIDTH, WHEN_WIDTH = 8, 12, 8
WAITS_WIDTH, WAITS_SHORT = 11, 4
ROOM_FOR_WORD, ROOM_FOR_MOOD, ROOM_FOR_WAITS = 34, 44, 62
"""Cells of a row from which there is room for this."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it is drawn; `mood` is SEL's there, `when` how long ago something was said."""

    view: PlaceView
    mood: str
    when: str
    answering: bool


def places(
    views: Sequence[PlaceView], moods: dict[str, str], answering: set[str], now: float
) -> list[Place]:
    """What is drawn of these places, in the order of the list."""
    return [
        Place(
            view,
            moods.get(view.channel, ""),
            short_when(view.at, now) if view.at else "",
            view.channel in answering,
        )
        for _, there in elsewhere.grouped(views)
        for view in there
    ]


def items(there: Sequence[Place]) -> list[Item]:
    """The list: an entry for each place, below the name of its server."""
    words = any(elsewhere.word(one.view) for one in there)
    moods = any(one.mood for one in there)
    drawn: list[Item] = []
    guild = None
    for one in there:
        if one.view.guild != guild:
            guild = one.view.guild
            drawn += ["", guild or elsewhere.DIRECT] if drawn else [guild or elsewhere.DIRECT]
        drawn.append(_entry(one, words=words, moods=moods))
    return drawn


def _entry(one: Place, *, words: bool, moods: bool) -> Entry:
    """One place; columns that nobody needs are left out."""
    view = one.view

    def rows(cells: int) -> Sequence[Sequence[Piece]]:
        sign, colour = elsewhere.mark(view, answering=one.answering)
        wordy, moody = words and cells >= ROOM_FOR_WORD, moods and cells >= ROOM_FOR_MOOD
        word = elsewhere.word(view).ljust(WORD_WIDTH) if wordy else ""
        mood = one.mood[: MOOD_WIDTH - 1].ljust(MOOD_WIDTH) if moody else ""
        waits = _waiting(view.waiting, wide=cells >= ROOM_FOR_WAITS)
        when = one.when.rjust(WHEN_WIDTH)
        room = max(cells - 3 - len(word) - len(mood) - len(waits) - len(when), 1)
        return (
            [
                (sign, colour),
                (f"  {fitting(view.name, room)}", ""),
                (word, colour if view.paused else "quiet"),
                (mood, "quiet"),
                (waits, ""),
                (when, "quiet"),
            ],
        )

    return Entry(view.channel, rows, lambda: _said(one))


def _said(one: Place) -> str:
    """A place in words."""
    view = one.view
    doing = "paused" if view.paused else "SEL is answering" if one.answering else ""
    waits = f"{view.waiting:,} waiting" if view.waiting else ""
    may = elsewhere.POLICIES.get(view.policy, view.policy)
    mood = f"mood {one.mood}" if one.mood else ""
    parts = (view.name, doing, waits, mood, may, one.when and f"last heard {one.when}")
    return ", ".join(filter(None, parts))


def _waiting(count: int, *, wide: bool) -> str:
    """How many messages stand before SEL; blank for none."""
    if wide:
        return (f"{count:,} waiting" if count else "").rjust(WAITS_WIDTH)
    return (f"+{count}" if count else "").rjust(WAITS_SHORT)


def head(one: Place, width: int) -> Content:
    """Two rows: name and server; the mood there, what SEL does and what it may do."""
    place, mood = one.view, one.mood
    name = (one_line(elsewhere.title(place), LONGEST), "bold $foreground")
    where = (one_line(place.guild, LONGEST), "$quiet")
    first = spread(Content.assemble(name), Content.assemble(where), width)
    parts = []
    if mood:
        parts.append(Content.assemble((f"{face_of(mood)} ", "$sel"), (mood, "$foreground")))
    if place.paused:
        parts.append(Content.styled(f"{elsewhere.PAUSED} paused here", "$warning"))
    elif one.answering:
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
