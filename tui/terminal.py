"""The terminal that is written to, which may be closed at any moment."""

from __future__ import annotations

from typing import IO, Any


class Terminal:
    """A text file for the driver. Once it refuses, what is written goes nowhere.

    Textual writes in a thread of its own that an error ends; whoever writes next, the thread that
    is to close everything included, would then wait for ever.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.gone = False

    def write(self, text: str) -> int:
        """Write, while there is somebody to read it."""
        self._try(self._file.write, text)
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        self._try(self._file.flush)

    def _try(self, do: Any, *arguments: str) -> None:
        if not self.gone:
            try:
                do(*arguments)
            except OSError:
                self.gone = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
