"""The tiles over one person's vectors: for the search from coarse to fine, and for the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.columns import Columns
from sel.memory.index.halving import halve
from sel.memory.index.products import dots
from sel.memory.index.tree import SQUARE, Node, Rect, counted, cut_at, finest, preorder, without

Rows = NDArray[np.int64]
Saved = list[tuple[Rect, list[str] | None]]
"""A tree on disk: every node before its halves; of the finest the memory ids, "" for a free place,
of the others None."""

LEVELS = 5
"""A tile of level n holds about N ** ((n + 1) / 5) of N memories: five equal steps from one moment
to all there is."""
GROUPED = 0.6
"""A coarse tile holds at most so many times the square root of all memories."""
SAMPLE = 40
"""Memories per coarse tile that are looked at, several times over, to find their middles."""
COARSE = 96
"""How many coarse tiles are opened per search,"""
FINE = 2500
"""and how many memories are looked at in the nearest of the fine tiles in them."""
LOOSE = 1024
"""New memories that the search looks through as they are, before they get their tiles."""
AT_ONCE = 2048


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a search looked at: fine tiles, and memories of all that there are."""

    tiles: int
    looked_at: int
    of: int


def most_in(level: int, count: int) -> float:
    """How many memories a tile of this level holds at most, of `count` in all."""
    share: float = float(count) ** ((level + 1) / LEVELS)
    return max(2.0, share)


def _coarse_most(count: int) -> float:
    root: float = count**0.5
    return max(4.0, GROUPED * root)


