"""What is drawn on the map: the land of the themes, halos, rings and marks, in place and size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sel.memory.map.marks import Mark, marks
from sel.memory.map.page import MAP, MARGIN, counted, tag_class
from sel.memory.map.palette import tags
from sel.memory.map.regions import coasts, smooth
from sel.memory.map.spread import Disc, spread
from sel.memory.map.words import clipped, day, escaped, plain
from sel.memory.types import MapView, Tile

MOST = 20_000
"""Marks on one page; more could not be told apart."""

LARGEST = 11.0
"""Radius of the newest marks, in page units, where there is room."""

FILLED = 0.28
"""Share of the map that marks may take, rings and gaps included: beyond it they shrink."""

SIZES = (0.46, 0.56, 0.68, 0.83, 1.0)
"""Share of it by age, oldest first: each step is about half more area."""

GAP = 0.2
"""Free space around a mark, as a share of the largest radius."""

COASTS = ((24, 11.0, 5), (60, 9.0, 4), (200, 8.0, 3), (2_000, 8.0, 2), (MOST, 6.0, 2))
"""Up to how many marks: the step of the raster of the coasts (page units), and how many steps the
land goes around a mark. Few marks have wide islands."""

HALOS = 5_000
"""With more marks than that only strong moods have a halo, or all would be fog."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme's tile, its outline on the page, where most of its marks are (left, top, right,
    bottom), and all of them."""

    tile: Tile
    path: str
    box: tuple[float, float, float, float]
    discs: list[Disc]


@dataclass(frozen=True, slots=True)
class Picture:
    """The map, drawn but for its words. `figures` has one text per mark, each with one empty
    circle for the hover words to go into; `discs` are the marks' places and reaches."""

    coloured: tuple[str, ...]
    marks: list[Mark]
    discs: list[Disc]
    largest: float
    figures: list[str]
    themes: list[Theme]
    land: str

    @property
    def others(self) -> bool:
        """Whether some marks are grey."""
        return any(mark.colour < 0 for mark in self.marks)

    def radius(self, age: int) -> float:
        """Of a mark of this age (0 oldest … 4), in page units."""
        return self.largest * SIZES[age]


def picture(view: MapView, now: float) -> Picture:
    """Lay the whole map out."""
    coloured = tags(view.memories.values())
    shown = _shown(marks(view.memories.values(), view, coloured, now))
    largest = _largest(shown)
    discs = _discs(shown, largest)
    themes = _themes(view, shown, discs)
    return Picture(
        coloured=coloured,
        marks=shown,
        discs=discs,
        largest=largest,
        figures=[_figure(mark, disc, largest) for mark, disc in zip(shown, discs, strict=True)],
        themes=[theme for theme, _ in themes],
        land=_land(themes) + _halos(shown, discs, largest),
    )


def _shown(every: list[Mark]) -> list[Mark]:
    """All of them, or the `MOST` that matter most, in the same order."""
    if len(every) <= MOST:
        return every
    weighty = sorted(range(len(every)), key=lambda n: (-every[n].weight, every[n].past, -n))
    return [every[number] for number in sorted(weighty[:MOST])]


def _largest(shown: Sequence[Mark]) -> float:
    """The radius of the newest marks at which all together take no more than `FILLED`."""
    left, top, right, bottom = MAP
    taken = math.pi * sum((_reach(mark, 1.0) + GAP) ** 2 for mark in shown)
    room = FILLED * (right - left - 2 * MARGIN) * (bottom - top - 2 * MARGIN)
    return min(LARGEST, math.sqrt(room / max(1.0, taken)))


def _discs(shown: Sequence[Mark], largest: float) -> list[Disc]:
    """Each mark's place on the page and its reach (ring and a gap included), none upon another."""
    left, top, right, bottom = MAP
    wide, high = right - left - 2 * MARGIN, bottom - top - 2 * MARGIN
    wanted = [
        (
            left + MARGIN + mark.x * wide,
            top + MARGIN + mark.y * high,
            _reach(mark, largest) + GAP * largest,
        )
        for mark in shown
    ]
    edge = 0.8 * MARGIN
    inner = left + edge, top + edge, right - edge, bottom - edge
    centres = spread(wanted, inner)
    return [(x, y, disc[2]) for (x, y), disc in zip(centres, wanted, strict=True)]


def _reach(mark: Mark, largest: float) -> float:
    """Radius with the ring."""
    radius = largest * SIZES[mark.age]
    return _ring(radius, mark.weight, largest) + 0.1 * largest if mark.weight else radius


