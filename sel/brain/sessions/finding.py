"""Finding words in all conversations, in an index that is made when somebody looks first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sel.brain.sessions.session import Session
from sel.session_events import FoundView, SessionView
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from sel.sessions.find import Finder

PATIENCE = 0.2
"""Seconds that a search waits for conversations still being read in: most are read by then."""


class Finding:
    """The index over the shelf and over what is in RAM only; it lives in RAM itself."""

    def __init__(self, shelf: Shelf | None, open_: Callable[[], Sequence[Session]]) -> None:
        self._shelf, self._open = shelf, open_
        self._finder: Finder | None = None
        self._known: dict[str, dict[str, Node]] = {}
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
        known = self._known.setdefault(row.id, {})
        if gone := [id for id in known if id not in nodes]:
            self._finder.drop(row.id, gone)
        for id, node in nodes.items():
            if known.get(id) is not node:
                self._finder.add(row, node)
        self._known[row.id] = dict(nodes)

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
