"""The part of the hormones' histories that is kept: what waits to be written, and the disk.

All of it but `put` runs in the memory's thread, whose library has the last word on who agreed.
Nothing is made on the disk before the first write.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from sel.affect.history.happened import Happenings
from sel.affect.history.port import Keeper
from sel.affect.history.pyramid import History
from sel.errors import StoreError

if TYPE_CHECKING:
    from sel.brain.hormones.kept_tiles import KeptTiles
    from sel.memory.library import Library

Step = Callable[[Keeper], object]
"""Something to be done to the histories on disk."""

Known = dict[str, tuple[History, Happenings]]
"""Per channel, what is known of it."""


HISTORIES = "hormone histories"
"""How a receipt calls what went."""


def receipt(channels: Collection[str]) -> dict[str, int]:
    """What went, as a receipt counts it."""
    return {HISTORIES: len(channels)} if channels else {}


class Ledger:
    """The histories in a folder. `tell` is given plain sentences, in the memory's thread. All of it
    raises `StoreError`."""

    def __init__(self, folder: Path, zone: str, tell: Callable[[str], None]) -> None:
        self._folder, self._zone, self._tell = folder, zone, tell
        self._waiting: deque[tuple[str, frozenset[str], Step]] = deque()
        self._open: tuple[KeptTiles, Keeper] | None = None

    @property
    def idle(self) -> bool:
        """Whether there is nothing to write and nothing open."""
        return not self._waiting and self._open is None

    def put(self, channel: str, people: Collection[str], step: Step) -> None:
        """Have it done with the next `write`; any thread."""
        self._waiting.append((channel, frozenset(people), step))

    def read(self, _: Library) -> Known:
        """Copies of all that is kept, if anything is."""
        if not self._folder.is_dir():
            return {}
        tiles, keeper = self._opened()
        known = {
            channel: (keeper.history(channel).copy(), keeper.happenings(channel).copy())
            for channel in tiles.channels()
        }
        if broken := sum(keeper.broken.values()):
            self._tell(f"Tiles of hormones that cannot be read, left as they are: {broken}.")
        return known

    def write(self, books: Library) -> None:
        """Do what waits, where everybody whose history it is may be remembered now."""
        tiles, keeper = self._opened()
        refused: StoreError | None = None
        while self._waiting:
            channel, people, step = self._waiting.popleft()
            if all(books.consent(one) == "given" for one in people | tiles.people(channel)):
                try:
                    tiles.name(channel, people)
                    step(keeper)
                except StoreError as error:  # what was taken in is written with the next
                    refused = error
        if refused is not None:
            raise refused
        keeper.flush()

    def erase(self, person: str) -> list[str]:
        """Erase all channels that hold something of a person's; which those were."""
        for _ in range(len(self._waiting)):
            one = self._waiting.popleft()
            if person not in one[1]:
                self._waiting.append(one)
        if not self._folder.is_dir():
            return []
        tiles, keeper = self._opened()
        gone = tiles.erase(person)
        for channel in gone:
            keeper.leave(channel)
        return gone

    def close(self, books: Library) -> None:
        """Write what waits, and let go of the folder."""
        try:
            if self._waiting:
                self.write(books)
        finally:
            if self._open is not None:
                self._open[0].close()
                self._open = None

    def _opened(self) -> tuple[KeptTiles, Keeper]:
        if self._open is None:
            from sel.brain.hormones.kept_tiles import (
                KeptTiles,  # lazy: the store's library comes with it
            )

            tiles = KeptTiles(self._folder)
            for notice in tiles.notices:
                self._tell(notice)
            self._open = tiles, Keeper(tiles, self._zone)
        return self._open
