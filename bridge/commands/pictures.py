"""Pictures of SEL's inner state, for Discord: the gauges now, and the last hour.

960 × 600 pixels: Discord shows that 550 wide without cutting it, and the letters can still be read
on a telephone. The functions take some 100 ms, so they are not for the event loop.
"""

from __future__ import annotations

from bridge.commands.blocks import scale_of
from bridge.commands.ink import GROUND, LINE, QUIET, TEXT, TRACK, Sheet, mixed
from bridge.commands.moods import HORMONES, Look, look_of
from sel.events import AffectView

WIDTH, HEIGHT = 960, 600
LEFT, RIGHT, COLUMN = 48, 504, 408
TOP, ROW = 222, 86
HEAD = 34
MINUTES = 60
"""Minutes of the timeline: as many as `AffectView.history` has."""


def status_picture(affect: AffectView) -> bytes:
    """Mood, mode and the eight gauges with their marks, as PNG. Raises `ImportError`, `OSError`."""
    sheet = Sheet(WIDTH, HEIGHT)
    _head(sheet, affect, look_of(affect.mood).meaning)
    for place, (name, colour) in enumerate(HORMONES.items()):
        x, y = _place(place)
        _gauge(sheet, x, y, name, colour, affect)
    _mark(sheet, LEFT + 3, 570, 592)
    sheet.write(LEFT + 20, 588, "where it would rest at this hour", 20, QUIET)
    return sheet.png()


def timeline_picture(affect: AffectView) -> bytes:
    """The last hour of the eight, as PNG. Raises `ImportError`, `OSError`."""
    sheet = Sheet(WIDTH, HEIGHT)
    _head(sheet, affect, "how the last hour went")
    top = scale_of(affect)
    for place, (name, colour) in enumerate(HORMONES.items()):
        x, y = _place(place)
        _track(sheet, x, y, (name, colour), affect, top)
    for x in (LEFT, RIGHT):
        sheet.write(x, 588, "an hour ago", 20, QUIET)
        sheet.write(x + COLUMN, 588, "now", 20, QUIET, "rs")
    return sheet.png()


def _place(number: int) -> tuple[float, float]:
    """Where a hormone stands: four in the left column, four in the right one."""
    column, row = divmod(number, 4)
    return (LEFT, RIGHT)[column], TOP + row * ROW


def _head(sheet: Sheet, affect: AffectView, line: str) -> None:
    look = look_of(affect.mood)
    sheet.glow(118, 104, 120, look.colour, 0.34)
    _face(sheet, 118, 104, 62, look)
    sheet.write(214, 104, affect.mood, 66)
    sheet.write(216, 146, line, 26, QUIET)
    mode = affect.mode.replace("_", " ")
    wide = sheet.wide(mode, 22)
    x = WIDTH - LEFT - wide - 36
    sheet.card((x, 52, WIDTH - LEFT, 92), GROUND, LINE, 20)
    sheet.write(x + 18, 72, mode, 22, mixed(look.colour, TEXT, 0.35), "lm")


def _gauge(sheet: Sheet, x: float, y: float, name: str, colour: str, affect: AffectView) -> None:  # noqa: PLR0913, PLR0917 - one gauge
    level = min(max(affect.levels.get(name, 0.0), 0.0), 1.0)
    sheet.write(x, y + 24, name, 27)
    sheet.write(x + COLUMN, y + 24, f"{level:.2f}", 27, mixed(colour, TEXT, 0.2), "rs")
    sheet.bar((x, y + 40, x + COLUMN, y + 56), TRACK)
    if level > 0:
        sheet.bar((x, y + 40, x + COLUMN * level, y + 56), mixed(colour, GROUND, 0.35), colour)
    if name in affect.targets:
        at = x + COLUMN * min(max(affect.targets[name], 0.0), 1.0)
        _mark(sheet, at, y + 34, y + 62)


def _mark(sheet: Sheet, x: float, top: float, low: float) -> None:
    """Where a level would rest, with a dark rim, so that it is seen on any bar."""
    sheet.card((x - 5, top - 2, x + 5, low + 2), GROUND, radius=5)
    sheet.card((x - 2.5, top, x + 2.5, low), TEXT, radius=2.5)


def _track(  # noqa: PLR0913, PLR0917 - one small chart
    sheet: Sheet, x: float, y: float, hormone: tuple[str, str], affect: AffectView, top: float
) -> None:
    name, colour = hormone
    floor, high = y + 70, 40
    levels = affect.history.get(name, ())[-MINUTES:]
    sheet.write(x, y + 22, name, 24)
    level = affect.levels.get(name, 0.0)
    sheet.write(x + COLUMN, y + 22, f"{level:.2f}", 24, mixed(colour, TEXT, 0.2), "rs")
    sheet.line([(x, floor), (x + COLUMN, floor)], LINE, 2)
    if name in affect.targets:
        sheet.dashes(x, x + COLUMN, floor - high * affect.targets[name] / top, "#697182")
    shown = (*levels, level)
    if len(shown) < 2:
        return
    step = COLUMN / MINUTES
    points = [
        (x + COLUMN - step * (len(shown) - 1 - place), floor - high * one / top)
        for place, one in enumerate(shown)
    ]
    sheet.area(points, floor, colour)
    sheet.line(points, colour, 3)
    sheet.disc(*points[-1], 6, GROUND)
    sheet.disc(*points[-1], 4.5, colour)


def _face(sheet: Sheet, x: float, y: float, radius: float, look: Look) -> None:
    dark = "#20222b"
    sheet.disc(x, y, radius, look.colour)
    sheet.glow(x - radius * 0.3, y - radius * 0.4, radius * 0.5, "#ffffff", 0.25)
    for side in (-1, 1):
        _eye(sheet, x + side * radius * 0.36, y - radius * 0.12, look.eyes, side, dark)
    _mouth(sheet, x, y + radius * 0.32, look.mouth, dark)


def _eye(sheet: Sheet, x: float, y: float, kind: str, side: int, dark: str) -> None:  # noqa: PLR0913, PLR0917 - one eye
    match kind:
        case "arches":
            sheet.arc(x, y + 6, 11, 11, (190, 350), dark)
        case "lids":
            sheet.arc(x, y - 5, 11, 9, (15, 165), dark)
        case "wide":
            sheet.disc(x, y, 13, dark)
            sheet.disc(x, y, 8.5, "#f7f4e6")
            sheet.disc(x, y, 4.5, dark)
        case "squint":
            sheet.line([(x + side * 9, y - 9), (x - side * 7, y), (x + side * 9, y + 9)], dark, 6)
        case "shining":
            sheet.disc(x, y, 9.5, dark)
            sheet.disc(x + 3, y - 3, 3.2, "#fbeef3")
        case _:
            sheet.disc(x, y, 7.5, dark)


def _mouth(sheet: Sheet, x: float, y: float, kind: str, dark: str) -> None:
    match kind:
        case "grin":
            sheet.arc(x, y - 10, 25, 23, (10, 170), dark)
        case "flat":
            sheet.line([(x - 12, y + 2), (x + 12, y + 2)], dark, 6)
        case "small":
            sheet.disc(x, y + 4, 6.5, dark)
        case "wave":
            points = [(x - 16, y + 6), (x - 8, y - 1), (x, y + 6), (x + 8, y - 1), (x + 16, y + 6)]
            sheet.line(points, dark, 5)
        case "frown":
            sheet.arc(x, y + 16, 18, 15, (205, 335), dark)
        case _:
            sheet.arc(x, y - 8, 19, 16, (20, 160), dark)
