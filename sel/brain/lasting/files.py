"""The files of the last conversation: its words, and beside them what the engine had read of it.

    data/memory/talk/desk.talk  the words, as plain UTF-8: a search can prove that they are gone
    cache/kv/talk/*             the engine's state, which no search sees into: it goes first

Several threads meet here: the brain's loop, the one that writes, and the library's, which has all
of it deleted before words leave the memory. Who writes shows the number of the time in which it
began; after a deletion that number is another, and nothing is written.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from sel.brain.lasting.talk import Talk, dumped, loaded
from sel.cache.disk import Damaged, FileDisk
from sel.errors import StoreError

PATIENCE = 4.0
"""Seconds that a deletion waits for a state that is just being written, in the engine's child."""


class TalkFiles:
    """What is kept of the last conversation. All of it raises `StoreError` if the disk refuses."""

    def __init__(self, words: Path, states: Path) -> None:
        self._disk = FileDisk(words, what="the last conversation")
        self._states = states
        self._lock = threading.Lock()
        self._idle = threading.Event()
        self._idle.set()
        self.number = 0

    def read(self) -> Talk | None:
        """What was kept; None for nothing. A broken file is put aside, and told as an error."""
        data = self._disk.read()
        if data is None:
            return None
        try:
            return loaded(data)
        except Damaged as error:
            aside = self._disk.put_aside()
            self._drop_states()
            raise StoreError(
                "The last conversation could not be taken up: its file is damaged.",
                where=aside,
                hint="A new one begins.",
            ) from error

    def write(self, talk: Talk, number: int) -> bool:
        """Put these words in the place of what is there; whether they may still be kept.

        The state of other words goes first."""
        with self._lock:
            if number != self.number:
                return False
            self._drop_states()
            self._disk.write(dumped(talk))
            return True

    @contextlib.contextmanager
    def putting_down(self, number: int) -> Iterator[None]:
        """While the engine writes its state. It goes at once if it may not be kept any more."""
        self._idle.clear()
        try:
            yield
        finally:
            self._idle.set()
            if number != self.number:
                self._drop_states()

    def erase(self, *, patient: bool = False) -> None:
        """Delete all of it. The `patient` wait for the engine: never on the brain's loop."""
        self.number += 1
        if patient:
            self._idle.wait(PATIENCE)
        with self._lock:
            self._disk.erase()
            self._drop_states()

    def _drop_states(self) -> None:
        try:
            for path in self._states.iterdir() if self._states.is_dir() else ():
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                "What the engine kept of the last conversation could not be deleted.",
                where=str(self._states),
                hint=f"{error.strerror}. Delete that folder yourself.",
            ) from error
