"""A person's tiles as the values that the map draws: every figure counted from the memories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from sel.memory.index.columns import Columns
from sel.memory.index.lexicon import Lexicon
from sel.memory.index.tiles import LEVELS, Tiles, most_in
from sel.memory.index.tree import NOBODY, Node, counted, cut_at, finest, point
from sel.memory.types import MapView, Tile

TOP = LEVELS - 2
"""The coarsest level, themes."""
TITLE_WORDS = 3
EMPTY = MapView(tiles={}, roots=(), places={}, memories={})


def view(tiles: Tiles, columns: Columns, words: Lexicon) -> MapView:
    """All tiles of all levels, and where every memory with a vector stands."""
    tiles.settle()
    if tiles.root is None:
        return EMPTY
    counted(tiles.root)
    drawing = _Drawing(columns, words, tiles.root.count)
    roots = tuple(drawing.tile(node, TOP, "").id for node in cut_at(tiles.root, drawing.most[TOP]))
    places = {
        columns.ids[row]: point(leaf.rect, place)
        for leaf in finest(tiles.root)
        for place, row in enumerate(leaf.places)
        if row != NOBODY
    }
    return MapView(tiles=drawing.tiles, roots=roots, places=places, memories={})


class _Drawing:
    """Makes the tiles of one view."""

    def __init__(self, columns: Columns, words: Lexicon, count: int) -> None:
        self._columns, self._words = columns, words
        self.most = [most_in(level, count) for level in range(TOP + 1)]
        self.tiles: dict[str, Tile] = {}

    def tile(self, node: Node, level: int, parent: str) -> Tile:
        """The tile of this node at this level, made together with those inside it."""
        id = f"{level}:{node.rect[0]:.6f}:{node.rect[1]:.6f}"
        below = cut_at(node, self.most[level - 1]) if level else iter(())
        children = tuple(self.tile(child, level - 1, id).id for child in below)
        rows = list(_rows(node))
        x, y, width, height = node.rect
        at = self._columns.at[rows]
        made = self.tiles[id] = Tile(
            id=id,
            level=level,
            parent=parent,
            children=children,
            members=tuple(self._columns.ids[row] for row in rows),
            x=x,
            y=y,
            width=width,
            height=height,
            centroid=self._centroid(rows),
            count=len(rows),
            since=float(at.min()),
            until=float(at.max()),
            valence=float(self._columns.valence[rows].mean(dtype=np.float64)),
            title=self._title(rows),
        )
        return made

    def _centroid(self, rows: Sequence[int]) -> tuple[float, ...]:
        total = self._columns.floats(np.array(rows, dtype=np.int64)).sum(axis=0, dtype=np.float64)
        return tuple((total / max(float(np.linalg.norm(total)), 1e-12)).tolist())

    def _title(self, rows: Sequence[int]) -> str:
        """The words that are said here, and seldom elsewhere."""
        said = Counter(stem for row in rows for stem in set(self._words.stems(row)))
        order = sorted(said, key=lambda stem: (-said[stem] * self._words.rarity(stem), stem))
        return " · ".join(self._words.shown(stem) for stem in order[:TITLE_WORDS])


def _rows(node: Node) -> Iterator[int]:
    return (row for leaf in finest(node) for row in leaf.rows())
