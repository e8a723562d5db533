"""Pictures the terminal paints over cells, as Sixel or as iTerm2 does: each over its half blocks.

Textual knows only the blocks. Whatever it writes to these cells wipes the painting off there, so it
is painted again in the same stroke in which its rows were written, and only where it can be seen
whole. At all other moments (covered, half scrolled away, moving too fast, not made yet) there are
the blocks; nothing ever has to be cleaned up.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, cast

from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.errors import NoWidget
from textual.geometry import Region

from tui.graphics.asking import Asking
from tui.graphics.kinds import Kind

if TYPE_CHECKING:
    from PIL.Image import Image
    from rich.console import Console, RenderableType
    from textual.app import App
    from textual.timer import Timer
    from textual.worker import WorkType

    from tui.widgets.paper import Paper

MOST = 400_000
"""Characters of one painting."""
RATE, BURST = 1_000_000, 0.5
"""Characters a second that are painted in the long run, and for how many seconds as much may come
at once: a reply that streams moves its pictures along, while wild scrolling shows blocks."""
REST = 0.2
"""Seconds of stillness after which what was not painted for haste is."""
USUAL = 10, 20
"""Pixels of a cell where nobody tells; iTerm2 scales pictures itself and is given no more."""

Look = tuple[Kind, tuple[int, int], tuple[int, int, int]]
"""What a painting depends on: its kind, the cell's width and height, the colour of the ground."""


@dataclass(eq=False, slots=True)
class Hung:
    """A picture and the cells it stands on: `behind` counts the paper's lines from its first row to
    the paper's end."""

    picture: Image
    columns: int
    rows: int
    behind: int
    look: Look | None = field(default=None, init=False)
    painting: str = field(default="", init=False)
    bare: bool = field(default=False, init=False)


class Easel:
    """The paintings of one app."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self.terminal = Asking()
        self.wish = "auto"
        """The person's setting: a kind, or "auto"."""
        self._kind: Kind = "blocks"
        self._hung: dict[Paper, Sequence[Hung]] = {}
        self._busy_until = 0.0
        self._rest: Timer | None = None

    def kind(self) -> Kind:
        """How pictures are drawn here."""
        if self.wish == "off" or (self.wish != "auto" and self.terminal.is_terminal()):
            return cast("Kind", self.wish)
        return self.terminal.kind() if self.wish == "auto" else "blocks"

    @property
    def _paints(self) -> bool:
        """Whether the terminal is known to draw what hangs here."""
        return self._kind in ("iterm", self.wish) or self.terminal.has_sixel

    # ------------------------------------------------------------ what hangs here

    def hang(self, paper: Paper, kind: Kind, pictures: Sequence[Hung]) -> None:
        """Paint these over a paper from now on, in place of those before."""
        self._kind = kind
        self.take_down(paper)
        if pictures:
            self._hung[paper] = pictures
            paper.refresh()

    def take_down(self, paper: Paper) -> None:
        """Paint nothing over it any more."""
        self._hung.pop(paper, None)

    def over(self, update: RenderableType | None) -> RenderableType | None:
        """An update of the screen with what is to be painted over it."""
        if self._hung and self._paints and isinstance(update, LayoutUpdate | ChopsUpdate):
            return cast("RenderableType", Painted(update, self))
        return update

    def paintings(self, update: CompositorUpdate) -> str:
        """What is to be painted after this update was written."""
        for paper in [one for one in self._hung if not one.is_attached]:
            del self._hung[paper]
        wiped = [
            (paper, hung, place)
            for paper, pictures in self._hung.items()
            for hung in pictures
            if (place := _place(paper, hung)) and _writes(update, place, paper.region)
        ]
        told = "".join(
            f"\x1b[{place.y + 1};{place.x + 1}H{hung.painting}"
            for paper, hung, place in wiped
            if self._is_bare(paper, hung, place) and self._is_made(paper, hung)
        )
        return told if told and self._has_time(len(told)) else ""

    def _is_bare(self, paper: Paper, hung: Hung, place: Region) -> bool:
        """Whether nothing stands before it. Where something came, what is left of it goes."""
        bare = not _is_covered(paper, place)
        if hung.bare and not bare:
            self._app.call_later(paper.refresh)
        hung.bare = bare
        return bare

    # ------------------------------------------------------------ when

    def _has_time(self, length: int) -> bool:
        """Whether so much may be painted now; else all of it waits until nothing moves any more, so
        that nothing flickers."""
        now = time.monotonic()
        if self._rest is None and self._busy_until - now < BURST:
            self._busy_until = max(self._busy_until, now) + length / RATE
            return True
        if self._rest is not None:
            self._rest.stop()
        self._rest = self._app.set_timer(REST, self._rested)
        return False

    def _rested(self) -> None:
        self._rest, self._busy_until = None, 0.0
        for paper in self._hung:
            if paper.is_attached:
                paper.refresh()

    def anew(self) -> None:
        """Paint all anew, whatever is there: cells may be of another size, and what was painted
        stand on more of them than it should."""
        if self._hung:
            self._app.screen.refresh()

    # ------------------------------------------------------------ how

    def _is_made(self, paper: Paper, hung: Hung) -> bool:
        """Whether there is a painting for what is around it now; else one is begun."""
        cell = self.terminal.cell() or USUAL
        look = self._kind, cell, paper.background_colors[1].rgb
        if hung.look != look:
            hung.look, hung.painting = look, ""
            making: WorkType[None] = partial(self._make, paper, hung, look)
            self._app.run_worker(making, exit_on_error=False)
        return bool(hung.painting)

    async def _make(self, paper: Paper, hung: Hung, look: Look) -> None:
        painting = await asyncio.to_thread(painted, hung, look)
        if hung.look == look:
            hung.painting = painting
            if paper.is_attached:
                paper.refresh()


