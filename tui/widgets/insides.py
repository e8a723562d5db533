"""What is in the side panel: mood, hormones, drives, statistics."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sel.events import AffectView, HormoneMove
from tui.elsewhere import fitting
from tui.mood import DRIVES, HORMONES, ago, face_for
from tui.remembered import memory_word
from tui.styles.sheets import css
from tui.text import one_line
from tui.widgets.gauge import Gauge
from tui.widgets.readings import Readings
from tui.widgets.stats import WIDTH, Stats

INDENT = 7
"""Cells before what stands below the mood's word (as `insides.tcss` has it)."""


def last_move(affect: AffectView, hormone: str = "") -> HormoneMove | None:
    """The newest move of this hormone, or of any."""
    moves = (move for move in reversed(affect.moves) if hormone in ("", move.hormone))
    return next(moves, None)


def reason_of(affect: AffectView, hormone: str, now: float) -> Content:
    """Where the looked-at hormone stands and why it last moved; else the last two moves."""
    if not hormone:
        moves = reversed(affect.moves[-2:])
        return Content("\n").join(Content.styled(_told(move, now), "$quiet") for move in moves)
    level, target = affect.levels.get(hormone, 0.0), affect.targets.get(hormone, 0.0)
    move = last_move(affect, hormone)
    why = _told(move, now, named=False) if move else "nothing moved it yet"
    return Content.assemble(
        (f"{hormone} {level:.2f}, rests at {target:.2f}\n", "$foreground"), (why, "$quiet")
    )


def _told(move: HormoneMove, now: float, *, named: bool = True) -> str:
    name = f"{move.hormone} " if named else ""
    when = ago(now - move.at)
    tail = f" → {name}{move.delta:+.2f}, {when}"
    if len(move.reason) + len(tail) > WIDTH:
        tail = tail.replace("just now", "now").removesuffix(" ago")
    return one_line(move.reason, max(WIDTH - len(tail), 8)) + tail


class Insides(Vertical):
    """Everything about SEL that is not words."""

    DEFAULT_CSS = css("insides")

    def __init__(self) -> None:
        super().__init__(id="insides")
        self._affect = AffectView()
        self._looked = ""
        self._now = 0.0
        self._mood = Static(id="mood", markup=False)
        self._memory = Static(id="memory", markup=False)
        self._bridge = Static(id="bridge", markup=False)
        self._bridge.display = self._bridge.auto_links = False
        self._reason = Static(id="reason", markup=False)
        self._gauges = {name: Gauge(name, family) for name, family in HORMONES.items()}
        self._drives = {name: Gauge(name, "drive", figures=True) for name in DRIVES}
        self._stats = Stats()

    def compose(self) -> Iterator[Widget]:
        """Top to bottom."""
        yield self._mood
        yield self._memory
        yield self._bridge
        yield Static("hormones" + "last hour".rjust(WIDTH - 8), classes="caption", markup=False)
        yield from self._gauges.values()
        yield self._reason
        yield Static("drives", classes="caption", markup=False)
        for gauge in self._drives.values():
            gauge.can_focus = False
            yield gauge
        yield Static("engine", classes="caption", markup=False)
        yield self._stats

    def show(self, affect: AffectView, readings: Readings, now: float) -> None:
        """The state is this; `now` is the newest event's time (Unix seconds)."""
        self._affect, self._now = affect, now
        for name, gauge in self._gauges.items():
            history = affect.history.get(name, ())
            gauge.show(affect.levels.get(name, 0.0), affect.targets.get(name), history)
        for name, gauge in self._drives.items():
            gauge.show(affect.drives.get(name, 0.0))
        self._stats.show(readings)
        self._draw(self._mood, mood_row(affect, readings.engine.state))
        self._draw(self._memory, Content.styled(memory_word(readings.consent), "$quiet"))
        self._bridge.display = bool(readings.bridge)
        self._draw(self._bridge, bridge_row(fitting(readings.bridge, WIDTH - INDENT)))
        self._draw(self._reason, reason_of(affect, self._looked, now))

    @on(Gauge.Looked)
    def _looked_at(self, event: Gauge.Looked) -> None:
        event.stop()
        self._looked = event.hormone if event.hormone in self._gauges else ""
        self._draw(self._reason, reason_of(self._affect, self._looked, self._now))

    @staticmethod
    def _draw(where: Static, content: Content) -> None:
        """Only what is different is drawn."""
        if not (isinstance(where.content, Content) and content.is_same(where.content)):
            where.update(content)


def bridge_row(words: str) -> Content:
    """Discord in a line; a click shows the channels."""
    return Content.from_markup(f"[@click=app.look_or_close('channels')][$quiet]{words}[/][/]")


def mood_row(affect: AffectView, engine_state: str) -> Content:
    """Face and mood word, the mode at the right."""
    face = face_for(affect.mood, engine_state)
    mode = affect.mode.replace("_", " ")
    gap = max(WIDTH - len(face) - 2 - len(affect.mood) - len(mode), 1)
    return Content.assemble(
        (f"{face}  ", "bold $sel"),
        (affect.mood, "bold $foreground"),
        (" " * gap + mode, "$quiet"),
    )
