"""Runs a long command and shows in one line how far it is; the whole of its words go to a file.

On a terminal the line is redrawn; elsewhere a new one is written now and then. Knows the words of
pip, ninja and make, and nothing of what is being installed.
"""

from __future__ import annotations

import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

_EVERY = 15.0
"""Seconds between two lines where nothing can be redrawn."""
_TAIL = 25
"""Lines of the command's own words shown when it fails."""

_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\[\s*(\d+)/(\d+)\]"), "compiling, {0} of {1}"),
    (re.compile(r"^\s*\[\s*(\d+)%\]"), "compiling, {0} %"),
    (re.compile(r"^\s*Collecting ([\w.\[\]-]+)"), "collecting {0}"),
    (re.compile(r"^\s*Downloading (?:\S*/)?([\w.-]+?)-\d\S*(?: \((.*?)\))?"), "downloading {0}"),
    (re.compile(r"^\s*Building wheels? for ([\w.-]+)"), "building {0}"),
    (re.compile(r"^\s*Installing (?:collected packages|build dependencies)"), "installing"),
)


def meaning(line: str) -> str:
    """What a line of pip, ninja or make says about how far things are; empty for all others."""
    for sign, words in _SIGNS:
        if found := sign.search(line):
            return words.format(*found.groups())
    return ""


def clock(seconds: float) -> str:
    """Minutes and seconds, such as `3:07`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Line:
    """The one line that tells how far things are."""

    def __init__(self, title: str, out: IO[str], redraw: bool) -> None:
        self._title, self._out, self._redraw = title, out, redraw
        self._began = time.monotonic()
        self._next = 0.0
        self._note = ""

    def show(self, note: str = "") -> None:
        """Draw again with the newest note, as often as this kind of output bears."""
        self._note = note or self._note
        now = time.monotonic()
        if self._redraw:
            self._out.write("\r\x1b[K" + self._text()[: shutil.get_terminal_size().columns - 1])
        elif now >= self._next:
            self._next = now + _EVERY
            self._out.write(self._text() + "\n")
        self._out.flush()

    def end(self, word: str) -> None:
        """Write the last line, which stays."""
        took = clock(time.monotonic() - self._began)
        start = "\r\x1b[K" if self._redraw else ""
        self._out.write(f"{start}{self._title}: {word} ({took})\n")
        self._out.flush()

    def _text(self) -> str:
        took = clock(time.monotonic() - self._began)
        return f"{self._title} ({took}) {self._note}".rstrip()


def run(
    title: str,
    command: Sequence[str],
    log: Path,
    environ: Mapping[str, str] | None = None,
    out: IO[str] | None = None,
) -> int:
    """Run `command` with progress; its exit code. Its output is appended to `log`.

    When it fails the last lines are shown, for what is wrong usually stands there.
    """
    out = out or sys.stdout
    line = Line(title, out, redraw=out.isatty())
    last: deque[str] = deque(maxlen=_TAIL)
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("a", encoding="utf-8") as kept,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environ,
        ) as child,
    ):
        for text in _lines(child, line):
            kept.write(text)
            last.append(text)
            line.show(meaning(text))
    line.end("done" if child.returncode == 0 else "failed")
    if child.returncode != 0:
        out.write("".join(last) + f"All of it: {log}\n")
    return child.returncode


def _lines(child: subprocess.Popen[str], line: Line) -> Iterator[str]:
    """The child's lines as they come; in between, the clock goes on."""
    waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        assert child.stdout is not None  # noqa: S101 - it was asked for with PIPE
        for text in child.stdout:
            waiting.put(text)
        waiting.put(None)

    threading.Thread(target=read, name="reader", daemon=True).start()
    while True:
        try:
            text = waiting.get(timeout=1.0)
        except queue.Empty:
            line.show()
            continue
        if text is None:
            return
        yield text
