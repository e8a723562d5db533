"""Long conversations measured: opening, scrolling, memory, and what an idle screen costs."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tui.bench.children import MARK, StreamingBrain
from tui.bench.terminal import Terminal

if TYPE_CHECKING:
    from sel.events import MessageView, Snapshot

MANY, FEW = 10_000, 1_000
"""Messages."""
END = "this is the very end"
PAGE_UP, PAGE_DOWN, HOME, ENDS = b"\x1b[5~", b"\x1b[6~", b"\x1b[1;5H", b"\x1b[1;5F"
WHEEL_UP = b"\x1b[<64;20;10M"
REPEAT = 1 / 40
"""Seconds between two presses of a key that is held down."""
PATIENCE = 30.0
WORDS = "words that are said in the course of a long day, about this and about that, "


def views(count: int) -> tuple[MessageView, ...]:
    """A made-up conversation: every fifth reply has code in it."""
    from sel.events import MessageView

    code = "\n\n```python\nfor name in names:\n    print(name)\n```\n\n- one\n- two"
    return tuple(
        MessageView(
            role="sel" if number % 2 else "person",
            text=f"Number {number}: {WORDS * (1 + number % 4)}{code if number % 10 == 5 else ''}"
            + (END if number == count - 1 else ""),
            turn_id=f"t{number // 2}",
            at=1.7e9 + number,
        )
        for number in range(count)
    )


class LongBrain(StreamingBrain):
    """Has a conversation of so many messages, and notes when it told of it."""

    def __init__(self, count: int, report: str) -> None:
        self._views, self._told = views(count), report
        super().__init__(0.0, report)

    def snapshot(self) -> Snapshot:
        """The whole conversation."""
        from sel.events import DESK, ChannelView, EngineView, Snapshot

        Path(self._told).write_text(json.dumps([time.perf_counter(), time.process_time()]))
        channel = ChannelView(messages=self._views)
        return Snapshot(channels={DESK: channel}, engine=EngineView(state="ready"))


def bare(count: int) -> None:
    """The yardstick for scrolling: a Textual app with as many short texts as it can bear."""
    from textual.app import App, ComposeResult
    from textual.containers import VerticalScroll
    from textual.widgets import Static

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            with VerticalScroll():
                for view in views(min(count, 300)):
                    yield Static(view.text, markup=False)
                yield Static(MARK)

        def on_mount(self) -> None:
            self.animation_level = "none"
            self.query_one(VerticalScroll).focus()

    Bare().run()


def long_talks() -> dict[str, float]:
    """Milliseconds to open, frames a second while scrolling, MB for every thousand messages, the
    share of a core an idle screen takes."""
    few, many = _opened(FEW), _opened(MANY)
    return {
        "open_10000_ms": many["open"] * 1000,
        "open_10000_cpu_ms": many["cpu"] * 1000,
        "open_1000_ms": few["open"] * 1000,
        "scroll_frames_per_second": many["up"],
        "scroll_bare_frames_per_second": _bare_scroll(),
        "wheel_frames_per_second": many["wheel"],
        "to_the_beginning_ms": many["home"] * 1000,
        "to_the_end_ms": many["end"] * 1000,
        "mb_for_1000_messages": (many["mb"] - few["mb"]) / (MANY - FEW) * 1000,
        "idle_cpu_share": many["idle"],
    }


def _child(*words: str) -> Terminal:
    return Terminal([sys.executable, "-m", "tui.bench", "--child", *words])


def _opened(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "told"
        terminal = _child("long", str(count), str(report))
        try:
            seen = terminal.until(END.encode(), PATIENCE)
            spent, (told, before) = _cpu(terminal.pid), json.loads(report.read_text())
            figures = {"open": (seen or float("inf")) - told, "cpu": spent - before}
            _wait(terminal, 1.0)
            figures["up"] = _held(terminal, PAGE_UP, 4.0)
            figures["wheel"] = _held(terminal, WHEEL_UP, 2.0)
            figures["home"] = _jump(terminal, HOME, b"Number 0:")
            figures["end"] = _jump(terminal, ENDS, END.encode())
            _wait(terminal, 1.0)
            figures["mb"] = _memory(terminal.pid)
            before, began = _cpu(terminal.pid), time.perf_counter()
            _wait(terminal, 4.0)
            figures["idle"] = (_cpu(terminal.pid) - before) / (time.perf_counter() - began)
        finally:
            terminal.close()
    return figures


def _bare_scroll() -> float:
    terminal = _child("bare-long", str(MANY))
    try:
        terminal.until(b"Number 0", PATIENCE)
        _wait(terminal, 1.0)
        return _held(terminal, PAGE_DOWN, 3.0)
    finally:
        terminal.close()


def _held(terminal: Terminal, key: bytes, seconds: float) -> float:
    """Frames a second while this key is held down."""
    before, began = len(terminal.frames), time.perf_counter()
    while time.perf_counter() - began < seconds:
        terminal.write(key)
        _wait(terminal, REPEAT)
    return (len(terminal.frames) - before) / (time.perf_counter() - began)


def _jump(terminal: Terminal, key: bytes, text: bytes) -> float:
    """Seconds until this text is seen after this key."""
    _wait(terminal, 0.5)
    since, pressed = len(terminal.output), time.perf_counter()
    terminal.write(key)
    seen = terminal.until(text, PATIENCE, since)
    return (seen or float("inf")) - pressed


def _memory(pid: int) -> float:
    """MB that a process has in memory, on Linux."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _cpu(pid: int) -> float:
    """Seconds of CPU a process has taken, on Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait(terminal: Terminal, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        terminal.read(left)