def _ring(radius: float, weight: int, largest: float) -> float:
    """Radius of the ring's middle line."""
    return radius + (0.22 + 0.06 * weight) * largest


def _figure(mark: Mark, disc: Disc, largest: float) -> str:
    """A mark and its ring. The first circle is the one to point at."""
    x, y, _ = disc
    radius, tag = largest * SIZES[mark.age], tag_class(mark.colour)
    at = f'cx="{x:.1f}" cy="{y:.1f}"'
    kind = "p" if mark.past else "m"
    out = f'<circle class="{kind} {tag}" {at} r="{radius:.1f}"></circle>'
    if mark.weight:
        ring = _ring(radius, mark.weight, largest)
        stroke = (0.09 if mark.weight == 1 else 0.2) * largest
        out += f'<circle class="r {tag}" {at} r="{ring:.1f}" stroke-width="{stroke:.1f}"/>'
    return out + "\n"


def _halos(shown: Sequence[Mark], discs: Sequence[Disc], largest: float) -> str:
    """The glow behind marks that were said in a good or a hard mood."""
    out = []
    least = 1 if len(shown) <= HALOS else 2
    for mark, (x, y, _) in zip(shown, discs, strict=True):
        if abs(mark.mood) >= least:
            name = "warm" if mark.mood > 0 else "cool"
            faint = ' class="faint"' if abs(mark.mood) == 1 else ""
            radius = 1.9 * largest * SIZES[mark.age] + 0.5 * largest
            at = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
            out.append(f'<circle{faint} {at} fill="url(#{name})"/>\n')
    return f'<g id="halos" pointer-events="none">\n{"".join(out)}</g>\n'


def _themes(view: MapView, shown: Sequence[Mark], discs: Sequence[Disc]) -> list[tuple[Theme, int]]:
    """The coarsest tiles with their coasts and the colour most of their marks have."""
    number = {mark.memory.id: index for index, mark in enumerate(shown)}
    tiles = [view.tiles[id] for id in view.roots if id in view.tiles]
    members = [[number[id] for id in tile.members if id in number] for tile in tiles]
    cell, reach = next((cell, reach) for most, cell, reach in COASTS if len(shown) <= most)
    lands = coasts(
        [[discs[index][:2] for index in group] for group in members],
        cell=cell,
        reach=reach,
    )
    return [
        (_theme(tile, land, [discs[index] for index in group]), _main([shown[i] for i in group]))
        for tile, group, land in zip(tiles, members, lands, strict=True)
        if group
    ]


def _theme(tile: Tile, land: list[list[tuple[float, float]]], discs: list[Disc]) -> Theme:
    # A few that strayed far do not make a theme wide: its title stands where most of it is.
    stray = len(discs) // 20
    left = sorted(x - reach for x, _, reach in discs)[stray]
    top = sorted(y - reach for _, y, reach in discs)[stray]
    right = sorted(x + reach for x, _, reach in discs)[-1 - stray]
    bottom = sorted(y + reach for _, y, reach in discs)[-1 - stray]
    box = left, top, right, bottom
    return Theme(tile=tile, path="".join(map(smooth, land)), box=box, discs=discs)


def _main(group: Sequence[Mark]) -> int:
    """The colour of more than a third of these, −1 for none."""
    colour, count = Counter(mark.colour for mark in group).most_common(1)[0]
    return colour if 3 * count > len(group) else -1


def _land(themes: Sequence[tuple[Theme, int]]) -> str:
    """Shallow water along the coasts, then the land itself."""
    shore, land = [], []
    for theme, colour in themes:
        tag = tag_class(colour)
        shore.append(f'<path class="{tag}" d="{theme.path}"/>\n')
        shore.append(f'<path class="{tag} near" d="{theme.path}"/>\n')
        words = f"{clipped(plain(theme.tile.title[:400]), 80)}\n{span(theme)}"
        land.append(
            f'<path class="{tag}" fill-rule="evenodd" d="{theme.path}">'
            f"<title>{escaped(words)}</title></path>\n"
        )
    return f'<g class="shore">\n{"".join(shore)}</g>\n<g class="land">\n{"".join(land)}</g>\n'


def how_many(theme: Theme) -> str:
    """How many memories a theme has."""
    return counted(len(theme.discs), "memory", "memories")


def span(theme: Theme) -> str:
    """How many memories a theme has, and from when to when."""
    first, last = day(theme.tile.since), day(theme.tile.until)
    days = first if first == last else f"{first} – {last}"
    return f"{how_many(theme)} · {days}"
