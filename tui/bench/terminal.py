"""A terminal for a child process: starts it, answers what Textual asks, notes when what arrived."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence

COLUMNS, ROWS = 120, 40
SYNC_ASKED, SYNC_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
FRAME_ENDS = b"\x1b[?2026l"
ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Terminal:
    """One child under a pseudo-terminal of 120 by 40, with synchronised updates like today's."""

    def __init__(self, command: Sequence[str]) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child
            os.execvpe(command[0], list(command), {**os.environ, **ENVIRONMENT})  # noqa: S606
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.output = bytearray()
        self.frames: list[float] = []
        self._answered = False
        self._counted = 0

    def read(self, seconds: float) -> bool:
        """Take in what arrives within `seconds` (one chunk at most); False once the child left."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return True
        try:
            chunk = os.read(self._fd, 65536)
        except OSError:
            return False
        now = time.perf_counter()
        self.output += chunk
        if not self._answered and SYNC_ASKED in self.output:
            self._answered = True
            self.write(SYNC_ANSWER)
        ends = self.output.count(FRAME_ENDS, self._counted)
        self.frames += [now] * ends
        self._counted = max(len(self.output) - len(FRAME_ENDS) + 1, 0)
        return bool(chunk)

    def write(self, data: bytes) -> None:
        """Press keys."""
        os.write(self._fd, data)

    def until(self, text: bytes, seconds: float, since: int = 0) -> float | None:
        """Read until `text` is in the output after position `since`; when it came, or None."""
        end = time.perf_counter() + seconds
        while self.output.find(text, since) < 0:
            left = end - time.perf_counter()
            if left <= 0 or not self.read(left):
                return None
        return time.perf_counter()

    def close(self) -> None:
        """End the child and wait for it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            os.kill(self.pid, number)
            end = time.perf_counter() + 3
            while time.perf_counter() < end:
                self.read(0.05)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self._fd)
                    return
