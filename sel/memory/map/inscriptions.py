"""The words on the map: titles of themes, and single memories where there is room."""

from __future__ import annotations

from sel.memory.map.figures import Picture, how_many, span
from sel.memory.map.labels import Box, Homes, Room, around, beside
from sel.memory.map.page import MAP, text
from sel.memory.map.words import clipped, plain, width
from sel.memory.types import MapView

TITLE_SIZES = (25.0, 20.0, 16.0)
"""Of themes, tried from the largest; a small theme begins at the second."""

SPAN_SIZE, WORD_SIZE = 12.0, 12.5
WIDE = 240.0
"""Themes narrower than this and than their days do not tell them (page units)."""
TITLES = 40
"""Themes with titles, the largest first; others have theirs on hovering."""

FEW, MANY = 40, 2_000
"""Up to `FEW` memories each has words if there is room; up to `MANY` the most important do."""


def inscriptions(view: MapView, shown: Picture) -> str:
    """All words on the map; none upon others."""
    if not view.memories:
        middle = (MAP[0] + MAP[2]) / 2, (MAP[1] + MAP[3]) / 2
        return text(middle, "Nothing is remembered yet.", "head soft", 26, anchor="middle")
    room = Room(MAP, shown.discs)
    homes = Homes([theme.discs for theme in shown.themes])
    largest_first = sorted(
        range(len(shown.themes)),
        key=lambda n: (-len(shown.themes[n].discs), shown.themes[n].tile.id),
    )
    out = [_title(shown, number, room, homes) for number in largest_first[:TITLES]]
    out += _words(shown, room)
    return f'<g id="labels" class="label">\n{"".join(out)}</g>\n'


def _title(shown: Picture, number: int, room: Room, homes: Homes) -> str:
    """A theme's title and what is in it; "" where there is no room at all."""
    theme = shown.themes[number]
    title, below = clipped(plain(theme.tile.title[:200]), 34), span(theme)
    if width(below) * SPAN_SIZE > max(theme.box[2] - theme.box[0], WIDE):
        below = how_many(theme)
    small = len(theme.discs) * 12 < len(shown.marks)
    ink = 3.14 * sum(reach * reach for _, _, reach in theme.discs)
    for size in TITLE_SIZES[1:] if small else TITLE_SIZES:
        wide = max(width(title) * size, width(below) * SPAN_SIZE) + 8
        spots = around(theme.box, wide, size * 1.25 + SPAN_SIZE * 1.5)
        order = {spot: index / len(spots) for index, spot in enumerate(spots)}

        def cost(box: Box, order: dict[Box, float] = order) -> float:
            under = room.covered(box)
            # Of a small theme no mark should go under; of a large one some may.
            lost = min(1.0, under * (box[2] - box[0]) * (box[3] - box[1]) / ink)
            return under + 2 * lost + 2 * homes.strangers(box, number) + order[box]

        box = room.best(spots, cost)
        if box:
            x, y = (box[0] + box[2]) / 2, box[1] + size
            name = text((x, y), title, "theme", size, anchor="middle") if title else ""
            return name + text((x, y + SPAN_SIZE * 1.4), below, "span", SPAN_SIZE, anchor="middle")
    return ""


def _words(shown: Picture, room: Room) -> list[str]:
    """Words of single memories, the most important and newest first, beside their marks."""
    if len(shown.marks) > MANY:
        return []
    order = sorted(
        range(len(shown.marks)),
        key=lambda n: (shown.marks[n].past, -shown.marks[n].weight, -n),
    )
    out = []
    for number in order:
        x, y, reach = shown.discs[number]
        words = clipped(plain(shown.marks[number].memory.text[:200]), 32)
        if not words:
            continue
        wide = width(words) * WORD_SIZE
        clear = [
            box for box in beside(x, y, reach + 3, wide, WORD_SIZE * 1.3) if room.covered(box) == 0
        ]
        box = room.best(clear, clear.index)
        if box:
            out.append(text((box[0], box[1] + WORD_SIZE), words, "word", WORD_SIZE))
        if len(out) >= FEW:
            break
    return out
