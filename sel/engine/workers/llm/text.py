"""From token bytes to text that may be shown: no torn characters, no part of a stop string.

Pure: it knows bytes and strings only.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence


class TextStream:
    """Feed token bytes, get text. What could begin a stop string is held back until it is clear."""

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stop = tuple(text for text in stop if text)
        self._held = ""
        self.stopped = False

    def feed(self, data: bytes) -> str:
        """The text that is now certain; after a stop string nothing more comes (`stopped`)."""
        if self.stopped:
            return ""
        self._held += self._decoder.decode(data)
        return self._release()

    def close(self) -> str:
        """What was still held back, once no more bytes will come."""
        if self.stopped:
            return ""
        self._held += self._decoder.decode(b"", final=True)
        text = self._release()
        rest, self._held = self._held, ""
        return text + ("" if self.stopped else rest)

    def _release(self) -> str:
        if (cut := self._stop_at()) is not None:
            self.stopped = True
            text, self._held = self._held[:cut], ""
            return text
        keep = self._possible_start()
        cut = len(self._held) - keep
        text, self._held = self._held[:cut], self._held[cut:]
        return text

    def _stop_at(self) -> int | None:
        """Where the stop string begins that is complete first, so token borders change nothing."""
        found = [(self._held.find(stop), len(stop)) for stop in self._stop]
        ends = [(at + size, at) for at, size in found if at >= 0]
        return min(ends)[1] if ends else None

    def _possible_start(self) -> int:
        """Length of the longest end of the text that a stop string begins with."""
        longest = max(map(len, self._stop), default=1) - 1
        for size in range(min(longest, len(self._held)), 0, -1):
            if any(stop.startswith(self._held[-size:]) for stop in self._stop):
                return size
        return 0
