"""The map of a person's memories as terminal cells."""

from __future__ import annotations

from dataclasses import dataclass

from sel.memory.map.canvas import Canvas, Cell
from sel.memory.map.marks import Mark, marks, place, share
from sel.memory.map.moving import COARSEST, Point, window
from sel.memory.map.palette import colour_of, tags
from sel.memory.map.words import cells
from sel.memory.types import MapView, Tile

SINGLE = 6
"""Cells a mark needs to be drawn singly; where there are fewer, marks become Braille dots."""

SPOKEN = 40
"""Cells a mark needs for words of its own."""

STRONG = 2
"""The mood that has a halo even in a crowd."""

LEAST_TITLE = 7
"""Columns for the words of a title: of less than that nothing can be read."""

BETWEEN = " · "
"""Between the words of a title."""

LABEL = 28
"""Columns of a label, at most."""

_SIGNS = ("·", "•", "•", "●", "●")
"""By age, oldest first."""


def drawing(  # noqa: PLR0913 - as agreed between the parts
    view: MapView,
    *,
    width: int,
    height: int,
    level: int,
    centre: tuple[float, float],
    now: float,
    chosen: str = "",
) -> list[list[Cell]]:
    """`height` lines of `width` cells: the `window` around `centre` (unit square, y downwards).

    Level 3 is the whole map with its themes, 0 a corner with single moments. `chosen` is the id of
    a memory to point out. Works from 1 × 1 on; made for 40 × 12 to 200 × 50.
    """
    canvas = Canvas(max(0, width), max(0, height))
    if width < 1 or height < 1:
        return canvas.rows
    level = min(COARSEST, max(0, level))
    glass = _Glass(window(view, level, centre), width, height)
    places = ((memory, place(view, memory.id)) for memory in view.memories.values())
    seen = [(memory, at) for memory, at in places if glass.sees(at)]
    if level > 0 or not glass.has_room(len(seen), SPOKEN):  # else moments speak for themselves
        tiles = _tiles(view, level, glass)
        _frames(canvas, tiles, glass)
        _titles(canvas, tiles, glass)
    coloured = tags(view.memories.values())
    if not glass.has_room(len(seen), SINGLE):
        dots = ((glass.exact(at), colour_of(memory, coloured)) for memory, at in seen)
        canvas.dots([(*at, _role(colour)) for at, colour in dots])
        found = [view.memories[chosen]] if chosen in view.memories else []
        _point_out(canvas, marks(found, view, coloured, now), glass)
    else:
        _singly(canvas, marks([memory for memory, _ in seen], view, coloured, now), glass, chosen)
    if not view.memories:
        _middle(canvas, "Nothing is remembered yet.")
    return canvas.rows


@dataclass(frozen=True, slots=True)
class Sight:
    """A drawing, and which part of the unit square it shows (left, top, right, bottom)."""

    rows: list[list[Cell]]
    window: tuple[float, float, float, float]


def sight(  # noqa: PLR0913 - as `drawing`
    view: MapView,
    *,
    width: int,
    height: int,
    level: int,
    centre: tuple[float, float],
    now: float,
    chosen: str = "",
) -> Sight:
    """A `drawing` with its window."""
    rows = drawing(
        view, width=width, height=height, level=level, centre=centre, now=now, chosen=chosen
    )
    return Sight(rows, window(view, level, centre))


