"""The list of Discord's channels, by server: one row each, only what is visible is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import elsewhere
from tui.heard.page import Line, listing
from tui.remembered import short_when
from tui.widgets.shelf import fitting, ink

if TYPE_CHECKING:
    from sel.bridge_events import PlaceView

WORD_WIDTH, MOOD_WIDTH, WHEN_WIDTH = 8, 12, 8
WAITS_WIDTH, WAITS_SHORT = 11, 4
ROOM_FOR_WORD, ROOM_FOR_MOOD, ROOM_FOR_WAITS = 36, 46, 64
"""Cells of a row from which there is room for this."""


@dataclass(frozen=True, slots=True)
class Row:
    """A place as it is drawn; `mood` is SEL's there, `when` how long ago something was said."""

    place: PlaceView
    mood: str
    when: str
    answering: bool


class Places(ScrollView, can_focus=True):
    """Places in rows below the names of their servers, one of them chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "places--quiet",
        "places--sel",
        "places--person",
        "places--warning",
        "places--chosen",
        "places--chosen-quiet",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="places-up"),
        Binding("down,j", "move(1)", "Down", show=False, id="places-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="places-page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="places-page-down"),
        Binding("home", "move(-1000000000)", "First", show=False, id="places-first"),
        Binding("end", "move(1000000000)", "Last", show=False, id="places-last"),
        Binding("enter,right,l", "open", "Read", show=False, id="places-open"),
    ]

    class Chosen(Message):
        """Another place is chosen, or none is there any more."""

    class Opened(Message):
        """The chosen place shall be read; `clicked` with the mouse."""

        def __init__(self, *, clicked: bool) -> None:
            super().__init__()
            self.clicked = clicked

    def __init__(self) -> None:
        super().__init__(id="places")
        self._rows: Sequence[Row | str] = ()
        self._channel = ""
        self._words = self._moods = False
        """Whether there is anything to say in these columns."""

    @property
    def chosen(self) -> Row | None:
        """The row that is chosen."""
        row = self._rows[at] if (at := self._at) >= 0 else None
        return row if isinstance(row, Row) else None

    @property
    def rows(self) -> Sequence[Row | str]:
        """What is drawn: places, names of servers and gaps ("")."""
        return self._rows

    @property
    def _at(self) -> int:
        places = enumerate(self._rows)
        return next((n for n, row in places if _is(row, self._channel)), -1)

    def show(self, rows: Sequence[Row | str], first: str = "") -> None:
        """These. What was chosen stays so if it is there; else `first` is, or the first."""
        if rows == self._rows:
            return
        self._rows = rows
        places = [row for row in rows if isinstance(row, Row)]
        self._words = any(elsewhere.word(row.place) for row in places)
        self._moods = any(row.mood for row in places)
        self.virtual_size = Size(1, len(rows))
        if self._at < 0:
            self._channel = first
        if self._at < 0:
            self._channel = places[0].place.channel if places else ""
        self._reveal()

    def on_resize(self) -> None:
        """The chosen row stays in sight."""
        self._scroll()

    # ------------------------------------------------------------ choosing

    def action_move(self, by: int) -> None:
        """Choose the place so many places below (negative: above)."""
        channels = [row.place.channel for row in self._rows if isinstance(row, Row)]
        if self._channel in channels:
            to = channels.index(self._channel) + by
            self._choose(channels[max(0, min(to, len(channels) - 1))])

    def action_page(self, by: int) -> None:
        """A page further or back."""
        self.action_move(by * max(self.size.height - 2, 1))

    def action_open(self) -> None:
        """Read what is said there."""
        if self.chosen is not None:
            self.post_message(self.Opened(clicked=False))

    def on_click(self, event: Click) -> None:
        """Choose the row under the pointer."""
        at = event.y + self.scroll_offset.y
        row = self._rows[at] if at < len(self._rows) else ""
        if isinstance(row, Row):
            self._choose(row.place.channel)
            self.post_message(self.Opened(clicked=True))

    def _choose(self, channel: str) -> None:
        if channel != self._channel:
            self._channel = channel
            self._reveal()

    def _reveal(self) -> None:
        """Bring the chosen row into sight and tell of it."""
        self._scroll()
        self.refresh()
        self.post_message(self.Chosen())

    def _scroll(self) -> None:
        height, at = max(self.size.height, 1), self._at
        top = at - 1 if at == 1 else at  # the first place brings its server's name with it
        if top < self.scroll_offset.y:
            self.scroll_to(y=max(top, 0), animate=False)
        elif at >= self.scroll_offset.y + height:
            self.scroll_to(y=at - height + 1, animate=False)

    # ------------------------------------------------------------ drawing

    def in_words(self) -> Sequence[Line]:
        """Places around the chosen one, below the names of their servers."""
        rows = [row for row in self._rows if isinstance(row, Row)]
        headings: dict[int, str] = {}
        for place, row in enumerate(self._rows):
            if isinstance(row, str) and row:
                headings[sum(isinstance(one, Row) for one in self._rows[:place])] = row
        at = next((n for n, row in enumerate(rows) if _is(row, self._channel)), -1)
        said = [partial(_said, row) for row in rows]
        return listing(said, at, headings, key="places", here=self.has_focus)

    def render_line(self, y: int) -> Strip:
        """One place, or the name of a server."""
        width, at = self.scrollable_content_region.width, y + self.scroll_offset.y
        row = self._rows[at] if at < len(self._rows) else ""
        if isinstance(row, Row):
            return self._strip(row, width, chosen=_is(row, self._channel))
        quiet = self.get_component_rich_style("places--quiet")
        return Strip([Segment(f" {fitting(row, max(width - 2, 1))} ", quiet)])

    def _strip(self, row: Row, width: int, *, chosen: bool) -> Strip:
        look = self.get_component_rich_style("places--chosen") if chosen else self.rich_style
        quiet = self.get_component_rich_style(f"places--{'chosen-quiet' if chosen else 'quiet'}")
        sign, colour = elsewhere.mark(row.place, answering=row.answering)
        coloured = look + ink(self.get_component_rich_style(f"places--{colour}", partial=True))
        words, moods = (
            self._words and width >= ROOM_FOR_WORD,
            self._moods and width >= ROOM_FOR_MOOD,
        )
        word = elsewhere.word(row.place).ljust(WORD_WIDTH) if words else ""
        mood = row.mood[: MOOD_WIDTH - 1].ljust(MOOD_WIDTH) if moods else ""
        waits = _waiting(row.place.waiting, wide=width >= ROOM_FOR_WAITS)
        when = row.when.rjust(WHEN_WIDTH)
        room = max(width - 5 - len(word) - len(mood) - len(waits) - len(when), 1)
        return Strip(
            [
                Segment(" ", look),
                Segment(sign, coloured),
                Segment(f"  {fitting(row.place.name, room)}", look),
                Segment(word, coloured if row.place.paused else quiet),
                Segment(mood, quiet),
                Segment(waits, look),
                Segment(f"{when} ", quiet),
            ]
        ).adjust_cell_length(width, look)


def _said(row: Row) -> str:
    """A place in words."""
    place = row.place
    doing = "paused" if place.paused else "SEL is answering" if row.answering else ""
    waits = f"{place.waiting:,} waiting" if place.waiting else ""
    may = elsewhere.POLICIES.get(place.policy, place.policy)
    mood = f"mood {row.mood}" if row.mood else ""
    parts = (place.name, doing, waits, mood, may, row.when and f"last heard {row.when}")
    return ", ".join(filter(None, parts))


def _is(row: Row | str, channel: str) -> bool:
    return isinstance(row, Row) and row.place.channel == channel


def _waiting(count: int, *, wide: bool) -> str:
    """How many messages stand before SEL; blank for none."""
    if wide:
        return (f"{count:,} waiting" if count else "").rjust(WAITS_WIDTH)
    return (f"+{count}" if count else "").rjust(WAITS_SHORT)


def rows(
    places: Sequence[PlaceView], moods: dict[str, str], answering: set[str], now: float
) -> Sequence[Row | str]:
    """The list for these places; a gap before each server but the first."""
    drawn: list[Row | str] = []
    for guild, there in elsewhere.grouped(places):
        drawn += ["", guild] if drawn else [guild]
        drawn += [
            Row(
                place,
                moods.get(place.channel, ""),
                short_when(place.at, now) if place.at else "",
                place.channel in answering,
            )
            for place in there
        ]
    return drawn