class Tiles:
    """A tree of tiles, kept in step with the columns it was made over. Not thread-safe."""

    def __init__(self, columns: Columns, saved: Saved | None = None) -> None:
        """Of nothing yet. Rows that are added go where `saved` had them."""
        self._columns = columns
        self._saved = saved
        self._loose: dict[int, None] = {}
        self._leaf_of: dict[int, Node] = {}
        self._leaves: list[Node | None] = []
        self._free: list[int] = []
        self._centroids = np.zeros((0, columns.vectors.shape[1]), np.float32)
        self._groups: list[list[int]] = []
        self._group_of: dict[int, int] = {}
        self._coarse = self._centroids
        self._grouped = 0
        self.root: Node | None = None
        self.coverage = Coverage(0, 0, 0)

    def add(self, row: int) -> None:
        """A row got a vector. Its tile is found when it is needed."""
        self._loose[row] = None

    def remove(self, row: int) -> None:
        """A row loses its vector."""
        if row in self._loose:
            del self._loose[row]
            return
        leaf = self._leaf_of.pop(row)
        leaf.take(row)
        if leaf.places:
            self._centre(leaf)
        else:
            self._drop(leaf)

    def count(self) -> int:
        """Tiles of the finest level, everything in its place."""
        self.settle()
        if self.root is None:
            return 0
        counted(self.root)
        return sum(1 for _ in cut_at(self.root, most_in(0, self.root.count)))

    def settle(self) -> None:
        """Give every row its tile."""
        if self._saved is not None:
            self._restore(self._saved)
        rows = np.array(list(self._loose), dtype=np.int64)
        self._loose.clear()
        if self.root is None and len(rows):
            self._build(rows)
        else:
            for n in range(0, len(rows), AT_ONCE):
                self._fill(self._nearest_leaves(rows[n : n + AT_ONCE]))
        self._regroup()

    def near(self, vector: NDArray[np.float32], allowed: NDArray[np.bool_]) -> Rows:
        """Rows likely to be the nearest to a vector, of those allowed, in no order.

        From the nearest coarse tiles the nearest fine ones, and so many of their neighbours as
        `FINE` has room for. Where hardly anything in them is allowed: all that is.
        """
        if len(self._loose) > LOOSE or self._saved is not None:
            self.settle()
        self._regroup()
        leaves = self._open(vector)
        near = dots(len(leaves), lambda block: self._centroids[leaves[block]], vector)
        taken: list[list[int]] = []
        held = 0
        for n in np.argsort(-near, kind="stable"):
            leaf = self._leaves[leaves[n]]
            if leaf is None:
                continue
            taken.append(leaf.places)
            held += len(leaf.places)
            if held >= FINE:
                break
        rows = np.array([*chain.from_iterable(taken), *self._loose], dtype=np.int64)
        rows = rows[rows >= 0]
        self.coverage = Coverage(len(taken), len(rows), len(self._leaf_of) + len(self._loose))
        rows = rows[allowed[rows]]
        return rows if len(rows) >= FINE // 16 else np.flatnonzero(allowed)

    def saved(self) -> Saved | None:
        """The tree as it is kept on disk; None where there is none."""
        if self.root is None:
            here = self._columns.row_of
            return self._saved and [
                (rect, names and [name if name in here else "" for name in names])
                for rect, names in self._saved
            ]
        ids = self._columns.ids
        return [
            (
                node.rect,
                None if node.halves else [ids[row] if row >= 0 else "" for row in node.places],
            )
            for node in preorder(self.root)
        ]

    def _open(self, vector: NDArray[np.float32]) -> NDArray[np.int64]:
        """Numbers of the fine tiles in the coarse tiles nearest to a vector."""
        near = dots(len(self._coarse), lambda block: self._coarse[block], vector)
        if len(near) > COARSE:
            groups: Iterable[int] = np.argpartition(-near, COARSE)[:COARSE].tolist()
        else:
            groups = range(len(near))
        return np.array([*chain.from_iterable(self._groups[n] for n in groups)], dtype=np.int64)

    def _nearest_leaves(self, rows: Rows) -> dict[int, list[int]]:
        """For each row the fine tile it belongs to."""
        self._regroup()
        vectors = self._columns.floats(rows)
        groups = np.argmax(vectors @ self._coarse.T, axis=1)
        found: dict[int, list[int]] = {}
        for group in np.unique(groups):
            inside = np.flatnonzero(groups == group)
            leaves = [n for n in self._groups[group] if self._leaves[n] is not None]
            leaves = leaves or [n for n, leaf in enumerate(self._leaves) if leaf is not None]
            best = np.argmax(vectors[inside] @ self._centroids[leaves].T, axis=1)
            for n, leaf in zip(inside.tolist(), best.tolist(), strict=True):
                found.setdefault(leaves[leaf], []).append(int(rows[n]))
        return found

    def _fill(self, new: dict[int, list[int]]) -> None:
        """Put rows into fine tiles, and halve those that grow too full."""
        total = len(self._leaf_of) + sum(len(rows) for rows in new.values())
        most = most_in(0, total)
        for number, rows in new.items():
            leaf = self._leaves[number]
            if leaf is None:
                continue
            leaf.put(rows)
            self._finish(leaf, most)

    def _build(self, rows: Rows) -> None:
        """All tiles at once: coarse ones first, and fine ones in these."""
        self.root = self._leaf(Node(SQUARE))
        self.root.put(rows.tolist())
        coarse = self._halved(self.root, _coarse_most(len(rows)))
        members = [tile.places for tile in coarse]
        few = rows[:: max(len(rows) // (SAMPLE * len(coarse)), 1)]
        for some in (few, few, few, few, few, rows):
            members = self._exchanged(members, some)
        for tile, own in zip(coarse, members, strict=True):
            tile.places = own
        for tile in coarse:
            if tile.places:
                self._finish(tile, most_in(0, len(rows)))
            else:
                self._drop(tile)

    def _exchanged(self, members: Sequence[list[int]], rows: Rows) -> list[list[int]]:
        """For each tile those of the rows that are nearest to the middle of its members.

        Halving puts some on the wrong side of a border, and a search would have to open more tiles.
        """
        middles = np.stack([self._middle(own) for own in members])
        nearest = np.concatenate(
            [
                np.argmax(self._columns.floats(rows[n : n + AT_ONCE]) @ middles.T, axis=1)
                for n in range(0, len(rows), AT_ONCE)
            ]
        )
        order = np.argsort(nearest, kind="stable")
        borders = np.searchsorted(nearest[order], np.arange(1, len(members)))
        return [part.tolist() for part in np.split(rows[order], borders)]

    def _finish(self, leaf: Node, most: float) -> None:
        for fine in self._halved(leaf, most):
            self._leaf_of.update(dict.fromkeys(fine.rows(), fine))
            self._centre(fine)

    def _halved(self, leaf: Node, most: float) -> list[Node]:
        """What a finest tile becomes when it and its halves are halved till all hold `most`."""
        waiting, done = [leaf], []
        while waiting:
            found = waiting.pop()
            if len(found.rows()) > most:
                waiting += self._halve(found)
            else:
                done.append(found)
        return done

    def _halve(self, leaf: Node) -> tuple[Node, Node]:
        first, second = halve(np.array(leaf.rows(), dtype=np.int64), self._columns.floats)
        one, other = leaf.halve(first.tolist(), second.tolist())
        one.number = leaf.number
        self._leaves[one.number] = one
        leaf.number = -1
        self._leaf(other)
        group = self._group_of.get(one.number)
        if group is not None:
            self._group_of[other.number] = group
            self._groups[group].append(other.number)
        return one, other

    def _leaf(self, node: Node) -> Node:
        """Number a new finest tile."""
        if self._free:
            node.number = self._free.pop()
            self._leaves[node.number] = node
            return node
        node.number = len(self._leaves)
        self._leaves.append(node)
        if node.number >= len(self._centroids):
            more = max(64, len(self._centroids) // 4)
            room = np.zeros((more, self._centroids.shape[1]), np.float32)
            self._centroids = np.concatenate([self._centroids, room])
        return node

    def _centre(self, leaf: Node) -> None:
        self._centroids[leaf.number] = self._middle(leaf.rows())

    def _middle(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """The centroid of these rows, of unit length."""
        total = np.add.reduce(self._columns.floats(np.array(rows, dtype=np.int64)))
        unit: NDArray[np.float32] = total / max(float(np.dot(total, total)) ** 0.5, 1e-9)
        return unit

    def _drop(self, leaf: Node) -> None:
        self.root = without(self.root, leaf) if self.root else None
        self._leaves[leaf.number] = None
        self._free.append(leaf.number)
        group = self._group_of.pop(leaf.number, None)
        if group is not None:
            self._groups[group].remove(leaf.number)

    def _regroup(self) -> None:
        """Cut the coarse tiles anew when there are a tenth more or fewer fine ones than then."""
        there = len(self._leaves) - len(self._free)
        if self._groups and abs(there - self._grouped) <= self._grouped // 10:
            return
        counted(self.root)
        most = _coarse_most(len(self._leaf_of))
        cuts = list(cut_at(self.root, most)) if self.root else []
        self._groups = [[leaf.number for leaf in finest(node)] for node in cuts]
        self._group_of = {n: g for g, group in enumerate(self._groups) for n in group}
        self._coarse = self._middles(self._groups)
        self._grouped = there

    def _restore(self, saved: Saved) -> None:
        """The tree as it was, with those of its memories that are here."""
        self._saved = None
        ids = {self._columns.ids[row]: row for row in self._loose}
        above: list[Node] = []
        for rect, names in saved:
            node = Node(rect, above[-1] if above else None)
            self._attach(node, above)
            if names is None:
                above.append(node)
                continue
            node.places = [ids.get(name, -1) for name in names]
            self._leaf(node)
        for leaf in list(finest(self.root)):
            self._settle_restored(leaf)

    def _attach(self, node: Node, above: list[Node]) -> None:
        if not above:
            self.root = node
            return
        parent = above[-1]
        if parent.halves is None:
            parent.halves = (node, node)
            return
        parent.halves = (parent.halves[0], node)
        above.pop()

    def _settle_restored(self, leaf: Node) -> None:
        rows = leaf.rows()
        for row in rows:
            self._leaf_of[row] = leaf
            self._loose.pop(row, None)
        if rows:
            self._centre(leaf)
        else:
            self._drop(leaf)

    def _middles(self, groups: Sequence[list[int]]) -> NDArray[np.float32]:
        """The unit centroid of each group of fine tiles."""
        found = np.zeros((len(groups), self._centroids.shape[1]), np.float32)
        for n, group in enumerate(groups):
            total = self._centroids[group].sum(axis=0)
            found[n] = total / max(float(np.linalg.norm(total)), 1e-9)
        return found
