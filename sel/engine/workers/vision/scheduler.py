"""The scheduler of the text expert, which looks at pictures where prompts have some.

A tile is encoded and read by itself, between two batches: others wait for it, a second or so on a
small machine. A cancel stops it within a small part of that.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Any

from sel.engine.workers.llm.interruption import ABORTED
from sel.engine.workers.llm.model import DecodeFailed
from sel.engine.workers.llm.reply import Reply
from sel.engine.workers.llm.scheduler import NO_ROOM, Scheduler
from sel.engine.workers.vision.eyes import Eyes, Tile
from sel.engine.workers.vision.gallery import Gallery
from sel.errors import PromptTooLong, SelError, to_wire

_ROOM = "Set SEL_CONTEXT higher, or /clear the conversation."


class SeeingScheduler(Scheduler):
    """Runs replies about pictures, and others."""

    def __init__(self, *parts: Any, eyes: Eyes, gallery: Gallery, **more: Any) -> None:
        super().__init__(*parts, **more)
        self._eyes, self._gallery = eyes, gallery
        self._forgetting = False

    def forget(self, owner: str) -> None:
        """Take a conversation out; the pictures go as soon as nobody reads any."""
        super().forget(owner)
        self._forgetting = True
        self._tidy()

    def put_down(self, owner: str, answer: Callable[[int], None]) -> None:
        """Put a conversation on disk, unless somebody showed a picture in it: that stays in RAM."""
        slot = self._slots.of(owner)
        if slot is not None and any(token < 0 for token in slot.tokens):
            answer(0)
        else:
            super().put_down(owner, answer)

    def step(self) -> None:
        """Look at one tile where one comes next; then go on with the others as ever."""
        self._admit()
        for reply in self._running:
            if (number := self._tile_of(reply)) is not None:
                self._look(reply, number)
                break
        if any(self._tile_of(reply) is None for reply in self._running):
            super().step()

    @staticmethod
    def _tile_of(reply: Reply) -> int | None:
        """The number of the tile that a prompt is to be read on with, if it is one."""
        if reply.slot is None or not reply.reads:
            return None
        number = reply.prompt[len(reply.slot.tokens)]
        return number if number < 0 else None

    @staticmethod
    def _readable(prompt: list[int], start: int, share: int) -> list[int]:
        return list(takewhile(lambda token: token >= 0, prompt[start : start + share]))

    def _look(self, reply: Reply, number: int) -> None:
        assert reply.slot is not None  # noqa: S101 - it was asked for above
        tile, slot = self._gallery.tile(number), reply.slot
        try:
            code = self._shown(tile, reply)
        except SelError as error:
            self._refuse(reply, error)
            return
        if code == 0:
            slot.tokens += reply.prompt[len(slot.tokens) : len(slot.tokens) + tile.positions]
            self._report_reading(reply)
            return
        self._cache.keep(slot.sequence, len(slot.tokens))
        if code == ABORTED:
            self._model.interruption.clear()
        elif code == NO_ROOM:
            self._refuse(reply, PromptTooLong("There is no room left for a picture.", hint=_ROOM))
        else:
            raise DecodeFailed(code)

    def _refuse(self, reply: Reply, error: SelError) -> None:
        self._send({"event": "error", "id": reply.request.id, "error": to_wire(error)})
        self._drop(reply)

    def _shown(self, tile: Tile, reply: Reply) -> int:
        """Show it; without room, idle conversations give way."""
        assert reply.slot is not None  # noqa: S101 - it was asked for above
        slot = reply.slot
        while True:
            code = self._eyes.show(tile, slot.sequence, len(slot.tokens))
            if code != NO_ROOM or not self._slots.make_room():
                return code
            self._cache.keep(slot.sequence, len(slot.tokens))

    def _drop(self, reply: Reply) -> None:
        super()._drop(reply)
        self._tidy()

    def _tidy(self) -> None:
        if self.idle:
            self._gallery.trim(forget=self._forgetting)
            self._forgetting = False
