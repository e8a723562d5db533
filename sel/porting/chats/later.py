"""What came to a conversation since it was taken in: the turns of a later export."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sel.session_events import SessionView
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node, Tree


def later(ours: Tree, theirs: Tree, id: str) -> list[Node]:
    """The turns that came after all that was taken before. None where the two differ in what they
    have in common: turns are numbered as they stand in a file, so it could be others by now."""
    taken = [node.at for node in ours.nodes.values() if node.id.startswith(f"{id}-")]
    last = max(taken, default=math.inf)
    found: dict[str, Node] = {}
    for node in theirs.nodes.values():
        known = ours.nodes.get(node.id)
        if known is not None and known.asked != node.asked:
            return []
        follows = not node.parent or node.parent in ours.nodes or node.parent in found
        if known is None and node.at > last and follows:
            found[node.id] = node
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Adding:
    """Adds what came later to the conversations on a shelf (`rows`, by id), but for those that are
    `open`: they are being talked in."""

    shelf: Shelf
    rows: Mapping[str, SessionView]
    open: Collection[str] = ()

    def __call__(self, view: SessionView, theirs: Tree) -> int:
        """How many messages were added. Raises `StoreError`."""
        row = self.rows.get(view.id)
        if row is None or view.id in self.open or row.changed == view.changed:
            return 0
        ours = self.shelf.load(view.id).tree
        new = later(ours, theirs, view.id)
        count = sum(len(node.messages) for node in new)
        if count:
            stays = not ours.head.startswith(f"{view.id}-")  # it went on here
            head = (
                ours.head if stays or theirs.head not in {node.id for node in new} else theirs.head
            )
            changed = max(row.changed, view.changed)
            row = replace(row, changed=changed, messages=row.messages + count)
            self.shelf.keep(row, new, head, {})
        return count
