"""Sentences to vectors for the memory: patiently, and never in the way of a turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sel.brain.memory.shelf import Shelf
from sel.bus import Bus
from sel.engine.embedding import Embedder, Forgetful, Vector
from sel.errors import SelError
from sel.events import NoticeGiven

if TYPE_CHECKING:
    from sel.memory.library import Library

PATIENCE = 2.0
"""Seconds that keeping a memory waits for its vector; without one it is filled in later."""
BATCH = 8
"""Texts filled in at once: some 60 ms of the embedder, which a turn may then have to wait."""
PAUSE = 0.5
"""Seconds until it is looked again whether the turn under way has ended."""
MANY = 50
"""From so many missing vectors on it is told that they are being made."""

READING = "reading memories anew"

Progress = Callable[[str, float], None]
"""Told what is under way, in words, and how much of it is done (0..1); "" when it is over."""


def _nobody(words: str, share: float) -> None:
    pass


class Sentences:
    """The embedder as memory sees it: there is a vector, or there is none yet."""

    def __init__(self, embedder: Embedder | None, progress: Progress = _nobody) -> None:
        self._embedder, self._progress = embedder, progress

    @property
    def ready(self) -> bool:
        """Whether vectors can be had now."""
        return self._embedder is not None and self._embedder.ready

    async def vectors(self, texts: Sequence[str]) -> list[Vector | None]:
        """A vector for each text, or None for each while there are none to be had."""
        if not texts or self._embedder is None or not self._embedder.ready:
            return [None] * len(texts)
        try:
            async with asyncio.timeout(PATIENCE):
                return list(await self._embedder.embed(texts))
        except (TimeoutError, SelError):
            return [None] * len(texts)

    async def vector(self, text: str) -> Vector | None:
        """The vector of one text, if it can be had now."""
        return (await self.vectors([text]))[0]

    def forget(self) -> int:
        """Drop what vectors of sentences are kept in RAM; how many there were."""
        return self._embedder.forget() if isinstance(self._embedder, Forgetful) else 0

    async def fill(self, shelf: Shelf, bus: Bus, busy: Callable[[], bool]) -> int:
        """Give every memory without a vector its own, a few at a time, while SEL is not `busy`.

        How many were made. Ends early when the embedder goes. Raises `SelError`.
        """
        missing = await shelf.ask(lambda books: [(m.id, m.text) for m in books.without_vectors()])
        many = len(missing) >= MANY and self.ready
        if many:
            bus.publish(_beginning(len(missing)))
        try:
            made = await self._fill(missing, shelf, busy, told=many)
        finally:
            self._progress("", 1.0)
        if many and made:
            bus.publish(NoticeGiven(title=f"{made:,} memories are found by what they mean again."))
        return made

    async def _fill(
        self,
        missing: Sequence[tuple[str, str]],
        shelf: Shelf,
        busy: Callable[[], bool],
        *,
        told: bool,
    ) -> int:
        made = 0
        while made < len(missing) and self.ready:
            if busy():
                await asyncio.sleep(PAUSE)
                continue
            some = missing[made : made + BATCH]
            vectors = await self.vectors([text for _, text in some])
            pairs = [(id_, v) for (id_, _), v in zip(some, vectors, strict=True) if v is not None]
            if not pairs:
                break
            await shelf.ask(_setting(pairs))
            made += len(some)
            if told:
                self._progress(READING, made / len(missing))
        return made


def _beginning(count: int) -> NoticeGiven:
    return NoticeGiven(
        title=f"SEL is reading {count:,} memories anew.",
        hint="Until then they are found by their words alone.",
    )


def _setting(pairs: Sequence[tuple[str, Vector]]) -> Callable[[Library], None]:
    return lambda books: books.set_vectors(pairs)