@dataclass(frozen=True, slots=True)
class _Glass:
    """What is looked through: a window of the unit square upon a sheet of cells."""

    seen: tuple[float, float, float, float]
    width: int
    height: int

    def sees(self, at: Point) -> bool:
        left, top, right, bottom = self.seen
        return left <= at[0] <= right and top <= at[1] <= bottom

    def has_room(self, count: int, cells: int) -> bool:
        """Whether so many marks can have so many cells each."""
        return count * cells <= self.width * self.height

    def exact(self, at: Point) -> Point:
        """Column and row with their fractions; for what is seen always on the sheet."""
        left, top, right, bottom = self.seen
        x, y = (at[0] - left) / (right - left), (at[1] - top) / (bottom - top)
        return x * (self.width - 0.01), y * (self.height - 0.01)

    def cell(self, at: Point) -> tuple[int, int]:
        x, y = self.exact(at)
        return int(x // 1), int(y // 1)

    def box(self, tile: Tile) -> tuple[int, int, int, int]:
        """A tile's frame: left, top, right, bottom, on or off the sheet. Neighbours share lines."""
        left, top, right, bottom = self.seen
        x, y = share(tile.x), share(tile.y)
        u, v = min(1.0, x + share(tile.width)), min(1.0, y + share(tile.height))
        wide, high = (self.width - 1) / (right - left), (self.height - 1) / (bottom - top)
        return (
            round((x - left) * wide),
            round((y - top) * high),
            round((u - left) * wide),
            round((v - top) * high),
        )


def _tiles(view: MapView, level: int, glass: _Glass) -> list[Tile]:
    """The tiles of this level that are seen, the largest first."""
    held = (tile for tile in view.tiles.values() if tile.level == level and tile.members)
    seen = []
    for tile in held:
        left, top, right, bottom = glass.box(tile)
        if right >= 0 and bottom >= 0 and left < glass.width and top < glass.height:
            seen.append(tile)
    return sorted(seen, key=lambda tile: (-tile.count, tile.id))


def _frames(canvas: Canvas, tiles: list[Tile], glass: _Glass) -> None:
    """Lines between tiles; none along the edge of the sheet, which has a frame of its own."""
    for tile in tiles:
        left, top, right, bottom = glass.box(tile)
        canvas.frame(
            left if left > 0 else -1,
            top if top > 0 else -1,
            right if right < canvas.width - 1 else canvas.width,
            bottom if bottom < canvas.height - 1 else canvas.height,
        )
    canvas.rule()


def _titles(canvas: Canvas, tiles: list[Tile], glass: _Glass) -> None:
    """Each tile's title in its upper line, no longer than the line, with how many it holds."""
    for tile in tiles:
        left, top, right, bottom = glass.box(tile)
        left, right = max(0, left), min(glass.width - 1, right)
        row = max(0, top)
        room = right - left - 3
        count = f" {tile.count:,} "
        if room - len(count) < LEAST_TITLE or bottom <= row:
            continue
        chars = [" ", *_title(tile.title, room - len(count) - 1), *count]
        if canvas.free(left + 2, row, len(chars)):
            canvas.write(left + 2, row, chars, "title")


def _title(title: str, room: int) -> list[str]:
    """As many of a title's words as there is room for, whole ones; of one that is too long as much
    of it as fits."""
    words = title.split(BETWEEN)
    while len(words) > 1 and len(cells(BETWEEN.join(words), room + 1)) > room:
        words.pop()
    return cells(BETWEEN.join(words), room)


def _role(colour: int) -> str:
    return f"tag:{colour}" if colour >= 0 else "tag:other"


def _sign(mark: Mark) -> str:
    if mark.past:
        return "○"
    return "◉" if mark.weight == 2 else _SIGNS[mark.age]


def _singly(canvas: Canvas, seen: list[Mark], glass: _Glass, chosen: str) -> None:
    """A sign for each memory, moved aside where another stands; halos and words where there is
    room. The chosen one comes first, then what matters most."""
    order = sorted(
        range(len(seen)),
        key=lambda n: (seen[n].memory.id != chosen, seen[n].past, -seen[n].weight, -n),
    )
    places = []
    for number in order:
        mark = seen[number]
        at = _free_near(canvas, glass.cell((mark.x, mark.y)))
        if at:
            canvas.put(
                *at, _sign(mark), "chosen" if mark.memory.id == chosen else _role(mark.colour)
            )
            places.append((mark, at))
    roomy = glass.has_room(len(seen), SPOKEN)
    for mark, at in places:
        _beside(canvas, mark, at, mark.memory.id == chosen, roomy=roomy)
    if roomy:
        for mark, at in places:
            _label(canvas, mark, at, mark.memory.id == chosen)


def _free_near(canvas: Canvas, at: tuple[int, int]) -> tuple[int, int] | None:
    """The nearest cell that nothing holds, None where the sheet is full. A row is as high as two
    columns are wide."""
    for far in range(max(canvas.width, 2 * canvas.height) + 1):
        ring = [
            (abs(i) + 2 * abs(j), i, j)
            for j in range(-(far // 2), far // 2 + 1)
            for i in {far - 2 * abs(j), 2 * abs(j) - far}
        ]
        for _, i, j in sorted(ring):
            if canvas.free(at[0] + i, at[1] + j, 1):
                return at[0] + i, at[1] + j
    return None


def _beside(canvas: Canvas, mark: Mark, at: tuple[int, int], chosen: bool, *, roomy: bool) -> None:
    """Brackets about a mark: the chosen one's, or its halo; among many only a strong one."""
    if not (chosen or abs(mark.mood) >= (1 if roomy else STRONG)):
        return
    role = "chosen" if chosen else "halo:warm" if mark.mood > 0 else "halo:cool"
    for offset, char in ((-1, "[" if chosen else "("), (1, "]" if chosen else ")")):
        if canvas.free(at[0] + offset, at[1], 1):
            canvas.put(at[0] + offset, at[1], char, role)


def _label(canvas: Canvas, mark: Mark, at: tuple[int, int], chosen: bool) -> None:
    """A memory's first words, to the right of its mark or to the left."""
    role = "chosen" if chosen else "dim" if mark.past else "label"
    for most in (LABEL, LABEL // 2):
        words = cells(mark.memory.text, most)
        wide = len(words)
        for column in (at[0] + 3, at[0] - 2 - wide):
            # A column more at each end: two labels must not read as one.
            if words and canvas.free(column - 1, at[1], wide + 1):
                canvas.write(column, at[1], words, role)
                canvas.words |= {(column + wide, at[1])}
                return


def _point_out(canvas: Canvas, found: list[Mark], glass: _Glass) -> None:
    """The chosen memory among dots; on a title's line just below it, or it would not be seen."""
    for mark in found:
        column, row = glass.cell((mark.x, mark.y))
        if not glass.sees((mark.x, mark.y)):
            continue
        around = canvas.rows[row][max(0, column - 1) : column + 2]
        if any(cell.role == "title" for cell in around) and canvas.height > 1:
            row += 1 if row + 1 < canvas.height else -1
        for offset, char in ((-1, "["), (0, _sign(mark)), (1, "]")):
            canvas.put(column + offset, row, char, "chosen")


def _middle(canvas: Canvas, words: str) -> None:
    chars = cells(words, canvas.width)
    column, row = (canvas.width - len(chars)) // 2, canvas.height // 2
    canvas.write(column, row, chars, "dim")
