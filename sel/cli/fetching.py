"""Shows how far a download is: one line, redrawn on a terminal; elsewhere a line per 10 %."""

from __future__ import annotations

import shutil
import sys
import time
from typing import IO

from sel.cli.plain import safe
from sel.fetch.fetch import Progress

_EVERY = 0.1
"""Seconds between two drawings."""
_STEP = 10
"""Per cent between two lines where nothing can be redrawn."""


class Bar:
    """Is called with each `Progress`. As a context it leaves a terminal on a new line at the end,
    and says what can be done where Ctrl+C ended it."""

    def __init__(self, out: IO[str] | None = None) -> None:
        self._out = out or sys.stdout
        self._redraw = self._out.isatty()
        self._next = 0.0
        self._drawn = False

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.end()
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            self._out.write("Stopped. The same command goes on where it was.\n")

    def __call__(self, progress: Progress) -> None:
        """So far it is."""
        if self._redraw:
            self._again(progress)
        else:
            self._line(progress)

    def wait(self, seconds: float) -> None:
        """Sleep before another try, and say so."""
        start = "\r\x1b[K" if self._redraw else ""
        stop = "" if self._redraw else "\n"
        self._out.write(f"{start}It cannot be had now; trying again in {seconds:.0f} s.{stop}")
        self._out.flush()
        self._drawn = self._redraw
        time.sleep(seconds)

    def end(self) -> None:
        """No more comes."""
        if self._drawn:
            self._out.write("\n")
            self._out.flush()

    def _again(self, progress: Progress) -> None:
        now = time.monotonic()
        if now < self._next and progress.done < progress.total:
            return
        self._next, self._drawn = now + _EVERY, True
        self._out.write("\r\x1b[K" + text(progress)[: shutil.get_terminal_size().columns - 1])
        self._out.flush()

    def _line(self, progress: Progress) -> None:
        share = percent(progress)
        if share >= self._next:
            self._next = share - share % _STEP + _STEP
            self._out.write(text(progress) + "\n")
            self._out.flush()


def percent(progress: Progress) -> int:
    """How much is there, 0..100."""
    return 100 * progress.done // progress.total if progress.total else 100


def text(progress: Progress) -> str:
    """The line: per cent, MB, speed, what is left, and the file under way."""
    parts = [
        f"{percent(progress):3} %",
        f"{progress.done / 1e6:.1f} of {progress.total / 1e6:.1f} MB",
    ]
    left = progress.total - progress.done
    if progress.speed > 0 and left > 0:
        seconds = int(left / progress.speed)
        parts += [f"{progress.speed / 1e6:.1f} MB/s", f"{seconds // 60}:{seconds % 60:02d} left"]
    return "  ".join([*parts, safe(progress.name.rpartition("/")[2])])
