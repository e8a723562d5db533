"""The tree of tiles: the unit square halved again and again, as the memories are by likeness.

A tile that grows too full is halved between its two natural groups, and its rectangle is cut across
its longer side in the same proportion. So nothing outside that tile ever moves, like lies near
like, and any level of tiles is a cut through one tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Rect = tuple[float, float, float, float]
"""Left, top, width and height in the unit square."""

SQUARE: Rect = (0.0, 0.0, 1.0, 1.0)
NOBODY = -1
"""A place in a tile that somebody left; the next one in takes it."""
_STEP_X, _STEP_Y = 0.7548776662466927, 0.5698402909980532
"""The R2 sequence (M. Roberts, 2018): each next point falls into the widest gap."""
_MARGIN = 0.12


@dataclass(slots=True, eq=False)
class Node:
    """A rectangle with two halves, or a finest tile with the rows that stand in its places."""

    rect: Rect
    parent: Node | None = None
    halves: tuple[Node, Node] | None = None
    places: list[int] = field(default_factory=list)
    number: int = -1
    """Of a finest tile: which row of the centroids is its."""
    count: int = 0
    """Rows in it; of a node with halves only true after `counted`."""

    def rows(self) -> list[int]:
        """Rows of a finest tile."""
        return [row for row in self.places if row != NOBODY]

    def put(self, rows: list[int]) -> None:
        """Give each row the first free place."""
        free = [place for place, row in enumerate(self.places) if row == NOBODY]
        for place, row in zip(free, rows, strict=False):
            self.places[place] = row
        self.places += rows[len(free) :]

    def take(self, row: int) -> None:
        """Free a row's place."""
        self.places[self.places.index(row)] = NOBODY
        while self.places and self.places[-1] == NOBODY:
            self.places.pop()

    def halve(self, first: list[int], second: list[int]) -> tuple[Node, Node]:
        """Cut the rectangle and give each half its rows, in order."""
        share = len(first) / (len(first) + len(second))
        one, other = cut(self.rect, share)
        self.halves = (Node(one, self, places=first), Node(other, self, places=second))
        self.places = []
        return self.halves


def cut(rect: Rect, share: float) -> tuple[Rect, Rect]:
    """A rectangle cut across its longer side; the first part has this share of it."""
    x, y, width, height = rect
    if width >= height:
        part = round(width * share, 9)
        return (x, y, part, height), (round(x + part, 9), y, round(width - part, 9), height)
    part = round(height * share, 9)
    return (x, y, width, part), (x, round(y + part, 9), width, round(height - part, 9))


def point(rect: Rect, place: int) -> tuple[float, float]:
    """Where the holder of a place stands, clear of the rectangle's edge."""
    x, y, width, height = rect
    across = (0.5 + place * _STEP_X) % 1.0
    down = (0.5 + place * _STEP_Y) % 1.0
    inner = 1.0 - 2 * _MARGIN
    return x + width * (_MARGIN + inner * across), y + height * (_MARGIN + inner * down)


def finest(root: Node | None) -> Iterator[Node]:
    """The finest tiles, first halves first."""
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        if node.halves:
            waiting += reversed(node.halves)
        else:
            yield node


def preorder(root: Node | None) -> Iterator[Node]:
    """Every node before its halves."""
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        yield node
        if node.halves:
            waiting += reversed(node.halves)


def counted(root: Node | None) -> None:
    """Set every node's count."""
    for node in reversed(list(preorder(root))):
        node.count = sum(half.count for half in node.halves) if node.halves else len(node.rows())


def cut_at(node: Node, most: float) -> Iterator[Node]:
    """The coarsest nodes within `node` that hold no more than `most`, or are finest. Counted."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if found.halves and found.count > most:
            waiting += reversed(found.halves)
        else:
            yield found


def without(root: Node, gone: Node) -> Node | None:
    """The root after an emptied finest tile went; its neighbour keeps the rectangle it has."""
    above = gone.parent
    if above is None or above.halves is None:
        return None
    first, second = above.halves
    stays = second if first is gone else first
    stays.parent = above.parent
    if above.parent is None or above.parent.halves is None:
        return stays
    one, other = above.parent.halves
    above.parent.halves = (stays, other) if one is above else (one, stays)
    return root
