"""A person's tiles as the values that the map draws: every figure counted from the memories.

In the order of the finest tiles every tile of every level is one stretch of rows, so a whole level
is counted at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.columns import Columns
from sel.memory.index.lexicon import Lexicon
from sel.memory.index.tiles import LEVELS, Tiles, most_in
from sel.memory.index.titles import Titles
from sel.memory.index.tree import NOBODY, Node, counted, cut_at, finest, point
from sel.memory.types import MapView, Tile

TOP = LEVELS - 2
"""The coarsest level, themes."""
AT_ONCE = 10_000
"""Vectors that are added up at a time: 15 MB."""
EMPTY = MapView(tiles={}, roots=(), places={}, memories={})

Rows = NDArray[np.int64]
Totals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Level:
    """The tiles of one level, in order: their nodes, their ids, and at which row each begins."""

    nodes: list[Node]
    ids: list[str]
    starts: Rows


def view(tiles: Tiles, columns: Columns, words: Lexicon) -> MapView:
    """All tiles of all levels, and where every memory with a vector stands."""
    tiles.settle()
    if tiles.root is None:
        return EMPTY
    counted(tiles.root)
    leaves = list(finest(tiles.root))
    rows = np.array([row for leaf in leaves for row in leaf.rows()], dtype=np.int64)
    levels = [_level(tiles.root, level) for level in range(TOP + 1)]
    drawing = _Drawing(columns, rows, levels, Titles(words, rows.tolist()))
    places = {
        columns.ids[row]: point(leaf.rect, place)
        for leaf in leaves
        for place, row in enumerate(leaf.places)
        if row != NOBODY
    }
    return MapView(tiles=drawing.tiles(), roots=tuple(levels[TOP].ids), places=places, memories={})


def _level(root: Node, level: int) -> _Level:
    nodes = list(cut_at(root, most_in(level, root.count)))
    ids = [f"{level}:{node.rect[0]:.6f}:{node.rect[1]:.6f}" for node in nodes]
    counts = np.array([node.count for node in nodes], dtype=np.int64)
    return _Level(nodes, ids, np.cumsum(counts) - counts)


class _Drawing:
    """Makes the tiles of one view. `rows` are in the order of the finest tiles."""

    def __init__(
        self, columns: Columns, rows: Rows, levels: Sequence[_Level], titles: Titles
    ) -> None:
        self._columns, self._rows, self._levels, self._titles = columns, rows, levels, titles
        self._names = [columns.ids[row] for row in rows.tolist()]
        self._totals = self._finest_totals()

    def tiles(self) -> dict[str, Tile]:
        """All tiles by id, coarse ones first."""
        made: dict[str, Tile] = {}
        for level in range(TOP, -1, -1):
            made.update((tile.id, tile) for tile in self._of(level))
        return made

    def _of(self, level: int) -> list[Tile]:
        here = self._levels[level]
        at = self._columns.at[self._rows]
        since = np.minimum.reduceat(at, here.starts).tolist()
        until = np.maximum.reduceat(at, here.starts).tolist()
        valence = self._columns.valence[self._rows].astype(np.float64)
        feeling = np.add.reduceat(valence, here.starts).tolist()
        centroids = self._centroids(here)
        titles = self._titles.of(here.starts)
        parents, children = self._parents(level), self._children(level)
        return [
            Tile(
                id=here.ids[n],
                level=level,
                parent=parents[n],
                children=children[n],
                members=tuple(self._names[start : start + node.count]),
                x=node.rect[0],
                y=node.rect[1],
                width=node.rect[2],
                height=node.rect[3],
                centroid=tuple(centroids[n].tolist()),
                count=node.count,
                since=since[n],
                until=until[n],
                valence=feeling[n] / node.count,
                title=titles[n],
            )
            for n, (node, start) in enumerate(zip(here.nodes, here.starts.tolist(), strict=True))
        ]

    def _parents(self, level: int) -> list[str]:
        """For each tile of a level the id of the one above it."""
        here = self._levels[level]
        if level == TOP:
            return [""] * len(here.ids)
        above = self._levels[level + 1]
        which = np.searchsorted(above.starts, here.starts, side="right") - 1
        return [above.ids[n] for n in which.tolist()]

    def _children(self, level: int) -> list[tuple[str, ...]]:
        """For each tile of a level the ids of those inside it."""
        here = self._levels[level]
        if level == 0:
            return [()] * len(here.ids)
        below = self._levels[level - 1]
        borders = [*np.searchsorted(below.starts, here.starts).tolist(), len(below.ids)]
        return [tuple(below.ids[borders[n] : borders[n + 1]]) for n in range(len(here.ids))]

    def _centroids(self, here: _Level) -> Totals:
        finer = np.searchsorted(self._levels[0].starts, here.starts)
        totals = np.add.reduceat(self._totals, finer, axis=0)
        lengths = np.linalg.norm(totals, axis=1, keepdims=True)
        unit: Totals = totals / np.maximum(lengths, 1e-12)
        return unit

    def _finest_totals(self) -> Totals:
        """The sum of the vectors of each finest tile."""
        starts = self._levels[0].starts
        ends = np.append(starts[1:], len(self._rows))
        parts, done = [], 0
        while done < len(starts):
            upto = max(int(np.searchsorted(ends, starts[done] + AT_ONCE, side="right")), done + 1)
            rows = self._rows[starts[done] : ends[upto - 1]]
            begins = starts[done:upto] - starts[done]
            floats = self._columns.floats(rows)
            parts.append(np.add.reduceat(floats, begins, axis=0, dtype=np.float64))
            done = upto
        return np.concatenate(parts)
