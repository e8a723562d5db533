"""How SEL's hormones went over days and weeks, and what may be seen in that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.worker import WorkType

from sel.counting import counted
from sel.errors import SelError
from sel.events import DESK
from tui import elsewhere
from tui.drawings import ahead, rhythm, together, trends, unusual, words
from tui.drawings.found import NAMES, Looked, nothing_of
from tui.drawings.hours import happenings, hours
from tui.drawings.places import places
from tui.heard import analytics as heard
from tui.screens.figures import FiguresScreen, Keys
from tui.text import one_line

if TYPE_CHECKING:
    from tui.port import AnalysisView, HoursView
    from tui.screens.desk import ScreenDesk

ANALYSES = ("trends", "anomalies", "correlations", "circadian", "forecast")
PLACES = len(ANALYSES)
SPANS = ((1.0, "a day"), (7.0, "a week"), (28.0, "four weeks"))
FITTING = (1, 1, 1, 2, 2, 1)
"""Which span suits which section, until another is chosen."""
FORECAST_HOURS = 24.0
"""Beside a forecast only the day before it is drawn."""
WIDE = 150
"""Cells from which there is room for two columns; then there is room for more below, too."""
LEAST_UNDER = 13
"""Rows that are worth something more below."""
ROWS = 10
"""Rows of a table of hormones, with its caption and its columns."""

Key = tuple[str, int, int]
"""Channel, section, span."""


class AnalyticsScreen(FiguresScreen):
    """Six ways to look at the hormones' history; what was looked at is kept while it is open."""

    NAME = "analytics"
    SECTIONS = ("trends", "unusual", "together", "by day", "ahead", "places")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "up,k", "hormone_before", "Hormone above", show=False, priority=True, id="analytics-up"
        ),
        Binding(
            "down,j",
            "hormone_after",
            "Hormone below",
            show=False,
            priority=True,
            id="analytics-down",
        ),
        Binding(
            "left,h", "shorter", "Shorter span", show=False, priority=True, id="analytics-shorter"
        ),
        Binding(
            "right,l", "longer", "Longer span", show=False, priority=True, id="analytics-longer"
        ),
        Binding("c", "channel", "Next channel", show=False, id="analytics-channel"),
        Binding("r", "again", "Look again", show=False, id="analytics-again"),
    ]

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._spans = list(FITTING)
        self._channels: Sequence[str] = (DESK,)
        self._channel = DESK
        self._names: Mapping[str, str] = {}
        self._chosen = 0
        self._looked: dict[Key, tuple[HoursView, AnalysisView]] = {}
        self._compared: dict[Key, dict[str, dict[str, Any]]] = {}
        self._problem = ""

    # ------------------------------------------------------------ looking

    def on_mount(self) -> None:
        """Begin to look."""
        self._ask()

    @property
    def _key(self) -> Key:
        section = self.sections.chosen
        return self._channel, section, self._spans[section]

    def _ask(self) -> None:
        """Look for what is to be shown, unless it is known; of several wishes the last counts."""
        self._problem = ""
        self._label()
        if self._key not in self._looked and self._key not in self._compared:
            looking: WorkType[None] = self._look
            self.run_worker(looking, group="look", exclusive=True)
        self.draw()

    async def _look(self) -> None:
        key = self._key
        channel, section, span = key
        days = SPANS[span][0]
        try:
            brain = self._desk.brain()
            self._names = elsewhere.names(brain.bridge())
            self._channels = await brain.hormone_channels() or (DESK,)
            if section == PLACES:
                self._compared[key] = await brain.hormone_comparison(channel, days)
            else:
                hours = FORECAST_HOURS if ANALYSES[section] == "forecast" else 24 * days
                went = await brain.hormone_hours(channel, hours)
                found = await brain.hormone_analysis(channel, ANALYSES[section], days)
                self._looked[key] = went, found
        except SelError as error:
            self._problem = error.sentence()
        self._label()
        self.keys.show(self.keys_now())
        self.draw()

    def _label(self) -> None:
        """What is looked at, beside the screen's name."""
        channel, _, span = self._key
        told = [one_line(self._names.get(channel, channel), 24), SPANS[span][1]]
        if (looked := self._looked.get(self._key)) is not None and looked[1].readings:
            told.append(counted(looked[1].readings, "readings"))
        self.note(" · ".join(told))

    # ------------------------------------------------------------ drawing

    def columns(self, width: int, height: int) -> Sequence[Content]:
        """The chosen section, or why there is nothing to see."""
        key = self._key
        if self._problem:
            return [words.calm(self._problem)]
        if key in self._compared:
            chosen = NAMES[self._chosen]
            return [places(self._compared[key], self._channel, chosen, width, self._names)]
        if key not in self._looked:
            return [words.calm("Looking back…")]
        hours, found = self._looked[key]
        if why := nothing_of(found):
            return [words.calm(f"{why} I keep writing down how I am; look again later.")]
        seen = Looked(hours=hours, analysis=found, chosen=NAMES[self._chosen])
        wide = width >= WIDE
        half = (width - 5) // 2 if wide else width
        rows, picture = DRAWERS[self.sections.chosen](seen, half, height, wide)
        if not wide:
            return [Content("\n\n").join([rows, picture])]
        return [
            _under(rows, height, hours_of(seen, half)),
            _under(picture, height, moved(seen, half)),
        ]

    def told(self) -> Iterable[str]:
        """The chosen section in words."""
        key = self._key
        if self._problem:
            return [self._problem]
        if key in self._compared:
            return heard.places(self._compared[key], self._channel, self._names)
        if key not in self._looked:
            return ["Looking back."]
        hours, found = self._looked[key]
        if why := nothing_of(found):
            return [f"{why} I keep writing down how I am; look again later."]
        seen = Looked(hours=hours, analysis=found, chosen=NAMES[self._chosen])
        return heard.told(seen, self.sections.chosen)

    def keys_now(self) -> Keys:
        """The keys of this screen."""
        more = [("c", "channel", "screen.channel")] if len(self._channels) > 1 else []
        return [
            ("1-6", "views", "screen.next(1)"),
            ("", "hormone", "screen.hormone_before|screen.hormone_after"),
            ("", "span", "screen.shorter|screen.longer"),
            *more,
            ("Esc", "back", "screen.dismiss"),
        ]

    # ------------------------------------------------------------ keys

    def action_hormone(self, number: int) -> None:
        """Point this hormone out."""
        self._chosen = number % len(NAMES)
        self.draw()

    def action_hormone_before(self) -> None:
        """The one above."""
        self.action_hormone(self._chosen - 1)

    def action_hormone_after(self) -> None:
        """The one below."""
        self.action_hormone(self._chosen + 1)

    def action_shorter(self) -> None:
        """A shorter span."""
        self._span(-1)

    def action_longer(self) -> None:
        """A longer span."""
        self._span(1)

    def _span(self, by: int) -> None:
        section = self.sections.chosen
        self._spans[section] = min(max(self._spans[section] + by, 0), len(SPANS) - 1)
        self._ask()

    def action_channel(self) -> None:
        """The next channel."""
        names = list(self._channels)
        place = names.index(self._channel) if self._channel in names else -1
        self._channel = names[(place + 1) % len(names)]
        self._ask()

    def action_again(self) -> None:
        """Look at everything anew."""
        self._looked.clear()
        self._compared.clear()
        self._ask()

    def on_sections_chosen(self) -> None:
        """Another section may need another look."""
        self._ask()


