"""Finding words in all conversations, in an index that is made when somebody looks first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sel.brain.sessions.session import Session
from sel.session_events import FoundView, SessionView
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node, Nodes
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from sel.sessions.find import Finder

PATIENCE = 0.2
"""Seconds that a search waits for conversations still being read in: most are read by then."""


@dataclass(slots=True)
class _Known:
    """What the index has of a conversation: its turns, as they were when `nodes` had changed so
    many times."""

    nodes: Nodes
    turns: dict[str, Node] = field(default_factory=dict)
    times: int = 0

    def changed(self, nodes: Nodes) -> list[str]:
        """The turns that may be others than it has."""
        if nodes is not self.nodes:  # they were put together anew
            self.nodes, self.times = nodes, 0
            return list(dict.fromkeys((*self.turns, *nodes)))
        return list(dict.fromkeys(nodes.changed[self.times :]))

    def take(self, changed: Sequence[str]) -> None:
        """The index has these as they are now."""
        for id in changed:
            if (node := self.nodes.get(id)) is None:
                self.turns.pop(id, None)
            else:
                self.turns[id] = node
        self.times = len(self.nodes.changed)


class Finding:
    """The index over the shelf and over what is in RAM only; it lives in RAM itself."""

    def __init__(self, shelf: Shelf | None, open_: Callable[[], Sequence[Session]]) -> None:
        self._shelf, self._open = shelf, open_
        self._finder: Finder | None = None
        self._known: dict[str, _Known] = {}
        self._tasks = TaskOwner("finding")
        self._filling: asyncio.Task[None] | None = None

    async def find(self, words: str, limit: int) -> FoundView:
        """Messages with these words, best first."""
        finder = self._finder or self._begin()
        if self._filling is not None and not self._filling.done():
            await asyncio.wait([self._filling], timeout=PATIENCE)
        return await asyncio.to_thread(finder.find, words, limit)

    def _begin(self) -> Finder:
        from sel.sessions.find import Finder  # lazy: SQLite comes with it

        finder = self._finder = Finder(whole=self._shelf is None)
        for session in self._open():
            self.grown(session)
        if self._shelf is not None:
            fill = self._fill(finder, self._shelf)
            self._filling = self._tasks.start(fill, "fill", Stage.BACKGROUND)
        return finder

    async def _fill(self, finder: Finder, shelf: Shelf) -> None:
        texts = await asyncio.to_thread(shelf.texts)
        while await asyncio.to_thread(finder.fill, texts):
            pass

    def grown(self, session: Session) -> None:
        """A conversation has other turns than before."""
        if self._finder is None:
            return
        row, nodes = session.shown(), session.tree.nodes
        known = self._known.setdefault(row.id, _Known(nodes))
        changed = known.changed(nodes)
        if gone := [id for id in changed if id in known.turns and id not in nodes]:
            self._finder.drop(row.id, gone)
        for id in changed:
            node = nodes.get(id)
            if node is not None and known.turns.get(id) is not node:
                self._finder.add(row, node)
        known.take(changed)

    def named(self, view: SessionView) -> None:
        """A conversation has another title."""
        if self._finder is not None:
            self._finder.name(view)

    def drop(self, session: str) -> None:
        """A conversation is gone."""
        self._known.pop(session, None)
        if self._finder is not None:
            self._finder.drop(session)

    def anew(self) -> None:
        """Something was forgotten: the next who looks has the index made anew."""
        self._finder, self._known = None, {}
        if self._filling is not None:
            self._filling.cancel()

    async def stop(self) -> None:
        """End what is under way."""
        await self._tasks.stop()
