"""Sound on its way into a voice channel, cut into frames of 20 ms. Filled by the loop, taken by the
library's own thread; nothing is lost, and nothing changes places."""

from __future__ import annotations

import threading
from collections import deque

from bridge.media.samples import CHANNELS, RATE

FRAME = RATE // 50 * CHANNELS * 2
"""Bytes of 20 ms at 48 kHz, stereo, 16 bit."""
SILENCE = bytes(FRAME)


class Frames:
    """`add` what is to be heard, then `end` it once; `read` gives a frame each time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._whole: deque[bytes] = deque()
        self._rest = b""
        self._ended = False

    def add(self, stereo: bytes) -> None:
        """More sound, of any length."""
        with self._lock:
            data = self._rest + stereo
            whole = len(data) // FRAME * FRAME
            self._whole.extend(data[at : at + FRAME] for at in range(0, whole, FRAME))
            self._rest = data[whole:]

    def end(self) -> None:
        """Nothing more will come; what is left is filled up with silence."""
        with self._lock:
            if self._rest:
                self._whole.append(self._rest + bytes(FRAME - len(self._rest)))
                self._rest = b""
            self._ended = True

    def drop(self) -> None:
        """Let go of all that waits."""
        with self._lock:
            self._whole.clear()
            self._rest = b""
            self._ended = True

    def read(self) -> bytes:
        """The next frame; silence where it is not made yet, b"" at the end."""
        with self._lock:
            if self._whole:
                return self._whole.popleft()
            return b"" if self._ended else SILENCE

    @property
    def waiting(self) -> float:
        """Seconds of sound that are not taken yet."""
        with self._lock:
            return len(self._whole) / 50

    @property
    def done(self) -> bool:
        """Whether all of it was taken."""
        with self._lock:
            return self._ended and not self._whole