class Painted(CompositorUpdate):
    """An update of the screen, and what is painted over it in the same stroke."""

    def __init__(self, update: CompositorUpdate, easel: Easel) -> None:
        self._update, self._easel = update, easel

    def render_segments(self, console: Console) -> str:
        """All of it, as it is written to the terminal."""
        return self._update.render_segments(console) + self._easel.paintings(self._update)


def painted(hung: Hung, look: Look) -> str:
    """A picture as the terminal is told it, on its ground and filling its cells."""
    from PIL import Image  # lazy, as are all here

    kind, (wide, high), ground = look
    if kind == "iterm" and wide > USUAL[0]:
        wide, high = USUAL[0], max(round(high * USUAL[0] / wide), 1)
    sheet = Image.new("RGB", (hung.columns * wide, hung.rows * high), ground)
    picture = hung.picture
    share = min(sheet.width / picture.width, sheet.height / picture.height)
    size = max(round(picture.width * share), 1), max(round(picture.height * share), 1)
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    sheet.paste(picture, (0, 0), picture)
    if kind == "sixel":
        from tui.graphics import sixel

        return sixel.encoded(sheet, MOST)
    from tui.graphics import iterm

    return iterm.encoded(sheet, hung.columns, hung.rows, MOST)


def _place(paper: Paper, hung: Hung) -> Region | None:
    """The cells of the screen a picture stands on; None where they are not all in sight."""
    screen, top = paper.screen, paper.row_of(-hung.behind)
    whole = paper.row_of(-hung.behind + hung.rows - 1) == top + hung.rows - 1
    try:
        geometry = screen.find_widget(paper)
    except NoWidget:
        return None
    corner = geometry.region.offset + paper.gutter.top_left
    place = Region(corner.x, corner.y + top, hung.columns, hung.rows)
    # the last row of the screen stays free: some terminals scroll where a picture ends there
    room = geometry.visible_region.contains_region(place) and place.bottom < screen.size.height
    return place if top >= 0 and whole and room and screen is paper.app.screen else None


def _is_covered(paper: Paper, place: Region) -> bool:
    """Whether something stands before a paper there; what is nearest to the eye comes first."""
    for widget, (region, clip) in paper.screen._compositor.visible_widgets.items():
        if widget is paper:
            return False
        if region.intersection(clip).overlaps(place):
            return True
    return True


def _writes(update: CompositorUpdate, place: Region, around: Region) -> bool:
    """Whether an update writes to these rows, within the columns of what is around them."""
    if not isinstance(update, ChopsUpdate):
        return True
    return any(
        place.y <= y < place.bottom and first < around.right and after > around.x
        for y, first, after in update.spans
    )
