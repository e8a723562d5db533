"""Lines of input for an event loop, from a terminal, a pipe or a file.

Reads the file descriptor itself, in a thread: a loop cannot wait for plain files, and a thread
held in `sys.stdin` would hold up the interpreter's end.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable

MOST = 4 * 1024 * 1024
"""Bytes of a line that are kept; the brain refuses messages long before that."""
_AHEAD = 256
"""Lines read ahead of the conversation, so that an endless pipe does not fill the memory."""


class Lines:
    """What a person types, one line at a time. `note` is called when something had to be mended."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note
        self._noted: set[str] = set()
        self._waiting: asyncio.Queue[str | None] = asyncio.Queue()
        self._room = threading.Semaphore(_AHEAD)
        self._loop = asyncio.get_running_loop()

    def read(self, descriptor: int) -> None:
        """Begin to read; the end of the input ends the lines."""
        thread = threading.Thread(target=self._read, args=(descriptor,), name="lines", daemon=True)
        thread.start()

    def put(self, line: str) -> None:
        """Add a line."""
        self._waiting.put_nowait(line)

    def end(self) -> None:
        """There will be no more lines."""
        self._waiting.put_nowait(None)

    async def next(self) -> str | None:
        """The next line without its end; None when there are no more."""
        line = await self._waiting.get()
        self._room.release()
        return line

    # ------------------------------------------------------------ in the thread

    def _read(self, descriptor: int) -> None:
        buffer = bytearray()
        with contextlib.suppress(OSError):  # a terminal that went away is an end like any other
            while data := os.read(descriptor, 65536):
                buffer += data
                self._cut(buffer)
        if buffer:
            self._hand_over(bytes(buffer))
        self._tell(self.end)

    def _cut(self, buffer: bytearray) -> None:
        """Hand over every whole line of the buffer and keep the rest, up to a limit."""
        *whole, rest = buffer.split(b"\n")
        for line in whole:
            self._hand_over(bytes(line))
        buffer[:] = rest
        if len(buffer) > MOST:
            del buffer[MOST:]
            self._tell(lambda: self._mended("A line was longer than SEL reads; it was cut."))

    def _hand_over(self, raw: bytes) -> None:
        raw = raw.removesuffix(b"\r").removeprefix(b"\xef\xbb\xbf")
        text = raw.decode("utf-8", "replace")
        if "\ufffd" in text and b"\xef\xbf\xbd" not in raw:
            self._tell(lambda: self._mended("Some bytes were no UTF-8; they were replaced."))
        self._room.acquire()
        self._tell(lambda: self.put(text))

    def _tell(self, what: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the conversation ended while we were reading
            self._loop.call_soon_threadsafe(what)

    def _mended(self, sentence: str) -> None:
        if sentence not in self._noted:
            self._noted.add(sentence)
            self._note(sentence)
