"""What came to a conversation since it was taken in: the turns of a later export."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from sel.session_events import SessionView
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node, Tree


def later(ours: Tree, theirs: Tree, row: SessionView) -> list[Node]:
    """The turns that came after all that was taken before, and those that have their answer now.
    None where the two differ in what they have in common: turns are numbered as they stand in a
    file, so it could be others by now. `row` is ours."""
    last = _last(ours, row)
    found: dict[str, Node] = {}
    for node in theirs.nodes.values():
        known = ours.nodes.get(node.id)
        if known is None and _newest(node) > last:
            parent = node.parent
            while parent in theirs.nodes and parent not in ours.nodes and parent not in found:
                parent = theirs.nodes[parent].parent  # it was forgotten here
            found[node.id] = replace(node, parent=parent)
        elif known is not None and known.asked != node.asked:
            return []
        elif known is not None and node.answer and not known.answer:
            found[node.id] = replace(node, parent=known.parent)
    return list(found.values())


def _last(ours: Tree, row: SessionView) -> float:
    """When the newest was said of what was taken. Where it did not go on here, the row knows, also
    of what was forgotten since."""
    taken = [node for node in ours.nodes.values() if node.id.startswith(f"{row.id}-")]
    last = max(map(_newest, taken), default=math.inf)
    return last if len(taken) < len(ours.nodes) else max(last, row.changed)


def _newest(node: Node) -> float:
    """When the newest message of a turn was said."""
    return max((one.at for one in node.messages), default=node.at)


@dataclass(frozen=True, slots=True)
class Adding:
    """Adds what came later to the conversations on a shelf, but for those that are `open`: they are
    being talked in."""

    shelf: Shelf
    open: Callable[[], Collection[str]] = frozenset

    def __call__(self, view: SessionView, theirs: Tree) -> int:
        """How many messages were added. Raises `StoreError`."""
        row = self.shelf.row(view.id)
        if row is None or row.changed == view.changed or view.id in self.open():
            return 0
        loaded = self.shelf.load(view.id)
        ours, row = loaded.tree, loaded.row
        new = later(ours, theirs, row)
        count = sum(len(node.messages) - _there(ours, node) for node in new)
        if count:
            stays = not ours.head.startswith(f"{view.id}-")  # it went on here
            head = (
                ours.head if stays or theirs.head not in {node.id for node in new} else theirs.head
            )
            changed = max(row.changed, view.changed)
            row = replace(row, changed=changed, messages=row.messages + count)
            self.shelf.keep(row, new, head, {})
        return count


def _there(ours: Tree, node: Node) -> int:
    """How many messages of a turn are there already."""
    known = ours.nodes.get(node.id)
    return len(known.messages) if known else 0
