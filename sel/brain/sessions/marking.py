"""Titles and marks of conversations, open or not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from sel.brain.sessions.draft import row_of
from sel.brain.sessions.kept import Kept
from sel.brain.sessions.session import Session, line
from sel.errors import InputRefused
from sel.session_events import MarkSession, RenameSession, SessionView

LONGEST_TITLE = 80


class Marking:
    """Obeys the commands about them. `open_` are the conversations that are whole in RAM, `rows`
    lists all, and `changed` is called with one that has another title or mark."""

    def __init__(
        self,
        kept: Kept,
        open_: Callable[[], list[Session]],
        rows: Callable[[], Awaitable[list[SessionView]]],
        changed: Callable[[SessionView], None],
    ) -> None:
        self._kept, self._open, self._rows, self._changed = kept, open_, rows, changed

    async def rename(self, command: RenameSession) -> str:
        """Give it a title. Raises `InputRefused`, `StoreError`."""
        title = line(command.title)[:LONGEST_TITLE].strip()
        return await self._change(command.session, title=title, titled=bool(title))

    async def mark(self, command: MarkSession) -> str:
        """Pin it or put it away. Raises `InputRefused`, `StoreError`."""
        marks = {"pinned": command.pinned, "archived": command.archived}
        given = {name: mark for name, mark in marks.items() if mark is not None}
        return await self._change(command.session, **given)

    async def _change(self, id: str, **changes: Any) -> str:
        here = next((one for one in self._open() if one.view.id == id), None)
        view = replace(here.view if here is not None else await self._row(id), **changes)
        if here is not None:
            here.view = view
        if self._kept.shelf is not None and (here is None or here.kept):
            row = view if here is None else row_of(here)
            await asyncio.to_thread(self._kept.shelf.mark, row)
        self._changed(view)
        return ""

    async def _row(self, id: str) -> SessionView:
        row = next((one for one in await self._rows() if one.id == id), None)
        if row is None:
            raise InputRefused("There is no such conversation.")
        return row
