"""What analyses found, by hormone: the frame that all their pictures share. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.plot import GAP, Axes, Band, Line, Mark, plot, time_labels
from tui.mood import HORMONES

if TYPE_CHECKING:
    from tui.port import AnalysisView, HoursView

NAMES: Final = tuple(HORMONES)
NAME: Final = 15
CLEAR: Final = 0.05
"""A p-value below which something is more than chance."""
LEAST_SWING: Final = 0.04
"""Levels to each side of the middle that are called a swing."""
TALLEST: Final = 22
"""Rows of a plot, at most: higher, it says no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """All there is to draw: the hours of the span, what was found in them, and which hormone is
    pointed out."""

    hours: HoursView
    analysis: AnalysisView
    chosen: str

    @property
    def look(self) -> str:
        """The colour of the chosen hormone."""
        return look_of(self.chosen)

    def entry(self, name: str) -> Any:
        """What was found of a hormone; None where nothing was."""
        return self.analysis.found.get(name)


def look_of(name: str) -> str:
    """The colour of a hormone: that of its family."""
    return f"${HORMONES.get(name, 'quiet')}"


def missing(entry: object) -> str:
    """Why there is not enough of an entry to tell anything; "" where there is."""
    if entry is None:
        return "nothing was found"
    if isinstance(entry, Mapping) and entry.get("enough") is False:
        return str(entry.get("why") or "not enough yet")
    return ""


def nothing_of(found: AnalysisView) -> str:
    """A sentence where nothing at all can be told; "" where something can."""
    whys = [missing(entry) for entry in found.found.values()]
    if found.enough and not all(whys):
        return ""
    why = (whys[0] if found.enough and whys else found.why) or "there is not enough to see anything"
    return f"{why[:1].upper()}{why[1:]}".rstrip(".") + "."


def named(name: str, chosen: str) -> Content:
    """The name a row begins with; a click points it out."""
    number = NAMES.index(name)
    mark, look = ("› ", "bold $foreground") if name == chosen else ("  ", "$foreground")
    label = Content.assemble((mark, look_of(name)), (name.ljust(NAME - 2), look))
    return label.stylize_before(f"@click=screen.hormone({number})")


def level(value: float, *, sign: bool = False) -> str:
    """A level 0..1 in four cells, or a difference with its sign."""
    return f"{value:+.2f}" if sign else f"{value:.2f}".removeprefix("0")


def strip(levels: Sequence[float], look: str) -> list[tuple[str, str]]:
    """Levels as one line, a cell each: heavy where they are high, faint where they are low. What
    hardly moves is neither."""
    if not levels:
        return []
    low, high = min(levels), max(levels)
    middle, half = (low + high) / 2, max((high - low) / 2, LEAST_SWING)
    cells = []
    for value in levels:
        away = (value - middle) / half
        cells.append(("━", look) if away > 1 / 3 else ("─", look if away >= -1 / 3 else "$faint"))
    return cells


def curve(  # noqa: PLR0913 - a picture has many parts
    seen: Looked,
    width: int,
    height: int,
    *,
    lines: Sequence[Line] = (),
    bands: Sequence[Band] = (),
    marks: Sequence[Mark] = (),
    until: float | None = None,
) -> Content:
    """How the chosen hormone went, with what else is to be shown over it."""
    hours = seen.hours
    went = list(zip(hours.at, hours.means.get(seen.chosen, ()), strict=False))
    drawn = [went, *(line.points for line in lines)]
    drawn += [edge for band in bands for edge in (band.low, band.high)]
    values = [y for points in drawn for _, y in points]
    right = hours.until if until is None else until
    axes = Axes(
        x=(hours.since, right),
        y=bounds(values),
        labels=time_labels(hours.since, right, width - 8),
        figure=level,
    )
    main = Line(points=went, look=seen.look, longest=GAP * hours.seconds)
    return plot(axes, width, min(max(height, 5), TALLEST), [*lines, main], bands, marks)


def bounds(values: Sequence[float]) -> tuple[float, float]:
    """Levels a plot reaches from and to: tenths around what there is, at least two of them."""
    if not values:
        return 0.0, 1.0
    low = max(int(min(values) * 10) / 10, 0.0)
    high = min(int(max(values) * 10 + 0.999) / 10, 1.0)
    return (low, high) if high - low > 0.15 else (max(high - 0.2, 0.0), max(high, 0.2))


def head(title: str, columns: str) -> list[Content]:
    """A caption, and what the columns are."""
    return [words.caption(title), words.calm(columns)]