def _under(top: Content, height: int, drawn: Callable[[int], Content]) -> Content:
    """Something more, where there is room for it below."""
    room = height - words.rows_of(top) - 2
    return Content("\n\n\n").join([top, drawn(room)]) if room >= LEAST_UNDER else top


def hours_of(seen: Looked, width: int) -> Callable[[int], Content]:
    """All hormones over the span."""
    return lambda room: hours(seen.hours, width, room)


def moved(seen: Looked, width: int) -> Callable[[int], Content]:
    """What happened in it."""
    return lambda room: happenings(seen.hours, width, room - 2)


Drawer = Callable[[Looked, int, int, bool], tuple[Content, Content]]
"""The rows and the picture of a section, for so many cells and rows, side by side or not."""


def _rest(height: int, wide: bool, rows: int = ROWS) -> int:
    """Rows left for the picture."""
    return height - 1 if wide else max(height - rows - 1, 7)


def _trends(seen: Looked, width: int, height: int, wide: bool) -> tuple[Content, Content]:
    return trends.rows(seen, width), trends.picture(seen, width, _rest(height, wide))


def _unusual(seen: Looked, width: int, height: int, wide: bool) -> tuple[Content, Content]:
    rows = unusual.rows(seen, width, max(height // 2 - 2, 4))
    picture = unusual.picture(seen, width, _rest(height, wide, words.rows_of(rows)))
    return rows, picture


def _together(seen: Looked, width: int, height: int, wide: bool) -> tuple[Content, Content]:
    return together.matrix(seen, width), together.sentences(seen, width, _rest(height, wide) - 1)


def _rhythm(seen: Looked, width: int, height: int, wide: bool) -> tuple[Content, Content]:
    return rhythm.rows(seen, width), rhythm.picture(seen, width, _rest(height, wide, ROWS + 2))


def _ahead(seen: Looked, width: int, height: int, wide: bool) -> tuple[Content, Content]:
    return ahead.rows(seen, width), ahead.picture(seen, width, _rest(height, wide))


DRAWERS: Sequence[Drawer] = (_trends, _unusual, _together, _rhythm, _ahead)
"""One per analysis, in their order."""
