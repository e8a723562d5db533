"""What goes with the next message: files brought by path, paste or clipboard, until it is sent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sel.errors import InputRefused
from sel.events import TurnEnded, TurnInterrupted
from sel.media import bringing
from sel.media.bringing import MOST, Brought, bring
from tui.widgets.attached import Attached

if TYPE_CHECKING:
    from sel.media.private import Private

BLIND = "no model here sees pictures; docs/vision.md"


class Attaching:
    """The files beside the prompt. What SEL itself wrote down of them (a picture from the
    clipboard) is private, and goes when its message was answered, or with the app."""

    def __init__(
        self, row: Attached, carrying: Callable[[bool], None], whisper: Callable[[str], None]
    ) -> None:
        self._row, self._carrying, self._whisper = row, carrying, whisper
        self.sees: Callable[[], bool] = lambda: True
        self._private: Private | None = None
        self._lent: list[tuple[str, Path]] = []  # turn, file

    async def attach(self, paths: Iterable[Path]) -> None:
        """Bring these files along. Raises `InputRefused` for the first that cannot be."""
        for path in paths:
            self._add(await asyncio.to_thread(bring, path))

    async def paste(self) -> None:
        """Bring along the picture on the system's clipboard. Raises `InputRefused`."""
        from tui.clipped import picture  # lazy: few use it

        data = await picture()
        path = self._place().new(".png")
        await asyncio.to_thread(path.write_bytes, data)
        try:
            self._add(await asyncio.to_thread(partial(bring, path, lent=True, name="pasted.png")))
        except InputRefused:
            path.unlink(missing_ok=True)
            raise

    def _place(self) -> Private:
        if self._private is None:
            from sel.media.private import Private, sweep

            sweep()
            self._private = Private(1 << 20)
        return self._private

    def _add(self, item: Brought) -> None:
        if len(self._row.items) >= MOST:
            raise InputRefused(
                f"{MOST} files go with one message at most.", hint="Send these first."
            )
        self._show([one for one in self._row.items if one.path != item.path] + [item])
        if item.text is None and not self.sees():
            self._whisper(BLIND)
        elif bringing.cut(item):
            self._whisper(f"only the beginning of {item.name} fits into a prompt")

    def detach(self, number: int = -1) -> None:
        """Take one back; the last, if none is named."""
        items = list(self._row.items)
        if items:
            item = items.pop(number)
            if item.lent:
                Path(item.path).unlink(missing_ok=True)
            self._show(items)

    def _show(self, items: Sequence[Brought]) -> None:
        self._row.show(items)
        self._carrying(bool(items))

    def take(self) -> tuple[Brought, ...]:
        """What goes with the message that is sent now; nothing is left."""
        items = tuple(self._row.items)
        self._show(())
        return items

    def put_back(self, items: Sequence[Brought]) -> None:
        """The message was refused."""
        if not self._row.items:
            self._show(items)

    # ------------------------------------------------------------ what SEL wrote down

    def sent(self, turn_id: str, images: Sequence[str]) -> None:
        """These pictures went with a message that this turn will answer."""
        if self._private is not None:
            ours = (Path(path) for path in images)
            self._lent += [(turn_id, path) for path in ours if self._private.holds(path)]

    def answered(self, event: TurnEnded) -> None:
        """A turn is over. One that was interrupted may be answered with the next message."""
        if isinstance(event, TurnInterrupted) or event.turn_id not in dict(self._lent):
            return
        while self._lent and self._lent[0][0] != event.turn_id:
            self._drop()
        while self._lent and self._lent[0][0] == event.turn_id:
            self._drop()

    def _drop(self) -> None:
        _, path = self._lent.pop(0)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave nothing behind."""
        if self._private is not None:
            self._private.close()
            self._private = None
