"""The voice in one row above the prompt: what it does, how loud it is here, what was understood."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from sel.voice_events import VoiceState, VoiceView
from tui.keys import live
from tui.styles.sheets import css
from tui.text import visible
from tui.widgets.bars import SPARKS

CELLS = 10
EVERY = 0.1
"""Seconds between two drawings of the level; also what a cell of it stands for."""
QUIETEST, LOUDEST = -60.0, -15.0
"""Levels in dBFS with the lowest and the highest block: a quiet room, a person close by."""
SPEECH = 0.5
"""From this likeness on a level is drawn as speech."""
DEAF: Final = "speaks only"
"""In place of "listening", where no microphone was opened."""
SILENT: Final[frozenset[VoiceState]] = frozenset({"off", "failed"})
SIGNS: Final[dict[str, tuple[str, str]]] = {
    "starting": ("◌", "$quiet"),
    "listening": ("○", "$quiet"),
    "hearing": ("●", "$person"),
    "thinking": ("◌", "$sel"),
    "speaking": ("»", "$sel"),
    "interrupted": ("■", "$warning"),
    "muted": ("⊘", "$warning"),
    DEAF: ("○", "$quiet"),
}
WORD = 11
"""Cells of the longest state word; the level keeps its place."""
GAP = 2
LONGEST = 400
"""Characters of what was said that are looked at; no row has room for more."""

Cell = tuple[int, bool]
"""A moment of the level: its block, and whether it was speech."""


class VoiceLine(Static):
    """Seen while the voice is on. Times are Unix seconds, as the events' are."""

    DEFAULT_CSS = css("voice")

    def __init__(self) -> None:
        super().__init__("", id="voice", markup=False)
        self.auto_links = False
        self.display = False
        self.view = VoiceView()
        self._heard = self._said = ""
        self._cells: deque[Cell] = deque([(0, False)] * CELLS, maxlen=CELLS)
        self._newest: Cell = (0, False)
        self._drawn = 0.0

    def show(self, view: VoiceView) -> None:
        """The voice is like this now."""
        if view.state != "speaking":
            self._said = ""
        if view.muted or view.state in SILENT:
            self._heard = ""
            self._cells.extend([(0, False)] * CELLS)
        self.view = view
        self.display = view.state not in SILENT
        self._draw()

    def level(self, level: float, speech: float, now: float) -> None:
        """The microphone hears this loud, in dBFS; the loudest since the last drawing is drawn."""
        if self.app.has_class("-plain") or self.app.has_class("-still"):
            return  # nothing moves by itself
        self._newest = max(self._newest, (block(level), speech >= SPEECH))
        if not 0 <= now - self._drawn < EVERY:
            self._drawn = now
            self._cells.append(self._newest)
            self._newest = (0, False)
            self._draw()

    def hears(self, words: str) -> None:
        """What the person is saying; it comes before what SEL says."""
        self._heard = words
        self._draw()

    def says(self, words: str) -> None:
        """What SEL is saying."""
        self._said = words
        self._draw()

    def on_resize(self) -> None:
        """Another room."""
        self._draw()

    def _draw(self) -> None:
        """One row in any case, so that nothing around it is laid out again."""
        if self.app.has_class("-plain"):
            drawn = heard(self.view)
        else:
            drawn = row(self.view, self._cells, self._heard or self._said, self.size.width)
        if self.display and not (isinstance(self.content, Content) and drawn.is_same(self.content)):
            self.update(drawn, layout=False)


def heard(view: VoiceView) -> Content:
    """The state for those who hear the screen."""
    name = _named(view)
    return Content(f"Voice: {name}. {visible(view.detail)}".rstrip())


def block(level: float) -> int:
    """The block of a level in dBFS."""
    share = (level - QUIETEST) / (LOUDEST - QUIETEST)
    return min(max(int(share * len(SPARKS)), 0), len(SPARKS) - 1)


def row(view: VoiceView, cells: Iterable[Cell], words: str, width: int) -> Content:
    """The whole row; what there is no room for is left out, the hints first."""
    name = _named(view)
    sign, look = SIGNS[name]
    left = Content.assemble((f"{sign} ", look), (name.ljust(WORD), "$foreground"))
    if not view.muted and name not in ("starting", DEAF):
        pieces = [(SPARKS[one], "$person" if speech else "$faint") for one, speech in cells]
        left = Content.assemble(left, " ", *pieces)
    if view.quiet:
        left = Content.assemble(left, "  ", ("⊘ my voice", "$warning"))
    room = width - left.cell_length - GAP
    told = _tail(words or view.detail, room)
    if told:
        return Content.assemble(left, " " * GAP, (told, "$quiet"))
    hints = _hints(pressed=view.pressed, muted=view.muted, quiet=view.quiet)
    gap = width - left.cell_length - hints.cell_length
    return Content.assemble(left, " " * gap, hints) if gap >= GAP else left


def _named(view: VoiceView) -> str:
    """The state in a word: a closed microphone hears nothing, a held key hears all."""
    if view.state == "listening" and view.output and not view.input:
        return DEAF
    if view.state in ("listening", "hearing"):
        return "muted" if view.muted else "hearing" if view.pressed else view.state
    return view.state if view.state in SIGNS else "starting"


def _tail(words: str, room: int) -> str:
    """The last words of what was said, which are the newest."""
    flat = " ".join(visible(words[-LONGEST:]).split())
    if cell_len(flat) <= room:
        return flat
    kept: list[str] = []
    room -= 1
    for word in reversed(flat.split(" ")):
        room -= cell_len(word) + 1
        if room < 0:
            break
        kept.append(word)
    return f"… {' '.join(reversed(kept))}" if kept else ""


def _hints(*, pressed: bool, muted: bool, quiet: bool) -> Content:
    """The keys that mean something now; a click does the same."""
    if pressed:
        keys = [("talk", "I am done", "press_to_talk")]
    elif muted:
        keys = [("mute", "open the microphone", "mute")]
    elif quiet:
        keys = [("quiet", "speak again", "quiet"), ("talk", "talk", "press_to_talk")]
    else:
        keys = [("talk", "talk", "press_to_talk"), ("mute", "mute", "mute")]
    return Content.from_markup(
        "   ".join(
            f"[@click=screen.{action}][$foreground]{live.key(name)}[/] [$quiet]{what}[/][/]"
            for name, what, action in keys
        )
    )
