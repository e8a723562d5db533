"""The conversations as a list, and the tree of one as rows. Pure but for reading the shelf."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from sel.brain.sessions.session import Session, line
from sel.session_events import BranchView, SessionView
from sel.sessions.shelf import Shelf
from sel.sessions.titles import title_of
from sel.sessions.tree import Node, Tree

NAMING = 8
"""First messages of a conversation that its title is made of."""


async def rows(shelf: Shelf | None, open_: Sequence[Session]) -> list[SessionView]:
    """All conversations, the pinned first, then the one changed last. Raises `StoreError`."""
    kept = await asyncio.to_thread(shelf.rows) if shelf else []
    here = {one.view.id: titled(one) for one in open_ if not one.empty}
    found = [*(one for one in kept if one.id not in here), *here.values()]
    return sorted(found, key=lambda one: (not one.pinned, -one.changed))


def titled(session: Session) -> SessionView:
    """A conversation with a title, made of its first words where it has none."""
    view = session.shown()
    if view.title:
        return view
    asked = (node.asked for node in session.tree.nodes.values() if node.asked)
    return replace(view, title=title_of(list(islice(asked, NAMING))))


def branches(tree: Tree) -> list[BranchView]:
    """Every turn of a tree, parents before children."""
    shown = {node.id for node in tree.path()}
    return [
        BranchView(
            turn_id=node.id,
            parent=node.parent,
            said=line(node.asked),
            reply=line(node.answer),
            at=node.at,
            state=node.state,
            name=node.speaker,
            shown=node.id in shown,
            head=node.id == tree.head,
        )
        for node in _in_order(tree.nodes.values())
    ]


def _in_order(nodes: Iterable[Node]) -> list[Node]:
    """Parents before children; siblings in the order they were made."""
    below: dict[str, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    ordered, left = list[Node](), below.get("", [])[::-1]
    while left:
        ordered.append(left.pop())
        left += below.get(ordered[-1].id, [])[::-1]
    return ordered
