"""What the engine had read of the conversation at the desk, put on disk for the next start.

It cannot be searched for words, so it is there only where every word that the engine read may be
kept, and goes before anything that stands in it is forgotten. Several threads meet here: who writes
shows the number of the time in which it began; after a deletion that number is another.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from sel.errors import StoreError

PATIENCE = 4.0
"""Seconds that a deletion waits for a state that is just being written, in the engine's child."""


class States:
    """The folder of the engine's states. Deleting raises `StoreError` if the disk refuses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._idle = threading.Event()
        self._idle.set()
        self.number = 0

    @contextlib.contextmanager
    def putting_down(self, number: int) -> Iterator[None]:
        """While the engine writes its state. It goes at once if it may not be kept any more."""
        self._idle.clear()
        try:
            yield
        finally:
            self._idle.set()
            if number != self.number:
                self._drop()

    def erase(self, *, patient: bool = False) -> None:
        """Delete all of it. The `patient` wait for the engine: never on the brain's loop."""
        self.number += 1
        if patient:
            self._idle.wait(PATIENCE)
        self._drop()

    def _drop(self) -> None:
        try:
            for path in self._folder.iterdir() if self._folder.is_dir() else ():
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                "What the engine kept of the last conversation could not be deleted.",
                where=str(self._folder),
                hint=f"{error.strerror}. Delete that folder yourself.",
            ) from error
